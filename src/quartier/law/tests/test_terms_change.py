"""Changes of terms and prices: leads, objections, silence, special notice, and the provider's notice afterwards."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.bgb.notice import Target
from quartier.law.bgb.terms import Customer
from quartier.law.bgb.terms_change import AnnouncedTooLate, ChangeKind, notice_after_objection, terms_change
from quartier.law.calendar.working_days import statutory
from quartier.law.errors import NotInForce, WrongOrder
from quartier.values.land import Land
from quartier.values.span import Span

RECEIVED = date(2026, 1, 5)
BINDING: dict[str, Any] = {"agreed": True, "told": True}
BY_OBJECTION = [kind for kind in ChangeKind if kind is not ChangeKind.FREE_PORTAL]


def change(kind: ChangeKind = ChangeKind.ORDINARY, **given: Any) -> Any:
    facts: dict[str, Any] = {"customer": Customer.BUSINESS, "land": Land.MV, "received_on": RECEIVED, **given}
    return terms_change(kind=kind, **facts).value


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        (ChangeKind.ORDINARY, 42),
        (ChangeKind.FAR_REACHING, 42),
        (ChangeKind.PRICE, 42),
        (ChangeKind.VAT, 42),
        (ChangeKind.COMMISSION, 14),
        (ChangeKind.FREE_PORTAL, 14),
    ],
)
def test_a_change_is_announced_in_time(kind: ChangeKind, days: int) -> None:
    first = RECEIVED + timedelta(days=days)
    assert change(kind).effective_on == first
    assert change(kind, effective_on=first).effective_on == first
    assert change(kind, effective_on=first + timedelta(days=1)).effective_on == first + timedelta(days=1)
    with pytest.raises(AnnouncedTooLate, match=f"{first.day} {first:%b} 2026 or later"):
        change(kind, effective_on=first - timedelta(days=1))


def test_another_lead_may_be_agreed() -> None:
    assert change(lead=Span(weeks=4)).effective_on == date(2026, 2, 2)


@pytest.mark.parametrize("kind", BY_OBJECTION)
@pytest.mark.parametrize(
    ("given", "binds"),
    [
        ({}, False),
        ({"agreed": True}, False),
        ({"told": True}, False),
        (BINDING, True),
        ({"customer": Customer.CONSUMER, **BINDING}, False),
        ({"customer": Customer.CONSUMER}, False),
    ],
)
def test_whom_silence_binds(kind: ChangeKind, given: dict[str, Any], binds: bool) -> None:
    value = change(kind, **given)
    assert (value.silence_binds, value.consent_needed) == (binds, not binds)
    assert value.objection_until_on == date(2026, 1, 19)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "The terms do not say"),
        ({"told": True}, "The terms do not say"),
        ({"agreed": True}, "The announcement did not say"),
        (BINDING, "Silence counts as consent"),
        ({"customer": Customer.CONSUMER, **BINDING}, "Silence does not bind a consumer"),
    ],
)
def test_the_derivation_says_why(given: dict[str, Any], why: str) -> None:
    facts: dict[str, Any] = {"customer": Customer.BUSINESS, "land": Land.MV, "received_on": RECEIVED, **given}
    derived = terms_change(kind=ChangeKind.ORDINARY, **facts)
    assert any(step.sentence.text().startswith(why) for step in derived.steps)


@pytest.mark.parametrize(
    ("received", "until"),
    [((2026, 3, 19), (2026, 4, 2)), ((2026, 3, 20), (2026, 4, 7)), ((2026, 3, 24), (2026, 4, 7))],
)
def test_objections_end_on_a_working_day(received: tuple[int, ...], until: tuple[int, ...]) -> None:
    assert change(received_on=date(*received)).objection_until_on == date(*until)


@given(received=st.dates(date(2002, 1, 1), date(2060, 1, 1)), land=st.sampled_from(list(Land)))
@settings(max_examples=60, deadline=None)
def test_silence_binds_only_after_the_time_for_objections(received: date, land: Land) -> None:
    value = change(ChangeKind.COMMISSION, received_on=received, land=land, **BINDING)
    assert statutory(land).is_working_day(value.objection_until_on)
    assert value.effective_on == value.objection_until_on + timedelta(days=1)
    later = change(received_on=received, land=land, **BINDING)
    assert later.effective_on == received + timedelta(days=42)


@pytest.mark.parametrize("kind", list(ChangeKind))
@pytest.mark.parametrize("customer", list(Customer))
def test_without_a_receipt_nothing_runs(kind: ChangeKind, customer: Customer) -> None:
    derived = terms_change(kind=kind, customer=customer, land=Land.NW, effective_on=date(2026, 1, 1), **BINDING)
    value = derived.value
    assert (value.effective_on, value.objection_until_on, value.special_notice_until_on) == (None, None, None)
    assert (value.silence_binds, value.consent_needed) == (False, True)
    assert derived.applied


def test_only_a_price_rise_gives_special_notice() -> None:
    rights = {kind: change(kind).special_notice_until_on for kind in ChangeKind}
    assert rights.pop(ChangeKind.PRICE) == date(2026, 2, 15)
    assert set(rights.values()) == {None}


def test_a_free_portal_informs() -> None:
    value = change(ChangeKind.FREE_PORTAL, **BINDING)
    assert (value.silence_binds, value.consent_needed, value.objection_until_on) == (False, False, None)


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_nothing_is_known_before_2002(kind: ChangeKind) -> None:
    assert change(kind, received_on=date(2002, 1, 1)).effective_on
    with pytest.raises(NotInForce, match="1 Jan 2002"):
        change(kind, received_on=date(2001, 12, 31))


@pytest.mark.parametrize(
    ("given", "in_time", "ends"),
    [
        (date(2025, 5, 12), True, date(2025, 7, 12)),
        (date(2025, 6, 11), True, date(2025, 8, 11)),
        (date(2025, 6, 12), True, date(2025, 8, 12)),
        (date(2025, 6, 13), False, None),
        (None, None, None),
    ],
)
def test_the_provider_decides_within_a_month(given: date | None, in_time: bool | None, ends: date | None) -> None:
    value = notice_after_objection(objected_on=date(2025, 5, 12), land=Land.NW, given_on=given).value
    assert (value.until_on, value.in_time, value.ends_on) == (date(2025, 6, 12), in_time, ends)


def test_a_month_that_ends_on_a_sunday_moves() -> None:
    value = notice_after_objection(
        objected_on=date(2026, 4, 10),
        land=Land.NW,
        given_on=date(2026, 5, 11),
        notice=Span(days=14),
        to=Target.MONTH_END,
    ).value
    assert (value.until_on, value.in_time, value.ends_on) == (date(2026, 5, 11), True, date(2026, 5, 31))


def test_notice_before_the_objection_is_a_mistake() -> None:
    with pytest.raises(WrongOrder):
        notice_after_objection(objected_on=date(2025, 5, 12), land=Land.NW, given_on=date(2025, 5, 11))
