"""Working days: which days count, the next one, the n-th one; by Land and by week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Annotated

import holidays

from quartier.law.errors import NotApplicable
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import ROWS
from quartier.values.choice import Choice
from quartier.values.land import MONDAY_TO_FRIDAY, Land, Weekday
from quartier.values.period import ONE_DAY, Period
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version

HOLIDAYS: Timeline[str] = Timeline(
    _("Public holidays of the Länder"),
    (
        Version(
            valid_from=date(1991, 1, 1),
            value="holidays",
            source="Art. 2 Abs. 2 EinigVtr; Feiertagsgesetze der Länder (Tabelle des Pakets holidays)",
        ),
    ),
    known_until=date(2101, 1, 1),
    advice=_("Nobody knows the holidays of that century."),
)


class Week(Choice):
    """Which days of the week are working days, unless they are holidays."""

    MON_FRI = "mon-fri", _("Monday to Friday")
    MON_SAT = "mon-sat", _("Monday to Saturday")

    @property
    def days(self) -> frozenset[Weekday]:
        """Return the days as a set."""
        return MONDAY_TO_FRIDAY if self is Week.MON_FRI else MONDAY_TO_FRIDAY | {Weekday.SATURDAY}


class LocalHoliday(Choice):
    """Holidays that are kept only in some municipalities of a Land."""

    AUGSBURG = "augsburg", _("Augsburg Peace Festival (8 August)")
    ASSUMPTION = "assumption", _("Assumption Day in Bavaria (15 August, mostly Catholic municipalities)")
    CORPUS_CHRISTI = "corpus-christi", _("Corpus Christi in parts of Saxony and Thuringia")


KEPT_IN = {
    LocalHoliday.AUGSBURG: {Land.BY},
    LocalHoliday.ASSUMPTION: {Land.BY},
    LocalHoliday.CORPUS_CHRISTI: {Land.SN, Land.TH},
}


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The working days at a place: its Land, the days of its week, and holidays of its municipality alone.

    Raises NotApplicable for a municipal holiday that the Land does not know. All questions raise NotInForce before
    1991, since when the Länder are sixteen, and NotYetKnown after 2100.
    """

    land: Land
    week: frozenset[Weekday] = MONDAY_TO_FRIDAY
    local: frozenset[LocalHoliday] = frozenset()

    def __post_init__(self) -> None:
        for holiday in self.local:
            if self.land not in KEPT_IN[holiday]:
                raise NotApplicable(_("“%(holiday)s” is not kept in %(land)s."), holiday=holiday, land=self.land)

    def is_holiday(self, day: date) -> bool:
        """Tell whether a day is a public holiday here; Sundays alone are none."""
        HOLIDAYS.at(day)
        return day in public_holidays(self.land, day.year) or day in _local_holidays(self.local, day.year)

    def is_working_day(self, day: date) -> bool:
        """Tell whether a day is one of the week's working days and no holiday."""
        return _weekday(day) in self.week and not self.is_holiday(day)

    def on_or_after(self, day: date) -> date:
        """Return the day itself if it is a working day, otherwise the next one."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def on_or_before(self, day: date) -> date:
        """Return the day itself if it is a working day, otherwise the last one before."""
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def after(self, day: date) -> Iterator[date]:
        """Yield the working days after a day, in order."""
        while True:
            day = self.on_or_after(day + ONE_DAY)
            yield day

    def nth_after(self, day: date, count: int) -> date:
        """Return the n-th working day after a day (count 1 is the next one); with 0 the day itself."""
        for _number, working_day in zip(range(count), self.after(day), strict=False):
            day = working_day
        return day

    def nth_of_month(self, year: int, month: int, count: int) -> date:
        """Return the n-th working day of a month; raises NotApplicable when the month has fewer."""
        found = self.nth_after(date(year, month, 1) - ONE_DAY, count)
        if (found.year, found.month) != (year, month):
            raise NotApplicable(
                _("%(month)s has fewer than %(count)s working days."), month=f"{month:02}/{year}", count=count
            )
        return found

    def working_days(self, period: Period) -> tuple[date, ...]:
        """Return the working days of a period."""
        return tuple(day for day in period if self.is_working_day(day))


# § 193 BGB knows one calendar: Saturday is never a day on which something must be done.
def statutory(land: Land, local: frozenset[LocalHoliday] = frozenset()) -> WorkCalendar:
    """Return the calendar of § 193 BGB at a place: Monday to Friday without holidays."""
    return WorkCalendar(land, MONDAY_TO_FRIDAY, local)


@cache
def public_holidays(land: Land, year: int) -> dict[date, str]:
    """Return the public holidays of a Land in a year with their German names, in order."""
    found = holidays.country_holidays("DE", subdiv=land.value, years=year, language="de")
    return dict(sorted(found.items()))


@cache
def _local_holidays(local: frozenset[LocalHoliday], year: int) -> frozenset[date]:
    fixed = {LocalHoliday.AUGSBURG: date(year, 8, 8), LocalHoliday.ASSUMPTION: date(year, 8, 15)}
    days = {fixed[holiday] for holiday in local if holiday in fixed}
    if LocalHoliday.CORPUS_CHRISTI in local:
        whit_monday = next(day for day, name in public_holidays(Land.NW, year).items() if name == "Pfingstmontag")
        days.add(whit_monday + timedelta(days=10))
    return frozenset(days)


def _weekday(day: date) -> Weekday:
    return list(Weekday)[day.weekday()]


@dataclass(frozen=True, slots=True)
class Holiday:
    """One public holiday."""

    on: Annotated[date, _("Day")]
    name: Annotated[str, _("Name")]


@rule(
    "holidays",
    Area.PERIODS,
    title=_("Public holidays of a Land in a year"),
    says=_("The general public holidays that the Land recognises; those of single municipalities are not among them."),
    timelines=(HOLIDAYS,),
    cases=(
        Case(
            "Hamburg has kept Reformation Day since 2018",
            {"land": "HH", "year": "2018"},
            gives=[
                {"on": "2018-01-01", "name": "Neujahr"},
                {"on": "2018-03-30", "name": "Karfreitag"},
                {"on": "2018-04-02", "name": "Ostermontag"},
                {"on": "2018-05-01", "name": "Erster Mai"},
                {"on": "2018-05-10", "name": "Christi Himmelfahrt"},
                {"on": "2018-05-21", "name": "Pfingstmontag"},
                {"on": "2018-10-03", "name": "Tag der Deutschen Einheit"},
                {"on": "2018-10-31", "name": "Reformationstag"},
                {"on": "2018-12-25", "name": "Erster Weihnachtstag"},
                {"on": "2018-12-26", "name": "Zweiter Weihnachtstag"},
            ],
            source="§ 1 HmbFeiertagsG",
        ),
    ),
)
def holidays_of(
    *, land: Annotated[Land, _("Land whose holidays are asked for")], year: Annotated[int, _("Calendar year")]
) -> Derived[tuple[Holiday, ...]]:
    """Return the holidays in order; raises NotInForce before 1991 and NotYetKnown after 2100."""
    derivation = Derivation()
    if not 1 <= year <= 9998:  # noqa: PLR2004  the years a date can hold
        raise NotApplicable(_("%(year)s is not a calendar year."), year=str(year))
    derivation.applies(HOLIDAYS, date(year, 1, 1))
    return derivation.gives(tuple(Holiday(day, name) for day, name in public_holidays(land, year).items()))


@rule(
    "working-days",
    Area.PERIODS,
    title=_("The n-th working day after an event"),
    says=_("Counts working days after the day of the event; the period ends with the last of them."),
    timelines=(HOLIDAYS,),
    cases=(
        Case(
            "ten working days with 1 May between, Monday to Friday (CC-35)",
            {"after": "2025-04-28", "count": "10", "land": "NW"},
            gives="2025-05-13",
            source=f"{ROWS} CC-35",
        ),
        Case(
            "the same from Monday to Saturday (CC-35)",
            {"after": "2025-04-28", "count": "10", "land": "NW", "week": "mon-sat"},
            gives="2025-05-10",
            source=f"{ROWS} CC-35",
        ),
    ),
)
def working_days_after(
    *,
    after_on: Annotated[date, _("Day of the event; it does not count")],
    count: Annotated[int, _("How many working days")],
    land: Annotated[Land, _("Land whose holidays do not count")],
    week: Annotated[Week, _("Which days of the week are working days")] = Week.MON_FRI,
) -> Derived[date]:
    """Return the n-th working day; raises NotApplicable for a count below one."""
    derivation = Derivation()
    derivation.applies(HOLIDAYS, after_on)
    if count < 1:
        raise NotApplicable(_("A period of working days needs at least one."))
    calendar = WorkCalendar(land, week.days)
    last = calendar.nth_after(after_on, count)
    span = Period.through(after_on + ONE_DAY, last)
    left_out = [day for day in span if _weekday(day) in week.days and calendar.is_holiday(day)]
    derivation.step(_("Working days are %(week)s in %(land)s."), week=week, land=land)
    for day in left_out:
        name = public_holidays(land, day.year)[day]
        derivation.step(_("%(day)s (%(name)s) does not count."), day=day, name=name)
    derivation.step(
        _("Working day number %(count)s after %(event)s is %(last)s."), count=count, event=after_on, last=last
    )
    return derivation.gives(last)
