"""Rent increases: when a demand counts, how far the rent rises, what modernisation and agreements change."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.bgb.rent_agreed import indexed_rent, stepped_rent
from quartier.law.bgb.rent_increase import RentCap, RentIncrease, rent_cap, rent_increase
from quartier.law.bgb.rent_modernisation import (
    Modernisation,
    Procedure,
    modernisation_increase,
    modernisation_increase_from,
)
from quartier.law.errors import Incomplete, Negative, NotApplicable, NotInForce, WrongOrder
from quartier.values.land import Land

DAYS = st.dates(date(2003, 1, 1), date(2080, 1, 1))
CENTS = st.integers(0, 300_000).map(lambda cents: Decimal(cents) / 100)


def increase(received_on: date, since: date, land: Land = Land.NW) -> RentIncrease:
    return rent_increase(received_on=received_on, unchanged_since_on=since, land=land).value


def months_on(day: date, months: int) -> date:
    """The first day of the month so many months later, counted by hand."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


@settings(max_examples=100, deadline=None)
@given(received_on=DAYS, age=st.integers(0, 1200), land=st.sampled_from(list(Land)))
def test_the_days_agree_with_a_count_by_hand(received_on: date, age: int, land: Land) -> None:
    since = received_on - timedelta(days=age)
    found = increase(received_on, since, land)
    try:
        a_year_on = since.replace(year=since.year + 1)
    except ValueError:
        a_year_on = date(since.year + 1, 2, 28)
    assert found.earliest == a_year_on
    assert found.effective == (received_on >= a_year_on)
    if not found.effective:
        assert (found.consent_by, found.higher_rent_from, found.action_by) == (None, None, None)
        return
    assert found.consent_by is not None
    assert found.higher_rent_from is not None
    assert found.action_by is not None
    third = months_on(received_on, 3)
    assert third - timedelta(days=1) <= found.consent_by <= third + timedelta(days=6)
    assert found.consent_by.weekday() < 5
    assert found.higher_rent_from.day == 1
    assert found.higher_rent_from >= third
    fifteen = months_on(since, 15)
    last = monthrange(fifteen.year, fifteen.month)[1]
    assert found.higher_rent_from >= fifteen.replace(day=min(since.day, last))
    assert found.action_by >= months_on(received_on, 6) - timedelta(days=1)


@pytest.mark.parametrize(
    ("received_on", "effective", "higher_rent_from"),
    [
        (date(2026, 9, 29), False, None),
        (date(2026, 9, 30), False, None),
        (date(2026, 10, 1), True, date(2027, 1, 1)),
        (date(2026, 10, 31), True, date(2027, 1, 1)),
        (date(2026, 11, 1), True, date(2027, 2, 1)),
    ],
)
def test_a_demand_waits_for_a_year(received_on: date, effective: bool, higher_rent_from: date | None) -> None:
    found = increase(received_on, date(2025, 10, 1))
    assert (found.effective, found.higher_rent_from) == (effective, higher_rent_from)


def test_a_demand_that_came_too_early_says_when_to_send_it_again() -> None:
    derived = rent_increase(received_on=date(2026, 9, 30), unchanged_since_on=date(2025, 10, 1), land=Land.NW)
    assert "Send it again." in derived.steps[-1].sentence.text()


def test_only_a_moved_consent_leaves_the_action_unsure() -> None:
    moved = rent_increase(received_on=date(2026, 11, 20), unchanged_since_on=date(2024, 1, 1), land=Land.NW)
    plain = rent_increase(received_on=date(2026, 10, 20), unchanged_since_on=date(2024, 1, 1), land=Land.NW)
    assert [one.title for one in moved.unverified] == ["Action for consent after a period that § 193 BGB moved"]
    assert plain.unverified == ()


def test_demands_before_the_reform_and_before_the_rent_are_refused() -> None:
    assert increase(date(2001, 9, 1), date(2000, 1, 1)).effective
    with pytest.raises(NotInForce, match="Demand for a higher rent"):
        increase(date(2001, 8, 31), date(2000, 1, 1))
    with pytest.raises(WrongOrder):
        increase(date(2026, 1, 1), date(2026, 1, 2))


def cap(received_on: date, rent: str, tight: bool = False, **more: Decimal) -> RentCap:
    return rent_cap(received_on=received_on, rent=Decimal(rent), tight_market=tight, **more).value


@pytest.mark.parametrize(
    ("received_on", "tight", "highest"),
    [
        (date(1998, 9, 1), False, "780.00"),
        (date(2001, 8, 31), False, "780.00"),
        (date(2001, 9, 1), False, "720.00"),
        (date(2001, 9, 2), False, "720.00"),
        (date(2013, 4, 30), False, "720.00"),
        (date(2013, 5, 1), True, "690.00"),
        (date(2013, 5, 2), True, "690.00"),
    ],
)
def test_the_cap_of_its_time(received_on: date, tight: bool, highest: str) -> None:
    assert cap(received_on, "600", tight).cap == Decimal(highest)


@pytest.mark.parametrize(("received_on", "tight"), [(date(1998, 8, 31), False), (date(2013, 4, 30), True)])
def test_no_cap_is_known_before(received_on: date, tight: bool) -> None:
    with pytest.raises(NotInForce, match="Cap on rent increases"):
        cap(received_on, "600", tight)


@settings(max_examples=100, deadline=None)
@given(rent=CENTS, left_out=CENTS, comparative=st.none() | CENTS, tight=st.booleans())
def test_the_cap_is_never_exceeded(rent: Decimal, left_out: Decimal, comparative: Decimal | None, tight: bool) -> None:
    found = rent_cap(
        received_on=date(2026, 11, 20),
        rent=rent,
        tight_market=tight,
        left_out=left_out,
        comparative_rent=comparative,
    ).value
    assert found.cap * 100 <= rent * (115 if tight else 120) < (found.cap + Decimal("0.01")) * 100
    assert found.most <= found.cap + left_out
    assert comparative is None or found.most <= comparative
    assert found.comparative_decides == (comparative is not None and comparative < found.cap + left_out)


def test_half_a_cent_is_cut() -> None:
    assert cap(date(2026, 1, 1), "0.03", True).cap == Decimal("0.03")


@pytest.mark.parametrize("name", ["rent", "comparative_rent", "left_out"])
def test_a_cap_of_negative_amounts_is_refused(name: str) -> None:
    facts: dict[str, Any] = {"rent": Decimal(1), name: Decimal(-1)}
    with pytest.raises(Negative, match=name.replace("_", " ")):
        rent_cap(received_on=date(2026, 1, 1), tight_market=False, **facts)


def modernised(announced_on: date, **facts: Any) -> Modernisation:
    known: dict[str, Any] = {"costs": Decimal(30000), "area": Decimal(70), "rent": Decimal(560), **facts}
    return modernisation_increase(announced_on=announced_on, **known).value


@pytest.mark.parametrize(
    ("announced_on", "by_costs", "left"),
    [
        (date(2018, 12, 30), "275.00", None),
        (date(2018, 12, 31), "275.00", None),
        (date(2019, 1, 1), "200.00", "210.00"),
        (date(2019, 1, 2), "200.00", "210.00"),
    ],
)
def test_modernisation_before_and_after_2019(announced_on: date, by_costs: str, left: str | None) -> None:
    found = modernised(announced_on)
    assert found.by_costs == Decimal(by_costs)
    assert found.cap == (None if left is None else Decimal(left))


@pytest.mark.parametrize(("rent", "left"), [("489.99", "140.00"), ("490.00", "210.00"), ("490.01", "210.00")])
def test_seven_euro_per_square_metre_decide_the_cap(rent: str, left: str) -> None:
    assert modernised(date(2026, 1, 1), rent=Decimal(rent)).cap == Decimal(left)


@pytest.mark.parametrize(
    ("announced_on", "left"),
    [(date(2023, 12, 31), "210.00"), (date(2024, 1, 1), "35.00"), (date(2024, 1, 2), "35.00")],
)
def test_the_cap_for_heating_systems_since_2024(announced_on: date, left: str) -> None:
    assert modernised(announced_on, heating=True).cap == Decimal(left)


def test_a_heating_system_before_there_was_any_cap() -> None:
    assert modernised(date(2018, 1, 1), heating=True).cap is None


def test_what_is_left_of_the_cap_counts_when_it_is_less_than_the_cap_for_heating() -> None:
    assert modernised(date(2026, 1, 1), heating=True, earlier=Decimal(200)).cap == Decimal("10.00")
    assert modernised(date(2026, 1, 1), earlier=Decimal(300)).increase == 0


def test_subsidies_and_maintenance_leave_nothing_below_zero() -> None:
    assert modernised(date(2026, 1, 1), maintenance=Decimal(20000), subsidies=Decimal(20000)).countable == 0


@pytest.mark.parametrize(
    ("costs", "subsidies", "countable"),
    [("9999.99", "0", "6999.99"), ("10000.00", "0", "7000.00"), ("12000", "2000", "7000.00"), ("100", "200", "0.00")],
)
def test_the_simplified_procedure_up_to_its_limit(costs: str, subsidies: str, countable: str) -> None:
    found = modernised(
        date(2026, 1, 1), costs=Decimal(costs), subsidies=Decimal(subsidies), procedure=Procedure.SIMPLIFIED
    )
    assert found.countable == Decimal(countable)


def test_the_simplified_procedure_above_its_limit_is_refused() -> None:
    with pytest.raises(NotApplicable, match=r"ends at 10,000\.00.€, the costs are 10,000\.01.€"):
        modernised(date(2026, 1, 1), costs=Decimal("10000.01"), procedure=Procedure.SIMPLIFIED)


@pytest.mark.parametrize(
    ("procedure", "first"),
    [(Procedure.SIMPLIFIED, date(2019, 1, 1)), (Procedure.SUBSIDISED_HEATING, date(2024, 1, 1))],
)
def test_procedures_have_a_first_day(procedure: Procedure, first: date) -> None:
    assert modernised(first, costs=Decimal(5000), procedure=procedure).increase > 0
    with pytest.raises(NotInForce):
        modernised(first - timedelta(days=1), costs=Decimal(5000), procedure=procedure)


@pytest.mark.parametrize("procedure", [Procedure.SIMPLIFIED, Procedure.SUBSIDISED_HEATING])
def test_a_flat_part_for_maintenance_is_not_taken_twice(procedure: Procedure) -> None:
    with pytest.raises(NotApplicable, match="Leave out"):
        modernised(date(2026, 1, 1), costs=Decimal(5000), maintenance=Decimal(1), procedure=procedure)


@pytest.mark.parametrize("name", ["costs", "area", "rent", "maintenance", "subsidies", "earlier"])
def test_modernisation_with_negative_amounts_is_refused(name: str) -> None:
    with pytest.raises(Negative, match=name):
        modernised(date(2026, 1, 1), **{name: Decimal(-1)})


@settings(max_examples=60, deadline=None)
@given(costs=CENTS, more=CENTS, rent=CENTS)
def test_dearer_works_never_lower_the_increase(costs: Decimal, more: Decimal, rent: Decimal) -> None:
    one = modernised(date(2026, 1, 1), costs=costs, rent=rent)
    two = modernised(date(2026, 1, 1), costs=costs + more, rent=rent)
    assert one.increase <= two.increase
    assert one.increase * 12 <= costs * Decimal("0.08")


@pytest.mark.parametrize("received_on", [date(2026, 11, 1), date(2026, 11, 30)])
def test_the_higher_rent_after_works_begins_with_the_third_month(received_on: date) -> None:
    assert modernisation_increase_from(received_on=received_on).value == date(2027, 2, 1)


def test_the_higher_rent_after_works_is_unknown_before_the_reform() -> None:
    with pytest.raises(NotInForce):
        modernisation_increase_from(received_on=date(2001, 8, 31))


@pytest.mark.parametrize(
    ("since", "first"),
    [
        (date(2025, 12, 31), date(2027, 1, 1)),
        (date(2026, 1, 1), date(2027, 1, 1)),
        (date(2026, 1, 2), date(2027, 1, 2)),
    ],
)
def test_an_indexed_rent_stays_for_a_year(since: date, first: date) -> None:
    found = indexed_rent(
        received_on=date(2026, 11, 20),
        unchanged_since_on=since,
        rent=Decimal(800),
        old_index=Decimal(100),
        new_index=Decimal(98),
    ).value
    assert (found.from_on, found.rent, found.change) == (first, Decimal(784), Decimal(-2))


def indexed(**facts: Any) -> None:
    known: dict[str, Any] = {
        "received_on": date(2026, 11, 20),
        "unchanged_since_on": date(2024, 1, 1),
        "rent": Decimal(800),
        "old_index": Decimal(100),
        "new_index": Decimal(101),
        **facts,
    }
    indexed_rent(**known)


def test_an_indexed_rent_needs_two_figures_in_order() -> None:
    with pytest.raises(Incomplete, match="old index"):
        indexed(old_index=Decimal(0))
    with pytest.raises(Negative, match="new index"):
        indexed(new_index=Decimal(-1))
    with pytest.raises(WrongOrder):
        indexed(unchanged_since_on=date(2026, 11, 21))
    with pytest.raises(NotInForce):
        indexed(received_on=date(2001, 8, 31), unchanged_since_on=date(2000, 1, 1))


@pytest.mark.parametrize(
    ("second", "wrong"),
    [
        (date(2026, 12, 31), date(2026, 12, 31)),
        (date(2027, 1, 1), None),
        (date(2027, 1, 2), None),
    ],
)
def test_a_step_holds_for_a_year(second: date, wrong: date | None) -> None:
    assert stepped_rent(step=(date(2026, 1, 1), second)).value == wrong


def test_steps_in_disorder_or_alone_are_refused() -> None:
    with pytest.raises(Incomplete, match="at least two"):
        stepped_rent(step=(date(2026, 1, 1),))
    with pytest.raises(WrongOrder):
        stepped_rent(step=(date(2027, 1, 1), date(2026, 1, 1)))
