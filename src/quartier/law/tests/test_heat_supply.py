"""A change to delivered heat: announced in time, no dearer, more efficient."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.bgb.heat_supply import HeatFrom, HeatSupply, heat_supply_switch
from quartier.law.errors import Incomplete, Negative, NotInForce

D = Decimal


def switched(switch_on: date = date(2026, 10, 1), **facts: Any) -> HeatSupply:
    known: dict[str, Any] = {"old_costs": D(100), "new_costs": D(100), "heat_from": HeatFrom.NETWORK, **facts}
    return heat_supply_switch(switch_on=switch_on, **known).value


@settings(max_examples=60, deadline=None)
@given(switch_on=st.dates(date(2013, 7, 1), date(2090, 1, 1)))
def test_three_whole_months_lie_between(switch_on: date) -> None:
    by = switched(switch_on).announce_by
    number = by.year * 12 + by.month - 1 + 3
    later = (number // 12, number % 12 + 1, by.day)
    assert later < (switch_on.year, switch_on.month, switch_on.day)
    assert 89 <= (switch_on - by).days <= 95


@pytest.mark.parametrize(
    ("switch_on", "announce_by"),
    [
        (date(2026, 9, 30), date(2026, 6, 29)),
        (date(2026, 10, 1), date(2026, 6, 30)),
        (date(2026, 10, 2), date(2026, 7, 1)),
        (date(2026, 3, 1), date(2025, 11, 30)),
    ],
)
def test_the_announcement_around_a_month_end(switch_on: date, announce_by: date) -> None:
    assert switched(switch_on).announce_by == announce_by


@pytest.mark.parametrize(
    ("heat_from", "efficiency", "new_costs", "borne"),
    [
        (HeatFrom.NEW_PLANT, None, "99.99", True),
        (HeatFrom.NETWORK, None, "100.00", True),
        (HeatFrom.NETWORK, None, "100.01", False),
        (HeatFrom.OLD_PLANT, "79.9", "100.00", False),
        (HeatFrom.OLD_PLANT, "80", "100.00", True),
        (HeatFrom.OLD_PLANT, "80.1", "100.01", False),
    ],
)
def test_tenants_pay_for_more_efficient_heat_that_is_no_dearer(
    heat_from: HeatFrom, efficiency: str | None, new_costs: str, borne: bool
) -> None:
    found = switched(
        heat_from=heat_from, efficiency=None if efficiency is None else D(efficiency), new_costs=D(new_costs)
    )
    assert found.borne is borne


def test_what_is_missing_or_wrong_is_refused() -> None:
    with pytest.raises(Incomplete, match="efficiency"):
        switched(heat_from=HeatFrom.OLD_PLANT)
    with pytest.raises(NotInForce, match="delivered heat"):
        switched(date(2013, 6, 30))
    for name in ("old_costs", "new_costs", "efficiency"):
        with pytest.raises(Negative, match=name.replace("_", " ")):
            switched(date(2026, 10, 1), **{name: D(-1)})
