"""Operating costs: when a statement must arrive, what follows when it is late, and which costs it may hold."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.betrkv.kinds import IN_A_NET, VERDICTS, Kind, Verdict, operating_cost_allowed
from quartier.law.bgb.operating_costs import Settlement, operating_costs_statement
from quartier.law.errors import Incomplete, NotApplicable, NotInForce, WrongOrder
from quartier.values.land import Land


def settled(from_on: date, to_on: date, received_on: date | None = None, excused: bool = False) -> Settlement:
    return operating_costs_statement(
        from_on=from_on, to_on=to_on, land=Land.NW, received_on=received_on, excused=excused
    ).value


@settings(max_examples=100, deadline=None)
@given(to_on=st.dates(date(2001, 9, 1), date(2080, 1, 1)), later=st.integers(0, 900))
def test_both_periods_end_with_the_twelfth_month_or_after_days_off(to_on: date, later: int) -> None:
    received_on = to_on + timedelta(days=later)
    found = settled(to_on, to_on, received_on)
    twelfth = date(to_on.year + 1 + to_on.month // 12, to_on.month % 12 + 1, 1) - timedelta(days=1)
    assert found.counted_to == twelfth
    assert twelfth <= found.due_on <= twelfth + timedelta(days=6)
    assert found.due_on.weekday() < 5
    assert found.in_time == (received_on <= found.due_on)
    assert found.objections_by is not None
    assert found.objections_by.weekday() < 5
    assert (found.objections_by.year - received_on.year) * 12 + found.objections_by.month - received_on.month in (
        12,
        13,
    )


@pytest.mark.parametrize(
    ("received_on", "excused", "in_time", "claim_left"),
    [
        (date(2026, 12, 30), False, True, True),
        (date(2026, 12, 31), False, True, True),
        (date(2027, 1, 1), False, False, False),
        (date(2027, 1, 1), True, False, True),
        (date(2026, 12, 31), True, True, True),
    ],
)
def test_a_day_decides(received_on: date, excused: bool, in_time: bool, claim_left: bool) -> None:
    found = settled(date(2025, 1, 1), date(2025, 12, 31), received_on, excused)
    assert (found.in_time, found.claim_left) == (in_time, claim_left)


@pytest.mark.parametrize(
    ("received_on", "objections_by"),
    [
        (date(2026, 10, 31), date(2027, 11, 2)),
        (date(2026, 11, 1), date(2027, 11, 30)),
        (date(2026, 11, 30), date(2027, 11, 30)),
        (date(2026, 12, 1), date(2027, 12, 31)),
    ],
)
def test_objections_end_with_a_month(received_on: date, objections_by: date) -> None:
    assert settled(date(2025, 1, 1), date(2025, 12, 31), received_on).objections_by == objections_by


def test_unsure_ends_are_marked() -> None:
    def unsure(to_on: date) -> list[str]:
        derived = operating_costs_statement(from_on=to_on, to_on=to_on, land=Land.NW)
        return [one.title for one in derived.unverified]

    assert unsure(date(2025, 12, 31)) == []
    assert unsure(date(2021, 12, 31)) == ["Statement that must arrive on a Saturday, Sunday or holiday"]
    assert unsure(date(2025, 12, 15)) == ["Period of operating costs that ends inside a month"]


@pytest.mark.parametrize(
    ("from_on", "last", "due_on"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), date(2026, 12, 31)),
        (date(2024, 2, 29), date(2025, 2, 28), date(2026, 3, 2)),
        (date(2024, 7, 1), date(2025, 6, 30), date(2026, 6, 30)),
    ],
)
def test_a_period_is_a_year_at_most(from_on: date, last: date, due_on: date) -> None:
    assert settled(from_on, last).due_on == due_on
    with pytest.raises(NotApplicable, match="Settle in two parts"):
        settled(from_on, last + timedelta(days=1))


def test_what_is_in_disorder_or_too_old_is_refused() -> None:
    with pytest.raises(WrongOrder):
        settled(date(2025, 12, 31), date(2025, 1, 1))
    with pytest.raises(WrongOrder):
        settled(date(2025, 1, 1), date(2025, 12, 31), date(2025, 12, 30))
    assert settled(date(2001, 1, 1), date(2001, 9, 1)).due_on == date(2002, 9, 30)
    with pytest.raises(NotInForce, match="Statement of operating costs"):
        settled(date(2001, 1, 1), date(2001, 8, 31))


def allowed(kind: Kind, on: date, built_on: date | None = None) -> Verdict:
    return operating_cost_allowed(kind=kind, on=on, built_on=built_on).value.verdict


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_verdict_and_a_source(kind: Kind) -> None:
    built_on = date(1990, 1, 1) if kind in IN_A_NET else None
    found = operating_cost_allowed(kind=kind, on=date(2026, 11, 22), built_on=built_on).value
    assert "BetrKV" in found.source
    first = VERDICTS[kind].begins_on
    with pytest.raises(NotInForce):
        allowed(kind, first - timedelta(days=1), built_on)


def test_the_seventeen_numbers_are_all_there() -> None:
    sources = " ".join(version.source for line in VERDICTS.values() for version in line.versions)
    numbers = {int(number) for number in re.findall(r"§ 2 Satz 1 Nr\. (\d+)", sources)}
    assert numbers == set(range(1, 18))


@pytest.mark.parametrize(
    ("on", "built_on", "verdict"),
    [
        (date(2024, 6, 29), date(2021, 11, 30), Verdict.YES),
        (date(2024, 6, 30), date(2021, 11, 30), Verdict.YES),
        (date(2024, 7, 1), date(2021, 11, 30), Verdict.NO),
        (date(2024, 6, 30), date(2021, 12, 1), Verdict.NO),
        (date(2021, 11, 30), None, Verdict.YES),
    ],
)
def test_cable_television_ends(on: date, built_on: date | None, verdict: Verdict) -> None:
    assert allowed(Kind.CABLE_FEE, on, built_on) is verdict


@pytest.mark.parametrize(
    ("built_on", "verdict"),
    [(date(2021, 11, 30), Verdict.YES), (date(2021, 12, 1), Verdict.NO), (date(2021, 12, 2), Verdict.NO)],
)
def test_power_of_new_aerials_is_not_passed_on(built_on: date, verdict: Verdict) -> None:
    assert allowed(Kind.AERIAL, date(2026, 1, 1), built_on) is verdict


@pytest.mark.parametrize("kind", IN_A_NET)
def test_the_age_of_a_net_is_asked_for(kind: Kind) -> None:
    with pytest.raises(Incomplete, match="built"):
        allowed(kind, date(2021, 12, 1))


def test_versions_that_change_something_follow_each_other() -> None:
    for line in VERDICTS.values():
        for before, after in pairwise(line.versions):
            assert (before.value, before.source) != (after.value, after.source)
