"""Interest on savings: one amount over one time with changing rates, and a whole account with its movements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Final

from quartier.law.errors import Incomplete, NotApplicable, WrongOrder, not_negative
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.savings.day_count import DAY_COUNT, DayCount
from quartier.law.sources import NOTES
from quartier.values.money import half_up, split
from quartier.values.period import Period
from quartier.values.sentences import mark as _
from quartier.values.units import Euro, Percent, euro, percent

HUNDRED: Final = 100
NOTHING: Final = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Rates:
    """Yearly rates in percent: the first from the beginning, each further one from its day."""

    rates: tuple[Decimal, ...]
    changed_on: tuple[date, ...]

    def __post_init__(self) -> None:
        for rate in self.rates:
            not_negative(rate=rate)
        if len(self.rates) != len(self.changed_on) + 1:
            raise Incomplete(
                _("%(rates)s rates need %(days)s days of change: name one --changed for each --rate after the first."),
                rates=len(self.rates),
                days=len(self.rates) - 1,
            )
        if any(later <= earlier for earlier, later in pairwise(self.changed_on)):
            raise WrongOrder(_("The days of change must be given in rising order, each once."))

    def at(self, day: date) -> Decimal:
        """Return the rate that holds on a day."""
        return self.rates[sum(changed <= day for changed in self.changed_on)]


def earned(balance: Decimal, rate: Decimal, period: Period, method: DayCount) -> Fraction:
    """Return the exact interest on a balance in a period without a change, before any rounding."""
    return Fraction(balance) * Fraction(rate) / HUNDRED * method.years(period)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavingsInterest:
    """The days that earn interest, and the interest."""

    days: Annotated[int, _("Days of interest")]
    interest: Annotated[Euro, _("Interest")]


@rule(
    "savings-interest",
    Area.SAVINGS,
    title=_("Interest on savings"),
    says=_(
        "Interest on one amount by the agreed day count. The first day counts, the day of payment does not; to the end "
        "of a year, give 1 January. Rounded once at the end; interest earns no interest here."
    ),
    timelines=(DAY_COUNT,),
    cases=(
        Case(
            "15 March to 31 December by 30/360",
            {"amount": "5000", "rate": ["1.25"], "from": "2026-03-15", "to": "2026-12-31", "method": "30/360"},
            gives={"days": 285, "interest": "49.48"},
            source=NOTES,
        ),
        Case(
            "the same by actual/365",
            {"amount": "5000", "rate": ["1.25"], "from": "2026-03-15", "to": "2026-12-31", "method": "actual/365"},
            gives={"days": 291, "interest": "49.83"},
            source=NOTES,
        ),
        Case(
            "a whole leap year by actual/actual",
            {"amount": "1000", "rate": ["1.5"], "from": "2028-01-01", "to": "2029-01-01", "method": "actual/actual"},
            gives={"days": 366, "interest": "15.00"},
            source="366/366",
        ),
        Case(
            "a rate that rises in July",
            {
                "amount": "5000",
                "rate": ["1.25", "1.5"],
                "changed": ["2026-07-01"],
                "from": "2026-01-01",
                "to": "2027-01-01",
                "method": "30/360",
            },
            gives={"days": 360, "interest": "68.75"},
            source="31.25 + 37.50",
        ),
    ),
)
def savings_interest(
    *,
    amount: Annotated[Euro, _("Amount that earns interest")],
    rate: Annotated[tuple[Percent, ...], _("Rate per year in percent; give it again for each change")],
    from_on: Annotated[date, _("First day that earns interest")],
    to_on: Annotated[date, _("Day of payment, which no longer earns interest")],
    method: Annotated[DayCount, _("How days are counted")],
    changed_on: Annotated[tuple[date, ...], _("Day from which the next rate holds")] = (),
) -> Derived[SavingsInterest]:
    """Return days and interest; raises Negative, WrongOrder, Incomplete when rates and days of change do not match."""
    derivation = Derivation()
    not_negative(amount=amount)
    rates = Rates(rate, changed_on)
    period = Period(from_on, to_on)
    derivation.applies(DAY_COUNT, from_on)
    derivation.step(_("Days are counted by %(method)s."), method=method)
    total = Fraction(0)
    for part in period.split(changed_on):
        interest = earned(amount, rates.at(part.starts_on), part, method)
        total += interest
        derivation.step(
            _("From %(first)s up to %(end)s: %(days)s days at %(rate)s on %(amount)s."),
            first=part.starts_on,
            end=part.ends_before,
            days=method.days(part),
            rate=percent(rates.at(part.starts_on)),
            amount=euro(amount),
        )
    derivation.step(_("The sum is rounded to the cent, halves up."))
    return derivation.gives(SavingsInterest(days=method.days(period), interest=half_up(total)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One part of the account's time in which neither balance nor rate changed."""

    first: Annotated[date, _("From")]
    end: Annotated[date, _("Up to, not counting")]
    balance: Annotated[Euro, _("Balance of the account")]
    rate: Annotated[Percent, _("Rate")]
    days: Annotated[int, _("Days of interest")]
    interest: Annotated[Euro, _("Interest")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An account at the end of the time: the rows add up to the interest, movements and interest to the balance."""

    interest: Annotated[Euro, _("Interest credited")]
    balance: Annotated[Euro, _("Balance at the end")]
    rows: Annotated[tuple[Row, ...], _("Rows")]


@rule(
    "savings-account",
    Area.SAVINGS,
    title=_("A savings account with its movements"),
    says=_(
        "Interest from value date to value date; it is credited with the end of each year, earns interest from "
        "1 January on, and is credited once more on the last day."
    ),
    timelines=(DAY_COUNT,),
    cases=(
        Case(
            "a payment in, a withdrawal, and the turn of the year",
            {
                "on": ["2026-03-15", "2026-09-01"],
                "amount": ["5000", "-1000"],
                "to": "2027-07-01",
                "rate": ["1.2"],
                "method": "30/360",
            },
            gives={
                "interest": "67.93",
                "balance": "4067.93",
                "rows": [
                    {"first": "2026-03-15", "end": "2026-09-01", "days": 166, "interest": "27.67"},
                    {
                        "first": "2026-09-01",
                        "end": "2027-01-01",
                        "balance": "4000.00",
                        "days": 120,
                        "interest": "16.00",
                    },
                    {"first": "2027-01-01", "end": "2027-07-01", "balance": "4043.67", "days": 180},
                ],
            },
            source="5,000 × 1.2 % × 166/360 + 4,000 × 1.2 % × 120/360 = 43.67; 4,043.67 × 1.2 % / 2 = 24.26",
        ),
    ),
)
def savings_account(
    *,
    on: Annotated[tuple[date, ...], _("Value date of a movement; give it once for each amount")],
    amount: Annotated[tuple[Euro, ...], _("Amount of a movement; below zero when money is taken out")],
    to_on: Annotated[date, _("Day up to which is counted; it no longer earns interest")],
    rate: Annotated[tuple[Percent, ...], _("Rate per year in percent; give it again for each change")],
    method: Annotated[DayCount, _("How days are counted")],
    changed_on: Annotated[tuple[date, ...], _("Day from which the next rate holds")] = (),
    monthly: Annotated[bool, _("One row for each month at least")] = False,
) -> Derived[Statement]:
    """Return the statement; raises Incomplete when days and amounts do not pair up, WrongOrder for a movement after the
    end, NotApplicable when the balance falls below zero.
    """
    derivation = Derivation()
    rates = Rates(rate, changed_on)
    movements = _in_order(on, amount, to_on)
    derivation.applies(DAY_COUNT, movements[0][0])
    derivation.step(_("Days are counted by %(method)s."), method=method)
    period = Period(movements[0][0], to_on)
    rows: list[Row] = []
    credited = NOTHING
    for year in period.split(date(number, 1, 1) for number in range(period.starts_on.year, to_on.year + 1)):
        cuts = [*(day for day, _amount in movements), *changed_on, *(_months(year) if monthly else ())]
        part = _year(year.split(cuts), movements, credited, rates, method)
        rows += part
        interest = sum((row.interest for row in part), NOTHING)
        credited += interest
        derivation.step(
            _("With the end of %(day)s, %(interest)s of interest are credited."),
            day=year.last_on,
            interest=euro(interest),
        )
    balance = sum((moved for _day, moved in movements), NOTHING) + credited
    return derivation.gives(Statement(interest=credited, balance=balance, rows=tuple(rows)))


def _in_order(on: Sequence[date], amount: Sequence[Decimal], to_on: date) -> list[tuple[date, Decimal]]:
    if len(on) != len(amount) or not on:
        raise Incomplete(_("Each movement needs a value date and an amount: name one --on for each --amount."))
    movements = sorted(zip(on, amount, strict=True), key=lambda movement: movement[0])
    if movements[-1][0] > to_on:
        raise WrongOrder(_("The movement of %(day)s lies after the end, %(end)s."), day=movements[-1][0], end=to_on)
    balance = NOTHING
    for day in sorted(set(on)):
        balance += sum((moved for moved_on, moved in movements if moved_on == day), NOTHING)
        if balance < 0:
            raise NotApplicable(
                _("On %(day)s the balance would be %(balance)s; savings are not overdrawn."),
                day=day,
                balance=euro(balance),
            )
    return movements


def _months(year: Period) -> Iterator[date]:
    return (date(year.starts_on.year, month, 1) for month in range(1, 13))


def _year(
    parts: Sequence[Period],
    movements: Sequence[tuple[date, Decimal]],
    credited: Decimal,
    rates: Rates,
    method: DayCount,
) -> list[Row]:
    balances = [credited + sum((m for day, m in movements if day <= part.starts_on), NOTHING) for part in parts]
    exact = [
        earned(balance, rates.at(part.starts_on), part, method) for part, balance in zip(parts, balances, strict=True)
    ]
    total = half_up(sum(exact, Fraction(0)))
    # The year is rounded once; its rows share that amount so that the table adds up.
    shares = split(total, exact) if total else (NOTHING,) * len(parts)
    return [
        Row(
            first=part.starts_on,
            end=part.ends_before,
            balance=balance,
            rate=rates.at(part.starts_on),
            days=method.days(part),
            interest=share,
        )
        for part, balance, share in zip(parts, balances, shares, strict=True)
    ]
