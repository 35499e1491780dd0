"""What people do with running periods, and what is refused and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from quartier.core.audit import queries as audit
from quartier.core.deadlines import queries, services
from quartier.core.deadlines.models import Deadline, DeadlineState
from quartier.core.deadlines.tests.kinds import NOTED, PLAIN
from quartier.kit.errors import Refused
from quartier.law.bgb.periods import Act, period_end
from quartier.values.actor import Actor, ActorKind
from quartier.values.land import Land
from quartier.values.sentences import IN_ENGLISH
from quartier.values.span import Span

pytestmark = pytest.mark.usefixtures("alpha")
CLERK = Actor(ActorKind.STAFF, "7", "Clerk")
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def opened(**changes: Any) -> Deadline:
    """A deadline that ends with 16 November."""
    known = {"kind": NOTED, "subject": "orders.order:1", "holder": "parties.party:3", "last_on": date(2026, 11, 16)}
    return services.open_deadline(actor=CLERK, at=NOON, **{**known, **changes})


def facts_of(subject: str) -> list[str]:
    return [fact.kind for fact in reversed(audit.about(subject))]


def test_a_day_ends_with_its_last_minute_in_germany() -> None:
    row = opened()
    assert row.due_at == datetime(2026, 11, 16, 23, tzinfo=UTC)
    assert row.state == DeadlineState.RUNNING
    summer = opened(subject="orders.order:2", last_on=date(2027, 6, 30))
    assert summer.due_at == datetime(2027, 6, 30, 22, tzinfo=UTC)
    assert facts_of("parties.party:3") == ["deadline.opened", "deadline.opened"]


def test_the_rule_that_found_the_end_explains_it() -> None:
    found = period_end(event_on=date(2026, 12, 11), length=Span(days=14), act=Act.DECLARATION, land=Land.NW)
    row = opened(last_on=found.value.ends_on, derived=found)
    row.refresh_from_db()
    told = queries.reasons(row, IN_ENGLISH)
    assert row.source == "§ 187, § 188 BGB"
    assert [reason.source for reason in told] == ["§ 187 Abs. 1 BGB", "§ 188 Abs. 1 und 2 BGB", "§ 193 BGB"]
    assert told[-1].text.endswith("a holiday in North Rhine-Westphalia; the end moves to 28 Dec 2026.")
    assert opened(subject="x.y:1", source="§ 1").source == "§ 1"


def test_one_deadline_of_a_kind_runs_for_a_subject() -> None:
    first = opened()
    with pytest.raises(services.AlreadyRunning):
        opened()
    assert Deadline.objects.get() == first
    services.cancel(actor=CLERK, at=NOON, deadline_id=first.pk, reason="wrong")
    opened()
    opened(kind=PLAIN)
    assert queries.deadlines().count() == 3
    assert queries.open_deadline_of(PLAIN, "orders.order:1") is not None
    assert queries.open_deadline_of(PLAIN, "orders.order:2") is None


def test_a_kind_must_be_known_and_the_end_must_be_one() -> None:
    with pytest.raises(KeyError, match="nonsense"):
        opened(kind="nonsense")
    with pytest.raises(ValueError, match="not both"):
        opened(due_at=NOON + DAY)
    with pytest.raises(ValueError, match="not both"):
        opened(last_on=None)
    assert Deadline.objects.count() == 0


def test_an_extension_ends_later_and_says_why() -> None:
    row = opened()
    longer = services.extend(actor=CLERK, at=NOON, deadline_id=row.pk, reason="asked for", last_on=date(2026, 11, 17))
    assert longer.due_at == row.due_at + DAY
    latest = audit.about("parties.party:3")[0]
    assert latest.kind == "deadline.extended"
    assert latest.data["reason"] == "asked for"
    with pytest.raises(services.NotLater):
        services.extend(actor=CLERK, at=NOON, deadline_id=row.pk, reason="", last_on=date(2026, 11, 17))
    row.refresh_from_db()
    assert row.last_on == date(2026, 11, 17)


def test_a_pause_moves_whole_days_by_the_days_between() -> None:
    row = opened()
    services.pause(actor=CLERK, at=NOON + DAY, deadline_id=row.pk, reason="waiting for documents")
    assert services.process(at=NOON + 90 * DAY).fired == 0
    back = services.resume(actor=CLERK, at=NOON + 11 * DAY, deadline_id=row.pk)
    assert back.last_on == date(2026, 11, 26)
    assert back.due_at == datetime(2026, 11, 26, 23, tzinfo=UTC)
    assert facts_of("parties.party:3")[1:] == ["deadline.paused", "deadline.resumed"]


def test_a_pause_moves_an_instant_by_the_time_between() -> None:
    row = opened(last_on=None, due_at=NOON + timedelta(hours=5))
    services.pause(actor=CLERK, at=NOON + timedelta(hours=1), deadline_id=row.pk, reason="outage")
    back = services.resume(actor=CLERK, at=NOON + timedelta(hours=4), deadline_id=row.pk)
    assert (back.last_on, back.due_at) == (None, NOON + timedelta(hours=8))


def test_what_happened_in_time_meets_it_even_when_it_is_noted_late() -> None:
    row = opened()
    before = row.due_at - timedelta(seconds=1)
    met = services.meet(actor=CLERK, at=before, deadline_id=row.pk)
    assert (met.state, met.closed_at) == (DeadlineState.MET, before)
    assert services.process(at=NOON + 90 * DAY).fired == 0


def test_what_happened_too_late_does_not_meet_it() -> None:
    row = opened()
    with pytest.raises(services.TooLate):
        services.meet(actor=CLERK, at=row.due_at, deadline_id=row.pk)
    with pytest.raises(services.TooLate):
        services.pause(actor=CLERK, at=row.due_at, deadline_id=row.pk, reason="x")
    row.refresh_from_db()
    assert row.state == DeadlineState.RUNNING


def acts(pk: int) -> dict[str, Callable[[], object]]:
    """Everything that can be done with a deadline."""
    later = NOON + timedelta(hours=1)
    common: dict[str, Any] = {"actor": CLERK, "deadline_id": pk}
    return {
        "extend": lambda: services.extend(at=later, reason="x", last_on=date(2027, 1, 1), **common),
        "pause": lambda: services.pause(at=later, reason="x", **common),
        "resume": lambda: services.resume(at=later, **common),
        "meet": lambda: services.meet(at=later, **common),
        "cancel": lambda: services.cancel(at=later, reason="x", **common),
        "try again": lambda: services.try_again(at=later, **common),
    }


@pytest.mark.parametrize("end", ["met", "cancelled", "passed"])
@pytest.mark.parametrize("act", ["extend", "pause", "resume", "meet", "cancel", "try again"])
def test_a_closed_deadline_stays_as_it_is(end: str, act: str) -> None:
    row = opened()
    if end == "met":
        services.meet(actor=CLERK, at=NOON, deadline_id=row.pk)
    elif end == "cancelled":
        services.cancel(actor=CLERK, at=NOON, deadline_id=row.pk, reason="x")
    else:
        services.process(at=row.due_at)
    before, facts = Deadline.objects.filter(pk=row.pk).values().get(), audit.facts().count()
    assert before["state"] == end
    with pytest.raises(Refused):
        acts(row.pk)[act]()
    assert Deadline.objects.filter(pk=row.pk).values().get() == before
    assert audit.facts().count() == facts


@pytest.mark.parametrize(("state", "act"), [("running", "resume"), ("running", "try again"), ("paused", "pause")])
def test_what_does_not_fit_the_state_is_refused(state: str, act: str) -> None:
    row = opened()
    if state == "paused":
        services.pause(actor=CLERK, at=NOON, deadline_id=row.pk, reason="x")
    before = Deadline.objects.filter(pk=row.pk).values().get()
    with pytest.raises(Refused):
        acts(row.pk)[act]()
    assert Deadline.objects.filter(pk=row.pk).values().get() == before


def test_a_month_shows_what_ends_in_it() -> None:
    opened(last_on=date(2026, 11, 30))
    opened(subject="a.b:2", last_on=None, due_at=datetime(2026, 11, 30, 22, 59, tzinfo=UTC))
    opened(subject="a.b:3", last_on=None, due_at=datetime(2026, 11, 30, 23, 0, tzinfo=UTC))
    opened(subject="a.b:4", last_on=date(2026, 12, 1))
    november = queries.in_days(date(2026, 11, 1), date(2026, 11, 30))
    assert {row.subject for row in november} == {"orders.order:1", "a.b:2"}
    assert queries.deadlines_of("parties.party:3").count() == 4
    assert queries.deadlines_of("parties.party:4").count() == 0


def test_evidence_is_kept_three_years_and_an_open_deadline_for_ever() -> None:
    row = opened()
    assert queries.kept_until(row).year == 9999
    met = services.meet(actor=CLERK, at=NOON, deadline_id=row.pk)
    assert queries.kept_until(met) == datetime(2029, 12, 31, 23, tzinfo=UTC)
