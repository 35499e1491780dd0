"""Notice of savings, what is free without it, and advance interest."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.calendar.working_days import WorkCalendar
from quartier.law.errors import Negative, NotApplicable, NotInForce, WrongOrder
from quartier.law.savings.notice import advance_interest, savings_notice, savings_withdrawal
from quartier.values.land import Land
from quartier.values.span import Span

ON = date(2026, 3, 31)
CENTS = st.decimals(0, 5000, places=2)


@pytest.mark.parametrize(
    ("notice", "allowed"), [(Span(months=2), False), (Span(days=90), False), (Span(months=3), True)]
)
def test_a_savings_deposit_has_a_notice_of_three_months(notice: Span, allowed: bool) -> None:
    if allowed:
        assert savings_notice(received_on=ON, land=Land.NW, notice=notice).value.notice_ends_on == date(2026, 6, 30)
        return
    with pytest.raises(NotApplicable, match="no savings deposit"):
        savings_notice(received_on=ON, land=Land.NW, notice=notice)


@pytest.mark.parametrize(
    ("locked", "due"),
    [
        (date(2026, 6, 29), date(2026, 7, 1)),
        (date(2026, 6, 30), date(2026, 7, 1)),
        (date(2026, 7, 1), date(2026, 7, 2)),
    ],
)
def test_a_lock_counts_when_it_ends_after_the_notice(locked: date, due: date) -> None:
    assert savings_notice(received_on=ON, land=Land.NW, locked_until_on=locked).value.due_on == due


@given(st.dates(date(2015, 1, 1), date(2060, 1, 1)), st.integers(3, 24), st.sampled_from(list(Land)))
@settings(max_examples=100, deadline=None)
def test_savings_are_due_on_the_first_working_day_after_the_notice(received: date, months: int, land: Land) -> None:
    found = savings_notice(received_on=received, land=land, notice=Span(months=months)).value
    calendar = WorkCalendar(land)
    assert found.due_on > found.notice_ends_on
    assert calendar.is_working_day(found.due_on)
    between = (found.due_on - found.notice_ends_on).days
    assert not any(calendar.is_working_day(found.notice_ends_on + timedelta(n)) for n in range(1, between))


def test_due_days_are_marked_as_a_reading() -> None:
    found = savings_notice(received_on=ON, land=Land.NW)
    assert [one.title for one in found.unverified] == ["When savings are due after notice"]


@pytest.mark.parametrize(
    ("taken", "limit", "free"),
    [
        ("0", None, "1500.00"),
        ("499.99", None, "1500.00"),
        ("500.01", None, "1499.99"),
        ("2000", None, "0.00"),
        ("2500", None, "0.00"),
        ("0", "1000", "1000.00"),
        ("0", "0", "0.00"),
        ("0", "2000", "1500.00"),
    ],
)
def test_what_is_free_in_a_month(taken: str, limit: str | None, free: str) -> None:
    found = savings_withdrawal(
        amount=Decimal(1500), on=ON, taken=Decimal(taken), limit=None if limit is None else Decimal(limit)
    ).value
    assert (found.free, found.free + found.early) == (Decimal(free), Decimal(1500))


def test_terms_cannot_free_more_than_a_savings_deposit_may() -> None:
    with pytest.raises(NotApplicable, match="the most"):
        savings_withdrawal(amount=Decimal(1), on=ON, limit=Decimal("2000.01"))


@pytest.mark.parametrize("name", ["amount", "taken", "limit"])
def test_amounts_are_not_negative(name: str) -> None:
    asked: dict[str, Any] = {"amount": Decimal(1), name: Decimal(-1)}
    with pytest.raises(Negative, match=name):
        savings_withdrawal(on=ON, **asked)


def test_nothing_is_said_about_the_time_before_the_euro() -> None:
    eve = date(2001, 12, 31)
    with pytest.raises(NotInForce):
        savings_withdrawal(amount=Decimal(1), on=eve)
    with pytest.raises(NotInForce):
        savings_notice(received_on=eve, land=Land.NW)
    with pytest.raises(NotInForce):
        advance_interest(amount=Decimal(1), rate=Decimal(1), withdrawn_on=eve)
    assert savings_withdrawal(amount=Decimal(1), on=eve + timedelta(1)).value.free == Decimal("1.00")


ASKED: dict[str, Any] = {"amount": Decimal(1300), "rate": Decimal("1.25"), "withdrawn_on": ON}


@pytest.mark.parametrize(
    ("free", "days"), [(date(2026, 3, 31), 0), (date(2026, 4, 1), 1), (date(2026, 4, 30), 30), (None, 90)]
)
def test_only_the_days_that_are_missing_are_charged(free: date | None, days: int) -> None:
    assert advance_interest(**ASKED, free_on=free).value.days == days


def test_money_that_was_free_already_is_not_charged() -> None:
    with pytest.raises(WrongOrder):
        advance_interest(**ASKED, free_on=date(2026, 3, 30))


@pytest.mark.parametrize(("earned", "charged"), [("1.01", "1.01"), ("1.02", "1.02"), ("1.03", "1.02"), ("0", "0.00")])
def test_the_cap_holds_at_the_cent(earned: str, charged: str) -> None:
    assert advance_interest(**ASKED, earned=Decimal(earned)).value.advance_interest == Decimal(charged)


@pytest.mark.parametrize("name", ["amount", "rate", "share", "earned"])
def test_no_part_is_negative(name: str) -> None:
    with pytest.raises(Negative, match=name):
        advance_interest(**{**ASKED, name: Decimal(-1)})


@given(CENTS, CENTS, st.decimals(0, 5, places=2))
@settings(max_examples=60, deadline=None)
def test_more_money_never_costs_less(one: Decimal, other: Decimal, rate: Decimal) -> None:
    less, more = sorted((one, other))
    cheap = advance_interest(amount=less, rate=rate, withdrawn_on=ON).value.advance_interest
    dear = advance_interest(amount=more, rate=rate, withdrawn_on=ON).value.advance_interest
    assert cheap <= dear
