"""Notice: ends, last days, and contracts that renew themselves."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.bgb.notice import Target, annual_notice, notice_end, notice_latest
from quartier.law.bgb.terms import Customer
from quartier.law.errors import NotApplicable, NotInForce
from quartier.values.span import Span

DAYS = st.dates(date(1992, 1, 1), date(2060, 1, 1))
LENGTHS = st.sampled_from([None, Span(days=14), Span(weeks=4), Span(months=1), Span(months=3), Span(years=1)])
DAY = timedelta(days=1)


def may_end(day: date, to: Target) -> bool:
    """Whether a contract may end on a day, asked of the day itself."""
    if to is Target.ANY_DAY:
        return True
    every = {Target.MONTH_END: 1, Target.QUARTER_END: 3, Target.HALF_YEAR_END: 6, Target.YEAR_END: 12}[to]
    return day.day == monthrange(day.year, day.month)[1] and day.month % every == 0


@pytest.mark.parametrize(
    ("received", "length", "to", "ends", "arrive_by"),
    [
        ((2026, 6, 15), Span(days=14), Target.MONTH_END, (2026, 6, 30), (2026, 6, 16)),
        ((2026, 6, 16), Span(days=14), Target.MONTH_END, (2026, 6, 30), (2026, 6, 16)),
        ((2026, 6, 17), Span(days=14), Target.MONTH_END, (2026, 7, 31), (2026, 7, 17)),
        ((2026, 11, 30), Span(months=3), Target.MONTH_END, (2027, 2, 28), (2026, 11, 30)),
        ((2026, 12, 1), Span(months=3), Target.MONTH_END, (2027, 3, 31), (2026, 12, 31)),
        ((2026, 9, 30), Span(months=3), Target.YEAR_END, (2026, 12, 31), (2026, 9, 30)),
        ((2026, 10, 1), Span(months=3), Target.YEAR_END, (2027, 12, 31), (2027, 9, 30)),
        ((2026, 2, 14), Span(weeks=6), Target.QUARTER_END, (2026, 3, 31), (2026, 2, 17)),
        ((2026, 2, 18), Span(weeks=6), Target.QUARTER_END, (2026, 6, 30), (2026, 5, 19)),
        ((2026, 5, 31), Span(months=1), Target.HALF_YEAR_END, (2026, 6, 30), (2026, 5, 31)),
        ((2026, 6, 1), Span(months=1), Target.HALF_YEAR_END, (2026, 12, 31), (2026, 11, 30)),
        ((2026, 1, 31), Span(months=1), Target.ANY_DAY, (2026, 2, 28), (2026, 1, 31)),
        ((2026, 6, 17), None, Target.ANY_DAY, (2026, 6, 17), (2026, 6, 17)),
        ((2026, 6, 17), None, Target.YEAR_END, (2026, 12, 31), (2026, 12, 31)),
    ],
)
def test_the_end_and_the_last_day_for_it(
    received: tuple[int, ...], length: Span | None, to: Target, ends: tuple[int, ...], arrive_by: tuple[int, ...]
) -> None:
    value = notice_end(received_on=date(*received), length=length, to=to).value
    assert (value.ends_on, value.arrive_by_on) == (date(*ends), date(*arrive_by))


@pytest.mark.parametrize(
    ("bound_until", "ends"),
    [((2026, 7, 15), (2026, 7, 31)), ((2026, 8, 31), (2026, 8, 31)), ((2026, 1, 1), (2026, 7, 31))],
)
def test_a_term_that_still_binds(bound_until: tuple[int, ...], ends: tuple[int, ...]) -> None:
    value = notice_end(
        received_on=date(2026, 6, 20),
        length=Span(weeks=2),
        to=Target.MONTH_END,
        bound_until_on=date(*bound_until),
    ).value
    assert value.ends_on == date(*ends)


@given(received=DAYS, length=LENGTHS, to=st.sampled_from(list(Target)))
@settings(max_examples=100, deadline=None)
def test_the_end_is_the_first_possible_day_and_its_last_day_is_sharp(
    received: date, length: Span | None, to: Target
) -> None:
    value = notice_end(received_on=received, length=length, to=to).value
    earliest = notice_end(received_on=received, length=length).value.ends_on
    between = [earliest + DAY * n for n in range((value.ends_on - earliest).days)]
    assert may_end(value.ends_on, to)
    assert not any(may_end(day, to) for day in between)
    assert received <= value.arrive_by_on
    assert notice_end(received_on=value.arrive_by_on, length=length, to=to).value.ends_on == value.ends_on
    assert notice_end(received_on=value.arrive_by_on + DAY, length=length, to=to).value.ends_on > value.ends_on


@given(end=DAYS, length=LENGTHS.filter(bool))
@settings(max_examples=60, deadline=None)
def test_the_last_day_is_sharp(end: date, length: Span) -> None:
    last = notice_latest(end_on=end, length=length).value
    assert notice_end(received_on=last, length=length).value.ends_on <= end
    assert notice_end(received_on=last + DAY, length=length).value.ends_on > end


def test_no_holiday_moves_a_notice() -> None:
    assert notice_latest(end_on=date(2027, 3, 31), length=Span(months=2)).value == date(2027, 1, 31)
    assert date(2027, 1, 31).isoweekday() == 7


@pytest.mark.parametrize("length", [Span(hours=24), Span(working_days=10)])
def test_notice_is_counted_in_whole_days(length: Span) -> None:
    with pytest.raises(NotApplicable):
        notice_end(received_on=date(2026, 1, 1), length=length)
    with pytest.raises(NotApplicable):
        notice_latest(end_on=date(2026, 1, 1), length=length)


def test_nothing_is_known_before_the_courts_spoke() -> None:
    assert notice_end(received_on=date(1972, 9, 28)).value.ends_on == date(1972, 9, 28)
    with pytest.raises(NotInForce, match="28 Sep 1972"):
        notice_end(received_on=date(1972, 9, 27))


def annual(received: tuple[int, ...], **given: Any) -> Any:
    facts: dict[str, Any] = {"began_on": date(2024, 1, 1), "customer": Customer.BUSINESS, **given}
    return annual_notice(received_on=date(*received), **facts).value


@pytest.mark.parametrize(
    ("received", "invoice", "cut_off", "ends"),
    [
        ((2024, 1, 1), None, None, (2025, 12, 31)),
        ((2024, 12, 31), (2025, 1, 7), None, (2025, 12, 31)),
        ((2025, 1, 1), (2025, 1, 7), (2025, 10, 7), (2025, 12, 31)),
        ((2025, 10, 6), (2025, 1, 7), (2025, 10, 7), (2025, 12, 31)),
        ((2025, 10, 7), (2025, 1, 7), (2025, 10, 7), (2025, 12, 31)),
        ((2025, 10, 8), (2025, 1, 7), (2025, 10, 7), (2026, 12, 31)),
        ((2025, 12, 31), None, None, (2025, 12, 31)),
        ((2026, 1, 1), None, None, (2026, 12, 31)),
        ((2026, 9, 9), (2026, 1, 9), (2026, 10, 9), (2026, 12, 31)),
        ((2026, 10, 10), (2026, 1, 9), (2026, 10, 9), (2027, 12, 31)),
        ((2025, 9, 20), (2024, 12, 20), (2025, 9, 20), (2025, 12, 31)),
        ((2025, 9, 21), (2024, 12, 20), (2025, 9, 20), (2026, 12, 31)),
        ((2025, 12, 31), (2025, 6, 1), (2025, 12, 31), (2025, 12, 31)),
        ((2025, 9, 1), (2025, 3, 31), (2025, 12, 31), (2025, 12, 31)),
        ((2025, 12, 30), (2025, 3, 30), (2025, 12, 30), (2025, 12, 31)),
        ((2025, 12, 31), (2025, 3, 30), (2025, 12, 30), (2026, 12, 31)),
    ],
)
def test_a_contract_that_renews_itself(
    received: tuple[int, ...],
    invoice: tuple[int, ...] | None,
    cut_off: tuple[int, ...] | None,
    ends: tuple[int, ...],
) -> None:
    value = annual(received, invoice_on=invoice and date(*invoice))
    assert value.cut_off_on == (cut_off and date(*cut_off))
    assert value.ends_on == date(*ends)
    assert value.in_time is (value.ends_on == value.term_ends_on)


@pytest.mark.parametrize(("invoice", "said"), [(date(2025, 3, 31), False), (date(2025, 4, 1), True)])
def test_a_cut_off_after_the_term_is_said(invoice: date, said: bool) -> None:
    derived = annual_notice(
        began_on=date(2024, 1, 1), received_on=date(2025, 9, 1), customer=Customer.BUSINESS, invoice_on=invoice
    )
    told = [step.sentence.text() for step in derived.steps]
    assert any(one.startswith("The cut-off lies after the term") for one in told) is said
    assert derived.value.cut_off_on == date(2025, 12, 31)


def test_terms_that_begin_on_29_february_end_on_the_last_of_the_month() -> None:
    ends = [annual((year, 1, 15), began_on=date(2024, 2, 29)).term_ends_on for year in (2025, 2027, 2028, 2029)]
    assert ends == [date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 28), date(2029, 2, 28)]


def test_other_lengths_can_be_agreed() -> None:
    value = annual(
        (2025, 3, 1),
        first_term=Span(years=1),
        renewal=Span(months=6),
        cut_off=Span(weeks=1),
        invoice_on=date(2025, 1, 31),
    )
    assert (value.term_ends_on, value.cut_off_on, value.ends_on) == (
        date(2025, 6, 30),
        date(2025, 2, 7),
        date(2025, 12, 31),
    )


@pytest.mark.parametrize("invoice", [(2024, 9, 30), (2026, 1, 1), (2024, 1, 7)])
def test_the_invoice_of_another_year_is_refused(invoice: tuple[int, ...]) -> None:
    with pytest.raises(NotApplicable, match="does not belong to the contract year"):
        annual((2025, 5, 1), invoice_on=date(*invoice))


@pytest.mark.parametrize("invoice", [(2024, 10, 1), (2025, 12, 31)])
def test_an_invoice_somewhat_ahead_belongs_to_the_year(invoice: tuple[int, ...]) -> None:
    assert annual((2025, 5, 1), invoice_on=date(*invoice)).in_time


def test_consumers_are_sent_to_the_limits_of_terms() -> None:
    with pytest.raises(NotApplicable, match=r"§ 309 Nr\. 9 BGB.*term-limits"):
        annual((2025, 5, 1), customer=Customer.CONSUMER)


def test_notice_before_the_first_day_ends_the_first_term() -> None:
    assert annual((2023, 12, 1)).ends_on == date(2025, 12, 31)


@given(received=st.dates(date(2024, 1, 1), date(2034, 1, 1)))
@settings(max_examples=60, deadline=None)
def test_later_notice_never_ends_earlier(received: date) -> None:
    def ends(day: date) -> date:
        invoice = date(day.year, 1, 7)
        end: date = annual((day.year, day.month, day.day), invoice_on=invoice).ends_on
        return end

    assert ends(received) <= ends(received + DAY)
    assert received <= ends(received)
