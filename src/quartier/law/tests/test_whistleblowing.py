"""Clocks of reports under the HinSchG, and who needs a reporting office."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.errors import Negative, NotInForce, WrongOrder
from quartier.law.hgb.institution import Institution
from quartier.law.hinschg.reports import reporting_office_duty, whistleblower_clocks

RECEIVED = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("acknowledged_on", "feedback_by"),
    [
        (date(2026, 11, 2), date(2027, 2, 2)),
        (date(2026, 11, 8), date(2027, 2, 8)),
        (date(2026, 11, 9), date(2027, 2, 9)),
        (date(2026, 11, 10), date(2027, 2, 9)),
        (None, date(2027, 2, 9)),
    ],
)
def test_feedback_follows_the_acknowledgement_but_a_late_one_wins_nothing(
    acknowledged_on: date | None, feedback_by: date
) -> None:
    value = whistleblower_clocks(received_on=RECEIVED, acknowledged_on=acknowledged_on).value
    assert value.acknowledge_by == date(2026, 11, 9)
    assert value.feedback_by == feedback_by
    assert (value.kept_until, value.erase_on) == (None, None)


def test_a_late_acknowledgement_rests_on_a_reading() -> None:
    late = whistleblower_clocks(received_on=RECEIVED, acknowledged_on=date(2026, 11, 10))
    assert [one.title for one in late.unverified] == ["Feedback after a late acknowledgement"]
    assert not whistleblower_clocks(received_on=RECEIVED).unverified


def test_months_come_before_the_seven_days() -> None:
    assert whistleblower_clocks(received_on=date(2026, 11, 30)).value.feedback_by == date(2027, 3, 7)
    assert whistleblower_clocks(
        received_on=date(2026, 11, 30), acknowledged_on=date(2026, 12, 7)
    ).value.feedback_by == date(2027, 3, 7)


@pytest.mark.parametrize(
    ("acknowledged_on", "feedback_by"),
    [
        (date(2026, 12, 1), date(2027, 3, 1)),
        (date(2026, 12, 2), date(2027, 3, 2)),
        (date(2026, 12, 3), date(2027, 3, 3)),
        (date(2026, 12, 4), date(2027, 3, 3)),
        (None, date(2027, 3, 3)),
    ],
)
def test_at_the_end_of_short_months_the_earlier_day_counts(acknowledged_on: date | None, feedback_by: date) -> None:
    value = whistleblower_clocks(received_on=date(2026, 11, 24), acknowledged_on=acknowledged_on).value
    assert (value.acknowledge_by, value.feedback_by) == (date(2026, 12, 1), feedback_by)


def test_an_acknowledgement_in_time_has_its_three_months() -> None:
    in_time = whistleblower_clocks(received_on=date(2027, 2, 28), acknowledged_on=date(2027, 3, 7))
    assert in_time.value.feedback_by == date(2027, 6, 7)
    assert not in_time.unverified
    assert whistleblower_clocks(received_on=date(2027, 2, 28)).value.feedback_by == date(2027, 6, 4)


def test_no_weekend_moves_a_clock() -> None:
    value = whistleblower_clocks(received_on=date(2026, 11, 28), acknowledged_on=date(2026, 11, 30)).value
    assert (value.acknowledge_by, value.feedback_by) == (date(2026, 12, 5), date(2027, 2, 28))


def test_the_documentation_goes_three_years_after_closing() -> None:
    value = whistleblower_clocks(received_on=RECEIVED, closed_on=date(2028, 2, 29)).value
    assert (value.kept_until, value.erase_on) == (date(2031, 2, 28), date(2031, 3, 1))


@pytest.mark.parametrize("what", ["acknowledged_on", "closed_on"])
def test_nothing_happens_before_the_report(what: str) -> None:
    whistleblower_clocks(received_on=RECEIVED, **{what: RECEIVED})
    with pytest.raises(WrongOrder):
        whistleblower_clocks(received_on=RECEIVED, **{what: date(2026, 11, 1)})


def test_the_act_begins_on_its_day() -> None:
    assert whistleblower_clocks(received_on=date(2023, 7, 2)).value.acknowledge_by == date(2023, 7, 9)
    with pytest.raises(NotInForce, match="acknowledge a report"):
        whistleblower_clocks(received_on=date(2023, 7, 1))


@settings(max_examples=60)
@given(day=st.dates(date(2023, 7, 2), date(2090, 1, 1)), later=st.integers(0, 200))
def test_acknowledging_never_gives_more_time_than_silence(day: date, later: int) -> None:
    silent = whistleblower_clocks(received_on=day).value
    told = whistleblower_clocks(received_on=day, acknowledged_on=day + timedelta(days=later)).value
    # At most a few days at the end of a short month, where the statute counts from another day.
    assert told.feedback_by <= silent.feedback_by + timedelta(days=3)


@pytest.mark.parametrize(
    ("employees", "on", "needed"),
    [
        (249, date(2023, 7, 2), False),
        (250, date(2023, 7, 2), True),
        (50, date(2023, 12, 16), False),
        (249, date(2023, 12, 16), False),
        (50, date(2023, 12, 17), True),
        (49, date(2023, 12, 17), False),
        (0, date(2026, 11, 22), False),
    ],
)
def test_the_duty_grew_with_the_end_of_the_transition(employees: int, on: date, needed: bool) -> None:
    assert reporting_office_duty(employees=employees, on=on).value is needed


@pytest.mark.parametrize("institution", [Institution.CREDIT, Institution.SAVINGS_COOPERATIVE])
@pytest.mark.parametrize("on", [date(2023, 7, 2), date(2026, 11, 22)])
def test_institutions_need_an_office_whatever_their_size(institution: Institution, on: date) -> None:
    assert reporting_office_duty(employees=1, on=on, institution=institution).value is True


def test_the_duty_is_refused_for_what_cannot_be() -> None:
    with pytest.raises(Negative, match="employees"):
        reporting_office_duty(employees=-1, on=date(2026, 11, 22))
    with pytest.raises(NotInForce):
        reporting_office_duty(employees=500, on=date(2023, 7, 1))
