"""Retention of books, vouchers, letters and invoices: every change of the law, and what keeps a period open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.errors import NotInForce, NotYetKnown, WrongOrder
from quartier.law.hgb.books import DocumentClass, Retention, retention
from quartier.law.hgb.institution import Institution

ONE_DAY = timedelta(days=1)


def kept(class_: DocumentClass, document_on: date, institution: Institution = Institution.ORDINARY) -> date:
    last_on = retention(class_=class_, document_on=document_on, institution=institution).value.retained_until
    assert last_on is not None
    return last_on


def voucher_by_the_statute(year: int) -> date:
    """Art. 95 Abs. 1 EGHGB read year by year: what had ended by the end of 2024 had ended after ten years."""
    if year + 10 <= 2024:
        return date(year + 10, 12, 31)
    return max(date(year + 8, 12, 31), date(2024, 12, 31))


@pytest.mark.parametrize("year", range(1999, 2040))
@pytest.mark.parametrize("day", [(1, 1), (6, 30), (12, 31)])
def test_vouchers_follow_the_transition_year_by_year(year: int, day: tuple[int, int]) -> None:
    assert kept(DocumentClass.VOUCHERS, date(year, *day)) == voucher_by_the_statute(year)


@pytest.mark.parametrize("year", range(2004, 2040))
def test_an_invoice_is_kept_as_long_as_the_voucher_it_is(year: int) -> None:
    for institution in Institution:
        if institution is Institution.SAVINGS_COOPERATIVE and year < 2014:
            continue
        day = date(year, 7, 1)
        assert kept(DocumentClass.INVOICES, day, institution) == kept(DocumentClass.VOUCHERS, day, institution)


@pytest.mark.parametrize("institution", [Institution.CREDIT, Institution.SAVINGS_COOPERATIVE])
@pytest.mark.parametrize("year", range(2014, 2030))
def test_institutions_keep_vouchers_ten_years_throughout(year: int, institution: Institution) -> None:
    assert kept(DocumentClass.VOUCHERS, date(year, 12, 31), institution) == date(year + 10, 12, 31)


def test_an_institution_is_told_that_ten_years_outlast_the_vat_act() -> None:
    derived = retention(class_=DocumentClass.INVOICES, document_on=date(2024, 5, 1), institution=Institution.CREDIT)
    assert derived.value.years == 10
    assert any("longer of the two periods" in str(step.sentence) for step in derived.steps)
    ordinary = retention(class_=DocumentClass.INVOICES, document_on=date(2024, 5, 1))
    assert not any("longer of the two periods" in str(step.sentence) for step in ordinary.steps)


@pytest.mark.parametrize(
    ("class_", "years"),
    [
        (DocumentClass.BOOKS, 10),
        (DocumentClass.ACCOUNTS, 10),
        (DocumentClass.INVENTORIES, 10),
        (DocumentClass.VOUCHERS, 8),
        (DocumentClass.INVOICES, 8),
        (DocumentClass.LETTERS, 6),
        (DocumentClass.TAX_DOCUMENTS, 6),
        (DocumentClass.PRIVATE_INVOICES, 2),
        (DocumentClass.MEMBER_DOCUMENTS, 3),
        (DocumentClass.DUE_DILIGENCE, 5),
    ],
)
def test_each_class_has_its_years_from_the_end_of_the_year(class_: DocumentClass, years: int) -> None:
    last_on = date(2026 + years, 12, 31)
    whole = Retention(begins_on=date(2027, 1, 1), years=years, retained_until=last_on, deletable_on=last_on + ONE_DAY)
    assert retention(class_=class_, document_on=date(2026, 1, 1)).value == whole
    assert retention(class_=class_, document_on=date(2026, 12, 31)).value == whole
    assert kept(class_, date(2027, 1, 1)) == last_on.replace(year=last_on.year + 1)


def test_a_document_that_grows_counts_from_its_last_day() -> None:
    value = retention(class_=DocumentClass.BOOKS, document_on=date(2024, 1, 1), closed_on=date(2026, 2, 1)).value
    assert value.retained_until == date(2036, 12, 31)


def test_a_document_cannot_be_closed_before_it_arose() -> None:
    with pytest.raises(WrongOrder, match="31 Dec 2025"):
        retention(class_=DocumentClass.BOOKS, document_on=date(2026, 1, 1), closed_on=date(2025, 12, 31))


@pytest.mark.parametrize(
    ("class_", "first"),
    [
        (DocumentClass.VOUCHERS, date(1998, 12, 24)),
        (DocumentClass.LETTERS, date(1998, 12, 24)),
        (DocumentClass.INVOICES, date(2004, 1, 1)),
        (DocumentClass.PRIVATE_INVOICES, date(2004, 8, 1)),
        (DocumentClass.MEMBER_DOCUMENTS, date(2006, 8, 18)),
        (DocumentClass.DUE_DILIGENCE, date(2017, 6, 26)),
    ],
)
def test_before_the_first_known_law_nothing_is_said(class_: DocumentClass, first: date) -> None:
    assert kept(class_, first) > first
    with pytest.raises(NotInForce, match="nothing is known"):
        retention(class_=class_, document_on=first - ONE_DAY)


def test_a_running_audit_keeps_everything_open() -> None:
    value = retention(class_=DocumentClass.VOUCHERS, document_on=date(2015, 3, 1), hold=True).value
    assert (value.retained_until, value.deletable_on) == (None, None)


@pytest.mark.parametrize(
    ("assessable_until", "expected"),
    [
        (date(2032, 12, 30), date(2032, 12, 31)),
        (date(2032, 12, 31), date(2032, 12, 31)),
        (date(2033, 1, 1), date(2033, 1, 1)),
    ],
)
def test_a_later_end_of_assessment_keeps_a_letter_longer(assessable_until: date, expected: date) -> None:
    derived = retention(
        class_=DocumentClass.LETTERS, document_on=date(2026, 5, 1), assessable_until_on=assessable_until
    )
    assert derived.value.retained_until == expected
    assert derived.value.deletable_on == expected + ONE_DAY


def test_a_savings_cooperative_is_marked_as_unverified() -> None:
    derived = retention(
        class_=DocumentClass.LETTERS, document_on=date(2026, 5, 1), institution=Institution.SAVINGS_COOPERATIVE
    )
    assert [one.title for one in derived.unverified] == ["Housing co-operatives with a savings institution"]
    with pytest.raises(NotInForce):
        retention(
            class_=DocumentClass.LETTERS, document_on=date(2013, 12, 31), institution=Institution.SAVINGS_COOPERATIVE
        )


def test_money_laundering_is_unverified_and_known_until_the_regulation() -> None:
    last = retention(class_=DocumentClass.DUE_DILIGENCE, document_on=date(2027, 7, 9))
    assert last.value.retained_until == date(2032, 12, 31)
    assert len(last.unverified) == 1
    with pytest.raises(NotYetKnown, match="2024/1624"):
        retention(class_=DocumentClass.DUE_DILIGENCE, document_on=date(2027, 7, 10))


days = st.dates(date(2007, 1, 1), date(2090, 12, 31))
LASTING = [one for one in DocumentClass if one is not DocumentClass.DUE_DILIGENCE]


@settings(max_examples=100)
@given(class_=st.sampled_from(LASTING), day=days, later=st.integers(0, 4000))
def test_a_younger_document_never_goes_first(class_: DocumentClass, day: date, later: int) -> None:
    assert kept(class_, day) <= kept(class_, day + timedelta(days=later))
    assert (kept(class_, day).month, kept(class_, day).day) == (12, 31)


@settings(max_examples=50)
@given(class_=st.sampled_from(LASTING), day=st.dates(date(2014, 1, 1), date(2090, 12, 31)))
def test_institutions_never_keep_shorter(class_: DocumentClass, day: date) -> None:
    assert kept(class_, day, Institution.CREDIT) >= kept(class_, day)
