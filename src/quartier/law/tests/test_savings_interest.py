"""Interest on savings: day counts against a second count, rates, accounts whose tables add up."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.errors import Incomplete, Negative, NotApplicable, NotInForce, WrongOrder
from quartier.law.savings.day_count import DayCount
from quartier.law.savings.interest import earned, savings_account, savings_interest
from quartier.values.money import half_up
from quartier.values.period import Period

DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
METHODS = st.sampled_from(list(DayCount))
CENTS = st.decimals(0, 100000, places=2)
RATES = st.decimals(0, 9, places=3)


def walked(period: Period, method: DayCount) -> tuple[int, Fraction]:
    """Count day by day: what each day from the first on adds, in days and as a part of its year."""
    days, years = 0, Fraction(0)
    day = period.starts_on
    while day < period.ends_before:
        following = day + timedelta(1)
        weight = 1
        if method is DayCount.THIRTY_360:
            # All months have thirty days: a 31st adds nothing, the last day of February adds what is missing.
            if following.day == 31:
                weight = 0
            elif following.day == 1:
                weight = 31 - min(day.day, 30)
        days += weight
        if method is DayCount.ACTUAL_ACTUAL:
            years += Fraction(1, 366 if date(day.year, 12, 31).timetuple().tm_yday == 366 else 365)
        else:
            years += Fraction(weight, 365 if method is DayCount.ACTUAL_365 else 360)
        day = following
    return days, years


@given(DAYS, st.integers(0, 800), METHODS)
@settings(max_examples=100, deadline=None)
def test_days_agree_with_a_count_day_by_day(first: date, length: int, method: DayCount) -> None:
    period = Period(first, first + timedelta(length))
    assert (method.days(period), method.years(period)) == walked(period, method)


@pytest.mark.parametrize(
    ("first", "end", "days"),
    [
        ("2026-01-30", "2026-01-31", 0),
        ("2026-01-31", "2026-02-01", 1),
        ("2026-02-28", "2026-03-01", 3),
        ("2028-02-28", "2028-03-01", 3),
        ("2028-02-29", "2028-03-01", 2),
        ("2026-01-01", "2027-01-01", 360),
        ("2026-12-31", "2027-12-31", 360),
    ],
)
def test_the_commercial_method_at_the_ends_of_months(first: str, end: str, days: int) -> None:
    assert DayCount.THIRTY_360.days(Period(date.fromisoformat(first), date.fromisoformat(end))) == days


@given(CENTS, RATES, DAYS, st.integers(0, 900), st.lists(DAYS, max_size=5), METHODS)
@settings(max_examples=100, deadline=None)
def test_interest_adds_up_over_parts_before_rounding(
    balance: Decimal, rate: Decimal, first: date, length: int, cuts: list[date], method: DayCount
) -> None:
    period = Period(first, first + timedelta(length))
    parts = [earned(balance, rate, part, method) for part in period.split(cuts)]
    assert sum(parts, Fraction(0)) == earned(balance, rate, period, method)


ASKED: dict[str, Any] = {
    "amount": Decimal(5000),
    "from_on": date(2026, 1, 1),
    "to_on": date(2027, 1, 1),
    "method": DayCount.ACTUAL_365,
}


@pytest.mark.parametrize(
    ("changed", "interest"),
    [
        (date(2025, 12, 31), "75.00"),
        (date(2026, 1, 1), "75.00"),
        (date(2026, 1, 2), "74.97"),
        (date(2026, 12, 31), "62.53"),
        (date(2027, 1, 1), "62.50"),
    ],
)
def test_a_new_rate_holds_from_its_day(changed: date, interest: str) -> None:
    found = savings_interest(**ASKED, rate=(Decimal("1.25"), Decimal("1.5")), changed_on=(changed,))
    assert found.value.interest == Decimal(interest)


@given(CENTS, RATES, DAYS, DAYS, METHODS)
@settings(max_examples=100, deadline=None)
def test_a_change_to_the_same_rate_changes_nothing(
    amount: Decimal, rate: Decimal, one: date, other: date, method: DayCount
) -> None:
    first, end = sorted((one, other))
    whole = savings_interest(amount=amount, rate=(rate,), from_on=first, to_on=end, method=method).value
    middle = first + (end - first) // 2
    split = savings_interest(
        amount=amount, rate=(rate, rate), changed_on=(middle,), from_on=first, to_on=end, method=method
    ).value
    assert split == whole


def test_one_day_earns_nothing_on_the_day_itself() -> None:
    found = savings_interest(
        amount=Decimal(5000),
        rate=(Decimal(1),),
        from_on=date(2026, 3, 15),
        to_on=date(2026, 3, 15),
        method=DayCount.THIRTY_360,
    ).value
    assert (found.days, found.interest) == (0, Decimal("0.00"))


@pytest.mark.parametrize(
    ("change", "refusal", "words"),
    [
        ({"rate": ()}, Incomplete, "0 rates"),
        ({"rate": (Decimal(1), Decimal(2))}, Incomplete, "--changed"),
        ({"rate": (Decimal(-1),)}, Negative, "rate"),
        ({"amount": Decimal(-1)}, Negative, "amount"),
        ({"to_on": date(2025, 12, 31)}, WrongOrder, "before it begins"),
        ({"from_on": date(2001, 12, 31)}, NotInForce, "Day count of savings"),
        (
            {"rate": (Decimal(1),) * 3, "changed_on": (date(2026, 5, 1), date(2026, 5, 1))},
            WrongOrder,
            "rising order",
        ),
    ],
)
def test_a_faulty_question_is_refused(change: dict[str, Any], refusal: type[Exception], words: str) -> None:
    with pytest.raises(refusal, match=words):
        savings_interest(**{**ASKED, "rate": (Decimal(1),), **change})


ACCOUNT: dict[str, Any] = {
    "on": (date(2026, 3, 15), date(2026, 9, 1)),
    "amount": (Decimal(5000), Decimal(-1000)),
    "to_on": date(2027, 7, 1),
    "rate": (Decimal("1.2"),),
    "method": DayCount.THIRTY_360,
}


@pytest.mark.parametrize(
    ("change", "refusal", "words"),
    [
        ({"amount": (Decimal(5000),)}, Incomplete, "--on for each"),
        ({"amount": (), "on": ()}, Incomplete, "--on for each"),
        ({"to_on": date(2026, 8, 31)}, WrongOrder, "1 Sept? 2026"),
        ({"amount": (Decimal(5000), Decimal("-5000.01"))}, NotApplicable, "overdrawn"),
    ],
)
def test_a_faulty_account_is_refused(change: dict[str, Any], refusal: type[Exception], words: str) -> None:
    with pytest.raises(refusal, match=words):
        savings_account(**{**ACCOUNT, **change})


def test_movements_need_not_be_in_order_and_several_may_share_a_day() -> None:
    turned = savings_account(
        **{
            **ACCOUNT,
            "on": (date(2026, 9, 1), date(2026, 3, 15), date(2026, 9, 1)),
            "amount": (Decimal(-6000), Decimal(5000), Decimal(5000)),
        }
    )
    assert turned.value == savings_account(**ACCOUNT).value


def test_the_last_day_of_the_year_earns_interest_and_its_interest_does_from_new_year() -> None:
    asked = {**ACCOUNT, "on": (date(2026, 1, 1),), "amount": (Decimal(10000),), "rate": (Decimal(2),)}
    assert savings_account(**{**asked, "to_on": date(2026, 12, 31)}).value.interest == Decimal("199.44")
    assert savings_account(**{**asked, "to_on": date(2027, 1, 1)}).value.interest == Decimal("200.00")
    assert savings_account(**{**asked, "to_on": date(2028, 1, 1)}).value.balance == Decimal("10404.00")


def test_an_account_closed_on_its_first_day_has_no_rows() -> None:
    found = savings_account(
        **{**ACCOUNT, "on": (date(2026, 3, 15),), "amount": (Decimal(5000),), "to_on": date(2026, 3, 15)}
    ).value
    assert (found.interest, found.balance, found.rows) == (Decimal("0.00"), Decimal("5000.00"), ())


def test_a_rate_change_begins_a_row() -> None:
    found = savings_account(**{**ACCOUNT, "rate": (Decimal(1), Decimal(2)), "changed_on": (date(2026, 5, 1),)}).value
    assert [(row.first, row.rate) for row in found.rows[:2]] == [
        (date(2026, 3, 15), Decimal(1)),
        (date(2026, 5, 1), Decimal(2)),
    ]


@given(
    st.lists(st.tuples(DAYS, CENTS), min_size=1, max_size=5),
    RATES,
    st.integers(0, 700),
    METHODS,
)
@settings(max_examples=60, deadline=None)
def test_the_table_adds_up_and_months_change_nothing(
    movements: list[tuple[date, Decimal]], rate: Decimal, later: int, method: DayCount
) -> None:
    on, amount = zip(*movements, strict=True)
    asked: dict[str, Any] = {
        "on": on,
        "amount": amount,
        "to_on": max(on) + timedelta(later),
        "rate": (rate,),
        "method": method,
    }
    found = savings_account(**asked).value
    by_month = savings_account(**asked, monthly=True).value
    assert (found.interest, found.balance) == (by_month.interest, by_month.balance)
    for statement in (found, by_month):
        assert sum(row.interest for row in statement.rows) == statement.interest
        assert all(a.end == b.first for a, b in zip(statement.rows, statement.rows[1:], strict=False))
    assert all(
        (row.first.year, row.first.month) == ((row.end - timedelta(1)).year, (row.end - timedelta(1)).month)
        for row in by_month.rows
    )
    assert found.balance == sum(amount, Decimal(0)) + found.interest


@given(CENTS, RATES, st.integers(1, 360), METHODS)
@settings(max_examples=60, deadline=None)
def test_within_a_year_an_account_earns_what_the_amount_earns(
    amount: Decimal, rate: Decimal, days: int, method: DayCount
) -> None:
    period = Period(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days))
    found = savings_account(
        on=(period.starts_on,), amount=(amount,), to_on=period.ends_before, rate=(rate,), method=method
    ).value
    assert found.interest == half_up(earned(amount, rate, period, method))
