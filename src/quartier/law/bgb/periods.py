"""§§ 187–193 BGB: when a period begins, when it ends, and which ends move to the next working day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from quartier.law.calendar.working_days import HOLIDAYS, WorkCalendar, statutory
from quartier.law.errors import NotApplicable
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES, ROWS
from quartier.values.choice import Choice
from quartier.values.land import Land
from quartier.values.period import ONE_DAY
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version

COUNTING: Timeline[str] = Timeline(
    _("Counting of periods"), (Version(valid_from=date(1900, 1, 1), value="BGB", source="§ 187, § 188 BGB"),)
)
WEEKEND: Timeline[str] = Timeline(
    _("Ends on Saturdays, Sundays and holidays"),
    (
        Version(
            valid_from=date(1965, 10, 1), value="Saturday, Sunday, holiday", source="§ 193 BGB; BGBl. 1965 I S. 753"
        ),
    ),
)


class Act(Choice):
    """What the period is for: only for some of them § 193 BGB moves the end."""

    DECLARATION = "declaration", _("a declaration has to be made")
    PAYMENT = "payment", _("a payment or another performance is due")
    NOTICE = "notice", _("a period of notice, which protects the other side")
    TERM = "term", _("time alone, at whose end nothing has to be done")

    @property
    def moves(self) -> bool:
        """Tell whether an end on a Saturday, Sunday or holiday moves to the next working day."""
        return self in {Act.DECLARATION, Act.PAYMENT}


class Begin(Choice):
    """Whether the first day counts."""

    EVENT = "event", _("an event during the day; the day does not count (§ 187 Abs. 1 BGB)")
    DAY = "day", _("the beginning of a day; the day counts (§ 187 Abs. 2 BGB)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodEnd:
    """When a period ends: with the last minute of `ends_on`. `counted_to` is the day before § 193 BGB was asked."""

    ends_on: Annotated[date, _("Last day")]
    counted_to: Annotated[date, _("Counted end")]
    moved: Annotated[bool, _("Moved by § 193 BGB")]


def add(day: date, span: Span, calendar: WorkCalendar | None = None) -> date:
    """Return the day that bears the same number so many months later, or the last of a shorter month (§ 188 BGB).

    Months come first, then weeks and days, then working days, for which a calendar is needed. Hours are not days:
    raises NotApplicable for spans with hours or minutes, and for working days without a calendar.
    """
    if span.hours or span.minutes:
        raise NotApplicable(_("A period in hours is counted from an instant, not from a day."))
    try:
        shifted = _months_later(day, span.years * 12 + span.months) + timedelta(weeks=span.weeks, days=span.days)
    except (ValueError, OverflowError):
        raise NotApplicable(_("%(length)s after %(day)s lies beyond the year 9999."), length=span, day=day) from None
    if not span.working_days:
        return shifted
    if calendar is None:
        raise NotApplicable(_("A period in working days needs a calendar."))
    return calendar.nth_after(shifted, span.working_days)


def counted_end(begins_on: date, span: Span, begin: Begin = Begin.EVENT, calendar: WorkCalendar | None = None) -> date:
    """Return the last day of a period before § 193 BGB is asked; raises as `add` does."""
    if begin is Begin.EVENT:
        return add(begins_on, span, calendar)
    if span.parts().keys() <= {"years", "months"}:
        end = _months_later(begins_on, span.years * 12 + span.months)
        # The day before the one with the same number; where the month is too short, its last day (§ 188 Abs. 3).
        return end - ONE_DAY if end.day == begins_on.day else end
    return add(begins_on - ONE_DAY, span, calendar) if span.working_days else add(begins_on, span) - ONE_DAY


def latest_event_on(ends_on: date, span: Span) -> date:
    """Return the last day on which an event still starts a period that ends no later than `ends_on`.

    Three months to 30 June: an event on 31 March. Whole days only; raises as `add` does.
    """
    day = ends_on
    # A period of n months is at most as long as the longest n months; from there the day is found step by step.
    while add(day, span) > ends_on:
        day -= ONE_DAY
    return day


def end_of(
    event_on: date, span: Span, act: Act, calendar: WorkCalendar, begin: Begin = Begin.EVENT
) -> Derived[PeriodEnd]:
    """Return the end of a period at a place whose calendar is known; the rule `period-end` asks for the Land alone."""
    derivation = Derivation()
    derivation.applies(COUNTING, event_on)
    counted_to = counted_end(event_on, span, begin, calendar)
    if begin is Begin.EVENT:
        derivation.step(_("%(day)s is the day of the event and does not count."), "§ 187 Abs. 1 BGB", day=event_on)
    else:
        derivation.step(_("%(day)s is the first day and counts."), "§ 187 Abs. 2 BGB", day=event_on)
    source = "§ 188 Abs. 2 und 3 BGB" if span.years or span.months else "§ 188 Abs. 1 und 2 BGB"
    derivation.step(_("%(length)s later ends with %(day)s."), source, length=span, day=counted_to)
    ends_on = counted_to
    if act.moves:
        derivation.applies(WEEKEND, counted_to)
        ends_on = statutory(calendar.land, calendar.local).on_or_after(counted_to)
    if ends_on != counted_to:
        derivation.rests_on(HOLIDAYS, HOLIDAYS.at(counted_to))
        derivation.step(
            _("%(counted)s is a Saturday, a Sunday or a holiday in %(land)s; the end moves to %(end)s."),
            "§ 193 BGB",
            counted=counted_to,
            land=calendar.land,
            end=ends_on,
        )
    elif not act.moves:
        derivation.step(_("No Saturday, Sunday or holiday moves this end: %(act)s."), "§ 193 BGB", act=act)
    return derivation.gives(PeriodEnd(ends_on=ends_on, counted_to=counted_to, moved=ends_on != counted_to))


@rule(
    "period-end",
    Area.PERIODS,
    title=_("The end of a period"),
    says=_(
        "Counts a period from an event or from the beginning of a day, by months to the same number, and moves an end "
        "on a Saturday, Sunday or holiday where something has to be declared or paid. Periods of notice are not moved."
    ),
    timelines=(COUNTING, WEEKEND, HOLIDAYS),
    cases=(
        Case(
            "a month from 31 January, a payment",
            {"event": "2027-01-31", "length": "1 month", "act": "payment", "land": "NW"},
            gives={"ends_on": "2027-03-01", "counted_to": "2027-02-28", "moved": True},
            source=NOTES,
        ),
        Case(
            "a month from 31 January, a period of notice",
            {"event": "2027-01-31", "length": "1 month", "act": "notice", "land": "NW"},
            gives={"ends_on": "2027-02-28", "moved": False},
            source=NOTES,
        ),
        Case(
            "fourteen days that end on Easter Sunday (DWG-39)",
            {"event": "2025-04-06", "length": "14 days", "act": "declaration", "land": "NW"},
            gives={"ends_on": "2025-04-22", "counted_to": "2025-04-20"},
            source=f"{ROWS} DWG-39",
        ),
        Case(
            "fourteen days that end on 1 May (DWG-39)",
            {"event": "2025-04-17", "length": "14 days", "act": "declaration", "land": "NW"},
            gives={"ends_on": "2025-05-02"},
            source=f"{ROWS} DWG-39",
        ),
        Case(
            "a year that begins with a day",
            {"event": "2024-02-29", "length": "1 year", "act": "term", "begin": "day", "land": "NW"},
            gives={"ends_on": "2025-02-28"},
            source="§ 187 Abs. 2, § 188 Abs. 2 und 3 BGB",
        ),
    ),
)
def period_end(
    *,
    event_on: Annotated[date, _("Day of the event, or first day")],
    length: Annotated[Span, _("Length, such as “14 days” or “3 months”")],
    act: Annotated[Act, _("What the period is for")],
    land: Annotated[Land, _("Land of the place of declaration or performance")],
    begin: Annotated[Begin, _("Whether the first day counts")] = Begin.EVENT,
) -> Derived[PeriodEnd]:
    """Return the end of a period; raises NotApplicable for hours, NotInForce before 1991 where holidays matter."""
    return end_of(event_on, length, act, WorkCalendar(land), begin)


@rule(
    "period-after-receipt",
    Area.PERIODS,
    title=_("A period that runs from receipt"),
    says=_("A period that begins when something is received does not run while the receipt has no date."),
    timelines=(COUNTING, WEEKEND, HOLIDAYS),
    cases=(
        Case(
            "received",
            {"received": "2025-03-03", "length": "14 days", "act": "declaration", "land": "NW"},
            gives={"ends_on": "2025-03-17"},
            source=f"{ROWS} DWG-39",
        ),
        Case(
            "never received: nothing runs",
            {"length": "14 days", "act": "declaration", "land": "NW"},
            gives=None,
            source=f"{ROWS} DWG-39",
        ),
    ),
)
def period_after_receipt(
    *,
    received_on: Annotated[date | None, _("Day of receipt; left out when it is not known")] = None,
    length: Annotated[Span, _("Length, such as “14 days”")],
    act: Annotated[Act, _("What the period is for")],
    land: Annotated[Land, _("Land of the place of declaration or performance")],
) -> Derived[PeriodEnd | None]:
    """Return the end of the period, or None as long as it does not run."""
    derivation = Derivation()
    if received_on is None:
        derivation.rests_on(COUNTING, COUNTING.versions[-1])
        derivation.step(_("No receipt is on record, so the period has not begun. Find out the day."), "§ 130 BGB")
        return derivation.gives(None)
    return derivation.gives(derivation.takes(end_of(received_on, length, act, WorkCalendar(land))))


@rule(
    "period-extended",
    Area.PERIODS,
    title=_("An extended period"),
    says=_("The new period is counted from the end of the one before."),
    timelines=(COUNTING, WEEKEND, HOLIDAYS),
    cases=(
        Case(
            "two more weeks after 1 March 2027",
            {"ended": "2027-03-01", "length": "2 weeks", "act": "payment", "land": "NW"},
            gives={"ends_on": "2027-03-15"},
            source="§ 190 BGB",
        ),
    ),
)
def period_extended(
    *,
    ended_on: Annotated[date, _("Last day of the period before")],
    length: Annotated[Span, _("By how much it is extended")],
    act: Annotated[Act, _("What the period is for")],
    land: Annotated[Land, _("Land of the place of declaration or performance")],
) -> Derived[PeriodEnd]:
    """Return the end of the extended period; raises as `period_end` does."""
    derivation = Derivation()
    derivation.step(_("An extension is counted from the end of the period before, %(day)s."), "§ 190 BGB", day=ended_on)
    return derivation.gives(derivation.takes(end_of(ended_on, length, act, WorkCalendar(land))))


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
