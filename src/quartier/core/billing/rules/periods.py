"""Periods of a schedule, counted from its anchor as the law counts months, and what a part of one costs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from quartier.law.bgb.periods import add
from quartier.values.money import half_up
from quartier.values.period import Period
from quartier.values.span import Span

YEAR: Final = 12
MONTHS: Final = {"month": 1, "year": YEAR}


def period_with(anchor_on: date, months: int, day: date) -> Period:
    """Return the period of so many months, counted from the anchor, that a day lies in.

    Each one begins on the day of the anchor, or on the last of a shorter month (§ 188 BGB).

    >>> period_with(date(2026, 1, 31), 1, date(2026, 2, 28))
    Period(starts_on=datetime.date(2026, 2, 28), ends_before=datetime.date(2026, 3, 31))
    """
    number = ((day.year - anchor_on.year) * YEAR + day.month - anchor_on.month) // months
    # Where the anchor's day comes later in the month, the day may still lie in the period before.
    while (start := _start(anchor_on, months, number)) > day:
        number -= 1
    return Period(start, _start(anchor_on, months, number + 1))


def _start(anchor_on: date, months: int, number: int) -> date:
    return add(anchor_on, Span(months=months * number)) if number > 0 else anchor_on if number == 0 else date.min


def price_of(net: Decimal, unit: str, months: int) -> Decimal:
    """Return what so many months cost of what has a price for a month or a year, in cents.

    >>> price_of(Decimal("100.00"), "year", 1), price_of(Decimal("9.90"), "month", 3)
    (Decimal('8.33'), Decimal('29.70'))
    """
    return half_up(Fraction(net) * months / MONTHS[unit])


def part_price(full: Decimal, whole: Period, days: int) -> Decimal:
    """Return what so many days of a period cost, in cents.

    >>> from datetime import date
    >>> part_price(Decimal("30.00"), Period(date(2026, 11, 1), date(2026, 12, 1)), 10)
    Decimal('10.00')
    """
    return full if days == whole.days else half_up(Fraction(full) * days / whole.days)


def free_days(part: Period, free: Sequence[Period]) -> int:
    """Return how many days of a part nothing is owed for; days that several periods share count once."""
    return len({day for one in free if (shared := part.overlap(one)) for day in shared})
