"""A length of time as a document states it."""

from __future__ import annotations

from dataclasses import dataclass, fields

from quartier.values.sentences import Say
from quartier.values.sentences import mark as _
from quartier.values.writing import NBSP

# The shortest and longest run of n months, in days (29 February and 31 + 31 days included).
SHORTEST_MONTHS = (0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334)
LONGEST_MONTHS = (0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337)
HOURS_A_DAY = 24

# One and several of each unit.
UNITS = {
    "years": (_("year"), _("years")),
    "months": (_("month"), _("months")),
    "weeks": (_("week"), _("weeks")),
    "days": (_("day"), _("days")),
    "hours": (_("hour"), _("hours")),
    "minutes": (_("minute"), _("minutes")),
    "working_days": (_("working day"), _("working days")),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A stated length of time: "3 months" stays three months and is never turned into days.

    Raises ValueError for negative parts and for an empty span: nothing stated is None, not zero.
    """

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    hours: int = 0
    minutes: int = 0
    working_days: int = 0

    def __post_init__(self) -> None:
        parts = list(self.parts().values())
        if any(type(part) is not int or part < 0 for part in parts) or not any(parts):
            raise ValueError("A span needs whole, positive numbers.")

    def parts(self) -> dict[str, int]:
        """Return the stated parts that are not zero, from the longest unit to the shortest."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != 0}

    def text(self, say: Say) -> str:
        """Return "3 Monate" or "1 Monat + 2 Tage" in the language that `say` speaks."""
        return " + ".join(f"{n}{NBSP}{say(UNITS[unit][n != 1])}" for unit, n in self.parts().items())

    def no_longer_than(self, other: Span) -> bool:
        """Tell whether this span can never outlast the other, whatever the calendar says.

        28 days are no longer than a month, 30 days can be (February).
        """
        ours, theirs = self._stated_in_months(), other._stated_in_months()
        if ours is not None and theirs is not None:
            return ours <= theirs
        if self.parts().keys() == other.parts().keys() == {"working_days"}:
            return self.working_days <= other.working_days
        return self._longest_hours() <= other._shortest_hours()

    def _stated_in_months(self) -> int | None:
        return self.years * 12 + self.months if self.parts().keys() <= {"years", "months"} else None

    def _shortest_hours(self) -> float:
        years, months = divmod(self.years * 12 + self.months, 12)
        days = years * 365 + SHORTEST_MONTHS[months] + self.weeks * 7 + self.days
        return (days + self.working_days) * HOURS_A_DAY + self.hours + self.minutes / 60

    def _longest_hours(self) -> float:
        # Around Christmas and Easter working days are far apart: two calendar days for each and a week on top is safe.
        idle = 2 * self.working_days + 7 if self.working_days else 0
        years, months = divmod(self.years * 12 + self.months, 12)
        days = years * 366 + LONGEST_MONTHS[months] + self.weeks * 7 + self.days + idle
        return days * HOURS_A_DAY + self.hours + self.minutes / 60
