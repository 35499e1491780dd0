"""§§ 5–9 CO2KostAufG: how landlord and tenant share the carbon costs of a building."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from quartier.law.bgb.periods import Begin, counted_end
from quartier.law.errors import Incomplete, NotApplicable, in_order, not_negative
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES
from quartier.values.choice import Choice
from quartier.values.money import exact, half_up, split
from quartier.values.period import Period
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, Percent, euro, percent

ONE_PLACE = Decimal("0.1")
WHOLE = Decimal(100)
HALF = Decimal("0.5")
SHOWN_PLACES = 3


class Building(Choice):
    """What a building is mostly for."""

    RESIDENTIAL = "residential", _("residential building")
    OTHER = "non-residential", _("building that is not mostly for living")


class Obstacle(Choice):
    """What public law stands in the way of, proved by the landlord (§ 9 CO2KostAufG)."""

    NONE = "none", _("nothing stands in the way of improvement")
    ONE = "building-or-heating", _("public law hinders improving the building or its heating")
    BOTH = "both", _("public law hinders improving the building and its heating")

    @property
    def kept(self) -> Decimal:
        """Return which part of the landlord's percentage remains."""
        return {Obstacle.NONE: Decimal(1), Obstacle.ONE: HALF, Obstacle.BOTH: Decimal(0)}[self]


class Supply(Choice):
    """Who buys the fuel or the heat."""

    LANDLORD = "landlord", _("the landlord supplies the heat")
    TENANT = "tenant", _("the tenant buys fuel or heat")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One line of the annex: emissions below this many kilograms per square metre and year, landlord's percentage."""

    below: Decimal | None
    landlord: Decimal


BORDERS = (12, 17, 22, 27, 32, 37, 42, 47, 52)
LANDLORD = (0, 10, 20, 30, 40, 50, 60, 70, 80, 95)
STAGES: Timeline[tuple[Stage, ...]] = Timeline(
    _("Stages of carbon costs"),
    (
        Version(
            valid_from=date(2023, 1, 1),
            value=tuple(
                Stage(below=below, landlord=Decimal(share))
                for below, share in zip((*map(Decimal, BORDERS), None), LANDLORD, strict=True)
            ),
            source="§ 5 Abs. 2, § 11 Abs. 2 und Anlage CO2KostAufG (BGBl. I 2022 S. 2159)",
            verified=False,
            note=_(
                "The table of the annex was missing in the text at hand; it was taken from two published programs that "
                "agree. Compare its ten lines with the Federal Law Gazette 2022 I p. 2159."
            ),
        ),
    ),
)
OTHER_BUILDINGS: Timeline[Decimal] = Timeline(
    _("Landlord's part of carbon costs in other buildings"),
    (Version(valid_from=date(2023, 1, 1), value=Decimal(50), source="§ 8 Abs. 1 und 2, § 11 Abs. 2 CO2KostAufG"),),
)
PART_YEARS: Timeline[str] = Timeline(
    _("Carbon costs of less than a year"),
    (
        Version(
            valid_from=date(2023, 1, 1),
            value="days",
            source="§ 5 Abs. 1 Satz 4 CO2KostAufG",
            verified=False,
            note=_(
                "The borders of the stages are reduced by days of the year; the law only says “in proportion”. Months "
                "can lead to another stage near a border."
            ),
        ),
    ),
)
OWN_SUPPLY: Timeline[str] = Timeline(
    _("Emissions of tenants who buy their own fuel"),
    (
        Version(
            valid_from=date(2023, 1, 1),
            value="not rounded",
            source="§ 5 Abs. 3 Satz 4 CO2KostAufG",
            verified=False,
            note=_(
                "§ 5 Abs. 3 refers to sentences 4 and 5 of paragraph 1, not to sentence 3 on rounding; so the value is "
                "not rounded here. Near a border rounding leads to the next stage; check the practice."
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CarbonShare:
    """The stage and both parts, which add up to the costs. Emission and stage are empty for other buildings."""

    emission: Annotated[Decimal | None, _("Kilograms of carbon dioxide per square metre in the period")]
    stage: Annotated[int | None, _("Stage, 1 to 10")]
    landlord_percent: Annotated[Percent, _("Landlord's part")]
    landlord: Annotated[Euro, _("Landlord bears")]
    tenant: Annotated[Euro, _("Tenants bear")]


@rule(
    "co2-cost-share",
    Area.RENT,
    title=_("Carbon costs of landlord and tenant"),
    says=_(
        "In residential buildings the emission per square metre of living area and year decides in ten stages how the "
        "carbon costs are shared; it is rounded to one place first, and for less than a year the borders are reduced "
        "in proportion. In other buildings the tenant bears half at most. Where public law hinders improvement, the "
        "landlord's part is halved or falls away. For periods that begin in 2023 or later."
    ),
    timelines=(STAGES, OTHER_BUILDINGS, PART_YEARS, OWN_SUPPLY),
    cases=(
        Case(
            "below 12 kg the landlord bears nothing",
            {"from": "2025-01-01", "to": "2025-12-31", "cost": "300.00", "emission": "11940", "area": "1000"},
            gives={"emission": "11.9", "stage": 1, "landlord_percent": "0", "landlord": "0.00", "tenant": "300.00"},
            source=NOTES,
        ),
        Case(
            "11.95 kg is rounded to 12.0",
            {"from": "2025-01-01", "to": "2025-12-31", "cost": "300.00", "emission": "11950", "area": "1000"},
            gives={"emission": "12.0", "stage": 2, "landlord": "30.00", "tenant": "270.00"},
            source=NOTES,
        ),
        Case(
            "52 kg and more: 95 %",
            {"from": "2025-01-01", "to": "2025-12-31", "cost": "300.00", "emission": "52000", "area": "1000"},
            gives={"stage": 10, "landlord_percent": "95", "landlord": "285.00", "tenant": "15.00"},
            source=NOTES,
        ),
        Case(
            "half a year: the borders are halved",
            {"from": "2025-01-01", "to": "2025-06-30", "cost": "100.00", "emission": "26000", "area": "1000"},
            gives={"emission": "26.0", "stage": 10},
            source="§ 5 Abs. 1 Satz 4 CO2KostAufG",
        ),
        Case(
            "a listed building: half of 95 %",
            {
                "from": "2025-01-01",
                "to": "2025-12-31",
                "cost": "100.00",
                "emission": "60000",
                "area": "1000",
                "obstacle": "building-or-heating",
            },
            gives={"landlord_percent": "47.5", "landlord": "47.50", "tenant": "52.50"},
            source="§ 9 Abs. 1 CO2KostAufG",
        ),
        Case(
            "shops and offices: half",
            {"from": "2025-01-01", "to": "2025-12-31", "cost": "99.99", "building": "non-residential"},
            gives={"emission": None, "stage": None, "landlord": "50.00", "tenant": "49.99"},
            source="§ 8 Abs. 1 CO2KostAufG",
        ),
    ),
)
def co2_cost_share(
    *,
    from_on: Annotated[date, _("First day of the billing period")],
    to_on: Annotated[date, _("Last day of the billing period")],
    cost: Annotated[Euro, _("Carbon costs of the period, with VAT")],
    emission: Annotated[Decimal | None, _("Carbon dioxide of the period in kilograms")] = None,
    area: Annotated[Decimal | None, _("Living area in square metres")] = None,
    building: Annotated[Building, _("What the building is mostly for")] = Building.RESIDENTIAL,
    obstacle: Annotated[Obstacle, _("What public law hinders")] = Obstacle.NONE,
    supply: Annotated[Supply, _("Who buys the fuel or the heat")] = Supply.LANDLORD,
) -> Derived[CarbonShare]:
    """Return both parts; raises NotInForce for periods before 2023, Incomplete without emission or area."""
    in_order(from_on, to_on)
    not_negative(cost=cost, emission=emission or Decimal(0), area=area or Decimal(0))
    derivation = Derivation()
    each, stage = None, None
    if building is Building.OTHER:
        share = derivation.applies(OTHER_BUILDINGS, from_on)
        derivation.step(
            _("Stages for buildings of this kind are announced; look whether they have come into force."),
            "§ 8 Abs. 4 CO2KostAufG",
        )
    else:
        each, stage, share = _classified(from_on, to_on, emission, area, supply, derivation)
    kept = share * obstacle.kept
    if obstacle is not Obstacle.NONE:
        derivation.step(
            _("%(obstacle)s: %(kept)s instead of %(share)s. The landlord has to prove it."),
            "§ 9 CO2KostAufG",
            obstacle=obstacle,
            kept=percent(kept),
            share=percent(share),
        )
    landlord, tenant = split(cost, (kept, WHOLE - kept))
    derivation.step(
        _("The landlord bears %(landlord)s, the tenants bear %(tenant)s."), landlord=euro(landlord), tenant=euro(tenant)
    )
    shown = kept.normalize() if kept else Decimal(0)
    parts = CarbonShare(emission=each, stage=stage, landlord_percent=shown + 0, landlord=landlord, tenant=tenant)
    return derivation.gives(parts)


def _classified(
    from_on: date, to_on: date, emission: Decimal | None, area: Decimal | None, supply: Supply, derivation: Derivation
) -> tuple[Decimal, int, Decimal]:
    """Return the emission per square metre, the stage and the landlord's percentage."""
    stages = derivation.applies(STAGES, from_on)
    if emission is None or not area:
        raise Incomplete(_("The stage of a residential building needs “emission” in kilograms and “area” above zero."))
    ratio = Fraction(emission) / Fraction(area)
    rounded = half_up(ratio, ONE_PLACE)
    shown, compared = rounded, Fraction(rounded)
    if supply is Supply.TENANT:
        derivation.applies(OWN_SUPPLY, from_on)
        shown, compared = exact(ratio, SHOWN_PLACES), ratio
    year = _part_of_year(from_on, to_on, derivation)
    number = next(n for n, one in enumerate(stages, 1) if one.below is None or compared < Fraction(one.below) * year)
    share = stages[number - 1].landlord
    derivation.step(
        _("%(each)s kg per square metre: stage %(number)s, the landlord bears %(share)s."),
        "§ 5 Abs. 1 und 2 CO2KostAufG",
        each=shown,
        number=number,
        share=percent(share),
    )
    return shown, number, share


def _part_of_year(from_on: date, to_on: date, derivation: Derivation) -> Fraction:
    """Return which part of a year the period is; raises NotApplicable when it is longer."""
    year_end = counted_end(from_on, Span(years=1), Begin.DAY)
    if to_on > year_end:
        raise NotApplicable(
            _("From %(first)s to %(last)s is longer than a year. Share the costs year by year."),
            first=from_on,
            last=to_on,
        )
    days, whole = Period.through(from_on, to_on).days, Period.through(from_on, year_end).days
    if days < whole:
        derivation.applies(PART_YEARS, from_on)
        derivation.step(
            _("The period has %(days)s of %(whole)s days; the borders of the stages are reduced as much."),
            "§ 5 Abs. 1 Satz 4 CO2KostAufG",
            days=days,
            whole=whole,
        )
    return Fraction(days, whole)
