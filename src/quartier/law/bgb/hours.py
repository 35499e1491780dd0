"""Periods in hours: they run by the clock, or only on working days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

from quartier.law.bgb.periods import COUNTING
from quartier.law.calendar.working_days import HOLIDAYS, WorkCalendar, statutory
from quartier.law.errors import NotApplicable, aware
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import ROWS
from quartier.values.land import Land
from quartier.values.period import ONE_DAY
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.zone import BERLIN


@rule(
    "hours-period",
    Area.PERIODS,
    title=_("A period in hours"),
    says=_(
        "Hours run by the clock, also when summer time begins or ends; where only working days count, other days are "
        "left out whole."
    ),
    timelines=(COUNTING, HOLIDAYS),
    cases=(
        Case(
            "48 hours over the beginning of summer time",
            {"from": "2026-03-28T12:00+01:00", "hours": "48", "land": "NW"},
            gives="2026-03-30T13:00:00+02:00",
            source="§ 187 BGB; VO über die Einführung der mitteleuropäischen Sommerzeit",
        ),
        Case(
            "a complaint on Friday, 24 hours on working days (CC-48)",
            {"from": "2026-11-20T16:00+01:00", "hours": "24", "land": "NW", "working": True},
            gives="2026-11-23T16:00:00+01:00",
            source=f"{ROWS} CC-48",
        ),
    ),
)
def hours_period(
    *,
    from_at: Annotated[datetime, _("Instant of the event, with time zone")],
    hours: Annotated[int, _("How many hours")],
    land: Annotated[Land, _("Land whose holidays do not count")],
    working: Annotated[bool, _("Whether only working days (Monday to Friday) count")] = False,
) -> Derived[datetime]:
    """Return the instant at which the hours are over, in German time; raises NaiveInstant without a time zone."""
    derivation = Derivation()
    start = local(from_at)
    derivation.applies(COUNTING, start.date())
    if hours < 1:
        raise NotApplicable(_("A period in hours needs at least one."))
    derivation.step(_("The hours run from %(start)s."), start=start)
    end = _working_hours_later(start, hours, statutory(land)) if working else _hours_later(start, hours)
    if working:
        derivation.applies(HOLIDAYS, start.date())
        derivation.step(_("Days that are no working days in %(land)s are left out."), land=land)
    derivation.step(_("%(length)s later it is %(end)s."), length=Span(hours=hours), end=end)
    return derivation.gives(end)


def local(at: datetime) -> datetime:
    """Return the instant in German time; raises NaiveInstant when it has no time zone."""
    return aware(at).astimezone(BERLIN)


def _hours_later(at: datetime, hours: int) -> datetime:
    # Clocks that are put forward skip an hour nobody lived through: hours are added where every day has 24 of them.
    return (at.astimezone(UTC) + timedelta(hours=hours)).astimezone(BERLIN)


def _working_hours_later(start: datetime, hours: int, calendar: WorkCalendar) -> datetime:
    left = timedelta(hours=hours)
    day = calendar.on_or_after(start.date())
    at = start if day == start.date() else _midnight(day)
    while (rest := _midnight(day + ONE_DAY).astimezone(UTC) - at.astimezone(UTC)) < left:
        left -= rest
        day = calendar.on_or_after(day + ONE_DAY)
        at = _midnight(day)
    return (at.astimezone(UTC) + left).astimezone(BERLIN)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, BERLIN)
