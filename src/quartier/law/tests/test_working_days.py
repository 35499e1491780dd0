"""Working days against a brute-force count, and holidays that came and went."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.calendar.working_days import (
    LocalHoliday,
    Week,
    WorkCalendar,
    holidays_of,
    public_holidays,
    statutory,
    working_days_after,
)
from quartier.law.errors import NotApplicable, NotInForce, NotYetKnown
from quartier.values.land import Land
from quartier.values.period import Period

DECADE = range(2018, 2028)


def easter(year: int) -> date:
    """The Gregorian computus as Meeus, Jones and Butcher give it."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    j, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * j - k - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return date(year, month, (h - m + r + month + 19) % 32)


def repentance_day(year: int) -> date:
    """The Wednesday before 23 November."""
    day = date(year, 11, 22)
    while day.weekday() != 2:
        day -= timedelta(days=1)
    return day


def oracle(land: str, year: int) -> set[date]:
    """The holidays of a Land, written from the Länder's acts and not from a package."""
    sunday = easter(year)
    days = {date(year, *day) for day in ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26))}
    days |= {sunday + timedelta(days=n) for n in (-2, 1, 39, 50)}
    fixed = {
        (1, 6): {"BW", "BY", "ST"},
        (3, 8): ({"BE"} if year >= 2019 else set()) | ({"MV"} if year >= 2023 else set()),
        (8, 15): {"SL"},
        (9, 20): {"TH"} if year >= 2019 else set(),
        (10, 31): {"BB", "MV", "SN", "ST", "TH"} | ({"HB", "HH", "NI", "SH"} if year >= 2018 else set()),
        (11, 1): {"BW", "BY", "NW", "RP", "SL"},
        (5, 8): {"BE"} if year in {2020, 2025} else set(),
    }
    days |= {date(year, *day) for day, lands in fixed.items() if land in lands}
    if land in {"BW", "BY", "HE", "NW", "RP", "SL"}:
        days.add(sunday + timedelta(days=60))
    if land == "BB":
        days |= {sunday, sunday + timedelta(days=49)}
    if land == "SN":
        days.add(repentance_day(year))
    return days


@pytest.mark.parametrize("land", list(Land))
def test_the_working_days_of_ten_years_are_those_of_a_brute_force_count(land: Land) -> None:
    for week, last in ((Week.MON_FRI, 5), (Week.MON_SAT, 6)):
        calendar = WorkCalendar(land, week.days)
        for year in DECADE:
            free = oracle(land.value, year)
            expected = [day for day in Period.of_year(year) if day.weekday() < last and day not in free]
            assert list(calendar.working_days(Period.of_year(year))) == expected


@given(
    st.sampled_from(list(Land)), st.dates(date(2019, 1, 1), date(2027, 6, 1)), st.integers(min_value=1, max_value=60)
)
@settings(max_examples=100)
def test_the_nth_working_day_has_n_working_days_up_to_it(land: Land, day: date, count: int) -> None:
    calendar = statutory(land)
    last = calendar.nth_after(day, count)
    assert len(calendar.working_days(Period.through(day + timedelta(days=1), last))) == count
    assert calendar.is_working_day(last)
    assert calendar.on_or_after(last) == last == calendar.on_or_before(last)
    assert calendar.on_or_before(day) <= day <= calendar.on_or_after(day)


def test_count_zero_is_the_day_itself() -> None:
    assert statutory(Land.NW).nth_after(date(2026, 12, 25), 0) == date(2026, 12, 25)


def test_the_next_and_the_last_working_day_around_christmas() -> None:
    calendar = statutory(Land.NW)
    assert calendar.on_or_after(date(2026, 12, 25)) == date(2026, 12, 28)
    assert calendar.on_or_before(date(2026, 12, 27)) == date(2026, 12, 24)
    assert calendar.on_or_after(date(2026, 12, 24)) == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("land", "before", "since"),
    [
        (Land.BE, date(2018, 3, 8), date(2019, 3, 8)),
        (Land.MV, date(2022, 3, 8), date(2023, 3, 8)),
        (Land.TH, date(2018, 9, 20), date(2019, 9, 20)),
        (Land.NI, date(2016, 10, 31), date(2018, 10, 31)),
        (Land.BE, date(2019, 5, 8), date(2020, 5, 8)),
        (Land.BE, date(2026, 5, 8), date(2025, 5, 8)),
    ],
)
def test_a_holiday_counts_only_since_it_exists(land: Land, before: date, since: date) -> None:
    calendar = statutory(land)
    assert not calendar.is_holiday(before)
    assert calendar.is_holiday(since)


def test_reformation_day_was_a_holiday_everywhere_once() -> None:
    assert all(statutory(land).is_holiday(date(2017, 10, 31)) for land in Land)


def test_holidays_of_a_municipality_count_only_there() -> None:
    peace, assumption, body = date(2025, 8, 8), date(2025, 8, 15), date(2025, 6, 19)
    assert not statutory(Land.BY).is_holiday(peace)
    augsburg = statutory(Land.BY, frozenset({LocalHoliday.AUGSBURG, LocalHoliday.ASSUMPTION}))
    assert augsburg.is_holiday(peace)
    assert augsburg.is_holiday(assumption)
    assert not augsburg.is_holiday(date(2025, 8, 9))
    assert not statutory(Land.TH).is_holiday(body)
    assert statutory(Land.TH, frozenset({LocalHoliday.CORPUS_CHRISTI})).is_holiday(body)
    with pytest.raises(NotApplicable, match="not kept in Hesse"):
        WorkCalendar(Land.HE, local=frozenset({LocalHoliday.AUGSBURG}))


def test_the_time_before_the_sixteen_laender_is_refused() -> None:
    calendar = statutory(Land.NW)
    assert calendar.is_holiday(date(1991, 1, 1))
    assert not calendar.is_holiday(date(2100, 12, 31))
    with pytest.raises(NotInForce, match="31 Dec 1990"):
        calendar.is_working_day(date(1990, 12, 31))
    with pytest.raises(NotYetKnown, match="1 Jan 2101"):
        calendar.is_holiday(date(2101, 1, 1))
    with pytest.raises(NotInForce):
        holidays_of(land=Land.NW, year=1990)
    with pytest.raises(NotApplicable, match="0 is not a calendar year"):
        holidays_of(land=Land.NW, year=0)
    assert len(holidays_of(land=Land.BB, year=2026).value) == len(public_holidays(Land.BB, 2026)) == 12


def test_the_nth_working_day_of_a_month_must_exist() -> None:
    calendar = statutory(Land.NW)
    assert calendar.nth_of_month(2026, 2, 20) == date(2026, 2, 27)
    with pytest.raises(NotApplicable, match="02/2026 has fewer than 21 working days"):
        calendar.nth_of_month(2026, 2, 21)


def test_the_derivation_names_the_holidays_left_out() -> None:
    derived = working_days_after(after_on=date(2026, 12, 23), count=2, land=Land.NW)
    assert derived.value == date(2026, 12, 28)
    told = [step.sentence.text() for step in derived.steps]
    assert told == [
        "Working days are Monday to Friday in North Rhine-Westphalia.",
        "25 Dec 2026 (Erster Weihnachtstag) does not count.",
        "Working day number 2 after 23 Dec 2026 is 28 Dec 2026.",
    ]
    saturday = working_days_after(after_on=date(2026, 12, 23), count=2, land=Land.NW, week=Week.MON_SAT)
    assert [step.sentence.text()[:11] for step in saturday.steps][1:3] == ["25 Dec 2026", "26 Dec 2026"]
    with pytest.raises(NotApplicable, match="at least one"):
        working_days_after(after_on=date(2026, 12, 23), count=0, land=Land.NW)
