"""What of a prepaid fee was not used when a service stopped."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from quartier.values.money import half_up


def unused(fee: Decimal, first_on: date, last_on: date, stopped_on: date) -> Decimal:
    """Return the part of a prepaid fee for the days from the stop on; both ends of the period count (QX-50).

    >>> unused(Decimal("365.00"), date(2026, 1, 1), date(2026, 12, 31), date(2026, 4, 11))
    Decimal('265.00')
    """
    whole = (last_on - first_on).days + 1
    left = min(max((last_on - max(stopped_on, first_on)).days + 1, 0), whole)
    return half_up(Fraction(fee) * Fraction(left, whole))
