"""§§ 7, 8, 9a, 10 HeizkostenV: which part of the costs follows consumption, and what each flat bears."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from quartier.law.errors import Incomplete, NotApplicable, not_negative
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES
from quartier.values.choice import Choice
from quartier.values.money import half_up, split
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, Percent, euro, percent

WHOLE = 100
STARTED_ON = date(2009, 1, 1)


class Service(Choice):
    """Which costs are shared."""

    HEATING = "heating", _("heating")
    HOT_WATER = "hot-water", _("hot water")


class Energy(Choice):
    """How a building is heated."""

    OIL_GAS = "oil-gas", _("own boiler for oil or gas")
    DELIVERED = "delivered", _("heat bought from a supplier, such as district heating")
    OTHER = "other", _("another own system, such as a heat pump")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The least and the most that may be shared by consumption."""

    least: Annotated[Percent, _("At least by consumption")]
    most: Annotated[Percent, _("At most by consumption")]


BOUNDS: dict[Service, Timeline[Bounds]] = {
    Service.HEATING: Timeline(
        _("Part of heating costs by consumption"),
        (
            Version(
                valid_from=STARTED_ON,
                value=Bounds(least=Decimal(50), most=Decimal(70)),
                source="§ 7 Abs. 1 Satz 1 HeizkostenV",
            ),
        ),
    ),
    Service.HOT_WATER: Timeline(
        _("Part of hot water costs by consumption"),
        (
            Version(
                valid_from=STARTED_ON,
                value=Bounds(least=Decimal(50), most=Decimal(70)),
                source="§ 8 Abs. 1 HeizkostenV",
            ),
        ),
    ),
}
FIXED: Timeline[Decimal] = Timeline(
    _("Part of heating costs by consumption in badly insulated buildings"),
    (Version(valid_from=STARTED_ON, value=Decimal(70), source="§ 7 Abs. 1 Satz 2 HeizkostenV"),),
)
ESTIMATE: Timeline[Decimal] = Timeline(
    _("Area whose consumption may be estimated"),
    (Version(valid_from=STARTED_ON, value=Decimal(25), source="§ 9a Abs. 2 HeizkostenV"),),
)


@rule(
    "consumption-percent",
    Area.RENT,
    title=_("Heating costs: part by consumption"),
    says=_(
        "50 to 70 % of the costs are shared by consumption. Exactly 70 % of heating costs are, where the building "
        "falls short of the Wärmeschutzverordnung of 1994, is heated with oil or gas and its exposed pipes are mostly "
        "insulated."
    ),
    timelines=(*BOUNDS.values(), FIXED),
    cases=(
        Case(
            "an old building with gas and insulated pipes",
            {
                "from": "2026-01-01",
                "service": "heating",
                "energy": "oil-gas",
                "meets-1994": False,
                "pipes-insulated": True,
            },
            gives={"least": "70", "most": "70"},
            source="§ 7 Abs. 1 Satz 2 HeizkostenV",
        ),
        Case(
            "district heating chooses freely",
            {"from": "2026-01-01", "service": "heating", "energy": "delivered"},
            gives={"least": "50", "most": "70"},
            source="§ 7 Abs. 3 HeizkostenV",
        ),
        Case(
            "hot water",
            {"from": "2026-01-01", "service": "hot-water"},
            {"least": "50", "most": "70"},
            "§ 8 Abs. 1 HeizkostenV",
        ),
    ),
)
def consumption_percent(
    *,
    from_on: Annotated[date, _("First day of the billing period")],
    service: Annotated[Service, _("Which costs are shared")],
    energy: Annotated[Energy | None, _("How the building is heated")] = None,
    meets_1994: Annotated[bool | None, _("Whether the building meets the Wärmeschutzverordnung of 1994")] = None,
    pipes_insulated: Annotated[bool | None, _("Whether the exposed pipes are mostly insulated")] = None,
) -> Derived[Bounds]:
    """Return the bounds; raises Incomplete when a fact is missing, NotInForce before 2009."""
    derivation = Derivation()
    bounds = derivation.applies(BOUNDS[service], from_on)
    if service is Service.HEATING and _is_fixed(energy, meets_1994, pipes_insulated):
        fixed = derivation.applies(FIXED, from_on)
        derivation.step(_("The building falls short of 1994, has an oil or gas boiler and insulated pipes."))
        bounds = Bounds(least=fixed, most=fixed)
    derivation.step(
        _("%(least)s to %(most)s are shared by consumption."), least=percent(bounds.least), most=percent(bounds.most)
    )
    return derivation.gives(bounds)


def _is_fixed(energy: Energy | None, meets_1994: bool | None, pipes_insulated: bool | None) -> bool:
    """Tell whether the part is fixed; raises Incomplete when that cannot be said."""
    if energy is None:
        raise Incomplete(_("How the building is heated decides: give “energy”."))
    if energy is not Energy.OIL_GAS or meets_1994 is True or pipes_insulated is False:
        return False
    if meets_1994 is None or pipes_insulated is None:
        raise Incomplete(_("Insulation decides with oil and gas: give “meets-1994” and “pipes-insulated”."))
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatCosts:
    """What one flat bears."""

    base: Annotated[Euro, _("By area")]
    consumption: Annotated[Euro, _("By consumption")]
    total: Annotated[Euro, _("Together")]


@rule(
    "heating-costs",
    Area.RENT,
    title=_("Heating costs of one flat"),
    says=_(
        "The part by consumption follows the units on the meters, the rest the living area or heated space. A part "
        "above 70 % needs a contract that says so, one below 70 % of heating costs the facts of the building."
    ),
    timelines=(*BOUNDS.values(), FIXED),
    cases=(
        Case(
            "10,000 € at 70 %, 80 of 1,000 m², 9,000 of 100,000 units",
            {
                "from": "2025-01-01",
                "costs": "10000.00",
                "percent": "70",
                "area": "80",
                "total-area": "1000",
                "units": "9000",
                "total-units": "100000",
            },
            gives={"base": "240.00", "consumption": "630.00", "total": "870.00"},
            source=NOTES,
        ),
        Case(
            "hot water at 50 %",
            {
                "from": "2025-01-01",
                "costs": "2000.00",
                "percent": "50",
                "area": "80",
                "total-area": "1000",
                "units": "30",
                "total-units": "240",
                "service": "hot-water",
            },
            gives={"base": "80.00", "consumption": "125.00", "total": "205.00"},
            source="§ 8 Abs. 1 HeizkostenV",
        ),
    ),
)
def heating_costs(
    *,
    from_on: Annotated[date, _("First day of the billing period")],
    costs: Annotated[Euro, _("Costs of the building")],
    percent_: Annotated[Percent, _("Part by consumption")],
    area: Annotated[Decimal, _("Living area of the flat in square metres")],
    total_area: Annotated[Decimal, _("Living area of the building in square metres")],
    units: Annotated[Decimal, _("Units of consumption of the flat")],
    total_units: Annotated[Decimal, _("Units of consumption of the building")],
    service: Annotated[Service, _("Which costs are shared")] = Service.HEATING,
    energy: Annotated[Energy | None, _("How the building is heated")] = None,
    meets_1994: Annotated[bool | None, _("Whether the building meets the Wärmeschutzverordnung of 1994")] = None,
    pipes_insulated: Annotated[bool | None, _("Whether the exposed pipes are mostly insulated")] = None,
    agreed: Annotated[bool, _("Whether a contract provides for more than 70 %")] = False,
) -> Derived[FlatCosts]:
    """Return the parts of one flat, each rounded half up; raises NotApplicable for a part outside the bounds."""
    not_negative(costs=costs, area=area, total_area=total_area, units=units, total_units=total_units)
    if area > total_area or units > total_units or not total_area or not total_units:
        raise NotApplicable(_("The building has at least the area and the units of the flat, and more than none."))
    derivation = Derivation()
    facts = (service, energy, meets_1994, pipes_insulated)
    base, consumption = derivation.takes(_pots(from_on, costs, percent_, facts, agreed))
    by_area = half_up(Fraction(base) * Fraction(area) / Fraction(total_area))
    by_units = half_up(Fraction(consumption) * Fraction(units) / Fraction(total_units))
    derivation.step(
        _("%(area)s of %(all)s m² bear %(sum)s of %(base)s."),
        area=area,
        all=total_area,
        sum=euro(by_area),
        base=euro(base),
    )
    derivation.step(
        _("%(units)s of %(all)s units bear %(sum)s of %(pot)s."),
        units=units,
        all=total_units,
        sum=euro(by_units),
        pot=euro(consumption),
    )
    return derivation.gives(FlatCosts(base=by_area, consumption=by_units, total=by_area + by_units))


@rule(
    "heating-costs-split",
    Area.RENT,
    title=_("Heating costs of all flats of a building"),
    says=_("As for one flat, but the parts of all flats add up to the costs to the cent (largest remainder)."),
    timelines=(*BOUNDS.values(), FIXED),
    cases=(
        Case(
            "three equal flats share 100 €",
            {
                "from": "2025-01-01",
                "costs": "100.00",
                "percent": "70",
                "area": ["50", "50", "50"],
                "units": ["10", "10", "10"],
            },
            gives=[
                {"base": "10.00", "consumption": "23.34", "total": "33.34"},
                {"base": "10.00", "consumption": "23.33", "total": "33.33"},
                {"base": "10.00", "consumption": "23.33", "total": "33.33"},
            ],
            source="§ 7 Abs. 1 HeizkostenV",
        ),
    ),
)
def heating_costs_split(
    *,
    from_on: Annotated[date, _("First day of the billing period")],
    costs: Annotated[Euro, _("Costs of the building")],
    percent_: Annotated[Percent, _("Part by consumption")],
    area: Annotated[tuple[Decimal, ...], _("Living area of each flat in square metres; repeated")],
    units: Annotated[tuple[Decimal, ...], _("Units of consumption of each flat, in the same order; repeated")],
    service: Annotated[Service, _("Which costs are shared")] = Service.HEATING,
    energy: Annotated[Energy | None, _("How the building is heated")] = None,
    meets_1994: Annotated[bool | None, _("Whether the building meets the Wärmeschutzverordnung of 1994")] = None,
    pipes_insulated: Annotated[bool | None, _("Whether the exposed pipes are mostly insulated")] = None,
    agreed: Annotated[bool, _("Whether a contract provides for more than 70 %")] = False,
) -> Derived[tuple[FlatCosts, ...]]:
    """Return the parts in the order given; raises Incomplete when areas and units do not match."""
    not_negative(costs=costs)
    if len(area) != len(units):
        raise Incomplete(
            _("There are %(areas)s areas and %(units)s units: every flat has both."), areas=len(area), units=len(units)
        )
    derivation = Derivation()
    facts = (service, energy, meets_1994, pipes_insulated)
    base, consumption = derivation.takes(_pots(from_on, costs, percent_, facts, agreed))
    pairs = zip(split(base, area), split(consumption, units), strict=True)
    return derivation.gives(tuple(FlatCosts(base=a, consumption=b, total=a + b) for a, b in pairs))


Facts = tuple[Service, Energy | None, bool | None, bool | None]


def _pots(on: date, costs: Decimal, part: Decimal, facts: Facts, agreed: bool) -> Derived[tuple[Decimal, Decimal]]:
    """Return what is shared by area and what by consumption; raises NotApplicable for a part outside the bounds."""
    derivation = Derivation()
    service, energy, meets_1994, pipes_insulated = facts
    bounds = derivation.applies(BOUNDS[service], on)
    # The most is allowed in every building; only below it do the facts of the building decide.
    if part < bounds.most:
        bounds = derivation.takes(
            consumption_percent(
                from_on=on, service=service, energy=energy, meets_1994=meets_1994, pipes_insulated=pipes_insulated
            )
        )
    if part < bounds.least or part > WHOLE or (part > bounds.most and not agreed):
        raise NotApplicable(
            _("%(part)s by consumption is not allowed here: %(least)s to %(most)s, more only by contract."),
            part=percent(part),
            least=percent(bounds.least),
            most=percent(bounds.most),
        )
    if part > bounds.most:
        derivation.step(_("A contract provides for %(part)s."), "§ 10 HeizkostenV", part=percent(part))
    base, consumption = split(half_up(costs), (WHOLE - part, part))
    derivation.step(
        _("Of %(costs)s %(consumption)s are shared by consumption and %(base)s by area."),
        costs=euro(costs),
        consumption=euro(consumption),
        base=euro(base),
    )
    return derivation.gives((base, consumption))


@rule(
    "heating-estimate",
    Area.RENT,
    title=_("Heating costs: may consumption be estimated?"),
    says=_(
        "Where meters fail, consumption is estimated from comparable periods, comparable rooms or the average, as long "
        "as no more than 25 % of the area are concerned. Beyond that all costs are shared by area alone."
    ),
    timelines=(ESTIMATE,),
    cases=(
        Case("a quarter", {"from": "2025-01-01", "area": "250", "total-area": "1000"}, True, "§ 9a Abs. 2 HeizkostenV"),
        Case("more", {"from": "2025-01-01", "area": "250.01", "total-area": "1000"}, False, "§ 9a Abs. 2 HeizkostenV"),
    ),
)
def heating_estimate(
    *,
    from_on: Annotated[date, _("First day of the billing period")],
    area: Annotated[Decimal, _("Area whose consumption was not recorded, in square metres")],
    total_area: Annotated[Decimal, _("Living area of the building in square metres")],
) -> Derived[bool]:
    """Return whether consumption may be estimated; raises NotApplicable when the part is larger than the building."""
    not_negative(area=area, total_area=total_area)
    derivation = Derivation()
    limit = derivation.applies(ESTIMATE, from_on)
    if not total_area or area > total_area:
        raise NotApplicable(_("The area that was not recorded is a part of the building's area."))
    possible = area * WHOLE <= limit * total_area
    derivation.step(
        _("%(area)s of %(all)s m² were not recorded; up to %(limit)s may be estimated."),
        area=area,
        all=total_area,
        limit=percent(limit),
    )
    return derivation.gives(possible)
