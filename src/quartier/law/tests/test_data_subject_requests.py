"""Clocks of the GDPR: requests, breaches, and what becomes of data whose purpose has ended."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.errors import NaiveInstant, NotInForce, WrongOrder
from quartier.law.gdpr.breach import Risk, data_breach
from quartier.law.gdpr.erasure import Fate, Treatment, erasure_or_restriction
from quartier.law.gdpr.requests import BESIDE, Request, data_subject_request
from quartier.values.land import Land
from quartier.values.zone import BERLIN

ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("received_on", "answer_by", "extendable_to"),
    [
        (date(2027, 1, 28), date(2027, 3, 1), date(2027, 4, 28)),
        (date(2027, 1, 31), date(2027, 3, 1), date(2027, 4, 30)),
        (date(2027, 2, 1), date(2027, 3, 1), date(2027, 5, 3)),
        (date(2026, 11, 26), date(2026, 12, 28), date(2027, 2, 26)),
        (date(2027, 11, 25), date(2027, 12, 27), date(2028, 2, 25)),
    ],
)
def test_an_answer_is_due_on_a_working_day_a_month_later(
    received_on: date, answer_by: date, extendable_to: date
) -> None:
    value = data_subject_request(received_on=received_on, land=Land.NW).value
    assert (value.answer_by, value.extendable_to, value.extended) == (answer_by, extendable_to, False)
    assert value.first_month_ends_on == answer_by


def test_the_land_decides_about_holidays() -> None:
    received_on = date(2026, 12, 6)
    assert data_subject_request(received_on=received_on, land=Land.NW).value.answer_by == date(2027, 1, 6)
    assert data_subject_request(received_on=received_on, land=Land.BY).value.answer_by == date(2027, 1, 7)


@pytest.mark.parametrize(
    ("told_on", "answer_by"),
    [
        (date(2026, 11, 2), date(2027, 2, 2)),
        (date(2026, 12, 1), date(2027, 2, 2)),
        (date(2026, 12, 2), date(2027, 2, 2)),
        (date(2026, 12, 3), date(2026, 12, 2)),
    ],
)
def test_an_extension_counts_only_when_told_within_the_month(told_on: date, answer_by: date) -> None:
    value = data_subject_request(received_on=date(2026, 11, 2), land=Land.NW, extended_on=told_on).value
    assert value.answer_by == answer_by
    assert value.extended is (answer_by == date(2027, 2, 2))


def test_nobody_is_told_before_they_ask() -> None:
    with pytest.raises(WrongOrder):
        data_subject_request(received_on=date(2026, 11, 2), land=Land.NW, extended_on=date(2026, 11, 1))


def test_the_regulation_begins_on_its_day() -> None:
    assert data_subject_request(received_on=date(2018, 5, 25), land=Land.NW).value.answer_by == date(2018, 6, 25)
    with pytest.raises(NotInForce, match="answer a person's request"):
        data_subject_request(received_on=date(2018, 5, 24), land=Land.NW)


def test_doubts_about_identity_change_no_day_and_are_named_as_a_reading() -> None:
    sure = data_subject_request(received_on=date(2026, 11, 2), land=Land.NW)
    doubtful = data_subject_request(received_on=date(2026, 11, 2), land=Land.NW, identity_doubts=True)
    assert doubtful.value == sure.value
    assert {one.title for one in doubtful.unverified} - {one.title for one in sure.unverified} == {
        "Doubts about who asks"
    }


@pytest.mark.parametrize("kind", Request)
def test_each_right_says_what_else_it_asks_for(kind: Request) -> None:
    derived = data_subject_request(received_on=date(2026, 11, 2), land=Land.NW, kind=kind)
    assert BESIDE[kind][0] in [step.sentence.template for step in derived.steps]


@settings(max_examples=60)
@given(day=st.dates(date(2018, 5, 25), date(2060, 1, 1)), land=st.sampled_from(Land), later=st.integers(0, 90))
def test_who_asks_later_is_never_answered_earlier(day: date, land: Land, later: int) -> None:
    first = data_subject_request(received_on=day, land=land).value
    second = data_subject_request(received_on=day + timedelta(days=later), land=land).value
    assert first.answer_by <= second.answer_by
    assert first.answer_by < first.extendable_to
    assert first.answer_by.weekday() < 5


def test_a_breach_is_notified_after_72_hours_of_the_clock() -> None:
    known_at = datetime(2026, 12, 24, 23, 30, tzinfo=BERLIN)
    value = data_breach(known_at=known_at).value
    assert value.notify_authority_by == datetime(2026, 12, 27, 23, 30, tzinfo=BERLIN)
    assert value.tell_people is False


@pytest.mark.parametrize("known_at", [datetime(2027, 3, 26, 12, tzinfo=BERLIN), datetime(2026, 10, 24, 12, tzinfo=UTC)])
def test_the_hours_are_hours_when_the_clock_changes(known_at: datetime) -> None:
    by = data_breach(known_at=known_at, risk=Risk.HIGH).value.notify_authority_by
    assert by is not None
    assert by.astimezone(UTC) - known_at.astimezone(UTC) == timedelta(hours=72)


def test_only_a_high_risk_is_told_to_people_and_an_unlikely_one_to_nobody() -> None:
    known_at = datetime(2026, 11, 20, 16, tzinfo=BERLIN)
    assert data_breach(known_at=known_at, risk=Risk.HIGH).value.tell_people is True
    quiet = data_breach(known_at=known_at, risk=Risk.UNLIKELY)
    assert (quiet.value.notify_authority_by, quiet.value.tell_people) == (None, False)
    assert any("record" in str(step.sentence) for step in quiet.steps)


def test_a_breach_needs_an_instant_in_force() -> None:
    with pytest.raises(NaiveInstant):
        data_breach(known_at=datetime(2026, 11, 20, 16))  # noqa: DTZ001  what is refused
    # Midnight in Germany is still the day before in UTC; the German day counts.
    assert data_breach(known_at=datetime(2018, 5, 24, 22, tzinfo=UTC)).value.notify_authority_by
    with pytest.raises(NotInForce):
        data_breach(known_at=datetime(2018, 5, 24, 21, 59, tzinfo=UTC))


def fate(on: date, **grounds: date | bool) -> Fate:
    return erasure_or_restriction(purpose_ended_on=date(2027, 6, 30), on=on, **grounds).value  # type: ignore[arg-type]


def test_data_are_in_use_until_their_purpose_ends() -> None:
    assert fate(date(2027, 6, 30)).treatment is Treatment.USE
    assert fate(date(2027, 7, 1)) == Fate(treatment=Treatment.ERASE, restricted_until=None, erase_on=date(2027, 7, 1))


@pytest.mark.parametrize("ground", ["law_until_on", "contract_until_on", "claims_until_on"])
def test_each_ground_restricts_until_its_last_day(ground: str) -> None:
    until = date(2030, 12, 31)
    for on in (date(2027, 7, 1), until):
        assert fate(on, **{ground: until}) == Fate(
            treatment=Treatment.RESTRICT, restricted_until=until, erase_on=until + ONE_DAY
        )
    assert fate(until + ONE_DAY, **{ground: until}).treatment is Treatment.ERASE


def test_the_last_ground_counts_and_one_that_has_passed_does_not() -> None:
    value = fate(date(2028, 1, 1), law_until_on=date(2034, 12, 31), claims_until_on=date(2030, 12, 31))
    assert value.erase_on == date(2035, 1, 1)
    assert fate(date(2027, 7, 1), claims_until_on=date(2026, 12, 31)).erase_on == date(2027, 7, 1)


def test_a_hold_restricts_without_an_end_even_while_in_use() -> None:
    held = Fate(treatment=Treatment.RESTRICT, restricted_until=None, erase_on=None)
    assert fate(date(2040, 1, 1), hold=True, law_until_on=date(2034, 12, 31)) == held
    assert fate(date(2027, 6, 30), hold=True) == Fate(treatment=Treatment.USE, restricted_until=None, erase_on=None)


def test_erasure_is_asked_under_the_regulation_only() -> None:
    with pytest.raises(NotInForce):
        fate(date(2018, 5, 24))
