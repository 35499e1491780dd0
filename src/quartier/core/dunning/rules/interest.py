"""Default interest of a claim that is paid in parts: day by day on what is open, rounded once.

One claim at a time the law does it. For a million claims the same is a difference of running sums: interest is linear
in the principal, so a claim's interest is that on its amount less that on each part from the day after it was paid.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from quartier.law.bgb.base_rate import known_through
from quartier.law.bgb.default_interest import DayCount, accrued, counted, rounded
from quartier.law.rule import Derivation, Derived
from quartier.values.period import ONE_DAY, Period
from quartier.values.timeline import Timeline

NOTHING: Final = Decimal("0.00")
LEAP: Final = 366


@dataclass(frozen=True, slots=True)
class Paid:
    """What was settled of a claim on a day; below zero what was opened again on it."""

    on: date
    amount: Decimal


def steps_of(amount: Decimal, paid: Iterable[Paid], first: date, last: date) -> list[tuple[Period, Decimal]]:
    """Return what was open on which days; the day of a payment still bears interest on what was open before."""
    changes: dict[date, Decimal] = {}
    for one in paid:
        changes[one.on + ONE_DAY] = changes.get(one.on + ONE_DAY, NOTHING) + one.amount
    left = amount - sum((sum_ for day, sum_ in changes.items() if day <= first), NOTHING)
    days = sorted(day for day in changes if first < day <= last)
    found, start = [], first
    for day in days:
        found.append((Period(start, day), left))
        left, start = left - changes[day], day
    found.append((Period(start, last + ONE_DAY), left))
    return [(period, open_) for period, open_ in found if open_ > 0 and period.days]


def interest_of(
    *,
    amount: Decimal,
    paid: Sequence[Paid],
    first: date,
    last: date,
    points: Decimal,
    method: DayCount,
    rates: Timeline[Decimal],
) -> Derived[Decimal]:
    """Return the interest of a claim from its first day through the last; zero for days on which nothing was open.

    Raises NotYetKnown with the half-year whose base rate is missing.
    """
    derivation = Derivation()
    steps = steps_of(amount, paid, first, last) if first <= last else []
    if not steps:
        return derivation.gives(NOTHING)
    counted(derivation, method)
    exact = Fraction(0)
    for period, open_ in steps:
        known_through(rates, period.starts_on, period.last_on)
        exact += sum((part for _shown, part in accrued(derivation, open_, period, points, rates, method)), Fraction(0))
    return derivation.gives(rounded(derivation, exact))


@dataclass(frozen=True, slots=True)
class Sums:
    """Running sums through a day: base rates and days, of years with 365 days and of leap years."""

    day: date
    base: Decimal
    days: int
    leap_base: Decimal
    leap_days: int


def running_sums(rates: Timeline[Decimal], first: date, last: date) -> list[Sums]:
    """Return the running sums of every day from the one before the first through the last; raises NotYetKnown."""
    known_through(rates, first, last)
    base, days, leap_base, leap_days = Decimal(0), 0, Decimal(0), 0
    found = [Sums(first - ONE_DAY, base, days, leap_base, leap_days)]
    for period, version in rates.over(Period.through(first, last)):
        is_leap = DayCount.ACT_ACT.days_of(period.starts_on.year) == LEAP
        for place in range(period.days):
            if is_leap:
                leap_base, leap_days = leap_base + version.value, leap_days + 1
            else:
                base, days = base + version.value, days + 1
            found.append(Sums(period.starts_on + timedelta(days=place), base, days, leap_base, leap_days))
    return found
