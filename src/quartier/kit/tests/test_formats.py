"""Numbers and days are written and read as people here do it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from quartier.kit import formats
from quartier.kit.forms.reading import read_clock, read_day, read_instant, read_number
from quartier.values.zone import BERLIN

NB = "\N{NO-BREAK SPACE}"


def test_german_pages_write_german_numbers_and_days() -> None:
    assert formats.money(Decimal("1083.7")) == f"1.083,70{NB}€"
    assert formats.money(Decimal("-24.1")) == f"−24,10{NB}€"
    assert formats.number(Decimal("74.2"), 2, "m²") == f"74,20{NB}m²"
    assert formats.day(date(2026, 11, 3)) == "03.11.2026"
    assert formats.instant(datetime(2026, 11, 23, 13, 7, tzinfo=UTC)) == f"23.11.2026, 14:07{NB}Uhr"
    assert formats.day(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)) == "24.11.2026"
    assert [formats.size(octets) for octets in (12, 640_000, 1_240_000)] == [f"12{NB}Byte", f"640{NB}kB", f"1,2{NB}MB"]


def test_english_pages_write_days_that_nobody_can_misread() -> None:
    with translation.override("en"):
        assert formats.day(date(2026, 11, 3)) == "3 Nov 2026"
        assert formats.money(Decimal("1083.7")) == f"1,083.70{NB}€"


@pytest.mark.parametrize("text", ["1.12.2026", "01.12.2026", "1. 12. 2026", " 2026-12-01 ", "1 Dec 2026"])
def test_a_day_is_read_in_every_usual_form(text: str) -> None:
    assert read_day(text) == date(2026, 12, 1)


@pytest.mark.parametrize(
    "text", ["", "1.12.26", "31.2.2026", "12/1/2026", "2026", "1.12.0026", "1.12.9999", "٣.١٢.٢٠٢٦"]
)
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize("text", ["14:07", "14.07", "14:07 Uhr", f"14:07{NB}Uhr"])
def test_a_time_is_read_in_every_usual_form(text: str) -> None:
    assert read_clock(text) == time(14, 7)


@pytest.mark.parametrize("text", ["24:00", "7", "14:60", "vierzehn"])
def test_what_is_no_time_is_not_guessed(text: str) -> None:
    assert read_clock(text) is None


@pytest.mark.parametrize("text", ["1.12.2026, 14:07", "1.12.2026 14:07 Uhr", "2026-12-01T14:07", "01.12.2026,14:07"])
def test_an_instant_is_german_time(text: str) -> None:
    assert read_instant(text) == datetime(2026, 12, 1, 13, 7, tzinfo=UTC)


def test_a_time_that_summer_time_leaves_out_does_not_exist_and_a_double_one_is_the_first() -> None:
    assert read_instant("29.3.2026, 02:30") is None
    assert read_instant("25.10.2026, 02:30") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.083,70", "1083.70"),
        ("1083,7", "1083.7"),
        ("1.083", "1083"),
        ("12.5", "12.5"),
        ("−24,10", "-24.10"),
        ("-3", "-3"),
        (f"1 000{NB}", "1000"),
    ],
)
def test_a_number_is_read_as_germans_write_it(text: str, number: str) -> None:
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "1,2,3", "1.08,3", "1e5", "NaN", "Infinity", "--1", "0x10", "١٢", "1_000"])
def test_what_is_no_number_is_not_guessed(text: str) -> None:
    assert read_number(text) is None


@given(st.dates(date(1800, 1, 1), date(2199, 12, 31)))
def test_a_day_that_was_written_is_read_again(day: date) -> None:
    assert read_day(formats.day(day)) == day


@given(st.decimals(-(10**9), 10**9, places=2))
def test_an_amount_that_was_written_is_read_again(amount: Decimal) -> None:
    assert read_number(formats.number(amount, 2)) == amount


@given(st.datetimes(datetime(1980, 1, 1), datetime(2199, 12, 30), timezones=st.just(UTC)))  # noqa: DTZ001 – hypothesis adds the zone
def test_an_instant_that_was_written_is_read_again_to_the_minute(at: datetime) -> None:
    local = at.astimezone(BERLIN).replace(second=0, microsecond=0, fold=0)
    assert read_instant(formats.instant(at)) == datetime.fromtimestamp(local.timestamp(), UTC)
