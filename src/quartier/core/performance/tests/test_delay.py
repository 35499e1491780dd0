"""A date that does not bind is never late by time alone (CC-79)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.core.performance.rules import Facts, State, Waiting, counts_as_reminder, delay
from quartier.law.bgb.form import Sending
from quartier.law.bgb.terms import Customer
from quartier.values.land import Land
from quartier.values.period import ONE_DAY

# A Tuesday, and the Friday before a Monday that is no holiday.
DUE, FRIDAY = date(2026, 3, 10), date(2026, 3, 13)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def facts(**more: Any) -> Facts:
    """A date that binds nobody."""
    return Facts(**{"due_on": DUE, "is_binding": False, "land": Land.NW, **more})


def state(on: date, **more: Any) -> State:
    """How a date stands on a day."""
    return delay(facts(**more), on).state


def test_time_alone_makes_only_a_binding_date_late() -> None:
    assert state(DUE) is State.OPEN
    assert state(date(2026, 3, 11)) is State.PASSED
    assert state(date(2027, 3, 11)) is State.PASSED
    assert state(DUE, is_binding=True) is State.OPEN
    late = delay(facts(is_binding=True), date(2026, 3, 12))
    assert (late.state, late.late_since) == (State.LATE, date(2026, 3, 11))
    assert "§ 286 Abs. 2 Nr. 1 BGB" in {step.source for step in late.steps}


def test_a_reminder_counts_from_its_receipt_and_only_after_the_date() -> None:
    reminder = date(2026, 3, 20)
    assert state(date(2026, 3, 19), reminded_on=[reminder]) is State.PASSED
    late = delay(facts(reminded_on=[date(2026, 4, 1), reminder]), date(2026, 4, 2))
    assert (late.state, late.late_since) == (State.LATE, reminder)
    assert state(date(2026, 4, 2), reminded_on=[DUE]) is State.PASSED


def test_an_open_duty_of_the_customer_keeps_default_away() -> None:
    reminded, waits = [date(2026, 3, 11)], Waiting(date(2026, 3, 1))
    assert state(date(2026, 3, 12), reminded_on=reminded, waiting=[waits]) is State.BLOCKED
    assert state(date(2026, 3, 12), is_binding=True, waiting=[waits]) is State.BLOCKED
    done = Waiting(date(2026, 3, 1), date(2026, 3, 16))
    assert state(date(2026, 3, 15), reminded_on=reminded, waiting=[done]) is State.BLOCKED
    assert state(date(2026, 3, 16), reminded_on=reminded, waiting=[done]) is State.PASSED
    late = delay(facts(reminded_on=reminded, waiting=[done]), date(2026, 3, 17))
    assert (late.state, late.late_since) == (State.LATE, date(2026, 3, 17))
    # What was done long before moves nothing.
    early = Waiting(date(2026, 2, 1), date(2026, 2, 2))
    assert delay(facts(reminded_on=reminded, waiting=[early]), date(2026, 3, 12)).late_since == date(2026, 3, 11)


def test_a_date_on_a_weekend_passes_with_the_next_working_day() -> None:
    saturday = FRIDAY + ONE_DAY
    assert state(date(2026, 3, 16), due_on=saturday, is_binding=True) is State.OPEN
    assert delay(facts(due_on=saturday, is_binding=True), date(2026, 3, 17)).late_since == date(2026, 3, 17)


def test_what_was_delivered_or_replaced_is_not_late() -> None:
    kept = delay(facts(is_binding=True, kept_on=date(2026, 3, 12)), date(2026, 4, 1))
    assert (kept.state, kept.late_since) == (State.KEPT, date(2026, 3, 11))
    assert delay(facts(kept_on=DUE), date(2026, 4, 1)).late_since is None
    assert delay(facts(is_dropped=True, is_binding=True), date(2026, 4, 1)).state is State.DROPPED
    # Before the delivery nobody knew of it.
    assert state(date(2026, 3, 11), is_binding=True, kept_on=date(2026, 3, 12)) is State.LATE


@pytest.mark.parametrize(
    ("channel", "business", "consumer"),
    [
        (Sending.SPOKEN, False, True),
        (Sending.CLICK, False, True),
        (Sending.PORTAL_FORM, True, True),
        (Sending.EMAIL, True, True),
        (Sending.LETTER, True, True),
    ],
)
def test_the_form_of_a_reminder(channel: Sending, business: bool, consumer: bool) -> None:
    assert counts_as_reminder(channel, Customer.BUSINESS) is business
    assert counts_as_reminder(channel, Customer.CONSUMER) is consumer


@given(due_on=DAYS, on=DAYS, reminders=st.lists(DAYS, max_size=3), since=DAYS)
@settings(max_examples=200, deadline=None)
def test_never_late_without_a_reminder_or_with_an_open_duty(
    due_on: date, on: date, reminders: list[date], since: date
) -> None:
    found = delay(facts(due_on=due_on, reminded_on=reminders), on)
    if not any(due_on < day <= on for day in reminders):
        assert found.state is not State.LATE
    waiting = delay(facts(due_on=due_on, reminded_on=reminders, is_binding=True, waiting=[Waiting(since)]), on)
    assert waiting.state is not State.LATE or since > on
