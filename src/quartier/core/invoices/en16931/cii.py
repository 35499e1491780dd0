"""An invoice as XML in the syntax CII (UN/CEFACT D16B and later): what ZUGFeRD, Factur-X and XRechnung carry.

The text is put together by hand, in the order the schema asks for: see docs/adr/0031.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape

from quartier.core.invoices.en16931.checks import check
from quartier.core.invoices.en16931.cii_words import ACCOUNT, ATTACHED, NAMESPACES, OBJECT, TENDER
from quartier.core.invoices.en16931.codes import BILLING, Profile
from quartier.core.invoices.en16931.invoice import Invoice, Item, Line, Support
from quartier.core.invoices.en16931.money import Adjustment, Card, CreditTransfer, LineAdjustment, Payment, Tax, Totals
from quartier.core.invoices.en16931.parties import Address, Contact, Identifier, Party, Span, TaxRepresentative
from quartier.values.sentences import Unreadable
from quartier.values.sentences import mark as _

HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
ROOT: Final = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_profile(invoice: Invoice, profile: Profile) -> Invoice:
    """Return the invoice as one that follows the rules of `profile`; XRechnung also names the business process."""
    process = invoice.process or (BILLING if profile is Profile.XRECHNUNG else "")
    return replace(invoice, specification=profile, process=process)


def write_cii(invoice: Invoice) -> bytes:
    """Return the invoice as XML: the same invoice gives the same bytes. Raises Unfit and Unreadable.

    Without a specification of its own it follows EN 16931 as it stands, the profile that ZUGFeRD calls by this name.
    """
    check(invoice)
    settlement = _settlement(invoice)
    trade = "".join(map(_line, invoice.lines)) + _agreement(invoice) + _delivery(invoice) + settlement
    xml = (
        f"{HEAD}<rsm:CrossIndustryInvoice {ROOT}>{_context(invoice)}{_document(invoice)}"
        f"<rsm:SupplyChainTradeTransaction>{trade}</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>\n"
    )
    if found := FORBIDDEN.search(xml):
        raise Unreadable(_("The invoice holds the sign U+%(code)s, which XML does not allow."),
                         code=f"{ord(found[0]):04X}")  # fmt: skip
    return xml.encode()


# ---- the document


def _context(invoice: Invoice) -> str:
    return (
        "<rsm:ExchangedDocumentContext>"
        + _node("BusinessProcessSpecifiedDocumentContextParameter", _leaf("ID", invoice.process))
        + _node("GuidelineSpecifiedDocumentContextParameter", _leaf("ID", invoice.specification or Profile.EN16931))
        + "</rsm:ExchangedDocumentContext>"
    )


def _document(invoice: Invoice) -> str:
    notes = (
        _node("IncludedNote", _leaf("Content", one.text), _leaf("SubjectCode", one.subject)) for one in invoice.notes
    )
    return (
        f"<rsm:ExchangedDocument>{_leaf('ID', invoice.number)}{_leaf('TypeCode', invoice.type_code)}"
        f"{_day('IssueDateTime', invoice.issued_on)}{''.join(notes)}</rsm:ExchangedDocument>"
    )


def _agreement(invoice: Invoice) -> str:
    return _node(
        "ApplicableHeaderTradeAgreement",
        _leaf("BuyerReference", invoice.buyer_reference),
        _party("SellerTradeParty", invoice.seller),
        _party("BuyerTradeParty", invoice.buyer),
        _representative(invoice.representative),
        _node("SellerOrderReferencedDocument", _leaf("IssuerAssignedID", invoice.sales_order)),
        _node("BuyerOrderReferencedDocument", _leaf("IssuerAssignedID", invoice.order)),
        _node("ContractReferencedDocument", _leaf("IssuerAssignedID", invoice.contract)),
        *(_support(one) for one in invoice.supports),
        _referenced(invoice.tender, TENDER),
        _object(invoice.object_id),
        # The schema asks for a name, for which the standard has no term.
        _node("SpecifiedProcuringProject", _leaf("ID", invoice.project), _leaf("Name", "Project reference"))
        if invoice.project else "",
    )  # fmt: skip


def _delivery(invoice: Invoice) -> str:
    where = invoice.delivery
    parts = (
        _node("ShipToTradeParty", _identifier(where.location), _leaf("Name", where.name), _address(where.address)),
        _node("ActualDeliverySupplyChainEvent", _day("OccurrenceDateTime", where.delivered_on)),
    ) if where else ()  # fmt: skip
    inside = "".join((
        *parts,
        _node("DespatchAdviceReferencedDocument", _leaf("IssuerAssignedID", invoice.despatch_advice)),
        _node("ReceivingAdviceReferencedDocument", _leaf("IssuerAssignedID", invoice.receiving_advice)),
    ))  # fmt: skip
    return f"<ram:ApplicableHeaderTradeDelivery>{inside}</ram:ApplicableHeaderTradeDelivery>"


def _settlement(invoice: Invoice) -> str:
    payment = invoice.payment
    debit = payment.debit if payment else None
    return _node(
        "ApplicableHeaderTradeSettlement",
        _leaf("CreditorReferenceID", debit.creditor if debit else ""),
        _leaf("PaymentReference", payment.remittance if payment else ""),
        _leaf("TaxCurrencyCode", invoice.accounting_currency),
        _leaf("InvoiceCurrencyCode", invoice.currency),
        _party("PayeeTradeParty", invoice.payee) if invoice.payee else "",
        *(_means(payment) if payment else ()),
        *(_tax(one, invoice, is_first=place == 0) for place, one in enumerate(invoice.taxes)),
        _period(invoice.period),
        *_adjustments(invoice.allowances, invoice.charges),
        _node(
            "SpecifiedTradePaymentTerms", _leaf("Description", invoice.terms), _day("DueDateDateTime", invoice.due_on),
            _leaf("DirectDebitMandateID", debit.mandate if debit else ""),
        ),
        _totals(invoice.totals, invoice),
        *(
            _node("InvoiceReferencedDocument", _leaf("IssuerAssignedID", one.number),
                  _day("FormattedIssueDateTime", one.issued_on, prefix="qdt"))
            for one in invoice.preceding
        ),
        _node("ReceivableSpecifiedTradeAccountingAccount", _leaf("ID", invoice.accounting)),
    )  # fmt: skip


# ---- parties


def _party(name: str, party: Party) -> str:
    plain = (one for one in party.identifiers if not one.scheme)
    listed = (one for one in party.identifiers if one.scheme)
    where = party.electronic_address
    return _node(
        name,
        *map(_identifier, plain),
        *map(_identifier, listed),
        _leaf("Name", party.name),
        _leaf("Description", party.legal_information),
        _node(
            "SpecifiedLegalOrganization",
            _leaf("ID", party.registration.value, schemeID=party.registration.scheme) if party.registration else "",
            _leaf("TradingBusinessName", party.trading_name),
        ),
        _contact(party.contact),
        _address(party.address),
        _node("URIUniversalCommunication", _leaf("URIID", where.value, schemeID=where.scheme)) if where else "",
        _node("SpecifiedTaxRegistration", _leaf("ID", party.tax_number, schemeID="FC")),
        _node("SpecifiedTaxRegistration", _leaf("ID", party.vat_id, schemeID="VA")),
    )


def _representative(given: TaxRepresentative | None) -> str:
    if given is None:
        return ""
    return _node(
        "SellerTaxRepresentativeTradeParty",
        _leaf("Name", given.name),
        _address(given.address),
        _node("SpecifiedTaxRegistration", _leaf("ID", given.vat_id, schemeID="VA")),
    )


def _contact(given: Contact | None) -> str:
    if given is None:
        return ""
    return _node(
        "DefinedTradeContact",
        _leaf("PersonName", given.name),
        _node("TelephoneUniversalCommunication", _leaf("CompleteNumber", given.phone)),
        _node("EmailURIUniversalCommunication", _leaf("URIID", given.email)),
    )


def _address(given: Address | None) -> str:
    if given is None:
        return ""
    return _node(
        "PostalTradeAddress",
        _leaf("PostcodeCode", given.postcode),
        _leaf("LineOne", given.line_one),
        _leaf("LineTwo", given.line_two),
        _leaf("LineThree", given.line_three),
        _leaf("CityName", given.city),
        _leaf("CountryID", given.country),
        _leaf("CountrySubDivisionName", given.subdivision),
    )


def _identifier(given: Identifier | None) -> str:
    if given is None:
        return ""
    return _leaf("GlobalID", given.value, schemeID=given.scheme) if given.scheme else _leaf("ID", given.value)


# ---- documents that are named


def _support(given: Support) -> str:
    file = given.file
    return _node(
        "AdditionalReferencedDocument",
        _leaf("IssuerAssignedID", given.reference),
        _leaf("URIID", given.location),
        _leaf("TypeCode", ATTACHED),
        _leaf("Name", given.description),
        _leaf("AttachmentBinaryObject", file.as_text(), mimeCode=file.media_type, filename=file.name) if file else "",
    )


def _referenced(number: str, kind: str) -> str:
    return (
        _node("AdditionalReferencedDocument", _leaf("IssuerAssignedID", number), _leaf("TypeCode", kind))
        if number
        else ""
    )


def _object(given: Identifier | None) -> str:
    if given is None:
        return ""
    return _node(
        "AdditionalReferencedDocument",
        _leaf("IssuerAssignedID", given.value),
        _leaf("TypeCode", OBJECT),
        _leaf("ReferenceTypeCode", given.scheme),
    )


# ---- money


def _means(payment: Payment) -> Iterator[str]:
    """Return the means of payment: one element for each account, since the syntax holds one account in each."""
    for place, account in enumerate(payment.transfers or (None,)):
        debit, card = payment.debit, payment.card
        yield _node(
            "SpecifiedTradeSettlementPaymentMeans",
            _leaf("TypeCode", payment.means),
            _leaf("Information", payment.text if place == 0 else ""),
            _card(card) if card and place == 0 else "",
            _node("PayerPartyDebtorFinancialAccount", _leaf("IBANID", debit.account)) if debit and place == 0 else "",
            _account(account) if account else "",
        )  # fmt: skip


def _card(given: Card) -> str:
    return _node(
        "ApplicableTradeSettlementFinancialCard", _leaf("ID", given.number), _leaf("CardholderName", given.holder)
    )


def _account(given: CreditTransfer) -> str:
    is_iban = ACCOUNT.fullmatch(given.account) is not None
    return _node(
        "PayeePartyCreditorFinancialAccount",
        _leaf("IBANID", given.account if is_iban else ""),
        _leaf("AccountName", given.name),
        _leaf("ProprietaryID", "" if is_iban else given.account),
    ) + _node("PayeeSpecifiedCreditorFinancialInstitution", _leaf("BICID", given.bic))


def _tax(tax: Tax, invoice: Invoice, *, is_first: bool) -> str:
    """Return the tax of a rate; the first one also says when tax falls due, which holds for all (CII-SR-461)."""
    day = invoice.tax_point if is_first else None
    return _node(
        "ApplicableTradeTax",
        _amount("CalculatedAmount", tax.amount),
        _leaf("TypeCode", "VAT"),
        _leaf("ExemptionReason", tax.reason),
        _amount("BasisAmount", tax.base),
        _leaf("CategoryCode", tax.category),
        _leaf("ExemptionReasonCode", tax.reason_code),
        _node("TaxPointDate", _text_of_day("udt:DateString", day)) if day else "",
        _leaf("DueDateTypeCode", invoice.tax_point_code if is_first else ""),
        _number("RateApplicablePercent", tax.rate),
    )


def _adjustments(allowances: Iterable[LineAdjustment], charges: Iterable[LineAdjustment]) -> Iterator[str]:
    yield from (_adjustment(one, "false") for one in allowances)
    yield from (_adjustment(one, "true") for one in charges)


def _adjustment(given: LineAdjustment, is_charge: str) -> str:
    return _node(
        "SpecifiedTradeAllowanceCharge",
        _indicator(is_charge),
        _number("CalculationPercent", given.percent),
        _amount("BasisAmount", given.base),
        _amount("ActualAmount", given.amount),
        _leaf("ReasonCode", given.reason_code),
        _leaf("Reason", given.reason),
        _taxed("CategoryTradeTax", given.category, given.rate) if isinstance(given, Adjustment) else "",
    )


def _totals(sums: Totals, invoice: Invoice) -> str:
    accounted = sums.tax_in_accounting_currency
    return _node(
        "SpecifiedTradeSettlementHeaderMonetarySummation",
        _amount("LineTotalAmount", sums.lines),
        _amount("ChargeTotalAmount", sums.charges),
        _amount("AllowanceTotalAmount", sums.allowances),
        _amount("TaxBasisTotalAmount", sums.net),
        _amount("TaxTotalAmount", sums.tax, currencyID=invoice.currency),
        _amount("TaxTotalAmount", accounted, currencyID=invoice.accounting_currency),
        _amount("RoundingAmount", sums.rounding),
        _amount("GrandTotalAmount", sums.gross),
        _amount("TotalPrepaidAmount", sums.paid),
        _amount("DuePayableAmount", sums.due),
    )


# ---- lines


def _line(line: Line) -> str:
    note = _node("IncludedNote", _leaf("Content", line.note))
    return _node(
        "IncludedSupplyChainTradeLineItem",
        _node("AssociatedDocumentLineDocument", _leaf("LineID", line.number), note),
        _item(line.item),
        _agreed(line),
        _node("SpecifiedLineTradeDelivery", _number("BilledQuantity", line.quantity, unitCode=line.unit)),
        _node(
            "SpecifiedLineTradeSettlement",
            _taxed("ApplicableTradeTax", line.category, line.rate),
            _period(line.period),
            *_adjustments(line.allowances, line.charges),
            _node("SpecifiedTradeSettlementLineMonetarySummation", _amount("LineTotalAmount", line.net)),
            _object(line.object_id),
            _node("ReceivableSpecifiedTradeAccountingAccount", _leaf("ID", line.accounting)),
        ),
    )


def _agreed(line: Line) -> str:
    price = line.price
    quantity = _number("BasisQuantity", price.quantity, unitCode=price.unit)
    discount = _node("AppliedTradeAllowanceCharge", _indicator("false"), _number("ActualAmount", price.discount))
    gross = _node(
        "GrossPriceProductTradePrice",
        _number("ChargeAmount", price.gross), quantity, discount if price.discount is not None else "",
    ) if price.gross is not None else ""  # fmt: skip
    net = _node("NetPriceProductTradePrice", _number("ChargeAmount", price.net), quantity)
    order = _node("BuyerOrderReferencedDocument", _leaf("LineID", line.order_line))
    return _node("SpecifiedLineTradeAgreement", order, gross, net)


def _item(item: Item) -> str:
    known = item.standard_id
    return _node(
        "SpecifiedTradeProduct",
        _leaf("GlobalID", known.value, schemeID=known.scheme) if known else "",
        _leaf("SellerAssignedID", item.seller_id),
        _leaf("BuyerAssignedID", item.buyer_id),
        _leaf("Name", item.name),
        _leaf("Description", item.description),
        *(
            _node("ApplicableProductCharacteristic", _leaf("Description", one.name), _leaf("Value", one.value))
            for one in item.attributes
        ),
        *(
            _node("DesignatedProductClassification",
                  _leaf("ClassCode", one.value, listID=one.scheme, listVersionID=one.version))
            for one in item.classifications
        ),
        _node("OriginTradeCountry", _leaf("ID", item.origin)),
    )  # fmt: skip


# ---- the smallest parts


def _taxed(name: str, category: str, rate: Decimal | None) -> str:
    return _node(
        name, _leaf("TypeCode", "VAT"), _leaf("CategoryCode", category), _number("RateApplicablePercent", rate)
    )


def _period(span: Span | None) -> str:
    if span is None:
        return ""
    return _node("BillingSpecifiedPeriod", _day("StartDateTime", span.first), _day("EndDateTime", span.last))


def _indicator(word: str) -> str:
    return f"<ram:ChargeIndicator><udt:Indicator>{word}</udt:Indicator></ram:ChargeIndicator>"


def _day(name: str, day: date | None, prefix: str = "udt") -> str:
    return _node(name, _text_of_day(f"{prefix}:DateTimeString", day)) if day else ""


def _text_of_day(name: str, day: date) -> str:
    return f'<{name} format="102">{day:%Y%m%d}</{name}>'


def _amount(name: str, amount: Decimal | None, **attributes: str) -> str:
    return "" if amount is None else _leaf(name, f"{amount:.2f}", **attributes)


def _number(name: str, number: Decimal | None, **attributes: str) -> str:
    return "" if number is None else _leaf(name, f"{number.normalize():f}", **attributes)


def _leaf(name: str, text: str, **attributes: str) -> str:
    if not text:
        return ""
    said = "".join(f' {key}="{escape(value, QUOTES)}"' for key, value in attributes.items() if value)
    return f"<ram:{name}{said}>{escape(text, RETURN)}</ram:{name}>"


# A reader would turn these into something else.
RETURN: Final = {"\r": "&#13;"}
QUOTES: Final = {'"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def _node(name: str, *parts: str) -> str:
    inside = "".join(parts)
    return f"<ram:{name}>{inside}</ram:{name}>" if inside else ""
