"""§ 9 HeizkostenV: how much heat and fuel of a joint system goes into hot water."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from quartier.law.errors import Incomplete, NotApplicable, not_negative
from quartier.law.heizkostenv.shares import STARTED_ON
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.values.choice import Choice
from quartier.values.money import half_up
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version

ONE_PLACE = Decimal("0.1")


class Correction(Choice):
    """What changes the calculated heat."""

    NONE = "none", _("none")
    GROSS_GAS = "gross-gas", _("natural gas billed by gross calorific value")
    DELIVERED = "delivered", _("heat bought from a supplier")
    HEAT_PUMP = "heat-pump", _("heat pump without another source of heat")


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """The figures of the equations: kWh per cubic metre and kelvin, cold water, kWh per square metre."""

    per_volume: Decimal
    cold: Decimal
    per_area: Decimal


FORMULA: Timeline[Formula] = Timeline(
    _("Heat for hot water"),
    (
        Version(
            valid_from=STARTED_ON,
            value=Formula(per_volume=Decimal("2.5"), cold=Decimal(10), per_area=Decimal(32)),
            source="§ 9 Abs. 2 Satz 2 bis 5 HeizkostenV",
        ),
    ),
)
GROSS_GAS: Timeline[Fraction] = Timeline(
    _("Heat for hot water: gas by gross calorific value"),
    (Version(valid_from=STARTED_ON, value=Fraction(111, 100), source="§ 9 Abs. 2 Satz 6 Nr. 1 HeizkostenV"),),
)
DELIVERED: Timeline[Fraction] = Timeline(
    _("Heat for hot water: delivered heat"),
    (Version(valid_from=STARTED_ON, value=Fraction(100, 115), source="§ 9 Abs. 2 Satz 6 Nr. 2 HeizkostenV"),),
)
HEAT_PUMP: Timeline[Fraction] = Timeline(
    _("Heat for hot water: heat pump"),
    (
        Version(
            valid_from=date(2024, 10, 1),
            value=Fraction(30, 100),
            source="§ 9 Abs. 2 Satz 6 Nr. 3 HeizkostenV",
            verified=False,
            note=_(
                "The factor 0.30 is in the text; that it came with the change of 1 October 2024 was not confirmed. "
                "Check periods that began before."
            ),
        ),
    ),
)
CORRECTIONS = {
    Correction.GROSS_GAS: GROSS_GAS,
    Correction.DELIVERED: DELIVERED,
    Correction.HEAT_PUMP: HEAT_PUMP,
}


class Fuel(Choice):
    """Fuels with the values the regulation offers when the supplier's bill names none."""

    LIGHT_OIL = "light-oil", _("light heating oil")
    HEAVY_OIL = "heavy-oil", _("heavy heating oil")
    GAS_H = "gas-h", _("natural gas H")
    GAS_L = "gas-l", _("natural gas L")
    LIQUID_GAS = "liquid-gas", _("liquefied petroleum gas")
    COKE = "coke", _("coke")
    BROWN_COAL = "brown-coal", _("brown coal")
    HARD_COAL = "hard-coal", _("hard coal")
    WOOD = "wood", _("firewood, air-dried")
    PELLETS = "pellets", _("wood pellets")
    CHIPS = "chips", _("wood chips, air-dried")


VALUES: Timeline[dict[Fuel, Decimal]] = Timeline(
    _("Heating values of fuels"),
    (
        Version(
            valid_from=STARTED_ON,
            value={
                Fuel.LIGHT_OIL: Decimal(10),
                Fuel.HEAVY_OIL: Decimal("10.9"),
                Fuel.GAS_H: Decimal(10),
                Fuel.GAS_L: Decimal(9),
                Fuel.LIQUID_GAS: Decimal(13),
                Fuel.COKE: Decimal(8),
                Fuel.BROWN_COAL: Decimal("5.5"),
                Fuel.HARD_COAL: Decimal(8),
                Fuel.WOOD: Decimal("4.1"),
                Fuel.PELLETS: Decimal(5),
                Fuel.CHIPS: Decimal(4),
            },
            source="§ 9 Abs. 3 Satz 4 HeizkostenV",
            verified=False,
            note=_(
                "The text at hand holds two tables, which differ for wood chips (4 kWh per kilogram, 650 kWh per cubic "
                "metre); the first is used. Check which is in force and whether it is older than 2009."
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HotWater:
    """What hot water takes of a joint system."""

    heat: Annotated[Decimal, _("Heat in kilowatt-hours")]
    fuel: Annotated[Decimal | None, _("Fuel in litres, cubic metres or kilograms")]


@rule(
    "hot-water-heat",
    Area.RENT,
    title=_("Heat for hot water in a joint system"),
    says=_(
        "The heat is measured. Only where that would take unreasonable effort it is 2.5 × volume × (temperature − 10), "
        "and where not even the volume can be measured 32 × living area. The result is corrected for gas billed by "
        "gross calorific value, for delivered heat and for heat pumps; divided by the heating value it is the fuel."
    ),
    timelines=(FORMULA, GROSS_GAS, DELIVERED, HEAT_PUMP, VALUES),
    cases=(
        Case(
            "200 cubic metres at 60 degrees",
            {"from": "2025-01-01", "volume": "200", "temperature": "60"},
            gives={"heat": "25000.0", "fuel": None},
            source="§ 9 Abs. 2 Satz 2 HeizkostenV; 2,5 × 200 × 50",
        ),
        Case(
            "the same as litres of oil",
            {"from": "2025-01-01", "volume": "200", "temperature": "60", "fuel": "light-oil"},
            gives={"fuel": "2500.0"},
            source="§ 9 Abs. 3 HeizkostenV",
        ),
        Case(
            "by area alone, gas by gross calorific value",
            {"from": "2025-01-01", "area": "1000", "correction": "gross-gas"},
            gives={"heat": "35520.0"},
            source="§ 9 Abs. 2 Satz 4 und 6 Nr. 1 HeizkostenV; 32 × 1.000 × 1,11",
        ),
        Case(
            "measured: nothing is corrected",
            {"from": "2025-01-01", "measured": "20000", "heating-value": "10.2"},
            gives={"heat": "20000.0", "fuel": "1960.8"},
            source="§ 9 Abs. 2 Satz 1, Abs. 3 HeizkostenV",
        ),
    ),
)
def hot_water_heat(
    *,
    from_on: Annotated[date, _("First day of the billing period")],
    measured: Annotated[Decimal | None, _("Heat by the heat meter in kilowatt-hours")] = None,
    volume: Annotated[Decimal | None, _("Hot water in cubic metres")] = None,
    temperature: Annotated[Decimal | None, _("Mean temperature of the hot water in degrees Celsius")] = None,
    area: Annotated[Decimal | None, _("Living area with hot water in square metres")] = None,
    correction: Annotated[Correction, _("What changes the calculated heat")] = Correction.NONE,
    fuel: Annotated[Fuel | None, _("Fuel, when the supplier's bill names no heating value")] = None,
    heating_value: Annotated[Decimal | None, _("Heating value by the supplier's bill, in kWh")] = None,
) -> Derived[HotWater]:
    """Return heat and fuel to one place; raises Incomplete without a measure, NotApplicable for cold water."""
    _boiler_only(correction, fuel, heating_value)
    derivation = Derivation()
    formula = derivation.applies(FORMULA, from_on)
    if measured is not None:
        not_negative(measured=measured)
        heat = Fraction(measured)
        derivation.step(_("The heat meter shows %(heat)s kWh."), "§ 9 Abs. 2 Satz 1 HeizkostenV", heat=measured)
    else:
        heat = _calculated(formula, volume, temperature, area, derivation)
        if correction is not Correction.NONE:
            factor = derivation.applies(CORRECTIONS[correction], from_on)
            heat *= factor
            shown = half_up(heat, ONE_PLACE)
            derivation.step(_("Corrected, %(why)s: %(heat)s kWh."), why=correction, heat=shown)
    value = heating_value
    if value is None and fuel is not None:
        value = derivation.applies(VALUES, from_on)[fuel]
    burnt = None if value is None else _fuel(heat, value, derivation)
    return derivation.gives(HotWater(heat=half_up(heat, ONE_PLACE), fuel=burnt))


def _boiler_only(correction: Correction, fuel: Fuel | None, heating_value: Decimal | None) -> None:
    """Raise NotApplicable where heat is not turned into fuel: without a boiler, or with gas billed in kWh."""
    if correction in (Correction.DELIVERED, Correction.HEAT_PUMP) and (fuel or heating_value is not None):
        raise NotApplicable(_("Only a boiler burns fuel. Leave out “fuel” and “heating-value”."))
    if correction is Correction.GROSS_GAS and fuel:
        raise NotApplicable(
            _("The table holds net values, the gas is billed by the gross one. Give “heating-value” from the bill.")
        )


def _calculated(
    formula: Formula, volume: Decimal | None, temperature: Decimal | None, area: Decimal | None, derivation: Derivation
) -> Fraction:
    if volume is not None and temperature is not None:
        not_negative(volume=volume)
        if temperature < formula.cold:
            raise NotApplicable(_("Hot water is warmer than %(cold)s degrees. Check “temperature”."), cold=formula.cold)
        heat = formula.per_volume * volume * (temperature - formula.cold)
        derivation.step(
            _("%(volume)s m³ at %(temperature)s degrees take %(heat)s kWh."),
            "§ 9 Abs. 2 Satz 2 und 3 HeizkostenV",
            volume=volume,
            temperature=temperature,
            heat=heat,
        )
        return Fraction(heat)
    if area is None:
        raise Incomplete(_("Give “measured”, or “volume” and “temperature”, or, as an exception, “area”."))
    not_negative(area=area)
    heat = formula.per_area * area
    derivation.step(
        _("%(area)s m² take %(heat)s kWh; only if neither heat nor volume can be measured."),
        "§ 9 Abs. 2 Satz 4 und 5 HeizkostenV",
        area=area,
        heat=heat,
    )
    return Fraction(heat)


def _fuel(heat: Fraction, value: Decimal, derivation: Derivation) -> Decimal:
    if value <= 0:
        raise Incomplete(_("A heating value is above zero. Take it from the supplier's bill."))
    burnt = half_up(heat / Fraction(value), ONE_PLACE)
    derivation.step(
        _("At %(value)s kWh each that is %(fuel)s of fuel."), "§ 9 Abs. 3 HeizkostenV", value=value, fuel=burnt
    )
    return burnt
