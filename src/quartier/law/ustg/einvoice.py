"""§ 14 Abs. 1 and 2, § 27 Abs. 38 UStG: when an invoice must be an e-invoice, and who must be able to receive one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

from quartier.law.errors import Incomplete, not_negative
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES
from quartier.law.ustg.contents import SMALL_AMOUNT
from quartier.law.ustg.parties import Customer
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, euro


class Stage(Choice):
    """How far the duty to issue e-invoices has come for supplies of a time."""

    NONE = "none", _("no duty")
    EASED_FOR_ALL = "eased-for-all", _("duty with an exception for all")
    EASED_FOR_SMALL = "eased-for-small", _("duty with an exception for little turnover and for EDI")
    FULL = "full", _("duty without exception")


class InvoiceForm(Choice):
    """In which form an invoice may be sent."""

    FREE = "free", _("paper, or with the recipient's consent electronic, such as PDF")
    EDI = "edi", _("e-invoice, or with the recipient's consent agreed electronic data interchange; no paper, no PDF")
    E_INVOICE = "e-invoice", _("e-invoice in a structured format by EN 16931, such as XRechnung or ZUGFeRD")
    X_RECHNUNG = "xrechnung", _("XRechnung, through the portal that the public body names")


LAST_DAY: Final = {Stage.EASED_FOR_ALL: date(2026, 12, 31), Stage.EASED_FOR_SMALL: date(2027, 12, 31)}
STAGES: Timeline[Stage] = Timeline(
    _("Duty to issue e-invoices, by day of supply"),
    (
        Version(
            valid_from=date(2011, 7, 1),
            value=Stage.NONE,
            source="§ 14 Abs. 1 UStG i. d. F. des Steuervereinfachungsgesetzes 2011; § 27 Abs. 1 und 18 UStG",
        ),
        Version(
            valid_from=date(2025, 1, 1),
            value=Stage.EASED_FOR_ALL,
            source="§ 14 Abs. 2 Satz 2 Nr. 1, § 27 Abs. 38 Satz 1 Nr. 1 UStG",
        ),
        Version(
            valid_from=date(2027, 1, 1),
            value=Stage.EASED_FOR_SMALL,
            source="§ 14 Abs. 2 Satz 2 Nr. 1, § 27 Abs. 38 Satz 1 Nr. 2 und 3 UStG",
        ),
        Version(valid_from=date(2028, 1, 1), value=Stage.FULL, source="§ 14 Abs. 2 Satz 2 Nr. 1 UStG"),
    ),
)
TURNOVER: Timeline[Decimal] = Timeline(
    _("Turnover up to which 2027 is eased"),
    (
        Version(
            valid_from=date(2027, 1, 1), value=Decimal(800_000), source="§ 27 Abs. 38 Satz 1 Nr. 2, § 19 Abs. 2 UStG"
        ),
    ),
)
DEPOSITS: Timeline[str] = Timeline(
    _("E-invoices for deposits"),
    (
        Version(
            valid_from=date(2025, 1, 1),
            value="day of supply",
            source="§ 14 Abs. 5 Satz 1, § 27 Abs. 38 UStG",
            verified=False,
            note=_(
                "The exceptions name supplies that have been made; that an invoice in advance follows the day of the "
                "supply to come is the careful reading. Check the tax administration's position."
            ),
        ),
    ),
)
TO_PUBLIC_BODIES: Timeline[Decimal] = Timeline(
    _("Invoices to public bodies"),
    (
        # The value is up to how many euro a direct order is free.
        Version(
            valid_from=date(2020, 11, 27),
            value=Decimal(1000),
            source="§ 3 E-RechV des Bundes",
            verified=False,
            note=_(
                "Holds for bodies of the Federation; each Land and many municipalities have rules of their own. "
                "Compare the ordinance, the amount for direct orders and the portal of the recipient."
            ),
        ),
    ),
)
RECEIVING: Timeline[bool] = Timeline(
    _("Duty to receive e-invoices"),
    (
        Version(
            valid_from=date(2011, 7, 1),
            value=False,
            source="§ 14 Abs. 1 UStG i. d. F. des Steuervereinfachungsgesetzes 2011",
        ),
        Version(valid_from=date(2025, 1, 1), value=True, source="§ 14 Abs. 1 Satz 5, Abs. 2 Satz 2 Nr. 1 UStG"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EinvoiceDuty:
    """The form an invoice must have, and whether the recipient must agree to an e-invoice."""

    form: Annotated[InvoiceForm, _("Form")]
    e_invoice_required: Annotated[bool, _("An e-invoice is required")]
    e_invoice_needs_consent: Annotated[bool, _("An e-invoice needs the recipient's consent")]


@rule(
    "einvoice-duty",
    Area.TAX,
    title=_("Whether an e-invoice is required"),
    says=_(
        "Looks at the day of supply and at the day of the invoice: the exceptions of 2025 to 2027 end for both. Never "
        "required for consumers, for small amounts, exempt rents, tickets and from small businesses."
    ),
    timelines=(STAGES, TURNOVER, SMALL_AMOUNT, DEPOSITS, TO_PUBLIC_BODIES),
    cases=(
        Case(
            "more than 800,000 euro in 2026",
            {"supplied": "2027-01-15", "invoiced": "2027-01-20", "customer": "business", "turnover": "800000.01"},
            {"form": "e-invoice", "e_invoice_required": True},
            NOTES,
        ),
        Case(
            "800,000 euro in 2026",
            {"supplied": "2027-01-15", "invoiced": "2027-12-31", "customer": "business", "turnover": "800000"},
            {"form": "free", "e_invoice_required": False, "e_invoice_needs_consent": False},
            "§ 27 Abs. 38 Satz 1 Nr. 2 UStG",
        ),
        Case(
            "supplied and billed in 2026",
            {"supplied": "2026-12-31", "invoiced": "2026-12-31", "customer": "business"},
            {"form": "free"},
            NOTES,
        ),
        Case(
            "supplied in 2026 and billed in 2027",
            {"supplied": "2026-12-31", "invoiced": "2027-01-01", "customer": "business", "turnover": "90000"},
            {"form": "e-invoice"},
            "§ 27 Abs. 38 Satz 1 Nr. 1 UStG",
        ),
        Case(
            "everybody from 2028",
            {"supplied": "2028-01-01", "invoiced": "2028-01-02", "customer": "business", "turnover": "90000"},
            {"form": "e-invoice"},
            NOTES,
        ),
        Case(
            "except small businesses",
            {"supplied": "2028-01-01", "invoiced": "2028-01-02", "customer": "business", "small-business": True},
            {"form": "free"},
            f"{NOTES}; § 34a Satz 4 UStDV",
        ),
        Case(
            "250 euro",
            {"supplied": "2028-01-01", "invoiced": "2028-01-02", "customer": "business", "gross": "250.00"},
            {"form": "free"},
            f"{NOTES}; § 33 Satz 4 UStDV",
        ),
        Case(
            "a consumer",
            {"supplied": "2028-01-01", "invoiced": "2028-01-02", "customer": "consumer"},
            {"form": "free", "e_invoice_needs_consent": True},
            NOTES,
        ),
        Case(
            "rent without VAT",
            {"supplied": "2028-01-31", "invoiced": "2028-01-02", "customer": "business", "exempt": True},
            {"form": "free", "e_invoice_needs_consent": True},
            NOTES,
        ),
    ),
)
def einvoice_duty(
    *,
    supplied_on: Annotated[date, _("Day of supply")],
    invoiced_on: Annotated[date, _("Day on which the invoice is sent")],
    customer: Annotated[Customer, _("Who receives the supply")],
    gross: Annotated[Euro | None, _("Gross amount of the invoice")] = None,
    turnover: Annotated[Euro | None, _("Supplier's turnover of the year before; needed for 2027")] = None,
    small_business: Annotated[bool, _("Whether the supplier is a small business (§ 19 UStG)")] = False,
    exempt: Annotated[bool, _("Whether it is exempt under § 4 Nr. 8 to 29 UStG, such as a rent")] = False,
    reverse_charge: Annotated[bool, _("Whether the customer owes the tax (§ 13b UStG)")] = False,
    ticket: Annotated[bool, _("Whether it is a ticket for passengers")] = False,
    domestic: Annotated[bool, _("Whether supplier and customer are both established in Germany")] = True,
    edi: Annotated[bool, _("Whether it is sent by agreed electronic data interchange")] = False,
) -> Derived[EinvoiceDuty]:
    """Return the form; raises Incomplete when 2027 turns on a turnover not given, Negative, NotInForce before 2011."""
    derivation = Derivation()
    not_negative(gross=gross or Decimal(0), turnover=turnover or Decimal(0))
    stage = derivation.applies(STAGES, supplied_on)
    if customer is Customer.PUBLIC_BODY:
        return derivation.gives(_to_public_body(invoiced_on, gross, derivation))
    between_businesses = customer is Customer.BUSINESS and domestic and not exempt and stage is not Stage.NONE
    if not between_businesses:
        derivation.step(
            _("Required only for taxed supplies since 2025 between businesses established in Germany."),
            "§ 14 Abs. 2 Satz 2 Nr. 1 UStG",
        )
        return derivation.gives(_free(consent=True))
    limit = derivation.applies(SMALL_AMOUNT, supplied_on)
    small_amount = gross is not None and gross <= limit and not reverse_charge
    for holds, reason, source in (
        (small_amount, _("The invoice is for a small amount."), "§ 33 Satz 4 UStDV"),
        (ticket, _("Tickets may always be paper or PDF."), "§ 34 Abs. 1 Satz 2 UStDV"),
        (small_business, _("A small business only has to be able to receive e-invoices."), "§ 34a Satz 4 UStDV"),
    ):
        if holds:
            derivation.step(reason, source)
            return derivation.gives(_free(consent=False))
    if invoiced_on < supplied_on:
        derivation.applies(DEPOSITS, supplied_on)
    return derivation.gives(_between_businesses(stage, invoiced_on, turnover, edi, derivation))


@rule(
    "einvoice-receipt",
    Area.TAX,
    title=_("Whether e-invoices must be received"),
    says=_(
        "Since 2025 every business established in Germany has to be able to receive e-invoices, small businesses and "
        "landlords included; a mailbox is enough."
    ),
    timelines=(RECEIVING,),
    cases=(
        Case("the last day of 2024", {"on": "2024-12-31", "customer": "business"}, False, NOTES),
        Case("the first day of 2025", {"on": "2025-01-01", "customer": "business"}, True, NOTES),
        Case("a consumer", {"on": "2026-11-22", "customer": "consumer"}, False, NOTES),
    ),
)
def einvoice_receipt(
    *,
    on: Annotated[date, _("Day of supply")],
    customer: Annotated[Customer, _("Who receives the invoice")],
    domestic: Annotated[bool, _("Whether supplier and customer are both established in Germany")] = True,
) -> Derived[bool]:
    """Return whether the recipient has to take an e-invoice without having agreed to it."""
    derivation = Derivation()
    must = derivation.applies(RECEIVING, on) and customer is Customer.BUSINESS and domestic
    if must:
        derivation.step(_("No consent is needed, and no exception holds for receiving."), "§ 14 Abs. 1 Satz 5 UStG")
    else:
        derivation.step(_("An e-invoice needs the recipient's consent."), "§ 14 Abs. 1 Satz 5 UStG")
    return derivation.gives(must)


def _between_businesses(
    stage: Stage, invoiced_on: date, turnover: Decimal | None, edi: bool, derivation: Derivation
) -> EinvoiceDuty:
    until = LAST_DAY.get(stage)
    if until is None or invoiced_on > until:
        if until is not None:
            derivation.step(
                _("The exception for supplies of that time ended on %(until)s; the invoice comes later."),
                "§ 27 Abs. 38 Satz 1 UStG",
                until=until,
            )
        return _required(InvoiceForm.E_INVOICE, derivation)
    if stage is Stage.EASED_FOR_ALL:
        derivation.step(
            _("Until %(until)s paper and PDF are still allowed."), "§ 27 Abs. 38 Satz 1 Nr. 1 UStG", until=until
        )
        return _free(consent=False)
    if turnover is None:
        raise Incomplete(_("In 2027 the turnover of the year before decides. Give it as --turnover."))
    limit = derivation.rests_on(TURNOVER, TURNOVER.versions[-1])
    if turnover <= limit:
        derivation.step(
            _("The year before had %(turnover)s, no more than %(limit)s: paper and PDF until %(until)s."),
            "§ 27 Abs. 38 Satz 1 Nr. 2 UStG",
            turnover=euro(turnover),
            limit=euro(limit),
            until=until,
        )
        return _free(consent=False)
    return _required(InvoiceForm.EDI if edi else InvoiceForm.E_INVOICE, derivation)


def _required(form: InvoiceForm, derivation: Derivation) -> EinvoiceDuty:
    derivation.step(
        _("An e-invoice is required between businesses: %(form)s."), "§ 14 Abs. 2 Satz 2 Nr. 1 UStG", form=form
    )
    return EinvoiceDuty(form=form, e_invoice_required=form is not InvoiceForm.EDI, e_invoice_needs_consent=False)


def _free(*, consent: bool) -> EinvoiceDuty:
    return EinvoiceDuty(form=InvoiceForm.FREE, e_invoice_required=False, e_invoice_needs_consent=consent)


def _to_public_body(invoiced_on: date, gross: Decimal | None, derivation: Derivation) -> EinvoiceDuty:
    if invoiced_on < TO_PUBLIC_BODIES.begins_on:
        derivation.step(_("Public bodies ask for e-invoices since %(day)s."), day=TO_PUBLIC_BODIES.begins_on)
        return _free(consent=True)
    limit = derivation.applies(TO_PUBLIC_BODIES, invoiced_on)
    if gross is not None and gross <= limit:
        derivation.step(_("Direct orders up to %(limit)s are free."), "§ 3 Abs. 3 E-RechV", limit=euro(limit))
        return _free(consent=True)
    derivation.step(_("Bodies of the Federation take invoices as XRechnung only."), "§ 3 Abs. 1, § 4 E-RechV")
    return EinvoiceDuty(form=InvoiceForm.X_RECHNUNG, e_invoice_required=True, e_invoice_needs_consent=False)
