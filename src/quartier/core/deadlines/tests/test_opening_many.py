"""The deadlines of many subjects are opened in a few statements, each like one that is opened alone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from quartier.core.audit import queries as audit
from quartier.core.deadlines import services
from quartier.core.deadlines.models import Deadline
from quartier.core.deadlines.services import Opening
from quartier.core.deadlines.tests.kinds import NOTED, PLAIN
from quartier.values.actor import Actor, ActorKind

pytestmark = pytest.mark.usefixtures("alpha")
CLERK = Actor(ActorKind.STAFF, "7", "Clerk")
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def opening(number: int, kind: str = NOTED, last_on: date = date(2026, 11, 16)) -> Opening:
    """A deadline of some subject."""
    return Opening(kind=kind, subject=f"orders.order:{number}", holder="parties.party:3", last_on=last_on)


def test_each_is_opened_as_it_would_be_alone_and_one_that_runs_is_left_as_it_is() -> None:
    alone = services.open_deadline(
        actor=CLERK, at=NOON, kind=NOTED, subject="orders.order:1", holder="parties.party:3", last_on=date(2026, 11, 20)
    )
    assert services.open_many(actor=CLERK, at=NOON, openings=[opening(n) for n in range(1, 4)]) == 2
    alone.refresh_from_db()
    assert alone.last_on == date(2026, 11, 20)
    assert set(Deadline.objects.exclude(pk=alone.pk).values_list("due_at", flat=True)) == {
        datetime(2026, 11, 16, 23, tzinfo=UTC)
    }
    assert [fact.kind for fact in audit.about("parties.party:3")] == ["deadline.opened"] * 3


def test_a_day_that_is_over_is_due_at_once() -> None:
    services.open_many(actor=CLERK, at=NOON, openings=[opening(1, last_on=date(2026, 10, 1))])
    assert Deadline.objects.get().due_at == NOON
    assert services.process(at=NOON).fired == 1


def test_an_unknown_kind_opens_nothing() -> None:
    with pytest.raises(KeyError):
        services.open_many(actor=CLERK, at=NOON, openings=[opening(1, PLAIN), opening(2, "test.nobody")])
    assert not Deadline.objects.exists()
