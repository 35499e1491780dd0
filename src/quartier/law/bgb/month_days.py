"""Days inside a month: the n-th working day of leases and rents, and § 192 BGB."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Annotated

from quartier.law.bgb.periods import COUNTING
from quartier.law.calendar.working_days import HOLIDAYS, Week, WorkCalendar
from quartier.law.errors import NotApplicable
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES
from quartier.values.choice import Choice
from quartier.values.land import Land
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version

SATURDAY = 5


class Purpose(Choice):
    """What the working day is counted for."""

    LEASE_NOTICE = "lease-notice", _("notice to quit a lease (§ 573c Abs. 1, § 580a BGB)")
    RENT = "rent", _("payment of rent (§ 556b Abs. 1 BGB)")


SATURDAYS: dict[Purpose, Timeline[Week]] = {
    Purpose.LEASE_NOTICE: Timeline(
        _("Working days until notice to quit"),
        (
            Version(
                valid_from=date(2001, 9, 1),
                value=Week.MON_SAT,
                source="§ 573c Abs. 1 BGB; BGH 27.04.2005, VIII ZR 206/04",
            ),
        ),
    ),
    Purpose.RENT: Timeline(
        _("Working days until rent is due"),
        (
            Version(
                valid_from=date(2001, 9, 1),
                value=Week.MON_FRI,
                source="§ 556b Abs. 1 BGB; BGH 13.07.2010, VIII ZR 129/09",
            ),
        ),
    ),
}
LAST_SATURDAY: Timeline[str] = Timeline(
    _("Third working day on a Saturday"),
    (
        Version(
            valid_from=date(2001, 9, 1),
            value="Saturday",
            source="BGH 27.04.2005, VIII ZR 206/04",
            verified=False,
            note=_(
                "The court left open whether notice may still arrive on Monday when the last of the days is a "
                "Saturday; the careful answer is Saturday."
            ),
        ),
    ),
)


@rule(
    "nth-working-day",
    Area.PERIODS,
    title=_("The n-th working day of a month"),
    says=_(
        "Until when notice to quit a lease must arrive and rent must be paid. Saturday counts for notice, not for rent."
    ),
    timelines=(*SATURDAYS.values(), LAST_SATURDAY, HOLIDAYS),
    cases=(
        Case(
            "notice by the third working day of January 2027",
            {"month": "2027-01-01", "purpose": "lease-notice", "land": "NW"},
            gives="2027-01-05",
            source=NOTES,
        ),
        Case(
            "rent by the third working day of January 2027 in North Rhine-Westphalia",
            {"month": "2027-01-01", "purpose": "rent", "land": "NW"},
            gives="2027-01-06",
            source=NOTES,
        ),
        Case(
            "the same in Bavaria, where Epiphany is a holiday",
            {"month": "2027-01-01", "purpose": "rent", "land": "BY"},
            gives="2027-01-07",
            source=NOTES,
        ),
    ),
)
def nth_working_day(
    *,
    month_on: Annotated[date, _("Any day of the month")],
    purpose: Annotated[Purpose, _("What the day is counted for")],
    land: Annotated[Land, _("Land of the place of the flat")],
    count: Annotated[int, _("Which working day")] = 3,
) -> Derived[date]:
    """Return the day; raises NotInForce before September 2001, NotApplicable when the month has fewer."""
    derivation = Derivation()
    first = month_on.replace(day=1)
    week = derivation.applies(SATURDAYS[purpose], first)
    derivation.applies(HOLIDAYS, first)
    if count < 1:
        raise NotApplicable(_("The first working day of a month is number 1."))
    day = WorkCalendar(land, week.days).nth_of_month(first.year, first.month, count)
    derivation.step(_("Working days are %(week)s in %(land)s: %(purpose)s."), week=week, land=land, purpose=purpose)
    if day.weekday() == SATURDAY:
        derivation.applies(LAST_SATURDAY, first)
    derivation.step(_("Number %(count)s of the month is %(day)s."), count=count, day=day)
    return derivation.gives(day)


class MonthPart(Choice):
    """The words of § 192 BGB."""

    BEGINNING = "beginning", _("beginning of the month")
    MIDDLE = "middle", _("middle of the month")
    END = "end", _("end of the month")


@rule(
    "month-part",
    Area.PERIODS,
    title=_("Beginning, middle and end of a month"),
    says=_("The beginning is the first day, the middle the 15th, the end the last day."),
    timelines=(COUNTING,),
    cases=(
        Case("end of February in a leap year", {"month": "2028-02-10", "part": "end"}, "2028-02-29", "§ 192 BGB"),
        Case("middle of February", {"month": "2027-02-01", "part": "middle"}, "2027-02-15", "§ 192 BGB"),
        Case("beginning of May", {"month": "2027-05-31", "part": "beginning"}, "2027-05-01", "§ 192 BGB"),
    ),
)
def month_part(
    *,
    month_on: Annotated[date, _("Any day of the month")],
    part: Annotated[MonthPart, _("The word in the document")],
) -> Derived[date]:
    """Return the day that a document means by a part of a month."""
    derivation = Derivation()
    derivation.applies(COUNTING, month_on)
    number = {MonthPart.BEGINNING: 1, MonthPart.MIDDLE: 15}.get(part, monthrange(month_on.year, month_on.month)[1])
    day = month_on.replace(day=number)
    derivation.step(_("The %(part)s is %(day)s."), "§ 192 BGB", part=part, day=day)
    return derivation.gives(day)
