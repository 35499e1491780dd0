"""Default interest: every cent by a second way, and what is refused."""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.bgb.base_rate import BASE_RATES
from quartier.law.bgb.default_interest import DayCount, DefaultInterest, accrued, default_interest
from quartier.law.bgb.default_rate import Party
from quartier.law.errors import Negative, NotApplicable, NotInForce, NotYetKnown, WrongOrder
from quartier.law.rule import Derivation
from quartier.values.period import Period
from quartier.values.timeline import Timeline, Version

CONSUMER, BUSINESS = Party.CONSUMER, Party.BUSINESS
ONE_DAY = timedelta(days=1)

days = st.dates(date(2002, 1, 1), date(2026, 12, 31))
amounts = st.integers(0, 10_000_000).map(lambda cents: Decimal(cents) / 100)
parties = st.sampled_from(list(Party))
methods = st.sampled_from(list(DayCount))


def interest(amount: str, first: date, last: date, debtor: Party = CONSUMER, **more: object) -> DefaultInterest:
    found = default_interest(amount=Decimal(amount), from_on=first, to_on=last, debtor=debtor, **more)  # type: ignore[arg-type]
    return found.value


def by_day(amount: Decimal, first: date, last: date, points: int, method: DayCount) -> Fraction:
    """The same interest, one day after the other, from a list of rates."""
    total = Fraction(0)
    day = first
    while day <= last:
        rate = next(one.value for one in reversed(BASE_RATES.versions) if one.valid_from <= day)
        year = 366 if method is DayCount.ACT_ACT and isleap(day.year) else 365
        total += Fraction(amount) * (Fraction(rate) + points) / 100 / year
        day += ONE_DAY
    return total


def in_cents(exact: Fraction) -> Decimal:
    return Decimal(int(exact * 100 + Fraction(1, 2))) / 100


class TestInterest:
    @pytest.mark.parametrize(
        ("amount", "first", "last", "debtor", "method", "expected"),
        [
            ("1083.70", date(2026, 6, 4), date(2026, 8, 31), CONSUMER, DayCount.ACT_365, "17.03"),
            ("1083.70", date(2026, 6, 4), date(2026, 8, 31), CONSUMER, DayCount.ACT_ACT, "17.03"),
            ("5950", date(2026, 1, 1), date(2026, 7, 15), BUSINESS, DayCount.ACT_365, "328.74"),
            ("1000", date(2024, 6, 15), date(2024, 7, 15), CONSUMER, DayCount.ACT_365, "7.22"),
            ("1000", date(2024, 6, 15), date(2024, 7, 15), CONSUMER, DayCount.ACT_ACT, "7.20"),
            ("1000", date(2025, 1, 1), date(2025, 12, 31), CONSUMER, DayCount.ACT_ACT, "67.66"),
            ("1000", date(2024, 1, 1), date(2024, 12, 31), CONSUMER, DayCount.ACT_ACT, "84.94"),
            ("1000", date(2023, 12, 31), date(2024, 1, 1), CONSUMER, DayCount.ACT_ACT, "0.46"),
        ],
    )
    def test_it_is_right_to_the_cent(
        self, amount: str, first: date, last: date, debtor: Party, method: DayCount, expected: str
    ) -> None:
        assert interest(amount, first, last, debtor, method=method).interest == Decimal(expected)

    def test_halves_of_a_cent_are_rounded_up_once(self) -> None:
        # 36.50 € at 10 % bear exactly one cent a day, 18.25 € half a cent: two parts of half a cent are one cent.
        flat = Version(valid_from=date(2026, 1, 1), value=Decimal(5), source="test")
        more = Version(valid_from=date(2026, 7, 1), value=Decimal(5), source="test")
        rates = Timeline("Base rate", (flat, more))
        first, last = date(2026, 6, 30), date(2026, 7, 1)
        assert interest("18.25", first, last, rates=rates).interest == Decimal("0.01")
        assert interest("18.25", first, first, rates=rates).interest == Decimal("0.01")
        assert interest("18.24", first, first, rates=rates).interest == Decimal("0.00")

    def test_one_day_is_a_day(self) -> None:
        found = interest("36500", date(2025, 7, 1), date(2025, 7, 1))
        assert found.interest == Decimal("6.27")
        (part,) = found.parts
        assert (part.first_on, part.last_on, part.days) == (date(2025, 7, 1), date(2025, 7, 1), 1)

    def test_the_parts_name_everything_that_is_multiplied(self) -> None:
        found = interest("1083.70", date(2026, 6, 4), date(2026, 8, 31))
        first, second = found.parts
        assert (first.principal, first.base_rate, first.rate, first.interest) == (
            Decimal("1083.70"),
            Decimal("1.27"),
            Decimal("6.27"),
            Decimal("5.0263"),
        )
        assert (second.first_on, second.last_on, second.days) == (date(2026, 7, 1), date(2026, 8, 31), 62)
        assert (second.base_rate, second.rate, second.interest) == (
            Decimal("1.52"),
            Decimal("6.52"),
            Decimal("12.0021"),
        )
        assert first.last_on + ONE_DAY == second.first_on

    def test_the_lump_sum_stands_beside_the_interest(self) -> None:
        first, last = date(2026, 1, 1), date(2026, 7, 15)
        business = interest("5950", first, last, BUSINESS)
        assert (business.interest, business.lump_sum, business.total) == (
            Decimal("328.74"),
            Decimal("40.00"),
            Decimal("6318.74"),
        )
        assert interest("5950", first, last, CONSUMER).lump_sum == 0
        assert interest("5950", first, last, BUSINESS, consideration=False).lump_sum == 0
        owed_to_a_consumer = interest("5950", first, last, BUSINESS, creditor=CONSUMER)
        assert owed_to_a_consumer.lump_sum == 40
        assert owed_to_a_consumer.parts[0].rate == Decimal("6.27")

    def test_an_old_debt_keeps_its_old_law(self) -> None:
        old = interest("1000", date(2016, 7, 1), date(2016, 7, 31), BUSINESS, arose_on=date(2014, 7, 28))
        assert (old.parts[0].rate, old.lump_sum) == (Decimal("7.12"), Decimal(0))
        new = interest(
            "1000",
            date(2016, 8, 1),
            date(2016, 8, 31),
            BUSINESS,
            arose_on=date(2010, 1, 1),
            performed_on=date(2016, 7, 1),
        )
        assert (new.parts[0].rate, new.lump_sum) == (Decimal("8.12"), Decimal(40))

    def test_the_first_day_of_default_is_taken_for_the_day_the_debt_arose(self) -> None:
        assert interest("1000", date(2014, 7, 28), date(2014, 8, 31), BUSINESS).parts[0].rate == Decimal("7.27")
        assert interest("1000", date(2014, 7, 29), date(2014, 8, 31), BUSINESS).parts[0].rate == Decimal("8.27")

    @pytest.mark.parametrize(
        ("given_", "refusal", "words"),
        [
            ({"amount": Decimal("-0.01")}, Negative, "“amount” is −0.01; it cannot be negative"),
            ({"amount": Decimal("1.005")}, NotApplicable, "“amount” is 1.005; a debt is owed in whole cents."),
            ({"to_on": date(2026, 5, 31)}, WrongOrder, "31 May 2026"),
            ({"to_on": date(2027, 1, 1)}, NotYetKnown, "from 1 Jan 2027 to 30 Jun 2027"),
            ({"to_on": date(2029, 1, 1)}, NotYetKnown, "from 1 Jan 2027 to 30 Jun 2027"),
            ({"from_on": date(2001, 12, 31)}, NotInForce, "31 Dec 2001"),
            ({"arose_on": date(2026, 6, 2)}, NotApplicable, "cannot arise on 2 Jun 2026, after 1 Jun 2026"),
        ],
    )
    def test_what_cannot_be_answered_is_refused(
        self, given_: dict[str, object], refusal: type[Exception], words: str
    ) -> None:
        case = {"amount": Decimal(1), "from_on": date(2026, 6, 1), "to_on": date(2026, 6, 30), "debtor": CONSUMER}
        with pytest.raises(refusal) as told:
            default_interest(**(case | given_))  # type: ignore[arg-type]
        assert words in str(told.value).replace("\xa0", " ")

    def test_nothing_owed_bears_nothing(self) -> None:
        assert interest("0", date(2026, 1, 1), date(2026, 6, 30)).interest == 0


@settings(max_examples=60, deadline=None)
@given(amount=amounts, one=days, other=days, debtor=parties, method=methods)
def test_it_equals_the_sum_over_single_days(
    amount: Decimal, one: date, other: date, debtor: Party, method: DayCount
) -> None:
    first, last = min(one, other), max(one, other)
    first = max(first, last - timedelta(days=1200))
    points = 5 if debtor is CONSUMER else 9 if first >= date(2014, 7, 29) else 8
    expected = in_cents(by_day(amount, first, last, points, method))
    found = default_interest(amount=amount, from_on=first, to_on=last, debtor=debtor, method=method).value
    assert found.interest == expected
    assert sum(part.days for part in found.parts) == (last - first).days + 1
    assert abs(sum(part.interest for part in found.parts) - found.interest) < Decimal("0.01")


@settings(max_examples=60, deadline=None)
@given(amount=amounts, first=days, length=st.integers(0, 900), cut=st.integers(0, 900), debtor=parties, method=methods)
def test_two_parts_bear_exactly_what_the_whole_bears(
    amount: Decimal, first: date, length: int, cut: int, debtor: Party, method: DayCount
) -> None:
    end = min(first + timedelta(days=length), date(2027, 1, 1))
    middle = min(first + timedelta(days=cut), end)
    points = Decimal(5) if debtor is CONSUMER else Decimal(9)

    def exact(period: Period) -> Fraction:
        parts = accrued(Derivation(), amount, period, points, BASE_RATES, method)
        return sum((interest for _part, interest in parts), Fraction(0))

    assert exact(Period(first, middle)) + exact(Period(middle, end)) == exact(Period(first, end))


@settings(max_examples=60, deadline=None)
@given(amount=amounts, more=amounts, first=days, length=st.integers(0, 700), later=st.integers(0, 100))
def test_more_money_and_more_time_never_bear_less(
    amount: Decimal, more: Decimal, first: date, length: int, later: int
) -> None:
    end = date(2026, 12, 31)
    last = min(first + timedelta(days=length), end)
    longer = min(last + timedelta(days=later), end)
    base = interest(str(amount), first, last).interest
    assert 0 <= base <= interest(str(amount + more), first, last).interest
    assert base <= interest(str(amount), first, longer).interest
    assert base <= interest(str(amount), first, last, BUSINESS).interest
