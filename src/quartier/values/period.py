"""Days in a row, half-open: the first day belongs to them, the day they end before does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from quartier.values.sentences import Say, Unanswerable, said
from quartier.values.sentences import mark as _
from quartier.values.zone import BERLIN

ONE_DAY = timedelta(days=1)


class WrongOrder(Unanswerable):
    """Something ends before it begins."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `starts_on` up to but not including `ends_before`; raises WrongOrder when it ends before it starts.

    Two periods that follow each other share a date and no day, so sums over parts equal the whole.
    """

    starts_on: date
    ends_before: date

    def __post_init__(self) -> None:
        if isinstance(self.starts_on, datetime) or isinstance(self.ends_before, datetime):
            raise TypeError("A period is made of days, not of instants.")
        if self.ends_before < self.starts_on:
            raise WrongOrder(
                _("A period cannot end (%(end)s) before it begins (%(start)s)."),
                start=self.starts_on,
                end=self.ends_before,
            )

    @classmethod
    def through(cls, first: date, last: date) -> Period:
        """Return the period with a first and a last day, both of which belong to it."""
        if last < first:
            raise WrongOrder(_("The last day (%(last)s) lies before the first (%(first)s)."), first=first, last=last)
        return cls(first, last + ONE_DAY)

    @classmethod
    def of_year(cls, year: int) -> Period:
        """Return a calendar year."""
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    @property
    def days(self) -> int:
        """Return how many days belong to it; 0 for an empty period."""
        return (self.ends_before - self.starts_on).days

    @property
    def last_on(self) -> date:
        """Return the last day that belongs to it; raises ValueError when it is empty."""
        if not self.days:
            raise ValueError("An empty period has no last day.")
        return self.ends_before - ONE_DAY

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day < self.ends_before

    def __iter__(self) -> Iterator[date]:
        return (self.starts_on + timedelta(days=n) for n in range(self.days))

    def overlap(self, other: Period) -> Period | None:
        """Return the days that belong to both, or None."""
        start, end = max(self.starts_on, other.starts_on), min(self.ends_before, other.ends_before)
        return Period(start, end) if start < end else None

    def split(self, at: Iterable[date]) -> tuple[Period, ...]:
        """Return the parts that begin at the given days; days outside are ignored, an empty period has no part."""
        cuts = sorted({day for day in at if self.starts_on < day < self.ends_before})
        edges = [self.starts_on, *cuts, self.ends_before]
        return tuple(Period(a, b) for a, b in pairwise(edges) if a < b)

    def instants(self) -> tuple[datetime, datetime]:
        """Return the instants at which it begins and ends in Germany; the day the clock changes has 23 or 25 hours."""
        return (
            datetime.combine(self.starts_on, time.min, BERLIN),
            datetime.combine(self.ends_before, time.min, BERLIN),
        )

    def text(self, say: Say) -> str:
        """Return "01.01.2026 – 31.12.2026", first and last day."""
        if not self.days:
            return said(self.starts_on, say)
        return f"{said(self.starts_on, say)} – {said(self.last_on, say)}"
