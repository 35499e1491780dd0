"""How days of interest are counted: four conventions under their right names. All of them add up over parts."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Final

from quartier.values.choice import Choice
from quartier.values.period import Period
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version

BANK_YEAR: Final = 360
BANK_MONTH: Final = 30
YEAR: Final = 365


class DayCount(Choice):
    """A convention for days and year. The first day earns interest, the day of payment no longer does."""

    THIRTY_360 = "30/360", _("30/360, the German commercial method (30E/360): a 31st counts as a 30th")
    ACTUAL_365 = "actual/365", _("actual/365: calendar days, every year has 365")
    ACTUAL_ACTUAL = "actual/actual", _("actual/actual: calendar days, leap years have 366")
    ACTUAL_360 = "actual/360", _("actual/360, the euro method: calendar days, every year has 360")

    def days(self, period: Period) -> int:
        """Return how many days of interest a period has."""
        if self is DayCount.THIRTY_360:
            return _bank_days(period.ends_before) - _bank_days(period.starts_on)
        return period.days

    def years(self, period: Period) -> Fraction:
        """Return the period as an exact part of a year, for the yearly rate to be multiplied with."""
        if self is DayCount.ACTUAL_ACTUAL:
            parts = period.split(date(year, 1, 1) for year in range(period.starts_on.year, period.ends_before.year + 1))
            return sum((Fraction(part.days, Period.of_year(part.starts_on.year).days) for part in parts), Fraction(0))
        return Fraction(self.days(period), YEAR if self is DayCount.ACTUAL_365 else BANK_YEAR)


def _bank_days(day: date) -> int:
    # February keeps its 28 or 29 days: from the 28th to 1 March it is three days (or two).
    return day.year * BANK_YEAR + day.month * BANK_MONTH + min(day.day, BANK_MONTH)


DAY_COUNT: Timeline[str] = Timeline(
    _("Day count of savings"),
    (
        Version(
            valid_from=date(2002, 1, 1),
            value="as agreed",
            source="Vereinbarung (§ 311 Abs. 1 BGB); kein Gesetz bestimmt die Zinsmethode für Spareinlagen",
        ),
    ),
)
