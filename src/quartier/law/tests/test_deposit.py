"""A deposit: three rents, three parts that add up, days on which somebody can pay."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.bgb.deposit import Deposit, deposit_limit
from quartier.law.calendar.working_days import statutory
from quartier.law.errors import Negative, NotInForce
from quartier.values.land import Land

CENTS = st.integers(0, 500_000).map(lambda cents: Decimal(cents) / 100)


def deposit(rent: str, from_on: date, agreed: str | None = None, land: Land = Land.NW) -> Deposit:
    sum_agreed = None if agreed is None else Decimal(agreed)
    return deposit_limit(rent=Decimal(rent), from_on=from_on, land=land, agreed=sum_agreed).value


@settings(max_examples=60, deadline=None)
@given(
    rent=CENTS,
    agreed=st.none() | CENTS,
    from_on=st.dates(date(2001, 9, 1), date(2090, 1, 1)),
    land=st.sampled_from(list(Land)),
)
def test_parts_add_up_and_nobody_pays_on_a_day_off(
    rent: Decimal, agreed: Decimal | None, from_on: date, land: Land
) -> None:
    found = deposit_limit(rent=rent, from_on=from_on, land=land, agreed=agreed).value
    amounts = [part.amount for part in found.instalments]
    days = [part.due_on for part in found.instalments]
    assert sum(amounts) == found.owed <= found.limit == 3 * rent
    assert max(amounts) - min(amounts) <= Decimal("0.01")
    assert len(set(days)) == 3
    assert days == sorted(days)
    assert all(statutory(land).is_working_day(day) for day in days)
    assert timedelta(0) <= days[0] - from_on


def test_the_further_parts_follow_the_rent_since_may_2013() -> None:
    def days(from_on: date) -> list[date]:
        return [part.due_on for part in deposit("600", from_on).instalments]

    # The day before, the day and the day after; 1 June 2013 was a Saturday.
    assert days(date(2013, 4, 30)) == [date(2013, 4, 30), date(2013, 5, 31), date(2013, 7, 1)]
    assert days(date(2013, 5, 1)) == [date(2013, 5, 2), date(2013, 6, 5), date(2013, 7, 3)]
    assert days(date(2013, 5, 2)) == [date(2013, 5, 2), date(2013, 6, 5), date(2013, 7, 3)]


def test_the_old_rhythm_is_marked_as_unverified() -> None:
    old = deposit_limit(rent=Decimal(600), from_on=date(2013, 4, 30), land=Land.NW)
    new = deposit_limit(rent=Decimal(600), from_on=date(2013, 5, 1), land=Land.NW)
    assert [one.title for one in old.unverified] == ["Second and third part of a deposit"]
    assert new.unverified == ()


@pytest.mark.parametrize(
    ("agreed", "owed"), [("1799.99", "1799.99"), ("1800.00", "1800.00"), ("1800.01", "1800.00"), ("0", "0.00")]
)
def test_no_more_than_the_limit_is_owed(agreed: str, owed: str) -> None:
    assert deposit("600", date(2026, 12, 1), agreed).owed == Decimal(owed)


def test_an_agreement_above_the_limit_is_named() -> None:
    steps = deposit_limit(rent=Decimal(600), agreed=Decimal(2000), from_on=date(2026, 12, 1), land=Land.NW).steps
    assert "2,000.00\xa0€ were agreed; only 1,800.00\xa0€ are owed." in [step.sentence.text() for step in steps]


def test_an_agreement_at_the_limit_needs_no_word() -> None:
    at, none = (
        deposit_limit(rent=Decimal(600), agreed=agreed, from_on=date(2026, 12, 1), land=Land.NW)
        for agreed in (Decimal(1800), None)
    )
    assert at == none


def test_the_third_working_day_differs_by_land() -> None:
    assert deposit("600", date(2026, 12, 1)).instalments[1].due_on == date(2027, 1, 6)
    assert deposit("600", date(2026, 12, 1), land=Land.BY).instalments[1].due_on == date(2027, 1, 7)


@pytest.mark.parametrize("wrong", [{"rent": Decimal(-1)}, {"agreed": Decimal(-1)}])
def test_amounts_below_zero_are_refused(wrong: dict[str, Any]) -> None:
    facts: dict[str, Any] = {"rent": Decimal(1), "from_on": date(2026, 1, 1), "land": Land.NW, **wrong}
    with pytest.raises(Negative, match=next(iter(wrong))):
        deposit_limit(**facts)


def test_a_tenancy_before_the_reform_is_refused() -> None:
    assert deposit("600", date(2001, 9, 1)).limit == 1800
    with pytest.raises(NotInForce, match="Highest deposit"):
        deposit("600", date(2001, 8, 31))
