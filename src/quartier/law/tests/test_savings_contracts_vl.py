"""Employee savings: the allowance, how long the money is tied, and the housing premium."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.errors import Negative, NotApplicable, NotInForce
from quartier.law.vermbg.housing_premium import housing_premium
from quartier.law.vermbg.subsidy import Group, Investment, vl_blocking_period, vl_subsidy

CENTS = st.decimals(0, 3000, places=2)


@pytest.mark.parametrize(
    ("investment", "group"),
    [
        (Investment.SECURITIES, Group.SHARES),
        (Investment.PARTICIPATION, Group.SHARES),
        (Investment.BUILDING_SAVINGS, Group.HOUSING),
        (Investment.HOUSING_SHARES, Group.HOUSING),
        (Investment.HOME, Group.HOUSING),
        (Investment.SAVINGS, None),
        (Investment.INSURANCE, None),
    ],
)
def test_the_state_adds_to_two_groups(investment: Investment, group: Group | None) -> None:
    assert investment.group is group


@pytest.mark.parametrize(
    ("investment", "year", "income", "joint", "allowance"),
    [
        (Investment.SECURITIES, 2023, "20000", False, "80.00"),
        (Investment.SECURITIES, 2023, "20000.01", False, "0.00"),
        (Investment.SECURITIES, 2023, "40000", True, "80.00"),
        (Investment.SECURITIES, 2024, "40000", False, "80.00"),
        (Investment.HOUSING_SHARES, 2023, "17900", False, "43.00"),
        (Investment.HOUSING_SHARES, 2023, "35800", True, "43.00"),
        (Investment.HOUSING_SHARES, 2023, "35800.01", True, "0.00"),
        (Investment.HOUSING_SHARES, 2024, "40000", False, "43.00"),
        (Investment.HOUSING_SHARES, 2025, "40000.01", False, "0.00"),
        (Investment.HOUSING_SHARES, 2025, "80000", True, "43.00"),
        (Investment.INSURANCE, 2025, "0", False, "0.00"),
    ],
)
def test_limits_of_income_rose_in_2024(
    investment: Investment, year: int, income: str, joint: bool, allowance: str
) -> None:
    found = vl_subsidy(paid=Decimal(480), investment=investment, year=year, income=Decimal(income), joint=joint)
    assert found.value.allowance == Decimal(allowance)


@pytest.mark.parametrize(
    ("paid", "exact", "allowance"),
    [("0", "0.00", "0.00"), ("0.05", "0.00", "0.00"), ("100", "9.00", "9.00"), ("100.12", "9.01", "10.00")],
)
def test_the_allowance_is_rounded_up_to_the_euro(paid: str, exact: str, allowance: str) -> None:
    found = vl_subsidy(paid=Decimal(paid), investment=Investment.HOME, year=2026, income=Decimal(0)).value
    assert (found.exact, found.allowance) == (Decimal(exact), Decimal(allowance))


@pytest.mark.parametrize("year", [0, -1, 9991])
def test_a_year_is_a_calendar_year(year: int) -> None:
    with pytest.raises(NotApplicable, match="calendar year"):
        vl_subsidy(paid=Decimal(1), investment=Investment.HOME, year=year, income=Decimal(0))


@pytest.mark.parametrize("name", ["paid", "income"])
def test_no_amount_is_negative(name: str) -> None:
    asked: dict[str, Any] = {"paid": Decimal(1), "income": Decimal(1), name: Decimal(-1)}
    with pytest.raises(Negative, match=name):
        vl_subsidy(investment=Investment.HOME, year=2026, **asked)
    with pytest.raises(Negative, match=name):
        housing_premium(investment=Investment.BUILDING_SAVINGS, year=2026, **asked)


def test_nothing_is_said_about_the_time_before_2009() -> None:
    asked: dict[str, Any] = {"paid": Decimal(1), "income": Decimal(1), "year": 2008}
    for investment in (Investment.HOME, Investment.SAVINGS):
        with pytest.raises(NotInForce):
            vl_subsidy(investment=investment, **asked)
    with pytest.raises(NotInForce):
        housing_premium(investment=Investment.BUILDING_SAVINGS, **asked)
    with pytest.raises(NotInForce):
        vl_blocking_period(concluded_on=date(2008, 12, 31), investment=Investment.SAVINGS)


@given(CENTS, CENTS, st.sampled_from(list(Investment)))
@settings(max_examples=60, deadline=None)
def test_more_savings_never_mean_a_smaller_allowance(one: Decimal, other: Decimal, investment: Investment) -> None:
    less, more = (
        vl_subsidy(paid=paid, investment=investment, year=2026, income=Decimal(0)).value
        for paid in sorted((one, other))
    )
    assert less.allowance <= more.allowance <= 80
    assert 0 <= more.allowance - more.exact < 1


@pytest.mark.parametrize("investment", [Investment.SECURITIES, Investment.SAVINGS, Investment.PARTICIPATION])
@given(concluded=st.dates(date(2009, 1, 1), date(2060, 12, 31)))
@settings(max_examples=40, deadline=None)
def test_money_is_tied_for_whole_calendar_years(investment: Investment, concluded: date) -> None:
    found = vl_blocking_period(concluded_on=concluded, investment=investment).value
    years = 6 if investment is Investment.PARTICIPATION else 7
    assert found.begins_on == date(concluded.year, 1, 1)
    assert found.ends_on + timedelta(1) == date(concluded.year + years, 1, 1)


@pytest.mark.parametrize(
    ("concluded", "ends"),
    [
        (date(2028, 2, 28), date(2035, 2, 28)),
        (date(2028, 2, 29), date(2035, 2, 28)),
        (date(2028, 3, 1), date(2035, 3, 1)),
    ],
)
def test_building_savings_are_tied_from_the_contract(concluded: date, ends: date) -> None:
    found = vl_blocking_period(concluded_on=concluded, investment=Investment.BUILDING_SAVINGS).value
    assert (found.begins_on, found.ends_on, found.pay_until) == (concluded, ends, None)


@pytest.mark.parametrize("investment", [Investment.HOME, Investment.HOUSING_SHARES, Investment.INSURANCE])
def test_other_investments_are_not_tied_by_the_act(investment: Investment) -> None:
    with pytest.raises(NotApplicable, match="sets no time"):
        vl_blocking_period(concluded_on=date(2026, 1, 1), investment=investment)


@pytest.mark.parametrize(
    ("year", "paid", "income", "joint", "premium"),
    [
        (2020, "512", "25600", False, "45.06"),
        (2020, "512", "25600.01", False, "0.00"),
        (2020, "1024", "51200", True, "90.11"),
        (2021, "512", "35000", False, "51.20"),
        (2021, "700.01", "35000", False, "70.00"),
        (2021, "700", "35000.01", False, "0.00"),
        (2026, "1400.01", "70000", True, "140.00"),
        (2026, "1400", "70000.01", True, "0.00"),
        (2026, "50", "0", False, "5.00"),
        (2026, "49.99", "0", False, "0.00"),
    ],
)
def test_the_premium_rose_in_2021(year: int, paid: str, income: str, joint: bool, premium: str) -> None:
    found = housing_premium(
        paid=Decimal(paid),
        investment=Investment.BUILDING_SAVINGS,
        year=year,
        income=Decimal(income),
        joint=joint,
    )
    assert found.value.premium == Decimal(premium)
    assert found.value.claim_by == date(year + 2, 12, 31)
    assert bool(found.unverified) is (year < 2021)


def test_first_shares_have_no_least_amount() -> None:
    found = housing_premium(
        paid=Decimal("49.99"), investment=Investment.HOUSING_SHARES, year=2026, income=Decimal(0)
    ).value
    assert found.premium == Decimal("5.00")


@pytest.mark.parametrize("investment", [Investment.HOME, Investment.SAVINGS, Investment.SECURITIES])
def test_the_premium_is_for_building_savings_and_first_shares(investment: Investment) -> None:
    with pytest.raises(NotApplicable, match="building savings"):
        housing_premium(paid=Decimal(100), investment=investment, year=2026, income=Decimal(0))
