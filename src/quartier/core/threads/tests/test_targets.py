"""How soon a request is answered: the promise of the provider as a deadline, met, missed, or not made."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from quartier.core.deadlines import services as deadlines
from quartier.core.deadlines.models import Deadline
from quartier.core.providers.models import PolicyVersion
from quartier.core.threads import services
from quartier.core.threads.models import Thread
from quartier.core.threads.rules import answer_target
from quartier.core.threads.tests.town import AT, CLERK, CUSTOMER, main_of, opened, party_of
from quartier.law.calendar.working_days import WorkCalendar
from quartier.values.land import Land
from quartier.values.span import Span

NW = WorkCalendar(Land.NW)
# Wednesday before the long weekend of All Saints' Day 2024, a Friday in North Rhine-Westphalia.
WEDNESDAY = datetime(2024, 10, 30, 15, 0, tzinfo=UTC)


def promise(within: Span | None, *, working_time: bool = False) -> None:
    """Let the provider at hand promise a response time."""
    reaction = {"to": "request", "within": within.parts() if within else None, "working_time": working_time}
    data = {"support.reaction": {"value": [{**reaction, "by_severity": False}], "origin": "stated"}}
    PolicyVersion.objects.create(
        concern="support", valid_from=date(2026, 11, 20), decided_at=AT, decided_by="Test", reason="Test", data=data
    )


@pytest.mark.parametrize(
    ("within", "working_time", "last_on"),
    [
        (Span(working_days=2), False, date(2024, 11, 4)),
        (Span(days=2), True, date(2024, 11, 4)),
        (Span(days=2), False, date(2024, 11, 1)),
        (Span(weeks=1), False, date(2024, 11, 6)),
        (Span(months=1), False, date(2024, 11, 30)),
    ],
)
def test_days_end_with_a_day_and_working_days_leave_holidays_out(
    within: Span, working_time: bool, last_on: date
) -> None:
    target = answer_target(WEDNESDAY, within, NW, working_time=working_time)
    assert (target.last_on, target.due_at) == (last_on, None)
    assert target.derived is not None
    assert target.derived.steps


@pytest.mark.parametrize(
    ("at", "hours", "working_time", "due_at"),
    [
        (WEDNESDAY, 4, True, datetime(2024, 10, 30, 19, 0, tzinfo=UTC)),
        (WEDNESDAY, 48, False, datetime(2024, 11, 1, 15, 0, tzinfo=UTC)),
        # 8 hours are left of Wednesday, 24 of Thursday; Friday is a holiday, then comes the weekend.
        (WEDNESDAY, 48, True, datetime(2024, 11, 4, 15, 0, tzinfo=UTC)),
        (datetime(2024, 11, 2, 9, 0, tzinfo=UTC), 1, True, datetime(2024, 11, 4, 0, 0, tzinfo=UTC)),
    ],
)
def test_hours_end_at_an_instant_and_stand_still_when_nobody_works(
    at: datetime, hours: int, working_time: bool, due_at: datetime
) -> None:
    target = answer_target(at, Span(hours=hours), NW, working_time=working_time)
    assert (target.last_on, target.due_at, target.derived) == (None, due_at, None)


def test_a_request_opens_the_deadline_and_an_answer_in_time_meets_it(world: Any) -> None:
    party = party_of(world)
    promise(Span(working_days=2))
    thread = opened(party)
    row = Deadline.objects.get(kind="threads.answer")
    # AT is a Friday.
    assert (row.last_on, row.holder, row.entity_id) == (
        date(2026, 11, 24),
        f"parties.party:{party.pk}",
        thread.entity_id,
    )
    assert row.explanation
    shown = main_of(world.client("emscher", "customer").get(f"/nachrichten/{thread.pk}/"))
    assert "Wir antworten bis zum Ablauf des 24.11.2026" in " ".join(shown.split())
    services.write(actor=CUSTOMER, at=AT + timedelta(hours=1), thread_id=thread.pk, text="Noch etwas")
    assert Deadline.objects.filter(kind="threads.answer").count() == 1
    services.answer(actor=CLERK, at=AT + timedelta(days=4), thread_id=thread.pk, text="Erledigt.")
    row.refresh_from_db()
    assert row.state == "met"
    services.write(actor=CUSTOMER, at=AT + timedelta(days=5), thread_id=thread.pk, text="Doch nicht")
    assert Deadline.objects.filter(kind="threads.answer", state="running").count() == 1
    services.close(actor=CUSTOMER, at=AT + timedelta(days=5), thread_id=thread.pk)
    assert not Deadline.objects.filter(kind="threads.answer", state="running").exists()


def test_without_an_answer_the_request_moves_to_the_front_once_the_time_has_passed(world: Any) -> None:
    party = party_of(world)
    promise(Span(hours=24))
    waiting, answered = opened(party), opened(party, subject="Müll")
    services.answer(actor=CLERK, at=AT + timedelta(hours=23), thread_id=answered.pk, text="Ja.")
    deadlines.process(at=AT + timedelta(hours=23, minutes=59))
    assert Thread.objects.get(pk=waiting.pk).priority == 3
    deadlines.process(at=AT + timedelta(hours=24))
    assert Thread.objects.get(pk=waiting.pk).priority == 1
    assert Thread.objects.get(pk=answered.pk).priority == 3
    assert Deadline.objects.get(subject=f"threads.thread:{waiting.pk}").state == "passed"


def test_an_answer_after_the_time_says_so_and_changes_no_priority(world: Any) -> None:
    thread = opened(party_of(world))
    row = Deadline.objects.get(subject=f"threads.thread:{thread.pk}")
    services.answer(actor=CLERK, at=row.due_at, thread_id=thread.pk, text="Verzeihung.")
    row.refresh_from_db()
    assert row.state == "cancelled"
    deadlines.process(at=row.due_at + timedelta(days=1))
    assert Thread.objects.get(pk=thread.pk).priority == 3


def test_a_provider_that_promises_no_time_has_no_deadline(world: Any) -> None:
    party = party_of(world)
    promise(None)
    opened(party)
    assert not Deadline.objects.filter(kind="threads.answer").exists()
