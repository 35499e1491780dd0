"""The only place that asks what time it is. Views and tasks read it once and pass it on."""

from __future__ import annotations

from datetime import UTC, date, datetime

from quartier.values.zone import BERLIN


def now() -> datetime:
    """Return the current instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the calendar day in Germany, which is what contracts count in."""
    return day_of(now())


def day_of(at: datetime) -> date:
    """Return the German calendar day on which an instant falls."""
    return at.astimezone(BERLIN).date()
