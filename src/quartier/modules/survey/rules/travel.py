"""When somebody can be at a place: within their hours, with the ways there and back, beside what is agreed already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from quartier.values.zone import BERLIN

STEP: Final = timedelta(minutes=30)
WEEKDAYS: Final = range(7)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, half open."""

    begin: datetime
    end: datetime

    def meets(self, other: Span) -> bool:
        """Tell whether two stretches share time."""
        return self.begin < other.end and other.begin < self.end


@dataclass(frozen=True, slots=True)
class Ways:
    """How long it takes to get there and back, and how long the visit itself."""

    there: timedelta
    stay: timedelta
    back: timedelta

    def around(self, start: datetime) -> Span:
        """Return all the time that a visit beginning at `start` takes."""
        return Span(start - self.there, start + self.stay + self.back)


def working_span(hours: Mapping[str, Sequence[str]], day: date) -> Span | None:
    """Return the working time of a day by the hours of its weekday, None where nobody works.

    >>> working_span({"0": ["08:00", "16:00"]}, date(2026, 11, 24)) is None
    True
    """
    said = hours.get(str(day.weekday()))
    if not said:
        return None
    begin, end = (datetime.combine(day, time.fromisoformat(one), BERLIN) for one in said)
    return Span(begin, end)


def free_starts(within: Span, busy: Iterable[Span], ways: Ways, not_before: datetime) -> Iterator[datetime]:
    """Yield when a visit can begin so that with its ways it lies within the time and meets nothing that is agreed."""
    taken, start = list(busy), within.begin + ways.there
    while ways.around(start).end <= within.end:
        if start >= not_before and not any(ways.around(start).meets(one) for one in taken):
            yield start
        start += STEP
