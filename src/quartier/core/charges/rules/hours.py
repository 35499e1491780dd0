"""What an effort comes to: hours at a rate, and the minutes at night, on Sundays and public holidays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from quartier.values.money import half_up

HOUR: Final = 60
HUNDRED: Final = Decimal(100)
PLACES: Final = Decimal("0.0001")
SUNDAY: Final = 6
# § 2 Abs. 3 ArbZG: night is the time from 23 to 6 o'clock.
NIGHT_BEGINS, NIGHT_ENDS = 23, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """The net price of an hour, and how many percent more the hours nobody wants cost; None: nothing was agreed."""

    net: Decimal
    surcharge: Decimal | None = None
    vat_rate_kind: str = "standard"


@dataclass(frozen=True, slots=True)
class Part:
    """A number of hours at a net price."""

    hours: Decimal
    unit_net: Decimal

    @property
    def net(self) -> Decimal:
        """Return what they come to.

        >>> Part(hours(45), Decimal("96.00")).net
        Decimal('72.00')
        """
        return half_up(self.hours * self.unit_net)


def hours(minutes: int) -> Decimal:
    """Return minutes as hours with four places, as invoices show them.

    >>> hours(90), hours(50)
    (Decimal('1.5000'), Decimal('0.8333'))
    """
    return half_up(Fraction(minutes, HOUR), PLACES)


def surcharge_on(rate: Rate) -> Decimal:
    """Return what an hour costs more.

    >>> surcharge_on(Rate(net=Decimal("96.00"), surcharge=Decimal(25)))
    Decimal('24.00')
    """
    return half_up(rate.net * (rate.surcharge or 0) / HUNDRED)


def raised_minutes(on: date, began: time | None, minutes: int, is_holiday: Callable[[date], bool]) -> int:
    """Return how many minutes of work lie at night, on a Sunday or on a public holiday.

    Without a beginning the whole time lies on the day, and nobody knows of a night.

    >>> from datetime import date, time
    >>> raised_minutes(date(2026, 11, 20), time(22, 30), 90, lambda day: False)
    60
    >>> raised_minutes(date(2026, 11, 22), None, 90, lambda day: False)
    90
    """
    if began is None:
        return minutes if on.weekday() == SUNDAY or is_holiday(on) else 0
    start = datetime.combine(on, began)
    steps = (start + timedelta(minutes=n) for n in range(minutes))
    return sum(_is_night(at) or at.weekday() == SUNDAY or is_holiday(at.date()) for at in steps)


def _is_night(at: datetime) -> bool:
    return at.hour >= NIGHT_BEGINS or at.hour < NIGHT_ENDS
