"""E-invoices: by day of supply and day of the invoice, by customer, amount and supplier."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.errors import Incomplete, Negative, NotInForce
from quartier.law.ustg.einvoice import EinvoiceDuty, InvoiceForm, einvoice_duty, einvoice_receipt
from quartier.law.ustg.parties import Customer

DAYS = st.dates(min_value=date(2024, 6, 1), max_value=date(2029, 12, 31))
LITTLE, MUCH = Decimal(800_000), Decimal("800000.01")


def form(supplied: str, invoiced: str, turnover: Decimal | None = None, *, edi: bool = False) -> InvoiceForm:
    return einvoice_duty(
        supplied_on=date.fromisoformat(supplied),
        invoiced_on=date.fromisoformat(invoiced),
        customer=Customer.BUSINESS,
        turnover=turnover,
        edi=edi,
    ).value.form


@pytest.mark.parametrize(
    ("supplied", "invoiced", "little", "much"),
    [
        ("2024-12-31", "2024-12-31", "free", "free"),
        ("2024-12-31", "2025-01-01", "free", "free"),
        ("2024-12-31", "2028-01-01", "free", "free"),
        ("2025-01-01", "2025-01-01", "free", "free"),
        ("2026-12-31", "2026-12-31", "free", "free"),
        ("2026-12-31", "2027-01-01", "e-invoice", "e-invoice"),
        ("2027-01-01", "2027-01-01", "free", "e-invoice"),
        ("2027-12-31", "2027-12-31", "free", "e-invoice"),
        ("2027-12-31", "2028-01-01", "e-invoice", "e-invoice"),
        ("2028-01-01", "2028-01-01", "e-invoice", "e-invoice"),
    ],
)
def test_both_days_count(supplied: str, invoiced: str, little: str, much: str) -> None:
    assert (form(supplied, invoiced, LITTLE).value, form(supplied, invoiced, MUCH).value) == (little, much)


@pytest.mark.parametrize(
    ("supplied", "invoiced", "turnover", "expected"),
    [
        ("2026-12-31", "2026-12-31", MUCH, "free"),
        ("2026-12-31", "2027-01-01", MUCH, "e-invoice"),
        ("2027-01-01", "2027-12-31", MUCH, "edi"),
        ("2027-01-01", "2027-12-31", LITTLE, "free"),
        ("2027-01-01", "2028-01-01", MUCH, "e-invoice"),
        ("2028-01-01", "2028-01-01", MUCH, "e-invoice"),
    ],
)
def test_data_interchange_is_eased_until_the_end_of_2027(
    supplied: str, invoiced: str, turnover: Decimal, expected: str
) -> None:
    assert form(supplied, invoiced, turnover, edi=True).value == expected


def test_turnover_is_asked_for_only_when_it_decides() -> None:
    assert form("2026-06-01", "2026-06-01") is InvoiceForm.FREE
    assert form("2028-06-01", "2028-06-01") is InvoiceForm.E_INVOICE
    with pytest.raises(Incomplete, match="--turnover"):
        form("2027-06-01", "2027-06-01")


@pytest.mark.parametrize(
    ("gross", "reverse_charge", "ticket", "small_business", "expected"),
    [
        ("250.00", False, False, False, InvoiceForm.FREE),
        ("250.01", False, False, False, InvoiceForm.E_INVOICE),
        ("250.00", True, False, False, InvoiceForm.E_INVOICE),
        ("900.00", False, True, False, InvoiceForm.FREE),
        ("900.00", False, False, True, InvoiceForm.FREE),
        ("900.00", False, False, False, InvoiceForm.E_INVOICE),
    ],
)
def test_what_is_never_an_e_invoice_by_duty(
    gross: str, reverse_charge: bool, ticket: bool, small_business: bool, expected: InvoiceForm
) -> None:
    found = einvoice_duty(
        supplied_on=date(2028, 3, 1),
        invoiced_on=date(2028, 3, 1),
        customer=Customer.BUSINESS,
        gross=Decimal(gross),
        reverse_charge=reverse_charge,
        ticket=ticket,
        small_business=small_business,
    ).value
    assert found == EinvoiceDuty(
        form=expected,
        e_invoice_required=expected is InvoiceForm.E_INVOICE,
        e_invoice_needs_consent=False,
    )


@pytest.mark.parametrize(
    ("customer", "exempt", "domestic"),
    [
        (Customer.CONSUMER, False, True),
        (Customer.LEGAL_PERSON, False, True),
        (Customer.BUSINESS, True, True),
        (Customer.BUSINESS, False, False),
    ],
)
def test_outside_the_duty_an_e_invoice_needs_consent(customer: Customer, exempt: bool, domestic: bool) -> None:
    found = einvoice_duty(
        supplied_on=date(2028, 3, 1),
        invoiced_on=date(2028, 3, 1),
        customer=customer,
        exempt=exempt,
        domestic=domestic,
    ).value
    assert found == EinvoiceDuty(form=InvoiceForm.FREE, e_invoice_required=False, e_invoice_needs_consent=True)


@pytest.mark.parametrize(
    ("invoiced", "gross", "expected"),
    [
        ("2020-11-26", "5000", InvoiceForm.FREE),
        ("2020-11-27", "5000", InvoiceForm.X_RECHNUNG),
        ("2020-11-28", None, InvoiceForm.X_RECHNUNG),
        ("2026-11-22", "1000", InvoiceForm.FREE),
        ("2026-11-22", "1000.01", InvoiceForm.X_RECHNUNG),
    ],
)
def test_public_bodies_take_xrechnung(invoiced: str, gross: str | None, expected: InvoiceForm) -> None:
    day = date.fromisoformat(invoiced)
    derived = einvoice_duty(
        supplied_on=day, invoiced_on=day, customer=Customer.PUBLIC_BODY, gross=Decimal(gross) if gross else None
    )
    assert derived.value.form is expected
    assert bool(derived.unverified) is (day >= date(2020, 11, 27))


def test_an_invoice_in_advance_follows_the_supply_to_come_and_is_marked() -> None:
    derived = einvoice_duty(
        supplied_on=date(2028, 1, 10), invoiced_on=date(2027, 12, 20), customer=Customer.BUSINESS, turnover=LITTLE
    )
    assert derived.value.form is InvoiceForm.E_INVOICE
    assert [one.title for one in derived.unverified] == ["E-invoices for deposits"]


def test_numbers_below_zero_and_days_too_early_are_refused() -> None:
    day = date(2026, 1, 1)
    with pytest.raises(Negative, match="gross"):
        einvoice_duty(supplied_on=day, invoiced_on=day, customer=Customer.BUSINESS, gross=Decimal(-1))
    with pytest.raises(Negative, match="turnover"):
        einvoice_duty(supplied_on=day, invoiced_on=day, customer=Customer.BUSINESS, turnover=Decimal(-1))
    early = date(2011, 6, 30)
    with pytest.raises(NotInForce, match="by day of supply"):
        einvoice_duty(supplied_on=early, invoiced_on=day, customer=Customer.BUSINESS)


@settings(max_examples=100)
@given(DAYS, DAYS, DAYS, st.booleans())
def test_a_later_invoice_is_never_freer(supplied_on: date, one: date, other: date, little: bool) -> None:
    earlier, later = sorted((one, other))
    found = [
        einvoice_duty(
            supplied_on=supplied_on,
            invoiced_on=day,
            customer=Customer.BUSINESS,
            turnover=LITTLE if little else MUCH,
        ).value.e_invoice_required
        for day in (earlier, later)
    ]
    assert found == sorted(found)


@settings(max_examples=100)
@given(DAYS, DAYS, st.booleans(), st.booleans())
def test_the_words_of_the_statute_lead_to_the_same_form(
    supplied: date, invoiced: date, little: bool, edi: bool
) -> None:
    """§ 27 Abs. 38 written out number by number instead of by stages."""
    first, second = date(2026, 12, 31), date(2027, 12, 31)
    by_1 = invoiced <= first and date(2024, 12, 31) < supplied < date(2027, 1, 1)
    in_2027 = invoiced <= second and first < supplied < date(2028, 1, 1)
    if supplied < date(2025, 1, 1) or by_1 or (in_2027 and little):
        expected = InvoiceForm.FREE
    else:
        expected = InvoiceForm.EDI if in_2027 and edi else InvoiceForm.E_INVOICE
    assert form(supplied.isoformat(), invoiced.isoformat(), LITTLE if little else MUCH, edi=edi) is expected


@pytest.mark.parametrize(
    ("on", "customer", "domestic", "must"),
    [
        (date(2024, 12, 31), Customer.BUSINESS, True, False),
        (date(2025, 1, 1), Customer.BUSINESS, True, True),
        (date(2025, 1, 2), Customer.BUSINESS, False, False),
        (date(2025, 1, 2), Customer.LEGAL_PERSON, True, False),
    ],
)
def test_who_must_be_able_to_receive(on: date, customer: Customer, domestic: bool, must: bool) -> None:
    assert einvoice_receipt(on=on, customer=customer, domestic=domestic).value is must
