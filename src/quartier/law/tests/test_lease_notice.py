"""§§ 573c, 580a BGB: the third working day, the longer periods of landlords, and other rooms."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.bgb.lease_notice import Dwelling, LeaseParty, Premises, lease_notice, rooms_notice
from quartier.law.errors import Incomplete, NotApplicable, NotInForce, WrongOrder
from quartier.values.land import Land

DAYS = st.dates(date(2001, 9, 1), date(2060, 1, 1))
DAY = timedelta(days=1)


def third_working_day(year: int, month: int, land: Land) -> date:
    """The third day from Monday to Saturday that is no holiday, found day by day."""
    off = holidays.country_holidays("DE", subdiv=land.value, years=year)
    days = (date(year, month, number) for number in range(1, 20))
    return [day for day in days if day.isoweekday() < 7 and day not in off][2]


def last_of_month(year: int, month: int) -> date:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def tenant(*received: int, **given: Any) -> Any:
    facts: dict[str, Any] = {"by": LeaseParty.TENANT, "land": Land.NW, **given}
    return lease_notice(received_on=date(*received), **facts).value


def landlord(*received: int, **given: Any) -> Any:
    facts: dict[str, Any] = {"by": LeaseParty.LANDLORD, "land": Land.NW, "handed_over_on": date(2020, 1, 31), **given}
    return lease_notice(received_on=date(*received), **facts).value


@pytest.mark.parametrize(
    ("received", "ends", "arrive_by"),
    [
        ((2027, 1, 4), (2027, 3, 31), (2027, 1, 5)),
        ((2027, 1, 5), (2027, 3, 31), (2027, 1, 5)),
        ((2027, 1, 6), (2027, 4, 30), (2027, 2, 3)),
        ((2026, 12, 3), (2027, 2, 28), (2026, 12, 3)),
        ((2026, 12, 4), (2027, 3, 31), (2027, 1, 5)),
        ((2026, 10, 5), (2026, 12, 31), (2026, 10, 5)),
        ((2026, 10, 6), (2027, 1, 31), (2026, 11, 4)),
    ],
)
def test_a_tenant_has_three_months_less_three_days(
    received: tuple[int, ...], ends: tuple[int, ...], arrive_by: tuple[int, ...]
) -> None:
    value = tenant(*received)
    assert (value.ends_on, value.arrive_by_on, value.objection_until_on) == (date(*ends), date(*arrive_by), None)


@given(received=DAYS, land=st.sampled_from(list(Land)))
@settings(max_examples=100, deadline=None)
def test_a_tenants_notice_against_a_second_way_to_count(received: date, land: Land) -> None:
    late = received > third_working_day(received.year, received.month, land)
    expected = last_of_month(received.year, received.month + 2 + late)
    value = tenant(received.year, received.month, received.day, land=land)
    assert value.ends_on == expected
    assert received <= value.arrive_by_on
    assert tenant(*value.arrive_by_on.timetuple()[:3], land=land).ends_on == expected
    after = value.arrive_by_on + DAY
    assert tenant(*after.timetuple()[:3], land=land).ends_on > expected


@pytest.mark.parametrize(
    ("received", "ends"),
    [
        ((2025, 1, 3), (2025, 3, 31)),
        ((2025, 1, 31), (2025, 4, 30)),
        ((2025, 2, 1), (2025, 7, 31)),
        ((2028, 1, 31), (2028, 7, 31)),
        ((2028, 2, 1), (2028, 10, 31)),
    ],
)
def test_a_landlord_waits_longer_after_five_and_eight_years(received: tuple[int, ...], ends: tuple[int, ...]) -> None:
    assert landlord(*received).ends_on == date(*ends)


def test_notice_without_a_reason_adds_three_months_for_a_landlord_alone() -> None:
    assert landlord(2025, 1, 3, own_house=True).ends_on == date(2025, 6, 30)
    assert landlord(2028, 2, 1, own_house=True).ends_on == date(2029, 1, 31)
    with pytest.raises(NotApplicable, match="own-house"):
        tenant(2025, 1, 3, own_house=True)


@pytest.mark.parametrize("own_house", [True, False])
def test_a_landlord_is_told_that_a_reason_is_needed(own_house: bool) -> None:
    derived = lease_notice(
        by=LeaseParty.LANDLORD,
        received_on=date(2025, 1, 3),
        land=Land.NW,
        handed_over_on=date(2020, 1, 31),
        own_house=own_house,
    )
    assert ("§ 573 Abs. 1 und 3 BGB" in derived.sources) is not own_house


@pytest.mark.parametrize(
    ("received", "until"),
    [((2025, 1, 3), (2025, 1, 31)), ((2024, 11, 5), (2024, 11, 30)), ((2024, 12, 3), (2024, 12, 31))],
)
def test_the_tenant_objects_two_months_before_the_end(received: tuple[int, ...], until: tuple[int, ...]) -> None:
    assert landlord(*received).objection_until_on == date(*until)


@pytest.mark.parametrize(
    ("received", "ends"),
    [((2026, 2, 14), (2026, 2, 28)), ((2026, 2, 15), (2026, 2, 28)), ((2026, 2, 16), (2026, 3, 31))],
)
@pytest.mark.parametrize("by", list(LeaseParty))
def test_a_furnished_room_ends_with_the_month(by: LeaseParty, received: tuple[int, ...], ends: tuple[int, ...]) -> None:
    value = tenant(*received, by=by, dwelling=Dwelling.FURNISHED_ROOM)
    assert value.ends_on == date(*ends)
    assert value.arrive_by_on == date(ends[0], ends[1], 15)


def test_a_landlord_must_say_since_when_the_flat_is_let() -> None:
    with pytest.raises(Incomplete, match="handed-over"):
        landlord(2025, 1, 3, handed_over_on=None)
    with pytest.raises(WrongOrder):
        landlord(2020, 1, 30)


@pytest.mark.parametrize("received", [date(2001, 8, 31)])
def test_nothing_is_known_before_the_reform(received: date) -> None:
    assert tenant(2001, 9, 1).ends_on == date(2001, 11, 30)
    with pytest.raises(NotInForce, match="1 Sep 2001"):
        tenant(*received.timetuple()[:3])
    with pytest.raises(NotInForce, match="1 Sep 2001"):
        rooms_notice(premises=Premises.OTHER, received_on=received, land=Land.NW)


@pytest.mark.parametrize(
    ("premises", "received", "ends", "arrive_by"),
    [
        (Premises.BUSINESS, (2026, 10, 5), (2027, 3, 31), (2026, 10, 5)),
        (Premises.BUSINESS, (2026, 10, 6), (2027, 6, 30), (2027, 1, 5)),
        (Premises.BUSINESS, (2026, 12, 31), (2027, 6, 30), (2027, 1, 5)),
        (Premises.BUSINESS, (2027, 1, 5), (2027, 6, 30), (2027, 1, 5)),
        (Premises.BUSINESS, (2027, 1, 6), (2027, 9, 30), (2027, 4, 3)),
        (Premises.OTHER, (2026, 11, 4), (2027, 1, 31), (2026, 11, 4)),
        (Premises.OTHER, (2026, 11, 5), (2027, 2, 28), (2026, 12, 3)),
        (Premises.COMMERCIAL_LAND, (2026, 10, 5), (2026, 12, 31), (2026, 10, 5)),
        (Premises.COMMERCIAL_LAND, (2026, 10, 6), (2027, 3, 31), (2027, 1, 5)),
        (Premises.COMMERCIAL_LAND, (2027, 1, 5), (2027, 3, 31), (2027, 1, 5)),
        (Premises.COMMERCIAL_LAND, (2027, 1, 6), (2027, 6, 30), (2027, 4, 3)),
    ],
)
def test_other_rooms_and_land(
    premises: Premises, received: tuple[int, ...], ends: tuple[int, ...], arrive_by: tuple[int, ...]
) -> None:
    value = rooms_notice(premises=premises, received_on=date(*received), land=Land.NW).value
    assert (value.ends_on, value.arrive_by_on) == (date(*ends), date(*arrive_by))
