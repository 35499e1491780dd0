"""How requests are dealt with, how urgent they are, and by when they are answered; pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from quartier.law.bgb.periods import Act, PeriodEnd, end_of
from quartier.law.calendar.working_days import WorkCalendar
from quartier.law.rule import Derived
from quartier.values.period import ONE_DAY
from quartier.values.span import Span
from quartier.values.zone import BERLIN

# Claims from a conversation are barred three years after the end of the year (§§ 195, 199 BGB).
YEARS_OF_EVIDENCE = 3


class Treatment(StrEnum):
    """How a subject is dealt with, whatever a provider calls it."""

    REQUEST = "request"
    COMPLAINT = "complaint"
    NOTICE = "notice"
    INFRINGEMENT = "infringement"
    DEFECT = "defect"
    FAULT = "fault"
    OUTAGE = "outage"


# What has a form of its own, with what must be said in it.
REPORTED = (Treatment.DEFECT, Treatment.FAULT, Treatment.OUTAGE)


class Impact(StrEnum):
    """How far somebody is kept from using what they pay for."""

    BLOCKED = "blocked"
    HINDERED = "hindered"
    MINOR = "minor"


class Priority:
    """What comes first in the queue; small numbers first."""

    URGENT = 1
    HIGH = 2
    NORMAL = 3
    LOW = 4


def first_priority(treatment: str) -> int:
    """Return where a new thread stands in the queue: infringements of others' rights at once (CC-67)."""
    return Priority.URGENT if treatment == Treatment.INFRINGEMENT else Priority.NORMAL


PRIORITIES: dict[Impact, int] = {
    Impact.BLOCKED: Priority.URGENT,
    Impact.HINDERED: Priority.HIGH,
    Impact.MINOR: Priority.LOW,
}


def priority_of(impact: Impact) -> int:
    """Return where a report stands in the queue: the degree of hindrance decides (QX-52)."""
    return PRIORITIES[impact]


NEEDED = {
    Treatment.DEFECT: ("steps",),
    Treatment.FAULT: ("steps", "device", "noticed_at"),
    Treatment.OUTAGE: ("noticed_at",),
}


def missing_in(treatment: str, *, steps: str, device: str, is_dated: bool) -> list[str]:
    """Return the fields without which a report is not taken: steps, device, time, by kind (QX-28, QX-51, WR-050)."""
    given = {"steps": bool(steps), "device": bool(device), "noticed_at": is_dated}
    return [field for field in NEEDED[Treatment(treatment)] if not given[field]]


@dataclass(frozen=True, slots=True)
class Target:
    """When an answer is due: on a last day, with how it was counted, or at an instant."""

    last_on: date | None = None
    due_at: datetime | None = None
    derived: Derived[PeriodEnd] | None = None


def answer_target(at: datetime, within: Span, calendar: WorkCalendar, *, working_time: bool) -> Target:
    """Return when a message has to be answered that arrived at an instant.

    Days are counted from the day after (§ 187 BGB); with `working_time` they are working days, and hours stand still on
    all others.
    """
    begins_on = at.astimezone(BERLIN).date()
    if within.hours or within.minutes:
        return Target(due_at=_hours_later(at, within, calendar if working_time else None))
    if working_time:
        within = replace(within, days=0, working_days=within.working_days + within.days)
    derived = end_of(begins_on, within, Act.TERM, calendar)
    return Target(last_on=derived.value.ends_on, derived=derived)


def _hours_later(at: datetime, within: Span, calendar: WorkCalendar | None) -> datetime:
    left = timedelta(weeks=within.weeks, days=within.days, hours=within.hours, minutes=within.minutes)
    if calendar is None:
        return at + left
    here = at.astimezone(BERLIN)
    while True:
        next_day = datetime.combine(here.date() + ONE_DAY, time.min, BERLIN)
        # Subtracted in UTC: within one zone Python counts wall-clock hours, also in the two odd nights of the year.
        today = (
            next_day.astimezone(UTC) - here.astimezone(UTC) if calendar.is_working_day(here.date()) else timedelta(0)
        )
        if left <= today:
            return here.astimezone(UTC) + left
        left, here = left - today, next_day
