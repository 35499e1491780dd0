"""An invoice in the terms of EN 16931, made of what was billed, by whom and to whom."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from quartier.core.invoices import en16931 as en
from quartier.core.invoices.rules.bills import Bill
from quartier.core.invoices.rules.reckoning import Reckoned, Sums
from quartier.core.invoices.rules.wording import CREDITED
from quartier.core.invoices.rules.words import InvoiceKind

CODES: Final = {
    InvoiceKind.INVOICE: en.TypeCode.INVOICE,
    InvoiceKind.PARTIAL: en.TypeCode.PARTIAL,
    InvoiceKind.FINAL: en.TypeCode.INVOICE,
    InvoiceKind.CREDIT_NOTE: en.TypeCode.CREDIT_NOTE,
    InvoiceKind.CANCELLATION: en.TypeCode.CORRECTED,
}
CREDITS: Final = (InvoiceKind.CREDIT_NOTE, InvoiceKind.CANCELLATION)
# Why no tax is due, as it has to stand on the invoice (§ 14 Abs. 4 Satz 1 Nr. 8 UStG); German like every invoice.
SMALL_BUSINESS: Final = "Kein Ausweis von Umsatzsteuer: Steuerbefreiung für Kleinunternehmer (§ 19 UStG)"
REASONS: Final[dict[str, str]] = {
    en.Category.EXEMPT: "Umsatzsteuerfrei nach § 4 UStG",
    en.Category.REVERSE_CHARGE: "Steuerschuldnerschaft des Leistungsempfängers",
    en.Category.INTRA_COMMUNITY: "Steuerfreie innergemeinschaftliche Lieferung",
    en.Category.EXPORT: "Steuerfreie Ausfuhrlieferung",
    en.Category.OUTSIDE: "Nicht umsatzsteuerbar",
}
IN_DEFAULT: Final = (
    "Sie kommen spätestens in Verzug, wenn Sie nicht innerhalb von 30 Tagen nach Fälligkeit und Zugang dieser "
    "Rechnung zahlen (§ 286 Abs. 3 BGB)."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands around the lines: both parties, the account to pay to, and the days."""

    number: str
    seller: en.Party
    buyer: en.Party
    transfer: en.CreditTransfer | None
    due_on: date
    terms: str
    reference: str = ""
    preceding: tuple[en.Reference, ...] = ()
    contract: str = ""
    order: str = ""
    small_business: bool = False
    consumer: bool = False
    public: bool = False
    debit: bool = False


def record(bill: Bill, sums: Sums, around: Around) -> en.Invoice:
    """Return the invoice as it is kept, sent and drawn. A cancellation has quantities below zero, as usual for it."""
    is_credit = bill.kind in CREDITS
    sign = -1 if bill.kind == InvoiceKind.CANCELLATION else 1
    owed = not is_credit and sums.gross > bill.prepaid
    notes = [en.Note(text=one) for one in bill.notes]
    if around.consumer and owed:
        notes.append(en.Note(text=IN_DEFAULT))
    outside = any(one.category == en.Category.OUTSIDE for one in sums.lines)
    made = en.balanced(
        lines=[_line(place, one, sign) for place, one in enumerate(sums.lines, 1)],
        reasons={**REASONS, **({en.Category.EXEMPT: SMALL_BUSINESS} if around.small_business else {})},
        paid=bill.prepaid or None,
        number=around.number,
        issued_on=bill.issued_on,
        type_code=CODES[bill.kind],
        due_on=around.due_on if owed else None,
        terms=around.terms if owed else CREDITED if bill.kind == InvoiceKind.CREDIT_NOTE else "",
        buyer_reference=around.reference,
        contract=around.contract,
        order=around.order,
        notes=tuple(notes),
        preceding=around.preceding,
        seller=_plain(around.seller) if outside else around.seller,
        buyer=_plain(around.buyer) if outside else around.buyer,
        delivery=None if bill.kind == InvoiceKind.PARTIAL else en.Delivery(delivered_on=_last(sums)),
        period=_period(sums),
        payment=_payment(around) if owed else None,
    )
    return en.as_profile(made, en.Profile.XRECHNUNG) if around.public and not is_credit else made


def digest(data: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a record, by which a change would be found."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _line(place: int, one: Reckoned, sign: int) -> en.Line:
    net = sign * one.net
    counted, price = en.priced(net, one.line.quantity) if net else (one.line.quantity, en.Price(net=Decimal(0)))
    span = en.Span(first=one.supply_from, last=one.supply_to) if one.supply_from != one.supply_to else None
    return en.Line(
        number=str(place), item=en.Item(name=one.line.title), note=one.line.note, quantity=counted, unit=one.line.unit,
        price=price, net=net, category=one.category, rate=None if one.category == en.Category.OUTSIDE else one.rate,
        period=span,
    )  # fmt: skip


def _plain(party: en.Party) -> en.Party:
    """Return a party without its VAT number: what no VAT applies to names none (BR-O-02)."""
    return en.Party(
        name=party.name, identifiers=party.identifiers, registration=party.registration, address=party.address,
        tax_number=party.tax_number, legal_information=party.legal_information, contact=party.contact,
        electronic_address=party.electronic_address,
    )  # fmt: skip


def _last(sums: Sums) -> date:
    return max(one.supply_to for one in sums.lines)


def _period(sums: Sums) -> en.Span | None:
    first, last = min(one.supply_from for one in sums.lines), _last(sums)
    return en.Span(first=first, last=last) if first != last else None


def _payment(around: Around) -> en.Payment:
    if around.transfer is None or around.debit:
        return en.Payment(means=en.Means.MUTUALLY_DEFINED, text=around.terms, remittance=around.number)
    return en.Payment(means=en.Means.SEPA_TRANSFER, remittance=around.number, transfers=(around.transfer,))
