"""§§ 187–193 BGB and Regulation 1182/71: every boundary, and a second way to count."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.bgb.hours import hours_period, local
from quartier.law.bgb.month_days import MonthPart, Purpose, month_part, nth_working_day
from quartier.law.bgb.periods import (
    Act,
    Begin,
    add,
    counted_end,
    end_of,
    latest_event_on,
    period_after_receipt,
    period_end,
    period_extended,
)
from quartier.law.calendar.working_days import LocalHoliday, WorkCalendar, statutory
from quartier.law.errors import NaiveInstant, NotApplicable, NotInForce
from quartier.law.eu.periods import eu_period
from quartier.values.land import Land
from quartier.values.span import Span
from quartier.values.zone import BERLIN

DAYS = st.dates(date(1992, 1, 1), date(2060, 1, 1))
NW = statutory(Land.NW)


def months_by_walking(day: date, months: int) -> date:
    """The same number n months later, found month by month from the first of the month."""
    year, month = day.year, day.month
    for _step in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@pytest.mark.parametrize(
    ("event", "span", "end"),
    [
        ((2027, 1, 31), Span(months=1), (2027, 2, 28)),
        ((2028, 1, 31), Span(months=1), (2028, 2, 29)),
        ((2027, 1, 30), Span(months=1), (2027, 2, 28)),
        ((2027, 1, 28), Span(months=1), (2027, 2, 28)),
        ((2027, 2, 28), Span(months=1), (2027, 3, 28)),
        ((2028, 2, 29), Span(years=1), (2029, 2, 28)),
        ((2026, 11, 30), Span(months=3), (2027, 2, 28)),
        ((2026, 12, 31), Span(months=6), (2027, 6, 30)),
        ((2026, 12, 1), Span(months=12), (2027, 12, 1)),
        ((2026, 11, 22), Span(weeks=2), (2026, 12, 6)),
        ((2026, 11, 22), Span(days=14), (2026, 12, 6)),
        ((2026, 11, 22), Span(days=1), (2026, 11, 23)),
        ((2027, 1, 31), Span(months=1, days=3), (2027, 3, 3)),
        ((2026, 12, 30), Span(years=2, months=2, weeks=1), (2029, 3, 7)),
    ],
)
def test_a_period_ends_on_the_same_number(event: tuple[int, ...], span: Span, end: tuple[int, ...]) -> None:
    assert add(date(*event), span) == date(*end)
    assert counted_end(date(*event), span) == date(*end)


@pytest.mark.parametrize(
    ("first", "span", "last"),
    [
        ((2027, 1, 1), Span(months=1), (2027, 1, 31)),
        ((2027, 1, 31), Span(months=1), (2027, 2, 28)),
        ((2027, 1, 30), Span(months=1), (2027, 2, 28)),
        ((2027, 1, 29), Span(months=1), (2027, 2, 28)),
        ((2028, 1, 30), Span(months=1), (2028, 2, 29)),
        ((2028, 1, 29), Span(months=1), (2028, 2, 28)),
        ((2027, 1, 28), Span(months=1), (2027, 2, 27)),
        ((2027, 3, 1), Span(years=1), (2028, 2, 29)),
        ((2027, 1, 31), Span(years=1, months=1), (2028, 2, 29)),
        ((2027, 1, 1), Span(years=1, months=1), (2028, 1, 31)),
        ((2024, 2, 29), Span(years=1), (2025, 2, 28)),
        ((2024, 2, 29), Span(years=4), (2028, 2, 28)),
        ((2026, 11, 23), Span(weeks=1), (2026, 11, 29)),
        ((2026, 11, 23), Span(days=1), (2026, 11, 23)),
        ((2027, 1, 31), Span(months=1, days=1), (2027, 2, 28)),
    ],
)
def test_a_period_from_the_beginning_of_a_day_counts_that_day(
    first: tuple[int, ...], span: Span, last: tuple[int, ...]
) -> None:
    assert counted_end(date(*first), span, Begin.DAY) == date(*last)


def test_working_days_are_counted_by_a_calendar() -> None:
    assert add(date(2025, 4, 28), Span(working_days=10), NW) == date(2025, 5, 13)
    assert counted_end(date(2025, 4, 28), Span(working_days=10), Begin.EVENT, NW) == date(2025, 5, 13)
    assert counted_end(date(2025, 4, 28), Span(working_days=1), Begin.DAY, NW) == date(2025, 4, 28)
    assert counted_end(date(2025, 4, 28), Span(working_days=10), Begin.DAY, NW) == date(2025, 5, 12)
    assert add(date(2025, 4, 14), Span(weeks=2, working_days=1), NW) == date(2025, 4, 29)
    with pytest.raises(NotApplicable, match="A period in working days needs a calendar"):
        add(date(2025, 4, 28), Span(working_days=1))
    for span in (Span(months=1), Span(days=40)):
        with pytest.raises(NotApplicable, match="after 15 Dec 9999 lies beyond the year 9999"):
            add(date(9999, 12, 15), span)
    for span in (Span(hours=1), Span(minutes=30), Span(days=1, hours=2)):
        with pytest.raises(NotApplicable, match="A period in hours is counted from an instant, not from a day"):
            add(date(2025, 4, 28), span)


@given(DAYS, st.integers(0, 60), st.integers(0, 5), st.integers(0, 40))
@settings(max_examples=100)
def test_two_ways_of_counting_agree(day: date, months: int, weeks: int, days: int) -> None:
    if months + weeks + days:
        expected = months_by_walking(day, months)
        for _step in range(7 * weeks + days):
            expected += timedelta(days=1)
        years, rest = divmod(months, 12)
        assert add(day, Span(years=years, months=rest, weeks=weeks, days=days)) == expected


@given(DAYS, st.integers(1, 24))
@settings(max_examples=100)
def test_a_later_event_never_ends_a_period_earlier(day: date, months: int) -> None:
    span = Span(months=months)
    assert add(day, span) <= add(day + timedelta(days=1), span)


@given(DAYS, st.integers(1, 18), st.sampled_from(["months", "weeks", "days"]))
@settings(max_examples=100)
def test_the_latest_event_is_in_time_and_the_day_after_is_not(ends_on: date, count: int, unit: str) -> None:
    span = Span(**{unit: count})
    latest = latest_event_on(ends_on, span)
    assert add(latest, span) <= ends_on < add(latest + timedelta(days=1), span)


@pytest.mark.parametrize(
    ("ends_on", "span", "latest"),
    [
        ((2027, 6, 30), Span(months=3), (2027, 3, 31)),
        ((2027, 2, 28), Span(months=1), (2027, 1, 31)),
        ((2026, 6, 30), Span(days=14), (2026, 6, 16)),
        ((2026, 12, 31), Span(months=3), (2026, 9, 30)),
    ],
)
def test_the_latest_event_for_an_end(ends_on: tuple[int, ...], span: Span, latest: tuple[int, ...]) -> None:
    assert latest_event_on(date(*ends_on), span) == date(*latest)


@given(st.dates(date(1992, 1, 1), date(2060, 1, 1)), st.integers(1, 90), st.sampled_from(list(Land)))
@settings(max_examples=100)
def test_no_declaration_or_payment_ends_on_a_forbidden_day(event: date, days: int, land: Land) -> None:
    for act in (Act.DECLARATION, Act.PAYMENT):
        value = period_end(event_on=event, length=Span(days=days), act=act, land=land).value
        assert statutory(land).is_working_day(value.ends_on)
        assert value.counted_to == event + timedelta(days=days)
        between = [value.counted_to + timedelta(days=n) for n in range((value.ends_on - value.counted_to).days)]
        assert not any(statutory(land).is_working_day(day) for day in between)
        assert value.moved is bool(between)
    for act in (Act.NOTICE, Act.TERM):
        value = period_end(event_on=event, length=Span(days=days), act=act, land=land).value
        assert value.ends_on == value.counted_to
        assert not value.moved


def test_the_derivation_says_why_an_end_moves() -> None:
    moved = period_end(event_on=date(2027, 1, 31), length=Span(months=1), act=Act.PAYMENT, land=Land.NW)
    assert [(step.sentence.text().replace("\u00a0", " "), step.source) for step in moved.steps] == [
        ("31 Jan 2027 is the day of the event and does not count.", "§ 187 Abs. 1 BGB"),
        ("1 month later ends with 28 Feb 2027.", "§ 188 Abs. 2 und 3 BGB"),
        (
            "28 Feb 2027 is a Saturday, a Sunday or a holiday in North Rhine-Westphalia; the end moves to 1 Mar 2027.",
            "§ 193 BGB",
        ),
    ]
    assert [one.title for one in moved.applied] == [
        "Counting of periods",
        "Ends on Saturdays, Sundays and holidays",
        "Public holidays of the Länder",
    ]
    assert moved.sources[0] == "§ 187, § 188 BGB"
    stays = period_end(event_on=date(2027, 2, 1), length=Span(weeks=1), act=Act.NOTICE, land=Land.NW, begin=Begin.DAY)
    assert [(step.sentence.text().replace("\u00a0", " "), step.source) for step in stays.steps] == [
        ("1 Feb 2027 is the first day and counts.", "§ 187 Abs. 2 BGB"),
        ("1 week later ends with 7 Feb 2027.", "§ 188 Abs. 1 und 2 BGB"),
        (
            "No Saturday, Sunday or holiday moves this end: a period of notice, which protects the other side.",
            "§ 193 BGB",
        ),
    ]
    fits = period_end(event_on=date(2026, 11, 2), length=Span(years=1), act=Act.PAYMENT, land=Land.NW)
    assert [step.source for step in fits.steps] == ["§ 187 Abs. 1 BGB", "§ 188 Abs. 2 und 3 BGB"]
    assert len(fits.applied) == 2


def test_a_period_in_working_days_has_an_end_too() -> None:
    value = period_end(event_on=date(2025, 4, 28), length=Span(working_days=10), act=Act.TERM, land=Land.NW).value
    assert value.ends_on == date(2025, 5, 13)


def test_a_municipal_holiday_moves_an_end_there() -> None:
    augsburg = WorkCalendar(Land.BY, local=frozenset({LocalHoliday.AUGSBURG}))
    assert end_of(date(2025, 7, 25), Span(days=14), Act.PAYMENT, augsburg).value.ends_on == date(2025, 8, 11)
    assert end_of(date(2025, 7, 25), Span(days=14), Act.PAYMENT, statutory(Land.BY)).value.ends_on == date(2025, 8, 8)


def test_before_saturdays_were_free_nothing_is_known() -> None:
    with pytest.raises(NotInForce, match="Ends on Saturdays"):
        period_end(event_on=date(1965, 9, 1), length=Span(days=29), act=Act.PAYMENT, land=Land.NW)
    term = period_end(event_on=date(1965, 9, 1), length=Span(days=29), act=Act.TERM, land=Land.NW)
    assert term.value.ends_on == date(1965, 9, 30)
    with pytest.raises(NotInForce, match="Counting of periods"):
        period_end(event_on=date(1899, 12, 31), length=Span(days=1), act=Act.TERM, land=Land.NW)
    assert period_end(event_on=date(1900, 1, 1), length=Span(days=1), act=Act.TERM, land=Land.NW).value.ends_on.day == 2


def test_without_a_receipt_nothing_runs() -> None:
    silent = period_after_receipt(length=Span(days=14), act=Act.DECLARATION, land=Land.NW)
    assert silent.value is None
    assert [step.source for step in silent.steps] == ["§ 130 BGB"]
    running = period_after_receipt(
        received_on=date(2025, 4, 6), length=Span(days=14), act=Act.DECLARATION, land=Land.NW
    )
    assert running.value is not None
    assert running.value.ends_on == date(2025, 4, 22)


def test_an_extension_follows_the_end_before() -> None:
    longer = period_extended(ended_on=date(2026, 12, 11), length=Span(weeks=2), act=Act.PAYMENT, land=Land.NW)
    assert longer.value.ends_on == date(2026, 12, 28)
    assert longer.steps[0].source == "§ 190 BGB"


@pytest.mark.parametrize(
    ("start", "hours", "working", "end"),
    [
        ("2026-03-28T12:00+01:00", 24, False, "2026-03-29T13:00:00+02:00"),
        ("2026-10-24T12:00+02:00", 24, False, "2026-10-25T11:00:00+01:00"),
        ("2026-06-01T10:00+00:00", 1, False, "2026-06-01T13:00:00+02:00"),
        ("2026-11-20T16:00+01:00", 8, True, "2026-11-21T00:00:00+01:00"),
        ("2026-11-20T16:00+01:00", 7, True, "2026-11-20T23:00:00+01:00"),
        ("2026-11-20T16:00+01:00", 9, True, "2026-11-23T01:00:00+01:00"),
        ("2026-11-21T16:00+01:00", 24, True, "2026-11-24T00:00:00+01:00"),
        ("2025-04-17T16:00+02:00", 24, True, "2025-04-22T16:00:00+02:00"),
        ("2026-11-18T16:00+01:00", 48, True, "2026-11-20T16:00:00+01:00"),
    ],
)
def test_hours_run_by_the_clock_or_on_working_days(start: str, hours: int, working: bool, end: str) -> None:
    derived = hours_period(from_at=datetime.fromisoformat(start), hours=hours, land=Land.NW, working=working)
    assert derived.value.isoformat() == end


def test_hours_need_a_zone_and_a_number() -> None:
    with pytest.raises(NaiveInstant, match="2026-11-20T16:00:00 has no time zone"):
        hours_period(from_at=datetime(2026, 11, 20, 16), hours=24, land=Land.NW)  # noqa: DTZ001
    with pytest.raises(NotApplicable, match="at least one"):
        hours_period(from_at=datetime(2026, 11, 20, 16, tzinfo=UTC), hours=0, land=Land.NW)
    assert local(datetime(2026, 6, 30, 22, 0, tzinfo=UTC)) == datetime(2026, 7, 1, 0, 0, tzinfo=BERLIN)
    assert local(datetime(2026, 6, 30, 22, 0, tzinfo=UTC)).date() == date(2026, 7, 1)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)), st.integers(1, 200))  # noqa: DTZ001
@settings(max_examples=60)
def test_hours_end_when_so_many_have_passed(start: datetime, hours: int) -> None:
    end = hours_period(from_at=start, hours=hours, land=Land.NW).value
    assert end.astimezone(UTC) - start == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("month", "purpose", "land", "day"),
    [
        ((2027, 1, 15), Purpose.LEASE_NOTICE, Land.NW, (2027, 1, 5)),
        ((2027, 1, 15), Purpose.RENT, Land.NW, (2027, 1, 6)),
        ((2027, 1, 15), Purpose.RENT, Land.BY, (2027, 1, 7)),
        ((2026, 5, 1), Purpose.LEASE_NOTICE, Land.NW, (2026, 5, 5)),
        ((2026, 5, 1), Purpose.RENT, Land.NW, (2026, 5, 6)),
        ((2026, 10, 31), Purpose.LEASE_NOTICE, Land.NW, (2026, 10, 5)),
        ((2026, 10, 31), Purpose.RENT, Land.NW, (2026, 10, 5)),
    ],
)
def test_the_third_working_day(month: tuple[int, ...], purpose: Purpose, land: Land, day: tuple[int, ...]) -> None:
    assert nth_working_day(month_on=date(*month), purpose=purpose, land=land).value == date(*day)


def test_a_third_working_day_on_a_saturday_is_not_settled() -> None:
    notice = nth_working_day(month_on=date(2026, 1, 1), purpose=Purpose.LEASE_NOTICE, land=Land.NW)
    assert notice.value == date(2026, 1, 5)
    assert notice.unverified == ()
    saturday = nth_working_day(month_on=date(2025, 10, 1), purpose=Purpose.LEASE_NOTICE, land=Land.NW)
    assert saturday.value == date(2025, 10, 4)
    assert [one.title for one in saturday.unverified] == ["Third working day on a Saturday"]
    assert nth_working_day(month_on=date(2025, 10, 1), purpose=Purpose.RENT, land=Land.NW).value == date(2025, 10, 6)


def test_the_count_of_a_working_day_begins_with_one() -> None:
    first = nth_working_day(month_on=date(2027, 1, 1), purpose=Purpose.RENT, land=Land.NW, count=1)
    assert first.value == date(2027, 1, 4)
    with pytest.raises(NotApplicable, match="number 1"):
        nth_working_day(month_on=date(2027, 1, 1), purpose=Purpose.RENT, land=Land.NW, count=0)
    with pytest.raises(NotInForce, match="Working days until rent is due"):
        nth_working_day(month_on=date(2001, 8, 31), purpose=Purpose.RENT, land=Land.NW)
    assert nth_working_day(month_on=date(2001, 9, 30), purpose=Purpose.RENT, land=Land.NW).value == date(2001, 9, 5)


def test_the_parts_of_a_month() -> None:
    parts = [month_part(month_on=date(2026, 4, 9), part=part).value.day for part in MonthPart]
    assert parts == [1, 15, 30]


@pytest.mark.parametrize(
    ("event", "span", "end"),
    [
        ((2027, 1, 31), Span(months=1), (2027, 3, 1)),
        ((2026, 12, 31), Span(months=1), (2027, 2, 1)),
        ((2026, 11, 20), Span(days=1), (2026, 11, 23)),
        ((2026, 11, 18), Span(days=1), (2026, 11, 19)),
        ((2026, 11, 19), Span(days=2), (2026, 11, 23)),
        ((2026, 11, 20), Span(days=2), (2026, 11, 24)),
        ((2026, 11, 20), Span(days=3), (2026, 11, 24)),
        ((2026, 11, 20), Span(days=4), (2026, 11, 24)),
        ((2026, 4, 2), Span(days=5), (2026, 4, 8)),
        ((2026, 11, 20), Span(working_days=2), (2026, 11, 24)),
    ],
)
def test_a_period_of_union_law(event: tuple[int, ...], span: Span, end: tuple[int, ...]) -> None:
    assert eu_period(event_on=date(*event), length=span, land=Land.NW).value.ends_on == date(*end)


@given(st.dates(date(1992, 1, 1), date(2060, 1, 1)), st.integers(1, 40), st.sampled_from(list(Land)))
@settings(max_examples=100)
def test_a_period_of_union_law_ends_on_a_working_day_and_holds_two(event: date, days: int, land: Land) -> None:
    calendar = statutory(land)
    end = eu_period(event_on=event, length=Span(days=days), land=land).value.ends_on
    held = [event + timedelta(days=n) for n in range(1, (end - event).days + 1)]
    assert calendar.is_working_day(end)
    assert end >= event + timedelta(days=days)
    assert days == 1 or sum(calendar.is_working_day(day) for day in held) >= 2


def test_union_law_says_what_it_did() -> None:
    derived = eu_period(event_on=date(2026, 4, 2), length=Span(days=2), land=Land.NW)
    assert [step.source for step in derived.steps] == [
        f"VO (EWG, Euratom) Nr. 1182/71, Art. 3 Abs. {n}" for n in (1, 2, 4, 5)
    ]
    assert derived.value.moved
    plain = eu_period(event_on=date(2026, 11, 2), length=Span(days=2), land=Land.NW)
    assert [step.source for step in plain.steps] == [f"VO (EWG, Euratom) Nr. 1182/71, Art. 3 Abs. {n}" for n in (1, 2)]
    assert not plain.value.moved
    with pytest.raises(NotInForce):
        eu_period(event_on=date(1971, 6, 30), length=Span(days=2), land=Land.NW)
