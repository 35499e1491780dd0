"""When a mail is tried again, and how long it is kept."""

from __future__ import annotations

from datetime import datetime, timedelta

# A server that is busy or grey-lists is asked again within minutes, one that is down over two days (RFC 5321, 4.5.4.1).
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
)
ATTEMPTS = len(WAITS) + 1
# As long as this, a message that is being handed over belongs to the worker that does it.
LEASE = timedelta(minutes=5)
# The pause before the one second copy of a message whose fate is unknown.
SECOND_COPY_AFTER = timedelta(minutes=15)
# A mail this late has lost its job; it gets a new one.
LATE_AFTER = timedelta(minutes=15)
BODY_KEPT_FOR = timedelta(days=365)
# § 195, 199 BGB: claims lapse three years after the end of the year.
ROW_KEPT_FOR = timedelta(days=4 * 366)


def wait_after(failed_tries: int) -> timedelta:
    """Return how long to wait after that many tries that the server put off (1 or more)."""
    return WAITS[min(failed_tries, len(WAITS)) - 1]


def erase_body_at(created_at: datetime) -> datetime:
    """Return when the words of a mail are erased."""
    return created_at + BODY_KEPT_FOR
