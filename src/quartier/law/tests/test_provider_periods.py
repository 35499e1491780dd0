"""Periods a provider sets inside the law's bounds: logs, video, projects, applicants, consents."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.errors import NaiveInstant, NotApplicable, NotInForce, WrongOrder
from quartier.law.retention.applicants import Application, applicant_data
from quartier.law.retention.by_the_clock import log_retention, video_retention
from quartier.law.retention.consent import Channel, consent_evidence, newsletter_end
from quartier.law.retention.projects import ProjectEnd, scan_project_retention
from quartier.values.land import Land
from quartier.values.span import Span
from quartier.values.zone import BERLIN

NOON = datetime(2026, 11, 2, 12, tzinfo=BERLIN)


def test_an_address_is_gone_after_seven_days_of_the_clock() -> None:
    value = log_retention(accessed_at=NOON).value
    assert value.delete_by == datetime(2026, 11, 9, 12, tzinfo=BERLIN)
    assert value.needs_reason is False


@pytest.mark.parametrize(
    ("kept", "needs_reason"),
    [
        (Span(days=6, hours=23, minutes=59), False),
        (Span(weeks=1), False),
        (Span(hours=168), False),
        (Span(weeks=1, minutes=1), True),
        (Span(days=8), True),
    ],
)
def test_more_than_seven_days_need_a_reason(kept: Span, needs_reason: bool) -> None:
    assert log_retention(accessed_at=NOON, kept=kept).value.needs_reason is needs_reason


@pytest.mark.parametrize("kept", [Span(months=1), Span(years=1), Span(working_days=3), Span(days=1, months=1)])
def test_a_clock_does_not_run_in_months_or_working_days(kept: Span) -> None:
    with pytest.raises(NotApplicable, match="hours, days or weeks"):
        log_retention(accessed_at=NOON, kept=kept)
    with pytest.raises(NotApplicable, match="hours, days or weeks"):
        video_retention(recorded_at=NOON, kept=kept)


def test_a_clock_needs_a_time_zone_and_a_law() -> None:
    naive = datetime(2026, 11, 2, 12)  # noqa: DTZ001  what is refused
    for incident in (False, True):
        with pytest.raises(NaiveInstant):
            video_retention(recorded_at=naive, incident=incident)
    with pytest.raises(NaiveInstant):
        log_retention(accessed_at=naive)
    with pytest.raises(NotInForce):
        log_retention(accessed_at=datetime(2018, 5, 24, 21, 59, tzinfo=UTC))
    with pytest.raises(NotInForce):
        video_retention(recorded_at=datetime(2018, 5, 24, 21, 59, tzinfo=UTC), incident=True)


@pytest.mark.parametrize(
    ("kept", "needs_reason"),
    [(Span(days=3), False), (Span(hours=72), False), (Span(hours=73), True), (Span(minutes=15), False)],
)
def test_video_stays_72_hours(kept: Span, needs_reason: bool) -> None:
    assert video_retention(recorded_at=NOON, kept=kept).value.needs_reason is needs_reason


def test_evidence_of_a_crime_has_no_clock() -> None:
    derived = video_retention(recorded_at=NOON, incident=True)
    assert (derived.value.delete_by, derived.value.needs_reason) == (None, False)
    assert derived.unverified


@settings(max_examples=60)
@given(
    at=st.datetimes(datetime(2019, 1, 1), datetime(2050, 1, 1)),  # noqa: DTZ001  the strategy adds the zone
    hours=st.integers(1, 2000),
)
def test_every_hour_is_an_hour_also_when_the_clock_changes(at: datetime, hours: int) -> None:
    start = at.replace(tzinfo=UTC)
    end = log_retention(accessed_at=start, kept=Span(hours=hours)).value.delete_by
    assert end is not None
    assert end.astimezone(UTC) - start == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("created_on", "present_until"),
    [
        (date(2026, 11, 1), date(2026, 12, 1)),
        (date(2027, 1, 31), date(2027, 3, 2)),
        (date(2028, 1, 31), date(2028, 3, 1)),
        (date(2026, 12, 31), date(2027, 1, 30)),
    ],
)
def test_a_free_project_is_there_on_day_thirty_and_may_go_on_day_thirty_one(
    created_on: date, present_until: date
) -> None:
    assert (present_until - created_on).days == 30
    assert scan_project_retention(created_on=created_on).value == ProjectEnd(
        present_until=present_until, deletable_on=present_until + timedelta(days=1)
    )


@pytest.mark.parametrize(
    ("closed_on", "present_until"),
    [
        (None, None),
        (date(2026, 11, 30), date(2026, 12, 1)),
        (date(2026, 12, 1), date(2026, 12, 1)),
        (date(2026, 12, 2), date(2026, 12, 2)),
    ],
)
def test_an_order_keeps_its_project(closed_on: date | None, present_until: date | None) -> None:
    value = scan_project_retention(
        created_on=date(2026, 11, 1), ordered_on=date(2026, 11, 5), closed_on=closed_on
    ).value
    assert value.present_until == present_until
    assert (value.deletable_on is None) == (present_until is None)


@pytest.mark.parametrize(
    ("ordered_on", "closed_on", "present_until"),
    [
        (date(2026, 8, 31), date(2026, 10, 15), date(2027, 2, 28)),
        (date(2026, 8, 31), date(2027, 2, 28), date(2027, 2, 28)),
        (date(2026, 8, 31), date(2027, 3, 1), date(2027, 3, 1)),
    ],
)
def test_an_order_that_can_be_taken_up_again_is_not_closed_for_good(
    ordered_on: date, closed_on: date, present_until: date
) -> None:
    value = scan_project_retention(
        created_on=date(2026, 8, 1), ordered_on=ordered_on, closed_on=closed_on, reactivable=True
    ).value
    assert value.present_until == present_until


def test_a_project_tells_facts_that_contradict_each_other() -> None:
    day = date(2026, 11, 1)
    with pytest.raises(NotApplicable, match="Without an order"):
        scan_project_retention(created_on=day, closed_on=day)
    with pytest.raises(NotApplicable, match="Without an order"):
        scan_project_retention(created_on=day, reactivable=True)
    with pytest.raises(WrongOrder):
        scan_project_retention(created_on=day, ordered_on=date(2026, 10, 31))
    with pytest.raises(WrongOrder):
        scan_project_retention(created_on=day, ordered_on=date(2026, 11, 5), closed_on=date(2026, 11, 4))
    with pytest.raises(NotInForce):
        scan_project_retention(created_on=date(2018, 5, 24))


def test_a_provider_may_keep_projects_longer() -> None:
    value = scan_project_retention(created_on=date(2026, 11, 1), kept=Span(months=3)).value
    assert value.present_until == date(2027, 2, 1)


@pytest.mark.parametrize("kind", Application)
@pytest.mark.parametrize(
    ("kept", "covers"),
    [(Span(months=2), False), (Span(months=2, days=1), True), (Span(months=6), True)],
)
def test_applicants_data_last_as_long_as_their_claims(kind: Application, kept: Span, covers: bool) -> None:
    # Two months from 31 December 2026 end on Sunday, 28 February: claims are still in time on Monday.
    value = applicant_data(kind=kind, refused_on=date(2026, 12, 31), land=Land.NW, kept=kept).value
    assert value.claims_until == date(2027, 3, 1)
    assert value.covers_claims is covers
    assert value.erase_on == value.kept_until + timedelta(days=1)


def test_applicants_are_known_since_the_regulation() -> None:
    with pytest.raises(NotInForce):
        applicant_data(kind=Application.JOB, refused_on=date(2018, 5, 24), land=Land.NW)
    with pytest.raises(NotApplicable):
        applicant_data(kind=Application.JOB, refused_on=date(2026, 11, 1), land=Land.NW, kept=Span(hours=5))


@pytest.mark.parametrize(
    ("used_on", "kept_until"),
    [(None, date(2026, 10, 1)), (date(2021, 10, 1), date(2026, 10, 1)), (date(2024, 2, 29), date(2029, 2, 28))],
)
def test_a_telephone_consent_is_proved_for_five_years_from_its_last_use(used_on: date | None, kept_until: date) -> None:
    value = consent_evidence(channel=Channel.PHONE, given_on=date(2021, 10, 1), used_on=used_on).value
    assert (value.kept_until, value.in_use) == (kept_until, True)


def test_the_telephone_rule_begins_in_october_2021() -> None:
    with pytest.raises(NotInForce, match="telephone"):
        consent_evidence(channel=Channel.PHONE, given_on=date(2021, 9, 30))
    used = consent_evidence(channel=Channel.PHONE, given_on=date(2020, 1, 1), used_on=date(2021, 10, 1)).value
    assert used.kept_until == date(2026, 10, 1)
    revoked = consent_evidence(channel=Channel.PHONE, given_on=date(2022, 1, 1), revoked_on=date(2022, 2, 1)).value
    assert (revoked.kept_until, revoked.in_use) == (date(2027, 1, 1), False)


@pytest.mark.parametrize("channel", [one for one in Channel if one is not Channel.PHONE])
def test_other_consents_are_proved_while_used_and_until_claims_are_barred(channel: Channel) -> None:
    given_on = date(2026, 3, 10)
    assert consent_evidence(channel=channel, given_on=given_on).value.kept_until is None
    for revoked_on, kept_until in (
        (date(2026, 12, 31), date(2029, 12, 31)),
        (date(2027, 1, 1), date(2030, 12, 31)),
    ):
        value = consent_evidence(channel=channel, given_on=given_on, revoked_on=revoked_on).value
        assert (value.kept_until, value.in_use) == (kept_until, False)
    late_use = consent_evidence(
        channel=channel, given_on=given_on, used_on=date(2027, 1, 2), revoked_on=date(2026, 12, 31)
    ).value
    assert late_use.kept_until == date(2030, 12, 31)


def test_a_consent_is_not_used_or_revoked_before_it_is_given() -> None:
    day, before = date(2026, 3, 10), date(2026, 3, 9)
    with pytest.raises(WrongOrder):
        consent_evidence(channel=Channel.MAIL, given_on=day, used_on=before)
    with pytest.raises(WrongOrder):
        consent_evidence(channel=Channel.MAIL, given_on=day, revoked_on=before)
    with pytest.raises(WrongOrder):
        newsletter_end(given_on=day, unsubscribed_on=before)


def test_who_unsubscribes_gets_nothing_from_the_same_day() -> None:
    value = newsletter_end(given_on=date(2026, 3, 10), unsubscribed_on=date(2026, 3, 10)).value
    assert value.no_issue_from == value.suppressed_from == date(2026, 3, 10)
    assert value.evidence_until == date(2029, 12, 31)
    with pytest.raises(NotInForce):
        newsletter_end(given_on=date(2018, 1, 1), unsubscribed_on=date(2018, 5, 24))
