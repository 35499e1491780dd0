"""Invoices: whether and when they are due, what they say; small businesses; direct debits."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.bgb.direct_debit import direct_debit_periods
from quartier.law.calendar.working_days import statutory
from quartier.law.errors import Incomplete, Negative, NotApplicable, NotInForce
from quartier.law.ustg.contents import Content, Required, invoice_contents
from quartier.law.ustg.invoice import invoice_due
from quartier.law.ustg.parties import Customer
from quartier.law.ustg.small_business import small_business
from quartier.law.ustg.supply import Accounting
from quartier.values.land import Land
from quartier.values.span import Span

ONE_DAY = timedelta(days=1)
SUPPLIED = date(2026, 5, 15)
FULL = (
    *(Content.SUPPLIER, Content.CUSTOMER, Content.TAX_NUMBER, Content.ISSUED_ON, Content.NUMBER),
    *(Content.ITEMS, Content.SUPPLIED_ON, Content.NET, Content.RATE_AND_TAX),
)
SMALL = (Content.SUPPLIER, Content.ISSUED_ON, Content.ITEMS, Content.GROSS_AND_RATE)


def contents(required: tuple[Required, ...]) -> tuple[Content, ...]:
    return tuple(one.content for one in required)


def swapped(old: Content, *new: Content) -> tuple[Content, ...]:
    place = FULL.index(old)
    return (*FULL[:place], *new, *FULL[place + 1 :])


@pytest.mark.parametrize(
    ("customer", "building", "exempt", "required"),
    [
        (Customer.BUSINESS, False, False, True),
        (Customer.BUSINESS, True, True, False),
        (Customer.LEGAL_PERSON, False, False, True),
        (Customer.PUBLIC_BODY, False, False, True),
        (Customer.LEGAL_PERSON, False, True, False),
        (Customer.CONSUMER, False, False, False),
        (Customer.CONSUMER, True, False, True),
        (Customer.CONSUMER, True, True, False),
    ],
)
def test_who_gets_an_invoice(customer: Customer, building: bool, exempt: bool, required: bool) -> None:
    found = invoice_due(supplied_on=SUPPLIED, customer=customer, building=building, exempt=exempt, land=Land.NW).value
    assert found.required is required
    assert found.issue_by == (date(2026, 11, 16) if required else None)


@settings(max_examples=60)
@given(st.dates(min_value=date(2009, 1, 1), max_value=date(2035, 12, 31)), st.sampled_from(list(Land)), st.booleans())
def test_the_last_day_for_an_invoice_is_a_working_day(supplied_on: date, land: Land, abroad: bool) -> None:
    if abroad and supplied_on < date(2013, 6, 30):
        with pytest.raises(NotInForce):
            invoice_due(supplied_on=supplied_on, customer=Customer.BUSINESS, land=land, abroad=abroad)
        return
    found = invoice_due(supplied_on=supplied_on, customer=Customer.BUSINESS, land=land, abroad=abroad).value
    assert found.issue_by is not None
    assert statutory(land).on_or_after(found.issue_by) == found.issue_by
    assert found.issue_by > supplied_on
    assert (found.issue_by - supplied_on).days <= (31 + 15 + 5 if abroad else 184 + 5)


@pytest.mark.parametrize(
    ("supplied", "issue_by"),
    [
        ("2026-11-30", "2026-12-15"),
        ("2026-12-01", "2027-01-15"),
        ("2026-12-31", "2027-01-15"),
        ("2026-10-31", "2026-11-16"),
    ],
)
def test_invoices_abroad_are_due_by_the_fifteenth(supplied: str, issue_by: str) -> None:
    found = invoice_due(
        supplied_on=date.fromisoformat(supplied), customer=Customer.BUSINESS, land=Land.NW, abroad=True, exempt=True
    ).value
    assert found.required
    assert found.issue_by == date.fromisoformat(issue_by)


def test_a_private_person_abroad_is_a_private_person() -> None:
    assert not invoice_due(supplied_on=SUPPLIED, customer=Customer.CONSUMER, land=Land.NW, abroad=True).value.required


def test_the_time_for_an_invoice_is_not_known_before_2009() -> None:
    with pytest.raises(NotInForce, match="Time for issuing an invoice"):
        invoice_due(supplied_on=date(2008, 12, 31), customer=Customer.BUSINESS, land=Land.NW)


@pytest.mark.parametrize(
    ("supplied", "gross", "small"),
    [
        ("2016-12-31", "150.00", True),
        ("2016-12-31", "150.01", False),
        ("2016-12-31", "250.00", False),
        ("2017-01-01", "250.00", True),
        ("2017-01-01", "250.01", False),
        ("2017-01-02", "0.00", True),
    ],
)
def test_small_amounts_need_less(supplied: str, gross: str, small: bool) -> None:
    found = invoice_contents(
        supplied_on=date.fromisoformat(supplied), customer=Customer.BUSINESS, gross=Decimal(gross)
    ).value
    assert contents(found) == (SMALL if small else FULL)


def test_small_amounts_do_not_shorten_reverse_charge_or_deliveries_abroad() -> None:
    cheap = Decimal(100)
    reverse = invoice_contents(supplied_on=SUPPLIED, customer=Customer.BUSINESS, gross=cheap, reverse_charge=True)
    assert contents(reverse.value) == swapped(Content.RATE_AND_TAX, Content.REVERSE_CHARGE)
    abroad = invoice_contents(supplied_on=SUPPLIED, customer=Customer.BUSINESS, gross=cheap, eu=True)
    assert contents(abroad.value) == swapped(Content.RATE_AND_TAX, Content.EXEMPTION, Content.VAT_NUMBERS)


@pytest.mark.parametrize("small_business", [False, True])
def test_a_service_taxed_in_another_member_state_names_both_numbers(small_business: bool) -> None:
    found = invoice_contents(
        supplied_on=SUPPLIED,
        customer=Customer.BUSINESS,
        gross=Decimal(100),
        reverse_charge=True,
        eu=True,
        small_business=small_business,
    ).value
    assert contents(found) == swapped(Content.RATE_AND_TAX, Content.REVERSE_CHARGE, Content.VAT_NUMBERS)
    assert [one.source for one in found[-2:]] == ["§ 14a Abs. 1 Satz 1 UStG", "§ 14a Abs. 1 Satz 3 UStG"]


@pytest.mark.parametrize(("exempt", "small_business"), [(True, False), (False, True), (True, True)])
def test_a_small_amount_without_tax_says_so(exempt: bool, small_business: bool) -> None:
    found = invoice_contents(
        supplied_on=SUPPLIED,
        customer=Customer.CONSUMER,
        gross=Decimal(250),
        exempt=exempt,
        small_business=small_business,
    ).value
    assert contents(found) == (*SMALL[:3], Content.GROSS_EXEMPT)


def test_each_case_adds_or_replaces_what_the_statute_names() -> None:
    def told(
        customer: Customer = Customer.BUSINESS,
        *,
        exempt: bool = False,
        self_billed: bool = False,
        building: bool = False,
        deposit: bool = False,
        final: bool = False,
    ) -> tuple[Content, ...]:
        derived = invoice_contents(
            supplied_on=SUPPLIED,
            customer=customer,
            exempt=exempt,
            self_billed=self_billed,
            building=building,
            deposit=deposit,
            final=final,
        )
        return contents(derived.value)

    assert told(exempt=True) == swapped(Content.RATE_AND_TAX, Content.EXEMPTION)
    assert told(deposit=True) == swapped(Content.SUPPLIED_ON, Content.RECEIVED_ON)
    assert told(self_billed=True) == (*FULL, Content.SELF_BILLED)
    assert told(final=True) == (*FULL, Content.DEPOSITS)
    assert told(building=True) == FULL
    assert told(Customer.CONSUMER, building=True) == (*FULL, Content.RETENTION)
    assert told(Customer.LEGAL_PERSON, building=True) == FULL


def test_a_correction_refers_to_its_invoice() -> None:
    derived = invoice_contents(supplied_on=SUPPLIED, customer=Customer.BUSINESS, correction=True)
    assert contents(derived.value) == (Content.REFERENCE, *FULL)
    assert any(step.source == "§ 31 Abs. 5 UStDV" for step in derived.steps)


@pytest.mark.parametrize(
    ("supplied", "self_billed", "number"),
    [("2024-12-31", True, True), ("2025-01-01", True, False), ("2025-01-02", False, False)],
)
def test_a_small_business_has_its_own_list_since_2025(supplied: str, self_billed: bool, number: bool) -> None:
    derived = invoice_contents(
        supplied_on=date.fromisoformat(supplied),
        customer=Customer.BUSINESS,
        gross=Decimal(900),
        small_business=True,
        self_billed=self_billed,
    )
    found = contents(derived.value)
    assert (Content.NUMBER in found) is number
    assert Content.RATE_AND_TAX not in found
    assert (Content.SMALL_BUSINESS in found) is not number
    assert (Content.SELF_BILLED in found) is self_billed
    assert bool(derived.unverified) is number


@pytest.mark.parametrize(
    ("supplied", "accounting", "stated"),
    [
        ("2027-12-31", Accounting.RECEIVED, False),
        ("2028-01-01", Accounting.RECEIVED, True),
        ("2028-01-02", Accounting.AGREED, False),
    ],
)
def test_accounting_by_receipt_is_stated_from_2028(supplied: str, accounting: Accounting, stated: bool) -> None:
    derived = invoice_contents(
        supplied_on=date.fromisoformat(supplied), customer=Customer.BUSINESS, accounting=accounting
    )
    assert (Content.ON_RECEIPT in contents(derived.value)) is stated
    assert bool(derived.unverified) is (supplied >= "2028-01-01")


def test_facts_that_exclude_each_other_are_refused() -> None:
    for name in ("reverse_charge", "self_billed", "eu"):
        with pytest.raises(NotApplicable, match="private person"):
            invoice_contents(
                supplied_on=SUPPLIED,
                customer=Customer.CONSUMER,
                reverse_charge=name == "reverse_charge",
                self_billed=name == "self_billed",
                eu=name == "eu",
            )
    with pytest.raises(NotApplicable, match="deposit or the final"):
        invoice_contents(supplied_on=SUPPLIED, customer=Customer.BUSINESS, deposit=True, final=True)
    with pytest.raises(NotApplicable, match="small business"):
        invoice_contents(supplied_on=SUPPLIED, customer=Customer.BUSINESS, small_business=True, reverse_charge=True)
    with pytest.raises(Negative, match="gross"):
        invoice_contents(supplied_on=SUPPLIED, customer=Customer.BUSINESS, gross=Decimal(-1))
    with pytest.raises(NotInForce, match="Contents of an invoice"):
        invoice_contents(supplied_on=date(2013, 6, 29), customer=Customer.BUSINESS)


def test_every_content_names_its_paragraph() -> None:
    flags = [False, True]
    for exempt, building, final, small in product(flags, flags, flags, flags):
        for one in invoice_contents(
            supplied_on=SUPPLIED,
            customer=Customer.CONSUMER,
            exempt=exempt,
            building=building,
            final=final,
            small_business=small,
        ).value:
            assert one.source.startswith("§")


@pytest.mark.parametrize(
    ("on", "previous", "current", "exempt"),
    [
        ("2019-12-31", "17500", "50000", True),
        ("2019-12-31", "17500.01", "50000", False),
        ("2020-01-01", "22000", "50000", True),
        ("2020-01-01", "22000.01", "0", False),
        ("2024-12-31", "22000", "50000.01", False),
        ("2025-01-01", "25000", "100000", True),
        ("2025-01-01", "25000.01", "0", False),
        ("2025-01-02", "25000", "100000.01", False),
    ],
)
def test_the_ceilings_of_small_businesses(on: str, previous: str, current: str, exempt: bool) -> None:
    derived = small_business(on=date.fromisoformat(on), previous=Decimal(previous), current=Decimal(current))
    assert derived.value is exempt
    crossed = any("passes the ceiling" in str(step.sentence) for step in derived.steps)
    assert crossed is (on >= "2025" and previous == "25000" and not exempt)


def test_a_first_year_and_a_waiver() -> None:
    assert small_business(on=SUPPLIED, current=Decimal(25_000), first_year=True).value
    first = small_business(on=SUPPLIED, current=Decimal("25000.01"), first_year=True)
    assert not first.value
    assert first.unverified
    assert not small_business(on=SUPPLIED, current=Decimal(0), previous=Decimal(0), waived=True).value


def test_turnover_is_asked_for_and_not_negative() -> None:
    with pytest.raises(Incomplete, match="turnover of the year before"):
        small_business(on=SUPPLIED, current=Decimal(1))
    with pytest.raises(Negative, match="current turnover"):
        small_business(on=SUPPLIED, current=Decimal(-1), previous=Decimal(0))
    with pytest.raises(Negative, match="previous turnover"):
        small_business(on=SUPPLIED, current=Decimal(1), previous=Decimal(-1))
    with pytest.raises(NotInForce, match="small businesses"):
        small_business(on=date(2002, 12, 31), current=Decimal(1), previous=Decimal(1))


@settings(max_examples=60)
@given(
    st.dates(min_value=date(2003, 1, 1), max_value=date(2030, 12, 31)),
    st.integers(min_value=0, max_value=120_000),
    st.integers(min_value=0, max_value=120_000),
    st.integers(min_value=0, max_value=5_000),
)
def test_less_turnover_never_ends_the_exemption(on: date, previous: int, current: int, less: int) -> None:
    if small_business(on=on, previous=Decimal(previous), current=Decimal(current)).value:
        lower = small_business(
            on=on, previous=Decimal(max(previous - less, 0)), current=Decimal(max(current - less, 0))
        )
        assert lower.value


@settings(max_examples=60)
@given(st.dates(min_value=date(2009, 11, 2), max_value=date(2035, 12, 31)), st.sampled_from(list(Land)))
def test_the_days_of_a_direct_debit_come_in_order(debited_on: date, land: Land) -> None:
    found = direct_debit_periods(debited_on=debited_on, land=land).value
    assert found.announce_by == debited_on - timedelta(days=14)
    assert debited_on + timedelta(weeks=8) <= found.refund_until < found.dispute_until < found.mandate_until
    assert statutory(land).on_or_after(found.refund_until) == found.refund_until
    assert statutory(land).on_or_after(found.dispute_until) == found.dispute_until


def test_a_notice_counted_in_months_or_too_early_a_debit_is_refused() -> None:
    with pytest.raises(NotApplicable, match="days or weeks"):
        direct_debit_periods(debited_on=SUPPLIED, land=Land.NW, notice=Span(months=1))
    with pytest.raises(NotInForce, match="Notice before a direct debit"):
        direct_debit_periods(debited_on=date(2009, 11, 1), land=Land.NW)
    week = direct_debit_periods(debited_on=SUPPLIED, land=Land.NW, notice=Span(weeks=1)).value
    assert week.announce_by == SUPPLIED - 7 * ONE_DAY
