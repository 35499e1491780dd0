"""Every number of a menu comes from one statement."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from quartier.core.audit.models import Fact
from quartier.core.providers.models import LegalEntity
from quartier.kit.counting import Countable, counts


def test_rows_and_numbers_come_back_in_order_after_one_statement(alpha: Any) -> None:
    found: list[Countable] = [
        LegalEntity.objects.all(),
        7,
        Fact.objects.filter(kind="none such"),
        LegalEntity.objects.none(),
    ]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        told = counts(found)
    assert told == [LegalEntity.objects.count(), 7, 0, 0]
    assert [line["sql"][:14] for line in asked if "search_path" not in line["sql"]] == ["SELECT (SELECT"]


def test_distinct_and_parameters_stay_what_they_are(alpha: Any) -> None:
    row = LegalEntity.objects.create(key="hof", name="Hof eG", legal_form="eG")
    twice = LegalEntity.objects.filter(name__in=[row.name, "x') OR (1=1"]).distinct()
    assert counts([twice, LegalEntity.objects.filter(name="%s")]) == [1, 0]


def test_without_rows_nothing_is_asked(alpha: Any) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert counts([3, 0]) == [3, 0]
    assert len(asked) == 0
