"""Carbon costs: every border of the annex, rounding before the stage, part-years, obstacles, refunds."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.co2kostaufg.refund import Refund, co2_refund
from quartier.law.co2kostaufg.share import Building, CarbonShare, Obstacle, Supply, co2_cost_share
from quartier.law.errors import Incomplete, Negative, NotApplicable, NotInForce, WrongOrder
from quartier.values.land import Land

D = Decimal
FROM, TO = date(2025, 1, 1), date(2025, 12, 31)


def shared(from_on: date = FROM, to_on: date = TO, **facts: Any) -> CarbonShare:
    known: dict[str, Any] = {"cost": D(100), "emission": D(20000), "area": D(1000), **facts}
    return co2_cost_share(from_on=from_on, to_on=to_on, **known).value


# Lower border of each stage and the landlord's percentage, as the annex lists them.
ANNEX = [(0, 0), (12, 10), (17, 20), (22, 30), (27, 40), (32, 50), (37, 60), (42, 70), (47, 80), (52, 95)]


@pytest.mark.parametrize(("border", "landlord"), ANNEX)
def test_each_stage_begins_at_its_border(border: int, landlord: int) -> None:
    at, above = shared(emission=D(border) * 1000), shared(emission=(D(border) + D("0.1")) * 1000)
    assert (at.landlord_percent, above.landlord_percent) == (D(landlord), D(landlord))
    assert at.stage == above.stage == [one[0] for one in ANNEX].index(border) + 1
    assert (at.landlord, at.tenant) == (D(landlord), D(100 - landlord))


@pytest.mark.parametrize(("number", "border"), list(enumerate([one[0] for one in ANNEX]))[1:])
def test_a_tenth_below_a_border_is_the_stage_before(number: int, border: int) -> None:
    assert shared(emission=(D(border) - D("0.1")) * 1000).stage == number
    assert shared(emission=(D(border) - D("0.05")) * 1000).stage == number + 1
    assert shared(emission=(D(border) - D("0.051")) * 1000).stage == number


@settings(max_examples=100, deadline=None)
@given(emission=st.integers(0, 80000), cents=st.integers(0, 10**6), obstacle=st.sampled_from(list(Obstacle)))
def test_both_parts_add_up_and_follow_the_annex(emission: int, cents: int, obstacle: Obstacle) -> None:
    found = shared(emission=D(emission), cost=D(cents) / 100, obstacle=obstacle)
    rounded = (D(emission) / 1000).quantize(D("0.1"), ROUND_HALF_UP)
    percentage = D(max(share for border, share in ANNEX if border <= rounded))
    kept = percentage * {"none": D(1), "building-or-heating": D("0.5"), "both": D(0)}[obstacle.value]
    assert found.emission == rounded
    assert found.landlord_percent == kept
    assert found.landlord + found.tenant == D(cents) / 100
    assert abs(found.landlord - D(cents) / 100 * kept / 100) < D("0.01")


@settings(max_examples=60, deadline=None)
@given(emission=st.integers(0, 70000), more=st.integers(0, 20000), days=st.integers(0, 364))
def test_more_emission_never_costs_the_landlord_less(emission: int, more: int, days: int) -> None:
    last = FROM + timedelta(days=days)
    one, two = shared(to_on=last, emission=D(emission)), shared(to_on=last, emission=D(emission + more))
    assert one.landlord <= two.landlord


@pytest.mark.parametrize(
    ("to_on", "emission", "stage"),
    [
        # 181 of 365 days: 12 kg become 5.95 kg, so 5.9 is below and 6.0 above.
        (date(2025, 6, 30), 5949, 1),
        (date(2025, 6, 30), 5950, 2),
        (date(2025, 12, 30), 11949, 1),
        (date(2025, 12, 30), 11950, 2),
        (date(2025, 12, 31), 11949, 1),
    ],
)
def test_part_years_reduce_the_borders(to_on: date, emission: int, stage: int) -> None:
    assert shared(to_on=to_on, emission=D(emission)).stage == stage


def test_a_leap_year_is_a_year() -> None:
    whole = co2_cost_share(from_on=date(2024, 1, 1), to_on=date(2024, 12, 31), cost=D(1), emission=D(1), area=D(1))
    part = co2_cost_share(from_on=date(2024, 1, 1), to_on=date(2024, 12, 30), cost=D(1), emission=D(1), area=D(1))
    assert "Carbon costs of less than a year" not in [one.title for one in whole.applied]
    assert "Carbon costs of less than a year" in [one.title for one in part.applied]
    with pytest.raises(NotApplicable, match="year by year"):
        shared(date(2024, 1, 1), date(2025, 1, 1))


def test_periods_begin_in_2023() -> None:
    assert shared(date(2023, 1, 1), date(2023, 12, 31)).stage == 3
    for building in Building:
        with pytest.raises(NotInForce):
            shared(date(2022, 12, 31), date(2023, 12, 30), building=building)
    with pytest.raises(WrongOrder):
        shared(TO, FROM)


def test_tenants_who_buy_their_own_fuel_do_not_round() -> None:
    by_landlord, by_tenant = shared(emission=D(11950)), shared(emission=D(11950), supply=Supply.TENANT)
    assert (by_landlord.emission, by_landlord.stage) == (D("12.0"), 2)
    assert (by_tenant.emission, by_tenant.stage) == (D("11.95"), 1)
    assert shared(emission=D(12000), supply=Supply.TENANT).stage == 2


def test_other_buildings_share_by_halves_without_measures() -> None:
    found = shared(building=Building.OTHER, emission=None, area=None, cost=D("10.01"))
    assert (found.stage, found.landlord, found.tenant) == (None, D("5.01"), D("5.00"))
    half = shared(building=Building.OTHER, obstacle=Obstacle.ONE)
    assert (half.landlord_percent, half.landlord) == (D(25), D(25))


@pytest.mark.parametrize("facts", [{"emission": None}, {"area": None}, {"area": D(0)}])
def test_dwellings_need_emission_and_area(facts: dict[str, Any]) -> None:
    with pytest.raises(Incomplete, match="emission"):
        shared(**facts)


@pytest.mark.parametrize("name", ["cost", "emission", "area"])
def test_negative_measures_are_refused(name: str) -> None:
    with pytest.raises(Negative, match=name):
        shared(FROM, TO, **{name: D(-1)})


def test_the_annex_is_marked_until_somebody_compares_it() -> None:
    derived = co2_cost_share(from_on=FROM, to_on=TO, cost=D(1), emission=D(1), area=D(1))
    assert [one.title for one in derived.unverified] == ["Stages of carbon costs"]


def refund(claimed_on: date | None = None, **facts: Any) -> Refund:
    known: dict[str, Any] = {"billed_on": date(2026, 1, 20), "share": D(60), "land": Land.NW, **facts}
    return co2_refund(claimed_on=claimed_on, **known).value


@pytest.mark.parametrize(
    ("claimed_on", "amount", "pay_by"),
    [
        (date(2026, 1, 20), "60.00", date(2027, 1, 20)),
        (date(2027, 1, 19), "60.00", date(2028, 1, 19)),
        (date(2027, 1, 20), "60.00", date(2028, 1, 20)),
        (date(2027, 1, 21), "0.00", None),
    ],
)
def test_a_refund_is_claimed_within_twelve_months(claimed_on: date, amount: str, pay_by: date | None) -> None:
    found = refund(claimed_on)
    assert (found.amount, found.pay_by) == (D(amount), pay_by)


def test_ends_on_days_off_move() -> None:
    # 31 January 2027 and 31 January 2026 are a Sunday and a Saturday.
    assert refund(billed_on=date(2026, 1, 31)).claim_by == date(2027, 2, 1)
    assert refund(date(2026, 1, 31)).pay_by == date(2027, 2, 1)


def test_who_also_cooks_gets_five_percent_less() -> None:
    assert refund(share=D("10.10"), other_appliances=True).amount == D("9.60")


def test_refunds_in_disorder_or_too_early_are_refused() -> None:
    with pytest.raises(WrongOrder):
        refund(date(2026, 1, 19))
    with pytest.raises(Negative, match="share"):
        refund(share=D(-1))
    assert refund(billed_on=date(2023, 1, 1)).amount == 60
    with pytest.raises(NotInForce, match="Claim for carbon costs"):
        refund(billed_on=date(2022, 12, 31))
