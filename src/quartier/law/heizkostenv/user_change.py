"""§ 9b HeizkostenV: how the costs of a flat are shared when its user changes inside a billing period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from quartier.law.errors import Incomplete, NotApplicable, in_order, not_negative
from quartier.law.heizkostenv.shares import STARTED_ON, Service
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES
from quartier.values.choice import Choice
from quartier.values.money import exact, half_up, split
from quartier.values.period import Period
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, euro

SHOWN_PLACES = 3


class Measure(Choice):
    """How costs that no meter shares are shared in time."""

    DEGREE_DAYS = "degree-days", _("degree days")
    DAYS = "days", _("days")


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """Months that share a part of the heat of a year, in thousandths, evenly by days."""

    months: tuple[int, ...]
    thousandths: int


DEGREE_DAYS: Timeline[tuple[Season, ...]] = Timeline(
    _("Degree days"),
    (
        Version(
            valid_from=STARTED_ON,
            value=(
                Season(months=(1,), thousandths=170),
                Season(months=(2,), thousandths=150),
                Season(months=(3,), thousandths=130),
                Season(months=(4,), thousandths=80),
                Season(months=(5,), thousandths=40),
                Season(months=(6, 7, 8), thousandths=40),
                Season(months=(9,), thousandths=30),
                Season(months=(10,), thousandths=80),
                Season(months=(11,), thousandths=120),
                Season(months=(12,), thousandths=160),
            ),
            source="§ 9b Abs. 2 HeizkostenV; VDI 2067 Blatt 1 (12/1983), Tabelle 22",
            verified=False,
            note=_(
                "The months were compared with published copies of the table, not with the standard. June to August "
                "share 40 thousandths over 92 days here; some services take a third for each month."
            ),
        ),
    ),
)
CHANGE: Timeline[str] = Timeline(
    _("Change of user in a billing period"),
    (Version(valid_from=STARTED_ON, value="interim reading", source="§ 9b Abs. 1 bis 3 HeizkostenV"),),
)


@rule(
    "degree-days",
    Area.RENT,
    title=_("Degree days of a period"),
    says=_("How many thousandths of the heat of a year fall into a period, by the table for change of user."),
    timelines=(DEGREE_DAYS,),
    cases=(
        Case("January to March", {"from": "2025-01-01", "to": "2025-03-31"}, gives="450", source=NOTES),
        Case("the same in a leap year", {"from": "2028-01-01", "to": "2028-03-31"}, gives="450", source=NOTES),
        Case("a whole year", {"from": "2025-07-01", "to": "2026-06-30"}, gives="1000", source="VDI 2067 Blatt 1"),
        Case("half of June", {"from": "2025-06-01", "to": "2025-06-15"}, gives="6.522", source="40 × 15 ÷ 92"),
    ),
)
def degree_days(*, from_on: Annotated[date, _("First day")], to_on: Annotated[date, _("Last day")]) -> Derived[Decimal]:
    """Return the thousandths to three places; raises WrongOrder, NotInForce before 2009."""
    in_order(from_on, to_on)
    derivation = Derivation()
    seasons = derivation.applies(DEGREE_DAYS, from_on)
    total = exact(_thousandths(Period.through(from_on, to_on), seasons), SHOWN_PLACES)
    derivation.step(_("From %(first)s to %(last)s: %(total)s of 1,000 parts."), first=from_on, last=to_on, total=total)
    return derivation.gives(total)


def _thousandths(period: Period, seasons: tuple[Season, ...]) -> Fraction:
    parts = [
        Fraction(season.thousandths * shared.days, sum(month.days for month in months))
        for year in range(period.starts_on.year, period.last_on.year + 1)
        for season in seasons
        for months in [[_month(year, number) for number in season.months]]
        for month in months
        if (shared := month.overlap(period))
    ]
    return sum(parts, Fraction(0))


def _month(year: int, number: int) -> Period:
    following = date(year + number // 12, number % 12 + 1, 1)
    return Period(date(year, number, 1), following)


@dataclass(frozen=True, slots=True, kw_only=True)
class UserShares:
    """What the user before and the user after the change bear; all parts add up to the costs."""

    before_base: Annotated[Euro, _("User before: by time")]
    before_consumption: Annotated[Euro, _("User before: by consumption")]
    before: Annotated[Euro, _("User before")]
    after_base: Annotated[Euro, _("User after: by time")]
    after_consumption: Annotated[Euro, _("User after: by consumption")]
    after: Annotated[Euro, _("User after")]


@rule(
    "user-change",
    Area.RENT,
    title=_("Heating costs when the user of a flat changes"),
    says=_(
        "Costs by consumption follow an interim reading. Other costs of heating follow degree days or days, those of "
        "hot water follow days. Without a usable reading all costs are shared by time. A lease may say otherwise."
    ),
    timelines=(CHANGE, DEGREE_DAYS),
    cases=(
        Case(
            "moved out at the end of March, with a reading",
            {
                "from": "2025-01-01",
                "to": "2025-12-31",
                "change": "2025-04-01",
                "base": "240.00",
                "consumption": "630.00",
                "units-before": "4500",
                "units-after": "4500",
            },
            gives={"before_base": "108.00", "before_consumption": "315.00", "before": "423.00", "after": "447.00"},
            source="§ 9b Abs. 2 HeizkostenV; 450 von 1.000 Teilen",
        ),
        Case(
            "without a reading all follows degree days",
            {
                "from": "2025-01-01",
                "to": "2025-12-31",
                "change": "2025-04-01",
                "base": "240.00",
                "consumption": "630.00",
            },
            gives={"before": "391.50", "after": "478.50"},
            source="§ 9b Abs. 3 HeizkostenV",
        ),
        Case(
            "hot water follows days",
            {
                "from": "2025-01-01",
                "to": "2025-12-31",
                "change": "2025-04-01",
                "base": "73.00",
                "consumption": "0",
                "service": "hot-water",
            },
            gives={"before": "18.00", "after": "55.00"},
            source="§ 9b Abs. 2 HeizkostenV; 90 von 365 Tagen",
        ),
    ),
)
def user_change(
    *,
    from_on: Annotated[date, _("First day of the billing period")],
    to_on: Annotated[date, _("Last day of the billing period")],
    change_on: Annotated[date, _("First day of the user after the change")],
    base: Annotated[Euro, _("Costs of the flat that do not follow consumption")],
    consumption: Annotated[Euro, _("Costs of the flat by consumption")],
    units_before: Annotated[Decimal | None, _("Units until the interim reading; left out without a reading")] = None,
    units_after: Annotated[Decimal | None, _("Units after the interim reading; left out without a reading")] = None,
    service: Annotated[Service, _("Which costs are shared")] = Service.HEATING,
    by: Annotated[Measure | None, _("Measure in time; left out: degree days for heating, days for hot water")] = None,
) -> Derived[UserShares]:
    """Return both shares; raises NotApplicable for a change outside the period, Incomplete for half a reading."""
    not_negative(base=base, consumption=consumption)
    if not from_on < change_on <= to_on:
        raise NotApplicable(
            _("The user changes inside the period, from %(first)s to %(last)s; %(day)s is outside."),
            first=from_on,
            last=to_on,
            day=change_on,
        )
    derivation = Derivation()
    derivation.applies(CHANGE, from_on)
    times = _times(Period.through(from_on, to_on), change_on, _measure(service, by), derivation)
    units = _units(units_before, units_after, derivation)
    shares = _shares(split(half_up(base), times), split(half_up(consumption), units or times))
    derivation.step(
        _("The user before bears %(before)s, the user after bears %(after)s."),
        before=euro(shares.before),
        after=euro(shares.after),
    )
    return derivation.gives(shares)


def _shares(base: tuple[Decimal, ...], used: tuple[Decimal, ...]) -> UserShares:
    return UserShares(
        before_base=base[0],
        before_consumption=used[0],
        before=base[0] + used[0],
        after_base=base[1],
        after_consumption=used[1],
        after=base[1] + used[1],
    )


def _measure(service: Service, by: Measure | None) -> Measure:
    if service is Service.HOT_WATER:
        if by is Measure.DEGREE_DAYS:
            raise NotApplicable(_("Costs of hot water are shared by days, not by degree days."))
        return Measure.DAYS
    return by or Measure.DEGREE_DAYS


def _times(period: Period, change_on: date, by: Measure, derivation: Derivation) -> tuple[Fraction, Fraction]:
    before, after = period.split([change_on])
    if by is Measure.DAYS:
        parts = Fraction(before.days), Fraction(after.days)
    else:
        seasons = derivation.applies(DEGREE_DAYS, period.starts_on)
        parts = _thousandths(before, seasons), _thousandths(after, seasons)
    derivation.step(
        _("Measured in %(measure)s: %(before)s parts fall before the change, %(after)s after it."),
        "§ 9b Abs. 2 HeizkostenV",
        measure=by,
        before=exact(parts[0], SHOWN_PLACES),
        after=exact(parts[1], SHOWN_PLACES),
    )
    return parts


def _units(before: Decimal | None, after: Decimal | None, derivation: Derivation) -> tuple[Decimal, Decimal] | None:
    """Return the units of an interim reading, or None without one."""
    if before is None and after is None:
        derivation.step(_("There is no usable reading: all costs are shared by time."), "§ 9b Abs. 3 HeizkostenV")
        return None
    if before is None or after is None:
        raise Incomplete(_("A reading has units before and after the change. Give both, or neither."))
    not_negative(units_before=before, units_after=after)
    derivation.step(
        _("The interim reading gives %(before)s units before and %(after)s after the change."),
        "§ 9b Abs. 1 HeizkostenV",
        before=before,
        after=after,
    )
    return before, after
