"""Regulation (EEC, Euratom) No 1182/71: how periods of Union law are counted, such as those of the GDPR."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from quartier.law.bgb.periods import PeriodEnd, add
from quartier.law.calendar.working_days import HOLIDAYS, WorkCalendar, statutory
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES
from quartier.values.land import Land
from quartier.values.period import ONE_DAY, Period
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version

ARTICLE = "VO (EWG, Euratom) Nr. 1182/71, Art. 3"
REGULATION: Timeline[int] = Timeline(
    _("Periods of Union law"),
    (
        # The value is how many working days a period of two days or more must hold (Art. 3 Abs. 5).
        Version(valid_from=date(1971, 7, 1), value=2, source=ARTICLE),
    ),
)


@rule(
    "eu-period",
    Area.PERIODS,
    title=_("The end of a period of Union law"),
    says=_(
        "The day of the event does not count; an end on a Saturday, Sunday or holiday moves to the next working day, "
        "whatever the period is for; two days or more hold at least two working days."
    ),
    timelines=(REGULATION, HOLIDAYS),
    cases=(
        Case(
            "a request received on 31 January 2027",
            {"event": "2027-01-31", "length": "1 month", "land": "NW"},
            gives={"ends_on": "2027-03-01", "counted_to": "2027-02-28", "moved": True},
            source=NOTES,
        ),
        Case(
            "72 hours are something else: two days over Easter hold two working days",
            {"event": "2026-04-02", "length": "2 days", "land": "NW"},
            gives={"ends_on": "2026-04-08"},
            source="VO (EWG, Euratom) Nr. 1182/71, Art. 3 Abs. 5",
        ),
    ),
)
def eu_period(
    *,
    event_on: Annotated[date, _("Day of the event; it does not count")],
    length: Annotated[Span, _("Length, such as “1 month”")],
    land: Annotated[Land, _("Land whose holidays count")],
) -> Derived[PeriodEnd]:
    """Return the end of the period; raises NotApplicable for hours, NotInForce before 1991."""
    derivation = Derivation()
    at_least = derivation.applies(REGULATION, event_on)
    derivation.applies(HOLIDAYS, event_on)
    calendar = statutory(land)
    counted_to = add(event_on, length, calendar)
    derivation.step(_("%(day)s is the day of the event and does not count."), f"{ARTICLE} Abs. 1", day=event_on)
    derivation.step(_("%(length)s later ends with %(day)s."), f"{ARTICLE} Abs. 2", length=length, day=counted_to)
    ends_on = calendar.on_or_after(counted_to)
    if ends_on != counted_to:
        template = _("%(counted)s is a Saturday, a Sunday or a holiday in %(land)s; the end moves to %(end)s.")
        derivation.step(template, f"{ARTICLE} Abs. 4", counted=counted_to, land=land, end=ends_on)
    if (counted_to - event_on).days >= at_least:
        ends_on = _with_working_days(event_on, ends_on, at_least, calendar, derivation)
    return derivation.gives(PeriodEnd(ends_on=ends_on, counted_to=counted_to, moved=ends_on != counted_to))


def _with_working_days(
    event_on: date, ends_on: date, at_least: int, calendar: WorkCalendar, derivation: Derivation
) -> date:
    if len(calendar.working_days(Period.through(event_on + ONE_DAY, ends_on))) >= at_least:
        return ends_on
    end = calendar.nth_after(event_on, at_least)
    derivation.step(
        _("It would hold fewer than %(count)s working days; it ends on %(end)s."),
        f"{ARTICLE} Abs. 5",
        count=at_least,
        end=end,
    )
    return end
