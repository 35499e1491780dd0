"""What an invoice says on paper: the terms of the standard in German words, for the template `invoice.typ`.

Words of invoices are German whatever the interface language: they are declarations of the provider.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import Any, Final

from quartier.core.invoices.en16931 import Invoice, Line, LineAdjustment, Means, Party, Span, Tax, TypeCode
from quartier.core.invoices.rules.girocode import girocode, has_girocode
from quartier.values import writing

TITLES: Final[Mapping[str, str]] = {
    TypeCode.PARTIAL: "Teilrechnung",
    TypeCode.INVOICE: "Rechnung",
    TypeCode.CREDIT_NOTE: "Rechnungskorrektur",
    TypeCode.CORRECTED: "Stornorechnung",
    TypeCode.PREPAYMENT: "Anzahlungsrechnung",
    # The word that § 14 Abs. 4 Satz 1 Nr. 10 UStG asks for, and keeps for what the customer issues.
    TypeCode.SELF_BILLED: "Gutschrift",
    TypeCode.PARTIAL_CONSTRUCTION: "Abschlagsrechnung",
    TypeCode.PARTIAL_FINAL_CONSTRUCTION: "Teilschlussrechnung",
    TypeCode.FINAL_CONSTRUCTION: "Schlussrechnung",
}
UNITS: Final[Mapping[str, str]] = {
    "H87": "Stück", "C62": "", "LS": "pauschal", "HUR": "Std.", "MIN": "Min.", "DAY": "Tage", "WEE": "Wochen",
    "MON": "Monate", "QAN": "Quartale", "ANN": "Jahre", "KMT": "km", "MTR": "m", "MTK": "m²", "MTQ": "m³",
    "KWH": "kWh",
}  # fmt: skip
ONE_OF: Final[Mapping[str, str]] = {
    "DAY": "Tag", "WEE": "Woche", "MON": "Monat", "QAN": "Quartal", "ANN": "Jahr",
}  # fmt: skip
COUNTRIES: Final[Mapping[str, str]] = {
    "AT": "ÖSTERREICH", "BE": "BELGIEN", "CH": "SCHWEIZ", "CZ": "TSCHECHISCHE REPUBLIK", "DK": "DÄNEMARK",
    "ES": "SPANIEN", "FR": "FRANKREICH", "GB": "VEREINIGTES KÖNIGREICH", "IT": "ITALIEN", "LI": "LIECHTENSTEIN",
    "LU": "LUXEMBURG", "NL": "NIEDERLANDE", "PL": "POLEN", "SE": "SCHWEDEN",
}  # fmt: skip
NOTHING: Final = Decimal("0.00")
SHOWN_OF_IBAN: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How a company's papers look: name and line beside the logo (SVG text), its colour."""

    brand: str
    tagline: str = ""
    colour: str = "#3b4a63"
    logo: str = ""


def title_of(invoice: Invoice, word: str = "") -> str:
    """Return what stands over the paper: what it is, and its number."""
    return f"{word or TITLES.get(invoice.type_code, 'Rechnung')} {invoice.number}"


def sheet(invoice: Invoice, *, head: Head, xml: bytes, file: str, word: str = "") -> dict[str, Any]:
    """Return the data of the template; `word` says what the paper is where the type code is not exact enough."""
    seller = invoice.seller
    due = invoice.totals.due
    code = girocode(invoice) if has_girocode(invoice) else ""
    return {
        "title": title_of(invoice, word),
        "sender": {
            "name": seller.name, "brand": head.brand, "tagline": head.tagline, "colour": head.colour,
            "logo": head.logo, "return_line": " · ".join((seller.name, *_place(seller))),
            "statements": _statements(invoice),
        },
        "address": [invoice.buyer.name, *_attention(invoice.buyer), *_place(invoice.buyer)],
        "info": [fact for fact in _facts(invoice) if fact[1]],
        "about": list(_about(invoice)),
        "lines": [_line(one, so_far) for one, so_far in zip(invoice.lines, _carried(invoice), strict=True)],
        "sums": list(_sums(invoice)),
        "total": ["Betrag zu Ihren Gunsten" if invoice.is_credit or due < 0 else "Zu zahlen", _euro(abs(due))],
        "taxes": [_tax(one) for one in invoice.taxes] if len(invoice.taxes) > 1 else [],
        "paying": list(_paying(invoice)),
        "account": list(_account(invoice)),
        "code": code,
        "code_says": f"QR-Code für die Überweisung von {_euro(due)}",
        "notes": list(_notes(invoice)),
        "file": file,
        "xml": xml.decode(),
    }  # fmt: skip


# ---- head


def _place(party: Party) -> list[str]:
    where = party.address
    if where is None:
        return []
    town = f"{where.postcode} {where.city}".strip()
    abroad = "" if where.country in ("", "DE") else COUNTRIES.get(where.country, where.country)
    return [part for part in (where.line_two, where.line_one, where.line_three, town, abroad) if part]


def _attention(party: Party) -> list[str]:
    return [party.contact.name] if party.contact and party.contact.name else []


def _statements(invoice: Invoice) -> list[list[str]]:
    """Return the columns at the foot: who writes, how to reach us, register and tax, the account."""
    seller, contact = invoice.seller, invoice.seller.contact
    transfer = next(iter(invoice.payment.transfers), None) if invoice.payment else None
    columns = [
        [seller.name, *_place(seller)],
        [contact.phone, contact.email] if contact else [],
        [
            seller.legal_information, f"USt-IdNr. {seller.vat_id}" if seller.vat_id else "",
            f"Steuernummer {seller.tax_number}" if seller.tax_number else "",
        ],
        [f"IBAN {_grouped(transfer.account)}", f"BIC {transfer.bic}" if transfer.bic else ""] if transfer else [],
    ]  # fmt: skip
    return [lines for column in columns if (lines := [line for line in column if line])]


def _facts(invoice: Invoice) -> Iterator[tuple[str, str]]:
    known = invoice.buyer.identifiers
    yield "Nummer", invoice.number
    yield "Datum", _day(invoice.issued_on)
    yield "Kundennummer", known[0].value if known else ""
    yield from _supplied(invoice)
    yield "Vertrag", invoice.contract
    yield "Ihre Bestellung", invoice.order
    yield "Ihr Zeichen", invoice.buyer_reference
    yield "Ihre USt-IdNr.", invoice.buyer.vat_id
    yield "Kontakt", invoice.seller.contact.name if invoice.seller.contact else ""


def _supplied(invoice: Invoice) -> Iterator[tuple[str, str]]:
    if invoice.period:
        yield "Leistungszeitraum", _span(invoice.period)
    elif invoice.delivery and invoice.delivery.delivered_on:
        yield "Leistungsdatum", _day(invoice.delivery.delivered_on)


def _about(invoice: Invoice) -> Iterator[str]:
    for one in invoice.preceding:
        when = f" vom {_day(one.issued_on)}" if one.issued_on else ""
        yield f"Zur Rechnung {one.number}{when}."


# ---- lines and sums


def _carried(invoice: Invoice) -> list[Decimal]:
    """Return what all lines up to each one make: at the end of a page it is carried over."""
    return list(accumulate(line.net for line in invoice.lines))


def _line(line: Line, so_far: Decimal) -> dict[str, Any]:
    details = [line.item.description, _span(line.period) if line.period else "", line.note]
    details += [f"{_reason(one, 'Nachlass')}: −{_euro(one.amount)}" for one in line.allowances]
    details += [f"{_reason(one, 'Zuschlag')}: {_euro(one.amount)}" for one in line.charges]
    return {
        "number": line.number,
        "name": line.item.name,
        "detail": " · ".join(part for part in details if part),
        "quantity": f"{_number(line.quantity)} {_unit(line)}".strip(),
        "price": _price(line),
        "rate": "" if line.rate is None else f"{_number(line.rate)} %",
        "net": _euro(line.net),
        "so_far": _euro(so_far),
    }


def _unit(line: Line) -> str:
    word = UNITS.get(line.unit, line.unit)
    return ONE_OF.get(line.unit, word) if abs(line.quantity) == 1 else word


def _price(line: Line) -> str:
    price = line.price
    if price.quantity is None or price.quantity == 1:
        return _euro(price.net, exact=True)
    return f"{_euro(price.net, exact=True)} / {_number(price.quantity)}"


def _sums(invoice: Invoice) -> Iterator[tuple[str, str]]:
    sums = invoice.totals
    if invoice.allowances or invoice.charges:
        yield "Summe der Leistungen", _euro(sums.lines)
    for less in invoice.allowances:
        yield _reason(less, "Nachlass"), f"−{_euro(less.amount)}"
    for more in invoice.charges:
        yield _reason(more, "Zuschlag"), _euro(more.amount)
    yield "Summe netto", _euro(sums.net)
    if len(invoice.taxes) == 1:
        yield _taxed(invoice.taxes[0]), _euro(sums.tax or NOTHING)
    else:
        yield "Umsatzsteuer", _euro(sums.tax or NOTHING)
    if sums.paid or sums.rounding:
        yield "Rechnungsbetrag", _euro(sums.gross)
    if sums.paid:
        yield "Bereits gezahlt", f"−{_euro(sums.paid)}"
    if sums.rounding:
        yield "Rundung", _euro(sums.rounding)


def _taxed(tax: Tax) -> str:
    return "Umsatzsteuer" if tax.rate is None else f"Umsatzsteuer {_number(tax.rate)} %"


def _tax(tax: Tax) -> tuple[str, str, str, str]:
    words = tax.reason or ("" if tax.rate is None else f"{_number(tax.rate)} %")
    return words, _euro(tax.base), _euro(tax.amount), _euro(tax.base + tax.amount)


def _reason(part: LineAdjustment, word: str) -> str:
    share = f" {_number(part.percent)} %" if part.percent is not None else ""
    return f"{part.reason or word}{share}"


# ---- words below


def _paying(invoice: Invoice) -> Iterator[str]:
    payment, due = invoice.payment, invoice.totals.due
    if invoice.terms:
        yield invoice.terms
    if payment is None or due <= 0 or invoice.is_credit:
        return
    if payment.means == Means.SEPA_DEBIT and payment.debit is not None:
        debit = payment.debit
        when = f" am {_day(invoice.due_on)} oder am nächsten Bankarbeitstag" if invoice.due_on else ""
        yield (
            f"Wir ziehen {_euro(due)}{when} von Ihrem Konto {_hidden(debit.account)} ein: SEPA-Lastschrift mit der "
            f"Mandatsreferenz {debit.mandate} und unserer Gläubiger-Identifikationsnummer {debit.creditor}."
        )
    elif payment.transfers:
        when = f" bis {_day(invoice.due_on)}" if invoice.due_on and not invoice.terms else ""
        yield f"Bitte überweisen Sie {_euro(due)}{when} auf unser Konto und geben Sie den Verwendungszweck an."


def _account(invoice: Invoice) -> Iterator[tuple[str, str]]:
    payment = invoice.payment
    if payment is None or not payment.transfers or invoice.totals.due <= 0 or invoice.is_credit:
        return
    account = payment.transfers[0]
    yield "Empfänger", account.name or invoice.seller.name
    yield "IBAN", _grouped(account.account)
    if account.bic:
        yield "BIC", account.bic
    if payment.remittance:
        yield "Verwendungszweck", payment.remittance


def _notes(invoice: Invoice) -> Iterator[str]:
    """Return why no tax is due, as far as no table says it, and the notes of the invoice."""
    if len(invoice.taxes) == 1 and (reason := invoice.taxes[0].reason):
        yield f"{reason.removesuffix('.')}."
    for one in invoice.notes:
        yield one.text


# ---- the smallest parts


def _day(day: date) -> str:
    return writing.day(day, english=False)


def _span(span: Span) -> str:
    if span.first and span.last and span.first != span.last:
        return f"{_day(span.first)}–{_day(span.last)}"
    found = span.first or span.last
    return _day(found) if found else ""


def _euro(amount: Decimal, *, exact: bool = False) -> str:
    """Return an amount with its cents, or with every place a price has."""
    places = max(2, -int(amount.normalize().as_tuple().exponent)) if exact else 2
    return f"{writing.number(amount, places, english=False)} €"


def _number(number: Decimal) -> str:
    return writing.number(number.normalize(), max(0, -int(number.normalize().as_tuple().exponent)), english=False)


def _grouped(account: str) -> str:
    """Return an IBAN in groups of four, as people read it."""
    return " ".join(account[place : place + 4] for place in range(0, len(account), 4))


def _hidden(account: str) -> str:
    """Return enough of an account to know it again, and no more."""
    return f"{account[:2]}… {account[-SHOWN_OF_IBAN:]}"
