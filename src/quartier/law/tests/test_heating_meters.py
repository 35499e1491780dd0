"""What follows from missing meters and information: cuts, duties to install, what users are told."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from quartier.law.errors import Incomplete, Negative, NotApplicable, NotInForce
from quartier.law.heizkostenv.cuts import Breach, heating_costs_cut
from quartier.law.heizkostenv.meters import Content, Interval, MeterDuties, heating_information, remote_reading

FROM = date(2025, 1, 1)
TO = date(2025, 12, 31)
D = Decimal


def cut_of(*breach: Breach, from_on: date = FROM, **facts: Any) -> Decimal:
    known: dict[str, Any] = {"heating": D(700), "hot_water": D(200), **facts}
    return heating_costs_cut(from_on=from_on, breach=breach, **known).value.cut


@pytest.mark.parametrize(
    ("breach", "cut"),
    [
        ((Breach.HEATING_UNMETERED,), "105.00"),
        ((Breach.HOT_WATER_UNMETERED,), "30.00"),
        ((Breach.HEATING_UNMETERED, Breach.HOT_WATER_UNMETERED), "135.00"),
        ((Breach.NO_REMOTE_READING,), "27.00"),
        ((Breach.NO_REMOTE_READING, Breach.NO_REMOTE_READING), "27.00"),
        ((Breach.NO_INFORMATION, Breach.NO_CARBON_SHARE), "54.00"),
        (tuple(Breach), "216.00"),
    ],
)
def test_cuts(breach: tuple[Breach, ...], cut: str) -> None:
    assert cut_of(*breach) == D(cut)


@pytest.mark.parametrize(
    ("breach", "first"),
    [
        (Breach.HEATING_UNMETERED, date(2009, 1, 1)),
        (Breach.NO_REMOTE_READING, date(2021, 12, 1)),
        (Breach.NO_INFORMATION, date(2021, 12, 1)),
        (Breach.NO_CARBON_SHARE, date(2023, 1, 1)),
    ],
)
def test_every_cut_has_a_first_day(breach: Breach, first: date) -> None:
    assert cut_of(breach, from_on=first) > 0
    with pytest.raises(NotInForce, match="Cut"):
        cut_of(breach, from_on=first - timedelta(days=1))


def test_only_added_cuts_are_unsure() -> None:
    def unsure(*breach: Breach) -> int:
        return len(heating_costs_cut(from_on=FROM, heating=D(1), hot_water=D(1), breach=breach).unverified)

    assert unsure(Breach.HEATING_UNMETERED, Breach.HOT_WATER_UNMETERED) == 0
    assert unsure(Breach.NO_INFORMATION) == 0
    assert unsure(Breach.NO_INFORMATION, Breach.NO_REMOTE_READING) == 1


def test_who_may_not_cut() -> None:
    with pytest.raises(NotApplicable, match="community"):
        cut_of(Breach.NO_INFORMATION, flat_owner=True)
    with pytest.raises(Incomplete, match="breach"):
        cut_of()
    with pytest.raises(Negative, match="hot water"):
        cut_of(Breach.NO_INFORMATION, hot_water=D(-1))


def meter(installed_on: date, remote: bool, replacement: bool = False) -> MeterDuties:
    return remote_reading(installed_on=installed_on, remote=remote, replacement=replacement).value


OLD, EARLY = date(2026, 12, 31), date(2031, 12, 31)


@pytest.mark.parametrize(
    ("installed_on", "remote", "replacement", "duties"),
    [
        (date(2021, 11, 30), False, False, (True, OLD, OLD)),
        (date(2021, 12, 1), False, False, (True, OLD, OLD)),
        (date(2021, 12, 2), False, False, (False, None, None)),
        (date(2021, 12, 2), False, True, (True, OLD, OLD)),
        (date(2021, 12, 2), True, False, (True, None, EARLY)),
        (date(2022, 11, 30), True, False, (True, None, EARLY)),
        (date(2022, 12, 1), True, False, (True, None, date(2022, 12, 1))),
        (date(2022, 12, 2), True, True, (True, None, date(2022, 12, 2))),
        (date(2022, 12, 1), False, False, (False, None, None)),
    ],
)
def test_meters_by_their_day(
    installed_on: date, remote: bool, replacement: bool, duties: tuple[bool, date | None, date | None]
) -> None:
    found = meter(installed_on, remote, replacement)
    assert (found.allowed, found.remote_by, found.gateway_by) == duties


@pytest.mark.parametrize(
    ("on", "requested", "interval"),
    [
        (date(2021, 12, 1), False, Interval.TWICE_A_YEAR),
        (date(2021, 12, 31), True, Interval.QUARTERLY),
        (date(2022, 1, 1), False, Interval.MONTHLY),
        (date(2022, 1, 2), True, Interval.MONTHLY),
    ],
)
def test_information_during_the_year(on: date, requested: bool, interval: Interval) -> None:
    found = heating_information(on=on, from_on=date(2021, 12, 1), remote=True, requested=requested).value
    assert found.interval is interval
    assert bool(found.during_year) == (interval is Interval.MONTHLY)
    assert Content.WEATHER in found.with_statement


def test_without_remote_meters_the_statement_alone_informs() -> None:
    found = heating_information(on=TO, from_on=FROM, remote=False).value
    assert found.interval is Interval.NEVER
    assert len(found.with_statement) == 7


def test_information_has_its_period() -> None:
    with pytest.raises(NotInForce, match="statement of heating costs"):
        heating_information(on=TO, from_on=date(2021, 11, 30), remote=True)
    with pytest.raises(NotApplicable, match="before the billing period"):
        heating_information(on=FROM - timedelta(days=1), from_on=FROM, remote=True)


def test_nothing_is_said_about_meters_before_2009() -> None:
    assert meter(date(2009, 1, 1), remote=False).allowed
    with pytest.raises(NotInForce):
        meter(date(2008, 12, 31), remote=False)
