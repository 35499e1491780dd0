"""Periods of a schedule and what a part of one costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from quartier.core.billing.rules import periods
from quartier.values.period import Period


@pytest.mark.parametrize(
    ("anchor", "months", "day", "first", "before"),
    [
        (date(2026, 1, 31), 1, date(2026, 1, 31), date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 27), date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28), date(2026, 2, 28), date(2026, 3, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28), date(2025, 2, 28), date(2026, 2, 28)),
        (date(2026, 11, 15), 3, date(2027, 2, 14), date(2026, 11, 15), date(2027, 2, 15)),
    ],
)
def test_periods_are_counted_from_the_anchor(anchor: date, months: int, day: date, first: date, before: date) -> None:
    assert periods.period_with(anchor, months, day) == Period(first, before)


@pytest.mark.parametrize("months", [1, 3, 6, 12])
@pytest.mark.parametrize("anchor", [date(2024, 2, 29), date(2026, 1, 31), date(2026, 11, 1), date(2027, 8, 30)])
def test_periods_follow_each_other_without_gap_for_years(anchor: date, months: int) -> None:
    day = anchor
    for _step in range(30):
        found = periods.period_with(anchor, months, day)
        assert found.starts_on == day
        assert found == periods.period_with(anchor, months, found.last_on)
        day = found.ends_before


@pytest.mark.parametrize("full", [Decimal("0.01"), Decimal("29.99"), Decimal("9999.00")])
@pytest.mark.parametrize("days", [1, 7, 15, 29])
def test_a_part_costs_its_days_to_half_a_cent(full: Decimal, days: int) -> None:
    november = Period(date(2026, 11, 1), date(2026, 12, 1))
    part = periods.part_price(full, november, days)
    assert abs(part * 30 - full * days) <= Decimal("0.15")
    assert periods.part_price(full, november, 30) == full


def test_days_that_several_blocks_share_count_once() -> None:
    november = Period(date(2026, 11, 1), date(2026, 12, 1))
    free = [Period(date(2026, 10, 20), date(2026, 11, 6)), Period(date(2026, 11, 4), date(2026, 11, 11))]
    assert periods.free_days(november, free) == 10
    assert periods.free_days(november, []) == 0
