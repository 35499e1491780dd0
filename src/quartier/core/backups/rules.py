"""When a backup is due, when it is late, how long copies stay; pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from quartier.values.period import ONE_DAY
from quartier.values.zone import BERLIN

# A run that has not ended by then is missed: it may still be made up for, but somebody has to know.
LATE_AFTER = timedelta(hours=6)
# Copies outlive the agreement a little, so that its end loses nothing by surprise.
KEPT_AFTER_END = timedelta(days=30)
MOST_KEPT = 60
DAYS_OF_A_WEEK = 7


class Rhythm(StrEnum):
    """How often a backup is made."""

    DAILY = "daily"
    WEEKLY = "weekly"


def is_agreed(on: date, begins_on: date, ends_on: date | None) -> bool:
    """Tell whether backups are agreed for a day; `ends_on` is the first day without."""
    return begins_on <= on and (ends_on is None or on < ends_on)


def next_run(
    *, rhythm: Rhythm, hour: int, begins_on: date, ends_on: date | None = None, after: datetime
) -> datetime | None:
    """Return the first instant after another at which a backup is due, in UTC; None when the agreement ends before.

    Weekly ones are made on the weekday on which the agreement began; hours are German ones, also when clocks change.
    """
    step = 1 if rhythm == Rhythm.DAILY else DAYS_OF_A_WEEK
    first = max(begins_on, after.astimezone(BERLIN).date())
    day = first + timedelta(days=-(first - begins_on).days % step)
    at = _instant(day, hour)
    if at <= after:
        day += step * ONE_DAY
        at = _instant(day, hour)
    return at if is_agreed(day, begins_on, ends_on) else None


def cleared_at(ends_on: date) -> datetime:
    """Return the instant from which the copies of an ended agreement are removed."""
    return _instant(ends_on, 0) + KEPT_AFTER_END


def _instant(day: date, hour: int) -> datetime:
    # In UTC, because two instants of one zone are compared by what the clock on the wall says.
    return datetime.combine(day, time(hour), BERLIN).astimezone(UTC)
