"""Half-open stretches of time: the start belongs to it, the end does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` (included) to `end` (excluded, None = open). Both are aware instants.

    Raises ValueError when the end is not after the start or an instant carries no zone.
    """

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or (self.end is not None and self.end.tzinfo is None):
            raise ValueError("A period needs instants with a time zone.")
        if self.end is not None and self.end <= self.start:
            raise ValueError("A period ends after it starts.")

    def __contains__(self, at: datetime) -> bool:
        return self.start <= at and (self.end is None or at < self.end)
