"""Joining and leaving a co-operative: forms and their reform, ends of membership."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.errors import Incomplete, Negative, NotApplicable, NotInForce, WrongOrder
from quartier.law.geng.business_year import year_end_on
from quartier.law.geng.forms import (
    Declaration,
    Form,
    Refusal,
    form_needed,
    member_admission,
)
from quartier.law.geng.joining import (
    KNOW_NOTICE,
    KNOW_PAYMENTS,
    PAY_SHARES,
    PAY_UP_TO,
    PAY_WITHOUT_LIMIT,
    Calls,
    declaration_of_accession,
    further_shares,
)
from quartier.law.geng.membership import membership_end, share_notice
from quartier.law.geng.other_ends import Event, creditor_notice_barred, membership_end_otherwise, special_notice
from quartier.values.land import Land
from quartier.values.span import Span

DAYS = st.dates(date(2018, 1, 1), date(2060, 12, 31))
REFORM = date(2025, 1, 1)
BEFORE_ALL = date(2017, 7, 21)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2017, 7, 22), Form.WRITTEN),
        (date(2024, 12, 31), Form.WRITTEN),
        (REFORM, Form.TEXT),
        (date(2025, 1, 2), Form.TEXT),
        (date(2030, 1, 1), Form.TEXT),
    ],
)
@pytest.mark.parametrize("declaration", list(Declaration))
def test_text_form_has_sufficed_since_2025(declaration: Declaration, on: date, expected: Form) -> None:
    assert form_needed(declaration=declaration, on=on).value is expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2029, 12, 31), Form.TEXT),
        (date(2030, 1, 1), Form.WRITTEN),
        (date(2030, 1, 2), Form.WRITTEN),
    ],
)
def test_the_board_can_allow_text_form_until_the_end_of_2029(on: date, expected: Form) -> None:
    found = form_needed(
        declaration=Declaration.NOTICE, on=on, articles_require_writing=True, board_decided_otherwise=True
    )
    assert found.value is expected


def test_the_board_cannot_allow_what_the_articles_rule_out() -> None:
    found = form_needed(
        declaration=Declaration.ADMISSION,
        on=REFORM,
        articles_require_writing=True,
        articles_exclude_text=True,
        board_decided_otherwise=True,
    )
    assert found.value is Form.WRITTEN
    assert [one.title for one in found.unverified] == ["Written form by the articles"]


@pytest.mark.parametrize(
    ("on", "articles", "expected"),
    [
        (date(2024, 12, 31), False, Form.WRITTEN),
        (date(2029, 12, 31), False, Form.WRITTEN),
        (date(2029, 12, 31), True, Form.TEXT),
        (date(2030, 1, 1), False, Form.TEXT),
    ],
)
def test_the_board_can_ask_for_writing_where_the_balance_is_transferred(
    on: date, articles: bool, expected: Form
) -> None:
    found = form_needed(
        declaration=Declaration.TRANSFER, on=on, articles_provide_text=articles, board_decided_otherwise=True
    )
    assert found.value is expected


def test_nothing_is_said_about_the_time_before_the_reform_of_2017() -> None:
    with pytest.raises(NotInForce, match="22 Jul 2017"):
        form_needed(declaration=Declaration.NOTICE, on=BEFORE_ALL)
    with pytest.raises(NotInForce, match="22 Jul 2017"):
        membership_end(received_on=BEFORE_ALL)


@pytest.mark.parametrize(
    ("form", "text", "written"),
    [
        (Form.ORAL, False, False),
        (Form.TEXT, True, False),
        (Form.QUALIFIED, True, True),
        (Form.WRITTEN, True, True),
    ],
)
def test_a_stricter_form_replaces_a_lighter_one(form: Form, text: bool, written: bool) -> None:
    assert form.satisfies(Form.TEXT) is text
    assert form.satisfies(Form.WRITTEN) is written


@pytest.mark.parametrize(
    ("form", "on", "expected"),
    [
        (Form.WRITTEN, date(2024, 12, 31), Refusal.RETURN),
        (Form.WRITTEN, REFORM, Refusal.RETURN),
        (Form.TEXT, date(2024, 12, 31), Refusal.NOTIFY),
        (Form.TEXT, REFORM, Refusal.ERASE),
        (Form.QUALIFIED, REFORM, Refusal.ERASE),
        (Form.ORAL, REFORM, Refusal.NOTIFY),
    ],
)
def test_a_refused_electronic_application_is_erased_and_a_written_one_returned(
    form: Form, on: date, expected: Refusal
) -> None:
    assert member_admission(form=form, on=on).value.if_refused is expected


def test_what_the_declaration_says_grows_with_the_duties() -> None:
    statements = declaration_of_accession(
        on=REFORM,
        electronic=True,
        notice=Span(years=2),
        calls=Calls.LIMITED,
        further_payments=True,
    ).value
    assert [one.says for one in statements] == [PAY_SHARES, PAY_UP_TO, KNOW_PAYMENTS, KNOW_NOTICE]
    assert [one.stands_out for one in statements] == [False, True, True, True]


@pytest.mark.parametrize(
    ("on", "electronic", "expected"),
    [(date(2024, 12, 31), True, False), (REFORM, True, True), (REFORM, False, False)],
)
def test_only_electronic_declarations_since_2025_must_make_it_stand_out(
    on: date, electronic: bool, expected: bool
) -> None:
    statements = declaration_of_accession(on=on, electronic=electronic, calls=Calls.UNLIMITED).value
    assert [one.says for one in statements] == [PAY_SHARES, PAY_WITHOUT_LIMIT]
    assert statements[-1].stands_out is expected


@pytest.mark.parametrize(
    ("notice", "named"), [(Span(years=1), False), (Span(months=12), False), (Span(months=13), True)]
)
def test_a_notice_of_more_than_a_year_is_named(notice: Span, named: bool) -> None:
    statements = declaration_of_accession(on=REFORM, electronic=False, notice=notice).value
    assert (KNOW_NOTICE in [one.says for one in statements]) is named


@pytest.mark.parametrize(("paid", "missing"), [("999.99", "0.01"), ("1000", "0.00"), ("1500", "0.00")])
def test_all_shares_but_the_last_are_paid_in_first(paid: str, missing: str) -> None:
    found = further_shares(on=REFORM, share=Decimal(500), shares=2, further=1, paid_in=Decimal(paid)).value
    assert (found.missing, found.may_be_admitted) == (Decimal(missing), missing == "0.00")


@pytest.mark.parametrize(("shares", "further"), [(0, 1), (1, 0)])
def test_further_shares_come_on_top_of_a_first_one(shares: int, further: int) -> None:
    with pytest.raises(NotApplicable, match="on top of a first"):
        further_shares(on=REFORM, share=Decimal(500), shares=shares, further=further, paid_in=Decimal(0))


@pytest.mark.parametrize(
    ("day", "month", "expected"),
    [
        (date(2026, 12, 31), 12, date(2026, 12, 31)),
        (date(2026, 6, 30), 6, date(2026, 6, 30)),
        (date(2026, 7, 1), 6, date(2027, 6, 30)),
        (date(2028, 2, 29), 2, date(2028, 2, 29)),
        (date(2028, 3, 1), 2, date(2029, 2, 28)),
    ],
)
def test_a_business_year_ends_with_the_last_day_of_its_month(day: date, month: int, expected: date) -> None:
    assert year_end_on(day, month) == expected


@pytest.mark.parametrize("month", [0, 13])
def test_a_month_is_a_number_from_1_to_12(month: int) -> None:
    with pytest.raises(NotApplicable, match=f"not with {month}"):
        membership_end(received_on=REFORM, year_end_month=month)


@pytest.mark.parametrize(
    ("received", "month", "expected"),
    [
        ("2026-09-29", 12, "2026-12-31"),
        ("2026-09-30", 12, "2026-12-31"),
        ("2026-10-01", 12, "2027-12-31"),
        ("2026-11-30", 2, "2027-02-28"),
        ("2026-12-01", 2, "2028-02-29"),
        ("2027-02-28", 5, "2027-05-31"),
        ("2027-03-01", 5, "2028-05-31"),
    ],
)
def test_notice_must_be_received_three_months_before_the_close(received: str, month: int, expected: str) -> None:
    found = membership_end(received_on=date.fromisoformat(received), year_end_month=month).value
    assert found.ends_on == date.fromisoformat(expected)
    assert date.fromisoformat(received) <= found.receive_by


def months_before(day: date, months: int) -> date:
    """The same number so many months earlier; only asked for firsts of a month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


@given(DAYS, st.integers(1, 12), st.integers(3, 60))
@settings(max_examples=50, deadline=None)
def test_the_close_is_the_first_one_that_lies_far_enough_ahead(received: date, month: int, months: int) -> None:
    found = membership_end(received_on=received, notice=Span(months=months), year_end_month=month).value
    # The other way round: from the midnight after the close the months are taken off, whole months only.
    closes = (
        date(year, month, monthrange(year, month)[1]) + timedelta(1) for year in range(received.year, received.year + 8)
    )
    midnight = next(close for close in closes if received < months_before(close, months))
    assert found.ends_on == midnight - timedelta(1)
    assert found.receive_by == months_before(midnight, months) - timedelta(1)
    assert (
        membership_end(
            received_on=found.receive_by + timedelta(1), notice=Span(months=months), year_end_month=month
        ).value.ends_on
        == found.next_ends_on
    )


@pytest.mark.parametrize(
    ("notice", "businesses", "allowed"),
    [
        (Span(months=2), False, False),
        (Span(days=90), False, False),
        (Span(days=93), False, True),
        (Span(months=3), False, True),
        (Span(years=5), False, True),
        (Span(months=61), False, False),
        (Span(months=61), True, True),
        (Span(years=10), True, True),
        (Span(months=121), True, False),
    ],
)
def test_the_articles_stay_within_the_bounds_of_the_law(notice: Span, businesses: bool, allowed: bool) -> None:
    if allowed:
        found = membership_end(received_on=REFORM, notice=notice, mostly_businesses=businesses)
        assert found.value.ends_on > REFORM
        return
    with pytest.raises(NotApplicable, match=r"§ 65 Abs\. 2"):
        membership_end(received_on=REFORM, notice=notice, mostly_businesses=businesses)


@pytest.mark.parametrize("notice", [Span(working_days=200), Span(hours=3000)])
def test_notice_is_counted_in_months_and_days_alone(notice: Span) -> None:
    with pytest.raises(NotApplicable):
        membership_end(received_on=REFORM, notice=notice)


HARD: dict[str, Any] = {"received_on": date(2026, 9, 30), "hardship": True}


def test_early_notice_needs_more_than_two_years_in_the_articles() -> None:
    with pytest.raises(NotApplicable, match="more than 2"):
        membership_end(**HARD, notice=Span(years=2), member_since_on=date(2020, 1, 1))
    found = membership_end(**HARD, notice=Span(months=25), member_since_on=date(2020, 1, 1))
    assert found.value.ends_on == date(2026, 12, 31)
    assert [one.title for one in found.unverified] == ["Early notice for personal reasons"]


def test_early_notice_needs_to_know_since_when() -> None:
    with pytest.raises(Incomplete, match="since when"):
        membership_end(**HARD, notice=Span(years=5))


@pytest.mark.parametrize(
    ("since", "allowed"), [("2025-01-01", True), ("2025-01-02", False), ("2024-12-31", True), ("2026-02-01", False)]
)
def test_early_notice_needs_a_full_business_year(since: str, allowed: bool) -> None:
    asked: dict[str, Any] = {**HARD, "notice": Span(years=5), "member_since_on": date.fromisoformat(since)}
    if allowed:
        assert membership_end(**asked).value.ends_on == date(2026, 12, 31)
        return
    with pytest.raises(NotApplicable, match="full business year"):
        membership_end(**asked)


@pytest.mark.parametrize(("received", "allowed"), [(date(2026, 12, 31), False), (date(2027, 1, 1), True)])
def test_the_full_business_year_is_over_on_its_last_day(received: date, allowed: bool) -> None:
    asked: dict[str, Any] = {"hardship": True, "notice": Span(years=5), "member_since_on": date(2025, 6, 1)}
    if allowed:
        assert membership_end(received_on=received, **asked).value.ends_on == date(2027, 12, 31)
        return
    with pytest.raises(NotApplicable, match="31 Dec 2026"):
        membership_end(received_on=received, **asked)


@pytest.mark.parametrize(("shares", "give_up", "needed"), [(1, 1, 1), (3, 0, 1), (3, 3, 0), (5, 3, 3), (2, -1, 1)])
def test_needed_shares_cannot_be_given_up(shares: int, give_up: int, needed: int) -> None:
    with pytest.raises(NotApplicable, match="must be left"):
        share_notice(received_on=REFORM, shares=shares, give_up=give_up, needed=needed)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (Event.MOVED, date(2026, 6, 30)),
        (Event.DEATH, date(2026, 6, 30)),
        (Event.EXCLUSION, date(2026, 6, 30)),
        (Event.DISSOLVED, date(2026, 6, 30)),
        (Event.TRANSFER, date(2026, 5, 3)),
    ],
)
def test_all_but_a_transfer_end_membership_at_the_close_of_the_year(event: Event, expected: date) -> None:
    found = membership_end_otherwise(event=event, on=date(2026, 5, 3), year_end_month=6)
    assert found.value == expected


def test_heirs_go_on_only_after_a_death() -> None:
    found = membership_end_otherwise(event=Event.MOVED, on=date(2026, 5, 3), heirs_continue=True)
    assert found.value == date(2026, 12, 31)


def test_notice_after_a_change_of_the_articles_cannot_come_before_it() -> None:
    with pytest.raises(WrongOrder):
        special_notice(resolved_on=date(2026, 6, 12), received_on=date(2026, 6, 11), land=Land.NW)


def test_notice_after_a_change_runs_over_the_turn_of_the_year() -> None:
    found = special_notice(resolved_on=date(2026, 12, 15), received_on=date(2027, 1, 15), land=Land.NW).value
    assert (found.in_time, found.ends_on) == (True, date(2027, 12, 31))


@pytest.mark.parametrize(
    ("balance", "fee", "expected"),
    [("2000", "100", True), ("2000.01", "100", False), ("2000.01", "501", True), ("2004.01", "501", False)],
)
def test_the_higher_of_both_limits_protects(balance: str, fee: str, expected: bool) -> None:
    found = creditor_notice_barred(on=REFORM, balance=Decimal(balance), monthly_fee=Decimal(fee))
    assert found.value is expected


def test_a_balance_that_can_only_be_brought_down_to_more_does_not_protect() -> None:
    asked: dict[str, Any] = {"on": REFORM, "balance": Decimal(5000), "monthly_fee": Decimal(300)}
    assert creditor_notice_barred(**asked, reducible_to=Decimal("2000.01")).value is False
    assert creditor_notice_barred(**asked, reducible_to=Decimal(0)).value is True
    with pytest.raises(NotApplicable, match="cannot raise"):
        creditor_notice_barred(**asked, reducible_to=Decimal(6000))
    with pytest.raises(Negative):
        creditor_notice_barred(**asked, reducible_to=Decimal(-1))
