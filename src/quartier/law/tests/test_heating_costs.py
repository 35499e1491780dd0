"""Heating costs: bounds, shares that add up, hot water and a change of user."""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.errors import Incomplete, Negative, NotApplicable, NothingToSplitBy, NotInForce, WrongOrder
from quartier.law.heizkostenv.hot_water import Correction, Fuel, HotWater, hot_water_heat
from quartier.law.heizkostenv.shares import (
    Energy,
    FlatCosts,
    Service,
    consumption_percent,
    heating_costs,
    heating_costs_split,
    heating_estimate,
)
from quartier.law.heizkostenv.user_change import Measure, UserShares, degree_days, user_change

FROM = date(2025, 1, 1)
TO = date(2025, 12, 31)
D = Decimal


def bounds(**facts: Any) -> tuple[int, int]:
    found = consumption_percent(from_on=FROM, service=Service.HEATING, **facts).value
    return int(found.least), int(found.most)


@pytest.mark.parametrize(
    ("facts", "least"),
    [
        ({"energy": Energy.OIL_GAS, "meets_1994": False, "pipes_insulated": True}, 70),
        ({"energy": Energy.OIL_GAS, "meets_1994": True, "pipes_insulated": True}, 50),
        ({"energy": Energy.OIL_GAS, "meets_1994": False, "pipes_insulated": False}, 50),
        ({"energy": Energy.OIL_GAS, "meets_1994": True}, 50),
        ({"energy": Energy.OIL_GAS, "pipes_insulated": False}, 50),
        ({"energy": Energy.DELIVERED, "meets_1994": False, "pipes_insulated": True}, 50),
        ({"energy": Energy.OTHER}, 50),
    ],
)
def test_the_building_decides_the_bounds(facts: dict[str, Any], least: int) -> None:
    assert bounds(**facts) == (least, 70)


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ({}, "energy"),
        ({"energy": Energy.OIL_GAS}, "meets-1994"),
        ({"energy": Energy.OIL_GAS, "meets_1994": False}, "pipes-insulated"),
        ({"energy": Energy.OIL_GAS, "pipes_insulated": True}, "meets-1994"),
    ],
)
def test_missing_facts_of_the_building_are_asked_for(facts: dict[str, Any], named: str) -> None:
    with pytest.raises(Incomplete, match=named):
        bounds(**facts)


def flat(**facts: Any) -> FlatCosts:
    known: dict[str, Any] = {
        "from_on": FROM,
        "costs": D(10000),
        "percent_": D(70),
        "area": D(80),
        "total_area": D(1000),
        "units": D(9000),
        "total_units": D(100000),
        **facts,
    }
    return heating_costs(**known).value


@pytest.mark.parametrize("service", list(Service))
@pytest.mark.parametrize(("part", "agreed"), [("49.9", False), ("70.1", False), ("100.1", True)])
def test_a_part_outside_the_bounds_is_refused(service: Service, part: str, agreed: bool) -> None:
    with pytest.raises(NotApplicable, match="more only by contract"):
        flat(percent_=D(part), agreed=agreed, service=service, energy=Energy.OTHER)


def test_parts_inside_the_bounds() -> None:
    assert flat(percent_=D(50), energy=Energy.OTHER).total == D("850.00")
    assert flat(percent_=D(100), agreed=True).total == D("900.00")
    assert flat(percent_=D("70.1"), agreed=True).base == D("239.20")


def test_seventy_percent_are_fixed_in_some_buildings() -> None:
    facts = {"energy": Energy.OIL_GAS, "meets_1994": False, "pipes_insulated": True}
    assert flat(percent_=D(70), **facts).total == D("870.00")
    with pytest.raises(NotApplicable, match=r"70.% to 70.%"):
        flat(percent_=D("69.9"), **facts)


@pytest.mark.parametrize(
    "facts",
    [
        {"area": D("1000.01")},
        {"units": D(100001)},
        {"total_area": D(0), "area": D(0)},
        {"total_units": D(0), "units": D(0)},
    ],
)
def test_a_flat_is_no_larger_than_its_building(facts: dict[str, Any]) -> None:
    with pytest.raises(NotApplicable, match="at least the area"):
        flat(**facts)


@pytest.mark.parametrize("name", ["costs", "area", "total_area", "units", "total_units"])
def test_negative_measures_are_refused(name: str) -> None:
    with pytest.raises(Negative, match=name.replace("_", " ")):
        flat(**{name: D(-1)})


def test_the_rule_begins_in_2009() -> None:
    assert flat(from_on=date(2009, 1, 1)).total == D("870.00")
    with pytest.raises(NotInForce):
        flat(from_on=date(2008, 12, 31))


def building(costs: Decimal, part: Decimal, area: list[int], units: list[int]) -> tuple[FlatCosts, ...]:
    return heating_costs_split(
        from_on=FROM,
        costs=costs,
        percent_=part,
        area=tuple(map(D, area)),
        units=tuple(map(D, units)),
        energy=Energy.OTHER,
    ).value


@settings(max_examples=100, deadline=None)
@given(
    cents=st.integers(0, 10_000_000),
    part=st.integers(50, 70),
    flats=st.lists(st.tuples(st.integers(1, 300), st.integers(1, 20000)), min_size=1, max_size=8),
)
def test_the_parts_of_a_building_add_up_and_stay_within_a_cent(
    cents: int, part: int, flats: list[tuple[int, int]]
) -> None:
    costs = D(cents) / 100
    area, units = [one[0] for one in flats], [one[1] for one in flats]
    found = building(costs, D(part), area, units)
    assert sum(one.total for one in found) == costs
    for one, (square_metres, used) in zip(found, flats, strict=True):
        share = Fraction(costs) * (
            Fraction(100 - part, 100) * Fraction(square_metres, sum(area))
            + Fraction(part, 100) * Fraction(used, sum(units))
        )
        assert one.total == one.base + one.consumption
        assert abs(Fraction(one.total) - share) < Fraction(3, 100)


def test_a_building_without_measures_is_refused() -> None:
    with pytest.raises(Incomplete, match="2 areas and 1 units"):
        building(D(100), D(70), [50, 50], [1])
    with pytest.raises(NothingToSplitBy):
        building(D(100), D(70), [50, 50], [0, 0])
    with pytest.raises(Negative):
        building(D(-1), D(70), [50], [1])


@pytest.mark.parametrize(("area", "possible"), [("249.99", True), ("250", True), ("250.01", False), ("1000", False)])
def test_a_quarter_of_the_area_may_be_estimated(area: str, possible: bool) -> None:
    assert heating_estimate(from_on=FROM, area=D(area), total_area=D(1000)).value is possible


@pytest.mark.parametrize(("area", "total"), [("1000.01", "1000"), ("0", "0")])
def test_an_estimate_needs_a_building(area: str, total: str) -> None:
    with pytest.raises(NotApplicable, match="part of the building"):
        heating_estimate(from_on=FROM, area=D(area), total_area=D(total))


def heat(from_on: date = FROM, **facts: Any) -> HotWater:
    return hot_water_heat(from_on=from_on, **facts).value


@pytest.mark.parametrize(
    ("correction", "kilowatt_hours"),
    [
        (Correction.NONE, "25000.0"),
        (Correction.GROSS_GAS, "27750.0"),
        (Correction.DELIVERED, "21739.1"),
        (Correction.HEAT_PUMP, "7500.0"),
    ],
)
def test_the_calculated_heat_is_corrected(correction: Correction, kilowatt_hours: str) -> None:
    assert heat(volume=D(200), temperature=D(60), correction=correction).heat == D(kilowatt_hours)
    assert heat(measured=D(25000), correction=correction).heat == D("25000.0")


def test_heat_pumps_have_a_factor_since_october_2024() -> None:
    assert heat(date(2024, 10, 1), area=D(100), correction=Correction.HEAT_PUMP).heat == D("960.0")
    with pytest.raises(NotInForce, match="heat pump"):
        heat(date(2024, 9, 30), area=D(100), correction=Correction.HEAT_PUMP)


@pytest.mark.parametrize(
    ("fuel", "amount"),
    [
        (Fuel.LIGHT_OIL, "1000.0"),
        (Fuel.HEAVY_OIL, "917.4"),
        (Fuel.GAS_H, "1000.0"),
        (Fuel.GAS_L, "1111.1"),
        (Fuel.LIQUID_GAS, "769.2"),
        (Fuel.COKE, "1250.0"),
        (Fuel.BROWN_COAL, "1818.2"),
        (Fuel.HARD_COAL, "1250.0"),
        (Fuel.WOOD, "2439.0"),
        (Fuel.PELLETS, "2000.0"),
        (Fuel.CHIPS, "2500.0"),
    ],
)
def test_fuel_by_the_table_unless_the_bill_names_a_value(fuel: Fuel, amount: str) -> None:
    assert heat(measured=D(10000), fuel=fuel).fuel == D(amount)
    assert heat(measured=D(10000), fuel=fuel, heating_value=D(20)).fuel == D("500.0")


@pytest.mark.parametrize(
    ("correction", "facts", "named"),
    [
        (Correction.DELIVERED, {"fuel": Fuel.GAS_H}, "boiler"),
        (Correction.HEAT_PUMP, {"heating_value": D(10)}, "boiler"),
        (Correction.GROSS_GAS, {"fuel": Fuel.GAS_H}, "gross"),
    ],
)
def test_only_a_boiler_burns_fuel(correction: Correction, facts: dict[str, Any], named: str) -> None:
    with pytest.raises(NotApplicable, match=named):
        heat(area=D(100), correction=correction, **facts)
    assert heat(area=D(100), correction=Correction.GROSS_GAS, heating_value=D("11.1")).fuel == D("320.0")


def test_hot_water_needs_a_measure() -> None:
    lacking: list[dict[str, Any]] = [{}, {"volume": D(1)}, {"temperature": D(60)}]
    for facts in lacking:
        with pytest.raises(Incomplete, match="measured"):
            heat(**facts)
    with pytest.raises(Incomplete, match="above zero"):
        heat(measured=D(1), heating_value=D(0))
    with pytest.raises(NotApplicable, match="warmer than 10"):
        heat(volume=D(1), temperature=D("9.9"))
    assert heat(volume=D(1), temperature=D(10)).heat == 0
    for name in ("measured", "area"):
        with pytest.raises(Negative, match=name):
            heat(FROM, **{name: D(-1)})
    with pytest.raises(Negative, match="volume"):
        heat(volume=D(-1), temperature=D(60))


# Written from the published table: thousandths of each month; June to August share forty by their 92 days.
MONTHS = {1: 170, 2: 150, 3: 130, 4: 80, 5: 40, 9: 30, 10: 80, 11: 120, 12: 160}


def thousandths_day_by_day(first: date, last: date) -> Fraction:
    total = Fraction(0)
    day = first
    while day <= last:
        length = monthrange(day.year, day.month)[1]
        total += Fraction(MONTHS[day.month], length) if day.month in MONTHS else Fraction(40, 92)
        day += timedelta(days=1)
    return total


@settings(max_examples=60, deadline=None)
@given(first=st.dates(date(2009, 1, 1), date(2060, 1, 1)), days=st.integers(0, 500))
def test_degree_days_agree_with_a_sum_day_by_day(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    expected = thousandths_day_by_day(first, last)
    assert abs(Fraction(degree_days(from_on=first, to_on=last).value) - expected) <= Fraction(1, 2000)


@pytest.mark.parametrize("year", [2025, 2028])
def test_a_year_has_a_thousand_parts(year: int) -> None:
    assert degree_days(from_on=date(year, 1, 1), to_on=date(year, 12, 31)).value == 1000
    february = degree_days(from_on=date(year, 2, 1), to_on=date(year, 2, 1)).value
    assert february == (D("5.172") if isleap(year) else D("5.357"))


def test_degree_days_in_disorder_or_too_early_are_refused() -> None:
    with pytest.raises(WrongOrder):
        degree_days(from_on=TO, to_on=FROM)
    with pytest.raises(NotInForce):
        degree_days(from_on=date(2008, 12, 31), to_on=TO)


def changed(change_on: date = date(2025, 4, 1), **facts: Any) -> UserShares:
    known: dict[str, Any] = {"base": D(240), "consumption": D(630), **facts}
    return user_change(from_on=FROM, to_on=TO, change_on=change_on, **known).value


@settings(max_examples=60, deadline=None)
@given(
    base=st.integers(0, 10**6),
    used=st.integers(0, 10**6),
    change_on=st.dates(date(2025, 1, 2), TO),
    reading=st.none() | st.tuples(st.integers(0, 5000), st.integers(1, 5000)),
    by=st.none() | st.sampled_from(list(Measure)),
)
def test_both_users_bear_all_costs(
    base: int, used: int, change_on: date, reading: tuple[int, int] | None, by: Measure | None
) -> None:
    units = {} if reading is None else {"units_before": D(reading[0]), "units_after": D(reading[1])}
    found = changed(change_on, base=D(base) / 100, consumption=D(used) / 100, by=by, **units)
    assert found.before + found.after == D(base + used) / 100
    assert found.before == found.before_base + found.before_consumption
    assert found.after == found.after_base + found.after_consumption
    days = (change_on - FROM).days
    part = (
        Fraction(days, 365)
        if by is Measure.DAYS
        else thousandths_day_by_day(FROM, change_on - timedelta(days=1)) / 1000
    )
    assert abs(Fraction(found.before_base) - Fraction(base, 100) * part) < Fraction(1, 100)


@pytest.mark.parametrize("change_on", [FROM, TO + timedelta(days=1), date(2024, 6, 1)])
def test_a_change_outside_the_period_is_refused(change_on: date) -> None:
    with pytest.raises(NotApplicable, match="is outside"):
        changed(change_on)


def test_a_change_on_the_edges_of_the_period() -> None:
    assert changed(date(2025, 1, 2), by=Measure.DAYS).before == D("2.39")
    assert changed(TO, by=Measure.DAYS).after == D("2.39")


def test_half_a_reading_is_refused() -> None:
    halves: list[dict[str, Any]] = [{"units_before": D(1)}, {"units_after": D(1)}]
    for facts in halves:
        with pytest.raises(Incomplete, match="Give both, or neither"):
            changed(**facts)
    with pytest.raises(Negative, match="units after"):
        changed(units_before=D(1), units_after=D(-1))
    with pytest.raises(Negative, match="base"):
        changed(base=D(-1))


def test_hot_water_knows_no_degree_days() -> None:
    by_days = changed(service=Service.HOT_WATER, by=Measure.DAYS)
    assert by_days == changed(service=Service.HOT_WATER)
    with pytest.raises(NotApplicable, match="not by degree days"):
        changed(service=Service.HOT_WATER, by=Measure.DEGREE_DAYS)


RULES: list[Callable[[date], object]] = [
    lambda day: heat(day, measured=D(1)),
    lambda day: heating_estimate(from_on=day, area=D(1), total_area=D(4)),
    lambda day: user_change(
        from_on=day, to_on=day + timedelta(days=9), change_on=day + timedelta(days=5), base=D(1), consumption=D(1)
    ),
]


@pytest.mark.parametrize("rule", RULES)
def test_nothing_is_said_about_the_time_before_2009(rule: Callable[[date], object]) -> None:
    assert rule(date(2009, 1, 1))
    with pytest.raises(NotInForce):
        rule(date(2008, 12, 31))
