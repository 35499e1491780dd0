"""Periods are half-open: what follows shares a date and no day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.values.period import Period, WrongOrder
from quartier.values.sentences import IN_ENGLISH

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 1, 1))
PERIODS = st.tuples(DAYS, DAYS).map(lambda pair: Period(min(pair), max(pair)))


def test_the_last_day_belongs_to_it_and_the_end_does_not() -> None:
    june = Period.through(date(2026, 6, 4), date(2026, 6, 30))
    assert june == Period(date(2026, 6, 4), date(2026, 7, 1))
    assert june.days == 27
    assert june.last_on == date(2026, 6, 30)
    assert date(2026, 6, 4) in june
    assert date(2026, 6, 30) in june
    assert date(2026, 7, 1) not in june
    assert date(2026, 6, 3) not in june
    assert june.text(IN_ENGLISH) == "4 Jun 2026 – 30 Jun 2026"


def test_a_year_has_its_days() -> None:
    assert Period.of_year(2024).days == 366
    assert Period.of_year(2026) == Period.through(date(2026, 1, 1), date(2026, 12, 31))


def test_an_empty_period_has_no_last_day() -> None:
    empty = Period(date(2026, 1, 1), date(2026, 1, 1))
    assert list(empty) == []
    assert empty.text(IN_ENGLISH) == "1 Jan 2026"
    with pytest.raises(ValueError, match="no last day"):
        _ = empty.last_on


def test_what_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(WrongOrder, match=r"end \(1 Jan 2026\) before it begins \(2 Jan 2026\)"):
        Period(date(2026, 1, 2), date(2026, 1, 1))
    with pytest.raises(WrongOrder, match=r"last day \(1 Jan 2026\) lies before the first"):
        Period.through(date(2026, 1, 2), date(2026, 1, 1))
    with pytest.raises(TypeError, match="not of instants"):
        Period(datetime(2026, 1, 1, tzinfo=UTC), date(2026, 1, 2))
    with pytest.raises(TypeError, match="not of instants"):
        Period(date(2026, 1, 1), datetime(2026, 1, 2, tzinfo=UTC))


def test_the_day_the_clock_changes_has_23_or_25_hours() -> None:
    hours = {}
    for day in (date(2026, 3, 29), date(2026, 6, 1), date(2026, 10, 25)):
        begin, end = Period.through(day, day).instants()
        hours[day.month] = (end.astimezone(UTC) - begin.astimezone(UTC)) / timedelta(hours=1)
    assert hours == {3: 23, 6: 24, 10: 25}


@given(PERIODS, st.lists(DAYS, max_size=6))
def test_parts_cover_the_whole_once(period: Period, cuts: list[date]) -> None:
    parts = period.split(cuts)
    assert [day for part in parts for day in part] == list(period)
    assert all(part.days for part in parts)
    assert {part.starts_on for part in parts[1:]} == {day for day in cuts if day in period and day != period.starts_on}


@settings(deadline=None)
@given(PERIODS, PERIODS)
def test_an_overlap_holds_the_days_of_both(one: Period, other: Period) -> None:
    both = one.overlap(other)
    assert set(both or ()) == set(one) & set(other)
    assert both == other.overlap(one)
