"""Periods that contracts state: portals, secrets, orders without an answer, silent acceptance and release."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.bgb.contract_ends import (
    confidentiality_end,
    inactive_order,
    portal_contract_end,
    reactivation_until,
)
from quartier.law.bgb.terms import Customer
from quartier.law.bgb.work_acceptance import Ground, acceptance_by_silence, release_by_silence
from quartier.law.calendar.working_days import statutory
from quartier.law.errors import NotInForce, WrongOrder
from quartier.values.land import Land
from quartier.values.span import Span

DELIVERED = date(2025, 3, 3)
LAST = date(2025, 3, 31)
JUNE = [date(2026, 6, number) for number in range(1, 31)]


@pytest.mark.parametrize(
    ("new_on", "end"),
    [
        (None, date(2026, 1, 31)),
        (date(2026, 1, 30), None),
        (date(2026, 1, 31), None),
        (date(2026, 2, 1), date(2026, 1, 31)),
    ],
)
def test_a_new_relationship_keeps_the_portal_contract_alive(new_on: date | None, end: date | None) -> None:
    assert portal_contract_end(ended_on=date(2023, 1, 31), new_on=new_on).value == end


def test_other_lengths_of_the_portal_contract_and_of_confidentiality() -> None:
    assert portal_contract_end(ended_on=date(2026, 5, 31), length=Span(months=1)).value == date(2026, 6, 30)
    assert confidentiality_end(ended_on=date(2026, 5, 31), length=Span(years=5)).value == date(2031, 5, 31)


@given(ordered=st.dates(date(1992, 1, 1), date(2060, 1, 1)), land=st.sampled_from(list(Land)))
@settings(max_examples=60, deadline=None)
def test_an_order_is_never_taken_up_again_last_on_a_forbidden_day(ordered: date, land: Land) -> None:
    last = reactivation_until(ordered_on=ordered, land=land).value
    assert statutory(land).is_working_day(last)
    assert timedelta(days=181) <= last - ordered <= timedelta(days=184 + 4)


def order(on: date, **given: Any) -> Any:
    facts: dict[str, Any] = {"mail_on": (JUNE[0], JUNE[14]), "call_on": (JUNE[19],), **given}
    return inactive_order(on=on, **facts).value


@pytest.mark.parametrize(
    ("on", "may_close"),
    [(date(2026, 6, 30), False), (date(2026, 7, 1), False), (date(2026, 7, 2), True), (date(2026, 9, 1), True)],
)
def test_thirty_days_must_be_over(on: date, may_close: bool) -> None:
    value = order(on)
    assert (value.may_close, value.earliest_on) == (may_close, date(2026, 7, 2))


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"mail_on": ()}, ["2 of two e-mails"]),
        ({"mail_on": (JUNE[0],)}, ["1 of two e-mails"]),
        ({"call_on": ()}, ["one call"]),
        ({"mail_on": (), "call_on": ()}, ["2 of two e-mails", "one call"]),
        ({"reply_on": JUNE[14]}, ["2 of two e-mails"]),
        ({"reply_on": JUNE[0]}, ["1 of two e-mails"]),
        ({"reply_on": JUNE[19]}, ["2 of two e-mails", "one call"]),
        ({"mail_on": (JUNE[0], date(2026, 9, 2))}, ["1 of two e-mails"]),
    ],
)
def test_what_is_missing_is_named(given: dict[str, Any], missing: list[str]) -> None:
    value = order(date(2026, 9, 1), **given)
    assert not value.may_close
    assert value.earliest_on is None
    assert [one.text() for one in value.missing] == missing


@pytest.mark.parametrize(
    ("given", "earliest"),
    [
        ({"mail_on": (date(2026, 7, 20), JUNE[0])}, date(2026, 7, 20)),
        ({"call_on": (date(2026, 7, 21),)}, date(2026, 7, 21)),
        ({"call_on": (JUNE[1], date(2026, 7, 21))}, date(2026, 7, 2)),
        ({"reply_on": date(2026, 5, 31)}, date(2026, 7, 2)),
        ({"length": Span(days=60)}, date(2026, 8, 1)),
    ],
)
def test_the_second_mail_and_the_call_must_have_been_made(given: dict[str, Any], earliest: date) -> None:
    assert order(date(2026, 9, 1), **given).earliest_on == earliest


def test_an_answer_after_the_day_asked_about_is_a_mistake() -> None:
    with pytest.raises(WrongOrder):
        order(date(2026, 6, 10), reply_on=date(2026, 6, 11))


def accepted(**given: Any) -> Any:
    facts: dict[str, Any] = {"customer": Customer.BUSINESS, "land": Land.NW, **given}
    return acceptance_by_silence(concluded_on=date(2025, 1, 10), delivered_on=DELIVERED, **facts).value


@pytest.mark.parametrize(
    ("given", "accepted_from", "ground"),
    [
        ({}, date(2025, 4, 1), Ground.SILENCE),
        ({"refused_on": LAST}, date(2025, 4, 1), Ground.SILENCE),
        ({"refused_on": LAST, "defect": True}, None, Ground.REFUSED),
        ({"refused_on": date(2025, 4, 1), "defect": True}, date(2025, 4, 1), Ground.SILENCE),
        ({"in_use_on": DELIVERED}, DELIVERED, Ground.USE),
        ({"in_use_on": LAST}, LAST, Ground.USE),
        ({"in_use_on": date(2025, 4, 1)}, date(2025, 4, 1), Ground.SILENCE),
        ({"in_use_on": date(2025, 3, 20), "refused_on": date(2025, 3, 19), "defect": True}, None, Ground.REFUSED),
        (
            {"in_use_on": date(2025, 3, 19), "refused_on": date(2025, 3, 19), "defect": True},
            date(2025, 3, 19),
            Ground.USE,
        ),
        ({"customer": Customer.CONSUMER}, None, Ground.NOT_TOLD),
        ({"customer": Customer.CONSUMER, "told": True}, date(2025, 4, 1), Ground.SILENCE),
    ],
)
def test_when_a_work_counts_as_accepted(given: dict[str, Any], accepted_from: date | None, ground: Ground) -> None:
    value = accepted(**given)
    assert (value.last_day_on, value.accepted_from_on, value.ground) == (LAST, accepted_from, ground)


def test_a_last_day_on_good_friday_moves() -> None:
    value = accepted(length=Span(days=46))
    assert (value.last_day_on, value.accepted_from_on) == (date(2025, 4, 22), date(2025, 4, 23))


@pytest.mark.parametrize("fact", ["refused_on", "in_use_on"])
def test_nothing_happens_before_the_delivery(fact: str) -> None:
    with pytest.raises(WrongOrder, match="before the delivery"):
        accepted(**{fact: DELIVERED - timedelta(days=1)})


def test_contracts_before_2018_follow_an_older_law() -> None:
    with pytest.raises(NotInForce, match="1 Jan 2018"):
        acceptance_by_silence(
            concluded_on=date(2017, 12, 31), delivered_on=DELIVERED, customer=Customer.BUSINESS, land=Land.NW
        )


@pytest.mark.parametrize(
    ("objected_on", "told", "released", "ground"),
    [
        (None, True, date(2025, 5, 14), Ground.SILENCE),
        (date(2025, 5, 13), True, None, Ground.REFUSED),
        (date(2025, 5, 14), True, date(2025, 5, 14), Ground.SILENCE),
        (date(2025, 5, 14), False, None, Ground.NOT_TOLD),
        (date(2025, 5, 13), False, None, Ground.REFUSED),
    ],
)
def test_when_a_result_counts_as_released(
    objected_on: date | None, told: bool, released: date | None, ground: Ground
) -> None:
    value = release_by_silence(received_on=date(2025, 4, 28), land=Land.NW, told=told, objected_on=objected_on).value
    assert (value.last_day_on, value.released_from_on, value.ground) == (date(2025, 5, 13), released, ground)


def test_an_objection_before_the_request_is_a_mistake() -> None:
    with pytest.raises(WrongOrder):
        release_by_silence(received_on=date(2025, 4, 28), land=Land.NW, objected_on=date(2025, 4, 27))
