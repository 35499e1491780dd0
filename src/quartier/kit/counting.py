"""Counting many things at once: every number beside a line of a menu in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

# A number that is known, or rows that are still to be counted.
Countable: TypeAlias = int | QuerySet[Any]


def counts(found: Sequence[Countable]) -> list[int]:
    """Return how many each of them is, in order; all rows are counted in one statement."""
    asked: dict[int, tuple[str, tuple[Any, ...]]] = {}
    for place, rows in enumerate(found):
        if isinstance(rows, QuerySet):
            try:
                asked[place] = rows.order_by().values("pk").query.sql_with_params()
            except EmptyResultSet:
                continue
    if not asked:
        return [0 if isinstance(rows, QuerySet) else rows for rows in found]
    # Only what Django has compiled is put together here; values stay parameters.
    columns = ", ".join(f"(SELECT count(*) FROM ({sql}) AS counted)" for sql, _values in asked.values())  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", [value for _sql, values in asked.values() for value in values])
        told = dict(zip(asked, cursor.fetchone(), strict=True))
    return [told.get(place, 0) if isinstance(rows, QuerySet) else rows for place, rows in enumerate(found)]
