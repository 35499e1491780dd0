"""When a deadline has passed, how a pause moves it, when a failed effect is tried again, how secrets are kept; pure."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta

from quartier.values.period import ONE_DAY
from quartier.values.zone import BERLIN

MOST_ATTEMPTS = 6
FIRST_WAIT = timedelta(minutes=1)
GROWTH = 5


def passed_at(last_on: date) -> datetime:
    """Return the instant at which a day is over in Germany: the midnight that ends it."""
    return midnight(last_on + ONE_DAY)


def midnight(day: date) -> datetime:
    """Return the instant at which a day begins in Germany."""
    return datetime.combine(day, time.min, BERLIN)


def german_day(at: datetime) -> date:
    """Return the German calendar day of an instant."""
    return at.astimezone(BERLIN).date()


def moved(
    last_on: date | None, due_at: datetime, paused_at: datetime, resumed_at: datetime
) -> tuple[date | None, datetime]:
    """Return last day and end after a pause: whole days move by the days between, instants by the time between."""
    if last_on is None:
        return None, due_at + (resumed_at - paused_at)
    later = last_on + (german_day(resumed_at) - german_day(paused_at))
    return later, passed_at(later)


def wait_after(attempts: int) -> timedelta | None:
    """Return how long to wait after so many failed tries (1, 5, 25, 125 minutes …), or None when it is enough."""
    return None if attempts >= MOST_ATTEMPTS else FIRST_WAIT * GROWTH ** (attempts - 1)


def hash_of(token: str) -> str:
    """Return what is kept of a calendar's secret: it has 256 random bits, so that a plain hash gives nothing away."""
    return hashlib.sha256(token.encode()).hexdigest()
