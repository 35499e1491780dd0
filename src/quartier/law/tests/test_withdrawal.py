"""The withdrawal period and the dispatch rule: every boundary from both sides, and a second count of the days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from quartier.law.bgb.withdrawal import LONG_STOP, Kind, WithdrawalPeriod, withdrawal_period
from quartier.law.bgb.withdrawal_declaration import InTime, withdrawal_in_time
from quartier.law.errors import Incomplete, NaiveInstant, NotApplicable, NotInForce, WrongOrder
from quartier.law.rule import Derived
from quartier.values.land import Land

NRW = Land.NW
MONDAY = date(2025, 3, 3)
DAYS = some.dates(min_value=date(2014, 6, 13), max_value=date(2060, 12, 31))


def period(concluded_on: date, instructed_on: date | None = None, **facts: Any) -> WithdrawalPeriod:
    """The period in North Rhine-Westphalia."""
    return withdrawal_period(concluded_on=concluded_on, instructed_on=instructed_on, land=NRW, **facts).value


def told(derived: Derived[Any]) -> list[str]:
    """The derivation in words, with sources."""
    return [f"{step.sentence} [{step.source}]" for step in derived.steps]


def counted_by_hand(event_on: date, land: Land) -> date:
    """§§ 187–193 BGB a second time: fourteen tomorrows, then on to a day that is no Saturday, Sunday or holiday."""
    day = event_on
    for _tomorrow in range(14):
        day += timedelta(days=1)
    while day.isoweekday() > 5 or day in holidays.country_holidays("DE", subdiv=land.value, years=day.year):
        day += timedelta(days=1)
    return day


@given(DAYS, some.sampled_from(list(Land)))
@settings(max_examples=60, deadline=None)
def test_it_ends_as_counted_by_hand_in_every_land(concluded_on: date, land: Land) -> None:
    found = withdrawal_period(concluded_on=concluded_on, instructed_on=concluded_on, land=land).value
    assert found.last_on == counted_by_hand(concluded_on, land)
    assert found.starts_on == concluded_on
    assert found.work_from_on == found.last_on + timedelta(days=1)


@given(DAYS, some.integers(0, 500), some.integers(0, 500), some.integers(0, 500))
@settings(max_examples=80, deadline=None)
def test_a_later_instruction_or_information_never_shortens_it(day: date, first: int, more: int, other: int) -> None:
    earlier = period(day, day + timedelta(days=first))
    later = period(day, day + timedelta(days=first + more), informed_on=day + timedelta(days=other))
    never = period(day)
    assert earlier.last_on is not None
    assert later.last_on is not None
    assert never.last_on is not None
    assert earlier.last_on <= later.last_on <= never.last_on
    assert earlier.long_stop_on == later.long_stop_on == never.long_stop_on == never.last_on
    assert later.last_on.isoweekday() <= 5


@pytest.mark.parametrize(
    ("concluded_on", "last_on"),
    [
        (date(2025, 4, 3), date(2025, 4, 17)),
        (date(2025, 4, 4), date(2025, 4, 22)),
        (date(2025, 4, 7), date(2025, 4, 22)),
        (date(2025, 4, 8), date(2025, 4, 22)),
        (date(2025, 4, 9), date(2025, 4, 23)),
        (date(2024, 2, 15), date(2024, 2, 29)),
        (date(2025, 2, 14), date(2025, 2, 28)),
        (date(2026, 12, 17), date(2026, 12, 31)),
        (date(2026, 12, 18), date(2027, 1, 4)),
    ],
)
def test_weekends_easter_february_and_new_year(concluded_on: date, last_on: date) -> None:
    assert period(concluded_on, concluded_on).last_on == last_on


def test_a_holiday_of_one_land_moves_the_end_there_only() -> None:
    concluded_on = date(2025, 10, 18)
    ends = {
        land: withdrawal_period(concluded_on=concluded_on, instructed_on=concluded_on, land=land).value.last_on
        for land in (Land.NW, Land.HH, Land.BE)
    }
    assert ends == {Land.NW: date(2025, 11, 3), Land.HH: date(2025, 11, 3), Land.BE: date(2025, 11, 3)}
    reformation = withdrawal_period(concluded_on=date(2025, 10, 17), instructed_on=date(2025, 10, 17), land=Land.HH)
    assert reformation.value.last_on == date(2025, 11, 3)
    assert period(date(2025, 10, 17), date(2025, 10, 17)).last_on == date(2025, 10, 31)


@pytest.mark.parametrize(
    ("instructed_on", "informed_on", "starts_on"),
    [
        (MONDAY - timedelta(days=1), None, MONDAY),
        (MONDAY, None, MONDAY),
        (MONDAY + timedelta(days=1), None, MONDAY + timedelta(days=1)),
        (MONDAY, MONDAY - timedelta(days=1), MONDAY),
        (MONDAY, MONDAY + timedelta(days=1), MONDAY + timedelta(days=1)),
        (MONDAY + timedelta(days=4), MONDAY + timedelta(days=2), MONDAY + timedelta(days=4)),
    ],
)
def test_the_latest_event_begins_it(instructed_on: date, informed_on: date | None, starts_on: date) -> None:
    found = period(MONDAY, instructed_on, informed_on=informed_on)
    assert found.starts_on == starts_on
    assert found.last_on == counted_by_hand(starts_on, NRW)


@pytest.mark.parametrize(
    ("concluded_on", "last_on"),
    [
        (date(2025, 3, 2), date(2026, 3, 16)),
        (date(2025, 3, 3), date(2026, 3, 17)),
        (date(2024, 2, 29), date(2025, 3, 14)),
        (date(2023, 2, 15), date(2024, 2, 29)),
        (date(2025, 12, 11), date(2026, 12, 28)),
        (date(2026, 12, 11), date(2027, 12, 27)),
    ],
)
def test_without_instruction_it_ends_after_twelve_months_and_fourteen_days(concluded_on: date, last_on: date) -> None:
    found = period(concluded_on)
    assert (found.instructed, found.starts_on, found.last_on, found.long_stop_on) == (False, None, last_on, last_on)


@pytest.mark.parametrize(
    ("instructed_on", "starts_on", "last_on"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 16)),
        (date(2026, 3, 3), date(2026, 3, 3), date(2026, 3, 17)),
        (date(2026, 3, 4), date(2026, 3, 4), date(2026, 3, 17)),
        (date(2026, 3, 17), date(2026, 3, 17), date(2026, 3, 17)),
        (date(2026, 3, 18), None, date(2026, 3, 17)),
    ],
)
def test_a_late_instruction_cannot_pass_the_last_end(
    instructed_on: date, starts_on: date | None, last_on: date
) -> None:
    found = period(MONDAY, instructed_on)
    assert (found.instructed, found.starts_on, found.last_on) == (True, starts_on, last_on)
    assert found.long_stop_on == date(2026, 3, 17)
    assert found.work_from_on == last_on + timedelta(days=1)


@pytest.mark.parametrize("kind", [Kind.GOODS, Kind.REGULAR_GOODS])
def test_goods_begin_it_when_they_arrive(kind: Kind) -> None:
    arrived_on = MONDAY + timedelta(days=5)
    assert period(MONDAY, MONDAY, kind=kind, delivered_on=arrived_on).starts_on == arrived_on
    assert period(MONDAY, kind=kind, delivered_on=arrived_on).last_on == date(2026, 3, 23)
    assert period(MONDAY, MONDAY, kind=kind, delivered_on=MONDAY - timedelta(days=1)).starts_on == MONDAY
    under_way = period(MONDAY, MONDAY, kind=kind)
    assert under_way == WithdrawalPeriod(
        instructed=True, starts_on=None, last_on=None, long_stop_on=None, work_from_on=None
    )
    assert not period(MONDAY, kind=kind).instructed


@pytest.mark.parametrize("kind", [Kind.SERVICE, Kind.DIGITAL, Kind.SUPPLY])
def test_the_contract_begins_everything_else(kind: Kind) -> None:
    assert period(MONDAY, MONDAY, kind=kind).starts_on == MONDAY
    with pytest.raises(
        NotApplicable, match=r"^A delivery counts only for goods\. Leave it out, or name goods as the kind\.$"
    ):
        period(MONDAY, MONDAY, kind=kind, delivered_on=MONDAY)


def test_a_bounced_instruction_is_none() -> None:
    assert period(MONDAY, MONDAY, bounced=True) == period(MONDAY)
    assert period(MONDAY, bounced=True) == period(MONDAY)


def test_the_law_of_before_june_2014_is_not_known_here() -> None:
    with pytest.raises(NotInForce, match="13 Jun 2014"):
        period(date(2014, 6, 12), date(2014, 6, 12))
    assert period(date(2014, 6, 13), date(2014, 6, 13)).last_on == date(2014, 6, 27)


@pytest.mark.parametrize(
    ("concluded_on", "source", "verified"),
    [
        (date(2026, 6, 18), "§ 356 Abs. 3 Satz 2 BGB", True),
        (date(2026, 6, 19), "§ 356 Abs. 4 Satz 1 BGB (BGBl. 2026 I Nr. 28)", False),
        (date(2026, 6, 20), "§ 356 Abs. 4 Satz 1 BGB (BGBl. 2026 I Nr. 28)", False),
    ],
)
def test_the_paragraph_has_a_new_number_since_june_2026(concluded_on: date, source: str, verified: bool) -> None:
    derived = withdrawal_period(concluded_on=concluded_on, land=NRW)
    version = next(one.version for one in derived.applied if one.title == LONG_STOP.title)
    assert (version.source, version.verified) == (source, verified)


def test_the_derivation_names_every_event_and_paragraph() -> None:
    derived = withdrawal_period(
        concluded_on=date(2025, 4, 17), instructed_on=date(2025, 4, 16), informed_on=date(2025, 4, 15), land=NRW
    )
    assert told(derived) == [
        "The contract was concluded on 17 Apr 2025 (services). [§ 355 Abs. 2 Satz 2 BGB]",
        (
            "The instruction was received on 16 Apr 2025. [§ 356 Abs. 3 Satz 1 BGB; "
            "Art. 246a § 1 Abs. 2 Satz 1 Nr. 1 EGBGB]"
        ),
        (
            "By the instruction's own words the period waits for further information, complete on 15 Apr 2025. "
            "[§ 361 Abs. 2 Satz 1 BGB]"
        ),
        "The latest of these days begins the period: 17 Apr 2025. []",
        "17 Apr 2025 is the day of the event and does not count. [§ 187 Abs. 1 BGB]",
        "14 days later ends with 1 May 2025. [§ 188 Abs. 1 und 2 BGB]".replace("14 days", "14\N{NO-BREAK SPACE}days"),
        (
            "1 May 2025 is a Saturday, a Sunday or a holiday in North Rhine-Westphalia; the end moves to 2 May 2025. "
            "[§ 193 BGB]"
        ),
        (
            "12\N{NO-BREAK SPACE}months + 14\N{NO-BREAK SPACE}days after contract or delivery, with 4 May 2026, "
            "the right ends in any case. []"
        ),
    ]


def test_the_derivation_says_why_nothing_has_begun() -> None:
    never = told(withdrawal_period(concluded_on=MONDAY, land=NRW, kind=Kind.DIGITAL))
    assert never[0] == (
        "The contract was concluded on 3 Mar 2025 (digital content that is not on a physical medium). "
        "[§ 356 Abs. 2 Nr. 2 BGB]"
    )
    source = "[§ 356 Abs. 3 Satz 1 BGB; Art. 246a § 1 Abs. 2 Satz 1 Nr. 1 EGBGB]"
    assert never[1] == f"No instruction was received: the period does not begin. {source}"
    assert never[-1] == "Without an instruction the right ends with 17 Mar 2026. []"
    bounced = told(withdrawal_period(concluded_on=MONDAY, instructed_on=MONDAY, bounced=True, land=NRW))
    assert bounced[1] == f"The instruction came back as undeliverable: it was never received. {source}"
    late = told(withdrawal_period(concluded_on=MONDAY, instructed_on=date(2026, 3, 18), land=NRW))
    assert late[-1] == "By then the right had ended with 17 Mar 2026. []"


def test_the_derivation_of_goods() -> None:
    facts: dict[str, Any] = {"concluded_on": MONDAY, "instructed_on": MONDAY, "land": NRW, "kind": Kind.GOODS}
    assert told(withdrawal_period(**facts))[0] == (
        "The goods have not arrived, so the period has not begun. [§ 356 Abs. 2 Nr. 1 BGB]"
    )
    assert told(withdrawal_period(**facts, delivered_on=MONDAY))[0] == (
        "The goods arrived on 3 Mar 2025 (goods; the last item or part delivered counts). [§ 356 Abs. 2 Nr. 1 BGB]"
    )


def declared(**facts: Any) -> Derived[InTime]:
    """A withdrawal from a contract of 3 March 2025, whose last day is 17 March."""
    return withdrawal_in_time(concluded_on=MONDAY, instructed_on=MONDAY, land=NRW, **facts)


@pytest.mark.parametrize(
    ("dispatched_on", "in_time"),
    [(date(2025, 3, 16), True), (date(2025, 3, 17), True), (date(2025, 3, 18), False)],
)
def test_dispatch_decides_whenever_it_arrives(dispatched_on: date, in_time: bool) -> None:
    found = declared(dispatched_on=dispatched_on, received_on=date(2025, 4, 20)).value
    assert found == InTime(
        in_time=in_time, decisive_on=dispatched_on, last_on=date(2025, 3, 17), effective_on=date(2025, 4, 20)
    )


@pytest.mark.parametrize(
    ("clicked_at", "in_time"),
    [
        ("2025-03-17T23:59:59.999999+01:00", True),
        ("2025-03-18T00:00+01:00", False),
        ("2025-03-17T22:59:59+00:00", True),
        ("2025-03-17T23:00+00:00", False),
        ("2025-03-18T08:00+09:00", False),
        ("2025-03-18T06:59+08:00", True),
    ],
)
def test_a_click_counts_on_its_german_day(clicked_at: str, in_time: bool) -> None:
    found = declared(clicked_at=datetime.fromisoformat(clicked_at)).value
    assert found.in_time is in_time
    assert found.effective_on == found.decisive_on == date(2025, 3, 17 if in_time else 18)


@pytest.mark.parametrize(("hour", "in_time"), [(21, True), (22, False)])
def test_in_summer_midnight_is_two_hours_off(hour: int, in_time: bool) -> None:
    found = withdrawal_in_time(
        concluded_on=date(2026, 7, 1),
        instructed_on=date(2026, 7, 1),
        land=NRW,
        clicked_at=datetime(2026, 7, 15, hour, 59, tzinfo=UTC),
    )
    assert found.value.in_time is in_time


def test_the_night_of_the_clock_change_keeps_its_date() -> None:
    last_on = date(2025, 3, 31)
    found = withdrawal_in_time(
        concluded_on=date(2025, 3, 16),
        instructed_on=date(2025, 3, 16),
        land=NRW,
        clicked_at=datetime(2025, 3, 31, 21, 59, tzinfo=UTC),
    ).value
    assert (found.in_time, found.last_on, found.decisive_on) == (True, last_on, last_on)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(NaiveInstant, match="no time zone"):
        declared(clicked_at=datetime(2025, 3, 17, 12, 0))  # noqa: DTZ001  that is what is refused


def test_receipt_in_time_proves_dispatch_in_time() -> None:
    derived = declared(received_on=date(2025, 3, 17))
    assert derived.value.in_time
    assert derived.value.decisive_on == derived.value.effective_on == date(2025, 3, 17)
    assert "It arrived on 17 Mar 2025, so it was sent no later. [§ 355 Abs. 1 Satz 5 BGB]" in told(derived)


LATE = (
    r"^It arrived on 18 Mar 2025, after the last day \(17 Mar 2025\)\. Find out the day of dispatch: the postmark or "
    r"the time in the e-mail decides\.$"
)


def test_a_late_receipt_needs_the_day_of_dispatch() -> None:
    with pytest.raises(Incomplete, match=LATE):
        declared(received_on=date(2025, 3, 18))
    with pytest.raises(
        Incomplete, match=r"^Give the day on which the withdrawal was sent, or the day on which it arrived\.$"
    ):
        declared()


def test_facts_that_cannot_be_are_refused() -> None:
    with pytest.raises(
        WrongOrder, match=r"^The withdrawal cannot arrive \(16 Mar 2025\) before it was sent \(17 Mar 2025\)\.$"
    ):
        declared(dispatched_on=date(2025, 3, 17), received_on=date(2025, 3, 16))
    with pytest.raises(NotApplicable, match=r"^Give the day of dispatch or the instant of the click, not both\.$"):
        declared(dispatched_on=MONDAY, clicked_at=datetime(2025, 3, 3, 12, tzinfo=UTC))
    assert declared(dispatched_on=date(2025, 3, 17), received_on=date(2025, 3, 17)).value.in_time


def test_before_the_goods_arrive_every_withdrawal_is_in_time() -> None:
    found = declared(kind=Kind.GOODS, received_on=date(2025, 9, 1)).value
    assert found == InTime(in_time=True, decisive_on=date(2025, 9, 1), last_on=None, effective_on=date(2025, 9, 1))


def test_all_facts_of_the_period_reach_it() -> None:
    base: dict[str, Any] = {"concluded_on": MONDAY, "land": NRW, "dispatched_on": MONDAY}
    cases: list[tuple[dict[str, Any], date]] = [
        ({}, date(2026, 3, 17)),
        ({"instructed_on": MONDAY}, date(2025, 3, 17)),
        ({"instructed_on": MONDAY, "bounced": True}, date(2026, 3, 17)),
        ({"instructed_on": MONDAY, "informed_on": date(2025, 3, 4)}, date(2025, 3, 18)),
        ({"instructed_on": MONDAY, "kind": Kind.GOODS, "delivered_on": date(2025, 3, 5)}, date(2025, 3, 19)),
        ({"instructed_on": date(2025, 4, 17), "land": Land.BY}, date(2025, 5, 2)),
    ]
    for facts, last_on in cases:
        assert withdrawal_in_time(**{**base, **facts}).value.last_on == last_on


def test_the_derivation_of_a_click_and_of_a_late_letter() -> None:
    click = told(declared(clicked_at=datetime(2025, 3, 17, 22, 59, tzinfo=UTC), received_on=date(2025, 3, 17)))
    assert click[-3:] == [
        "The online declaration was sent at 17 Mar 2025, 23:59 German time. [§ 355 Abs. 1 Satz 5 BGB]",
        "17 Mar 2025 is in time. [§ 355 Abs. 1 Satz 5 BGB]",
        (
            "Acknowledge the online declaration at once on a durable medium, with date and time. "
            "[§ 356 Abs. 1 Satz 2 BGB]"
        ),
    ]
    late = told(declared(dispatched_on=date(2025, 3, 18)))
    assert late[-2:] == [
        "Dispatch on 18 Mar 2025 decides. [§ 355 Abs. 1 Satz 5 BGB]",
        (
            "18 Mar 2025 is too late. Answer that the period is over; do not leave it unanswered. "
            "[§ 355 Abs. 1 Satz 1 BGB]"
        ),
    ]


@pytest.mark.parametrize(
    ("concluded_on", "source"),
    [
        (date(2026, 6, 18), "§ 356 Abs. 1 Satz 2 BGB"),
        (date(2026, 6, 19), "§ 356a Abs. 4 BGB"),
        (date(2026, 6, 20), "§ 356a Abs. 4 BGB"),
    ],
)
def test_an_online_declaration_is_acknowledged_by_the_paragraph_in_force(concluded_on: date, source: str) -> None:
    at = datetime(2026, 6, 21, 12, tzinfo=UTC)
    derived = withdrawal_in_time(concluded_on=concluded_on, land=NRW, clicked_at=at)
    assert derived.steps[-1].source == source
    letter = withdrawal_in_time(concluded_on=concluded_on, land=NRW, dispatched_on=at.date())
    assert letter.steps[-1].source == "§ 355 Abs. 1 Satz 5 BGB"
