"""When claims are barred: year ends, longest periods, suspension, a new beginning."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.bgb.limitation import Claim, LimitationEnd, Suspension, limitation_end
from quartier.law.errors import Incomplete, NotApplicable, NotInForce, WrongOrder
from quartier.values.land import Land

ONE_DAY = timedelta(days=1)


def barred(claim: Claim, arose_on: date, **facts: object) -> LimitationEnd:
    value = limitation_end(claim=claim, arose_on=arose_on, land=Land.NW, **facts).value  # type: ignore[arg-type]
    assert value is not None
    return value


def months_later(day: date, months: int) -> date:
    """Step month by month to the same number, or to the last day of a shorter month."""
    year, month = day.year, day.month
    for _step in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@pytest.mark.parametrize(
    ("arose_on", "ends_on"),
    [
        (date(2025, 12, 31), date(2028, 12, 31)),
        (date(2026, 1, 1), date(2029, 12, 31)),
        (date(2026, 12, 31), date(2029, 12, 31)),
        (date(2027, 1, 1), date(2030, 12, 31)),
    ],
)
def test_the_regular_period_runs_from_year_end_to_year_end(arose_on: date, ends_on: date) -> None:
    value = barred(Claim.ORDINARY, arose_on)
    assert value.counted_to == ends_on
    assert value.begins_on == date(arose_on.year + 1, 1, 1)
    assert value.barred_from == value.ends_on + ONE_DAY


def test_the_year_end_on_a_sunday_moves_past_new_year() -> None:
    assert barred(Claim.ORDINARY, date(2025, 3, 1)).ends_on == date(2029, 1, 2)


def test_the_later_of_arising_and_knowledge_begins_the_period() -> None:
    assert barred(Claim.ORDINARY, date(2026, 3, 1), known_on=date(2028, 1, 1)).counted_to == date(2031, 12, 31)
    assert barred(Claim.ORDINARY, date(2026, 3, 1), known_on=date(2025, 1, 1)).counted_to == date(2029, 12, 31)


@pytest.mark.parametrize(
    ("known_on", "counted_to"),
    [(date(2032, 12, 31), date(2035, 12, 31)), (date(2033, 1, 1), date(2036, 3, 1)), (None, date(2036, 3, 1))],
)
def test_ten_years_are_the_longest(known_on: date | None, counted_to: date) -> None:
    value = barred(Claim.ORDINARY, date(2026, 3, 1), known_on=known_on, unknown=known_on is None)
    assert value.counted_to == counted_to


@pytest.mark.parametrize(
    ("claim", "act_on", "counted_to"),
    [
        (Claim.DAMAGES, date(2026, 5, 5), date(2036, 5, 5)),
        (Claim.DAMAGES, date(2006, 5, 6), date(2036, 5, 5)),
        (Claim.DAMAGES, date(2006, 5, 4), date(2036, 5, 4)),
        (Claim.INJURY, date(2026, 5, 5), date(2056, 5, 5)),
        (Claim.INJURY, None, date(2056, 5, 5)),
    ],
)
def test_damages_end_ten_years_after_arising_or_thirty_after_the_act(
    claim: Claim, act_on: date | None, counted_to: date
) -> None:
    assert barred(claim, date(2026, 5, 5), act_on=act_on, unknown=True).counted_to == counted_to


@pytest.mark.parametrize(
    ("claim", "months"),
    [
        (Claim.WILFUL_INJURY, 360),
        (Claim.LAND, 120),
        (Claim.TITLE, 360),
        (Claim.LANDLORD_DAMAGE, 6),
        (Claim.TENANT_EXPENSES, 6),
    ],
)
@pytest.mark.parametrize("day", [date(2026, 8, 29), date(2026, 8, 31), date(2028, 2, 29)])
def test_periods_of_their_own_run_to_the_day(claim: Claim, months: int, day: date) -> None:
    assert barred(claim, day).counted_to == months_later(day, months)


@pytest.mark.parametrize("claim", [Claim.SAVINGS, Claim.TITLE_RECURRING])
def test_some_claims_follow_the_regular_period(claim: Claim) -> None:
    assert barred(claim, date(2026, 3, 1)) == barred(Claim.ORDINARY, date(2026, 3, 1))


def test_savings_do_not_run_before_notice() -> None:
    derived = limitation_end(claim=Claim.SAVINGS, land=Land.NW)
    assert derived.value is None
    assert derived.applied


@pytest.mark.parametrize("claim", [one for one in Claim if one is not Claim.SAVINGS])
def test_other_claims_need_their_day(claim: Claim) -> None:
    with pytest.raises(Incomplete, match="State the day"):
        limitation_end(claim=claim, land=Land.NW)


def test_knowledge_is_stated_one_way() -> None:
    with pytest.raises(NotApplicable, match="not both"):
        limitation_end(
            claim=Claim.ORDINARY, arose_on=date(2026, 1, 1), known_on=date(2026, 1, 1), unknown=True, land=Land.NW
        )


def test_the_old_law_is_not_known() -> None:
    assert barred(Claim.ORDINARY, date(2002, 1, 1)).counted_to == date(2005, 12, 31)
    with pytest.raises(NotInForce, match="Regular period of limitation"):
        barred(Claim.ORDINARY, date(2001, 12, 31))
    with pytest.raises(NotInForce, match="wilful"):
        barred(Claim.WILFUL_INJURY, date(2013, 6, 29))


def test_damage_does_not_come_before_its_act() -> None:
    with pytest.raises(WrongOrder):
        barred(Claim.DAMAGES, date(2026, 1, 1), act_on=date(2026, 1, 2))


@pytest.mark.parametrize("half", [{"suspended_from": date(2027, 1, 1)}, {"suspended_to": date(2027, 1, 1)}])
def test_a_suspension_has_two_ends(half: dict[str, date]) -> None:
    with pytest.raises(NotApplicable, match="first and its last day"):
        barred(Claim.ORDINARY, date(2026, 1, 1), **half)


@pytest.mark.parametrize(
    ("first", "last", "counted_to"),
    [
        # Wholly before the period begins: nothing to add.
        (date(2026, 5, 1), date(2026, 5, 31), date(2029, 12, 31)),
        # Over its beginning: only the days of the period count.
        (date(2026, 12, 1), date(2027, 1, 31), date(2030, 1, 31)),
        (date(2028, 2, 1), date(2028, 2, 29), date(2030, 1, 29)),
        # Near its end: three months after the negotiations at the earliest.
        (date(2029, 12, 1), date(2029, 12, 20), date(2030, 3, 20)),
        # Begun on the last day it still helps, a day later it does not.
        (date(2029, 12, 31), date(2029, 12, 31), date(2030, 3, 31)),
        (date(2030, 1, 1), date(2030, 1, 31), date(2029, 12, 31)),
    ],
)
def test_negotiations_keep_the_period_from_running(first: date, last: date, counted_to: date) -> None:
    value = barred(Claim.ORDINARY, date(2026, 3, 1), suspended_from=first, suspended_to=last)
    assert value.counted_to == counted_to


def test_proceedings_suspend_for_six_months_more() -> None:
    value = barred(
        Claim.ORDINARY,
        date(2026, 3, 1),
        suspended_from=date(2029, 12, 1),
        suspended_to=date(2030, 5, 15),
        suspended_by=Suspension.PROCEEDINGS,
    )
    idle = (date(2030, 11, 15) - date(2029, 12, 1)).days + 1
    assert value.counted_to == date(2029, 12, 31) + timedelta(days=idle)


@pytest.mark.parametrize(
    ("acknowledged_on", "counted_to"),
    [
        (date(2026, 3, 1), date(2029, 3, 1)),
        (date(2029, 12, 31), date(2032, 12, 31)),
        (date(2030, 1, 1), date(2029, 12, 31)),
    ],
)
def test_an_acknowledgement_begins_the_period_anew_while_it_runs(acknowledged_on: date, counted_to: date) -> None:
    assert barred(Claim.ORDINARY, date(2026, 3, 1), acknowledged_on=acknowledged_on).counted_to == counted_to


def test_an_acknowledged_title_has_thirty_years_again() -> None:
    value = barred(Claim.TITLE, date(2026, 3, 2), acknowledged_on=date(2030, 4, 4))
    assert (value.begins_on, value.counted_to) == (date(2030, 4, 5), date(2060, 4, 4))


def test_nothing_is_acknowledged_before_it_arose() -> None:
    with pytest.raises(WrongOrder):
        barred(Claim.ORDINARY, date(2026, 3, 1), acknowledged_on=date(2026, 2, 28))


days = st.dates(date(2002, 1, 1), date(2060, 12, 31))


@settings(max_examples=100)
@given(claim=st.sampled_from([one for one in Claim if one is not Claim.WILFUL_INJURY]), day=days, unknown=st.booleans())
def test_no_claim_is_barred_by_a_weekend(claim: Claim, day: date, unknown: bool) -> None:
    value = barred(claim, day, unknown=unknown)
    assert value.ends_on.weekday() < 5
    assert value.counted_to <= value.ends_on <= value.counted_to + timedelta(days=6)


@settings(max_examples=60)
@given(day=days, known=st.integers(0, 6000), first=st.integers(0, 4000), length=st.integers(1, 700))
def test_a_suspension_never_shortens(day: date, known: int, first: int, length: int) -> None:
    known_on, from_on = day + timedelta(days=known), day + timedelta(days=first)
    plain = barred(Claim.ORDINARY, day, known_on=known_on)
    idle = barred(
        Claim.ORDINARY,
        day,
        known_on=known_on,
        suspended_from=from_on,
        suspended_to=from_on + timedelta(days=length),
    )
    assert idle.counted_to >= plain.counted_to
