"""An invoice as XML in the syntax CII (UN/CEFACT D16B and later): what ZUGFeRD, Factur-X and XRechnung carry.

The text is put together by hand, in the order the schema asks for: see docs/adr/0031.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from quartier.core.invoices.en16931.checks import check
from quartier.core.invoices.en16931.cii_words import ACCOUNT, ATTACHED, NAMESPACES, OBJECT, TENDER
from quartier.core.invoices.en16931.cii_xml import (
    amount,
    day,
    indicator,
    leaf,
    node,
    number,
    period,
    taxed,
    text_of_day,
)
from quartier.core.invoices.en16931.codes import BILLING, Profile
from quartier.core.invoices.en16931.invoice import Invoice, Item, Line, Support
from quartier.core.invoices.en16931.money import Adjustment, Card, CreditTransfer, LineAdjustment, Payment, Tax, Totals
from quartier.core.invoices.en16931.parties import Address, Contact, Identifier, Party, TaxRepresentative
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
        + node("BusinessProcessSpecifiedDocumentContextParameter", leaf("ID", invoice.process))
        + node("GuidelineSpecifiedDocumentContextParameter", leaf("ID", invoice.specification or Profile.EN16931))
        + "</rsm:ExchangedDocumentContext>"
    )


def _document(invoice: Invoice) -> str:
    notes = (node("IncludedNote", leaf("Content", one.text), leaf("SubjectCode", one.subject)) for one in invoice.notes)
    return (
        f"<rsm:ExchangedDocument>{leaf('ID', invoice.number)}{leaf('TypeCode', invoice.type_code)}"
        f"{day('IssueDateTime', invoice.issued_on)}{''.join(notes)}</rsm:ExchangedDocument>"
    )


def _agreement(invoice: Invoice) -> str:
    return node(
        "ApplicableHeaderTradeAgreement",
        leaf("BuyerReference", invoice.buyer_reference),
        _party("SellerTradeParty", invoice.seller),
        _party("BuyerTradeParty", invoice.buyer),
        _representative(invoice.representative),
        node("SellerOrderReferencedDocument", leaf("IssuerAssignedID", invoice.sales_order)),
        node("BuyerOrderReferencedDocument", leaf("IssuerAssignedID", invoice.order)),
        node("ContractReferencedDocument", leaf("IssuerAssignedID", invoice.contract)),
        *(_support(one) for one in invoice.supports),
        _referenced(invoice.tender, TENDER),
        _object(invoice.object_id),
        # The schema asks for a name, for which the standard has no term.
        node("SpecifiedProcuringProject", leaf("ID", invoice.project), leaf("Name", "Project reference"))
        if invoice.project else "",
    )  # fmt: skip


def _delivery(invoice: Invoice) -> str:
    where = invoice.delivery
    parts = (
        node("ShipToTradeParty", _identifier(where.location), leaf("Name", where.name), _address(where.address)),
        node("ActualDeliverySupplyChainEvent", day("OccurrenceDateTime", where.delivered_on)),
    ) if where else ()  # fmt: skip
    inside = "".join((
        *parts,
        node("DespatchAdviceReferencedDocument", leaf("IssuerAssignedID", invoice.despatch_advice)),
        node("ReceivingAdviceReferencedDocument", leaf("IssuerAssignedID", invoice.receiving_advice)),
    ))  # fmt: skip
    return f"<ram:ApplicableHeaderTradeDelivery>{inside}</ram:ApplicableHeaderTradeDelivery>"


def _settlement(invoice: Invoice) -> str:
    payment = invoice.payment
    debit = payment.debit if payment else None
    return node(
        "ApplicableHeaderTradeSettlement",
        leaf("CreditorReferenceID", debit.creditor if debit else ""),
        leaf("PaymentReference", payment.remittance if payment else ""),
        leaf("TaxCurrencyCode", invoice.accounting_currency),
        leaf("InvoiceCurrencyCode", invoice.currency),
        _party("PayeeTradeParty", invoice.payee) if invoice.payee else "",
        *(_means(payment) if payment else ()),
        *(_tax(one, invoice, is_first=place == 0) for place, one in enumerate(invoice.taxes)),
        period(invoice.period),
        *_adjustments(invoice.allowances, invoice.charges),
        node(
            "SpecifiedTradePaymentTerms", leaf("Description", invoice.terms), day("DueDateDateTime", invoice.due_on),
            leaf("DirectDebitMandateID", debit.mandate if debit else ""),
        ),
        _totals(invoice.totals, invoice),
        *(
            node("InvoiceReferencedDocument", leaf("IssuerAssignedID", one.number),
                  day("FormattedIssueDateTime", one.issued_on, prefix="qdt"))
            for one in invoice.preceding
        ),
        node("ReceivableSpecifiedTradeAccountingAccount", leaf("ID", invoice.accounting)),
    )  # fmt: skip


# ---- parties


def _party(name: str, party: Party) -> str:
    plain = (one for one in party.identifiers if not one.scheme)
    listed = (one for one in party.identifiers if one.scheme)
    where = party.electronic_address
    return node(
        name,
        *map(_identifier, plain),
        *map(_identifier, listed),
        leaf("Name", party.name),
        leaf("Description", party.legal_information),
        node(
            "SpecifiedLegalOrganization",
            leaf("ID", party.registration.value, schemeID=party.registration.scheme) if party.registration else "",
            leaf("TradingBusinessName", party.trading_name),
        ),
        _contact(party.contact),
        _address(party.address),
        node("URIUniversalCommunication", leaf("URIID", where.value, schemeID=where.scheme)) if where else "",
        node("SpecifiedTaxRegistration", leaf("ID", party.tax_number, schemeID="FC")),
        node("SpecifiedTaxRegistration", leaf("ID", party.vat_id, schemeID="VA")),
    )


def _representative(given: TaxRepresentative | None) -> str:
    if given is None:
        return ""
    return node(
        "SellerTaxRepresentativeTradeParty",
        leaf("Name", given.name),
        _address(given.address),
        node("SpecifiedTaxRegistration", leaf("ID", given.vat_id, schemeID="VA")),
    )


def _contact(given: Contact | None) -> str:
    if given is None:
        return ""
    return node(
        "DefinedTradeContact",
        leaf("PersonName", given.name),
        node("TelephoneUniversalCommunication", leaf("CompleteNumber", given.phone)),
        node("EmailURIUniversalCommunication", leaf("URIID", given.email)),
    )


def _address(given: Address | None) -> str:
    if given is None:
        return ""
    return node(
        "PostalTradeAddress",
        leaf("PostcodeCode", given.postcode),
        leaf("LineOne", given.line_one),
        leaf("LineTwo", given.line_two),
        leaf("LineThree", given.line_three),
        leaf("CityName", given.city),
        leaf("CountryID", given.country),
        leaf("CountrySubDivisionName", given.subdivision),
    )


def _identifier(given: Identifier | None) -> str:
    if given is None:
        return ""
    return leaf("GlobalID", given.value, schemeID=given.scheme) if given.scheme else leaf("ID", given.value)


# ---- documents that are named


def _support(given: Support) -> str:
    file = given.file
    return node(
        "AdditionalReferencedDocument",
        leaf("IssuerAssignedID", given.reference),
        leaf("URIID", given.location),
        leaf("TypeCode", ATTACHED),
        leaf("Name", given.description),
        leaf("AttachmentBinaryObject", file.as_text(), mimeCode=file.media_type, filename=file.name) if file else "",
    )


def _referenced(number: str, kind: str) -> str:
    return (
        node("AdditionalReferencedDocument", leaf("IssuerAssignedID", number), leaf("TypeCode", kind)) if number else ""
    )


def _object(given: Identifier | None) -> str:
    if given is None:
        return ""
    return node(
        "AdditionalReferencedDocument",
        leaf("IssuerAssignedID", given.value),
        leaf("TypeCode", OBJECT),
        leaf("ReferenceTypeCode", given.scheme),
    )


# ---- money


def _means(payment: Payment) -> Iterator[str]:
    """Return the means of payment: one element for each account, since the syntax holds one account in each."""
    for place, account in enumerate(payment.transfers or (None,)):
        debit, card = payment.debit, payment.card
        yield node(
            "SpecifiedTradeSettlementPaymentMeans",
            leaf("TypeCode", payment.means),
            leaf("Information", payment.text if place == 0 else ""),
            _card(card) if card and place == 0 else "",
            node("PayerPartyDebtorFinancialAccount", leaf("IBANID", debit.account)) if debit and place == 0 else "",
            _account(account) if account else "",
        )  # fmt: skip


def _card(given: Card) -> str:
    return node(
        "ApplicableTradeSettlementFinancialCard", leaf("ID", given.number), leaf("CardholderName", given.holder)
    )


def _account(given: CreditTransfer) -> str:
    is_iban = ACCOUNT.fullmatch(given.account) is not None
    return node(
        "PayeePartyCreditorFinancialAccount",
        leaf("IBANID", given.account if is_iban else ""),
        leaf("AccountName", given.name),
        leaf("ProprietaryID", "" if is_iban else given.account),
    ) + node("PayeeSpecifiedCreditorFinancialInstitution", leaf("BICID", given.bic))


def _tax(tax: Tax, invoice: Invoice, *, is_first: bool) -> str:
    """Return the tax of a rate; the first one also says when tax falls due, which holds for all (CII-SR-461)."""
    point = invoice.tax_point if is_first else None
    return node(
        "ApplicableTradeTax",
        amount("CalculatedAmount", tax.amount),
        leaf("TypeCode", "VAT"),
        leaf("ExemptionReason", tax.reason),
        amount("BasisAmount", tax.base),
        leaf("CategoryCode", tax.category),
        leaf("ExemptionReasonCode", tax.reason_code),
        node("TaxPointDate", text_of_day("udt:DateString", point)) if point else "",
        leaf("DueDateTypeCode", invoice.tax_point_code if is_first else ""),
        number("RateApplicablePercent", tax.rate),
    )


def _adjustments(allowances: Iterable[LineAdjustment], charges: Iterable[LineAdjustment]) -> Iterator[str]:
    yield from (_adjustment(one, "false") for one in allowances)
    yield from (_adjustment(one, "true") for one in charges)


def _adjustment(given: LineAdjustment, is_charge: str) -> str:
    return node(
        "SpecifiedTradeAllowanceCharge",
        indicator(is_charge),
        number("CalculationPercent", given.percent),
        amount("BasisAmount", given.base),
        amount("ActualAmount", given.amount),
        leaf("ReasonCode", given.reason_code),
        leaf("Reason", given.reason),
        taxed("CategoryTradeTax", given.category, given.rate) if isinstance(given, Adjustment) else "",
    )


def _totals(sums: Totals, invoice: Invoice) -> str:
    accounted = sums.tax_in_accounting_currency
    return node(
        "SpecifiedTradeSettlementHeaderMonetarySummation",
        amount("LineTotalAmount", sums.lines),
        amount("ChargeTotalAmount", sums.charges),
        amount("AllowanceTotalAmount", sums.allowances),
        amount("TaxBasisTotalAmount", sums.net),
        amount("TaxTotalAmount", sums.tax, currencyID=invoice.currency),
        amount("TaxTotalAmount", accounted, currencyID=invoice.accounting_currency),
        amount("RoundingAmount", sums.rounding),
        amount("GrandTotalAmount", sums.gross),
        amount("TotalPrepaidAmount", sums.paid),
        amount("DuePayableAmount", sums.due),
    )


# ---- lines


def _line(line: Line) -> str:
    note = node("IncludedNote", leaf("Content", line.note))
    return node(
        "IncludedSupplyChainTradeLineItem",
        node("AssociatedDocumentLineDocument", leaf("LineID", line.number), note),
        _item(line.item),
        _agreed(line),
        node("SpecifiedLineTradeDelivery", number("BilledQuantity", line.quantity, unitCode=line.unit)),
        node(
            "SpecifiedLineTradeSettlement",
            taxed("ApplicableTradeTax", line.category, line.rate),
            period(line.period),
            *_adjustments(line.allowances, line.charges),
            node("SpecifiedTradeSettlementLineMonetarySummation", amount("LineTotalAmount", line.net)),
            _object(line.object_id),
            node("ReceivableSpecifiedTradeAccountingAccount", leaf("ID", line.accounting)),
        ),
    )


def _agreed(line: Line) -> str:
    price = line.price
    quantity = number("BasisQuantity", price.quantity, unitCode=price.unit)
    discount = node("AppliedTradeAllowanceCharge", indicator("false"), number("ActualAmount", price.discount))
    gross = node(
        "GrossPriceProductTradePrice",
        number("ChargeAmount", price.gross), quantity, discount if price.discount is not None else "",
    ) if price.gross is not None else ""  # fmt: skip
    net = node("NetPriceProductTradePrice", number("ChargeAmount", price.net), quantity)
    order = node("BuyerOrderReferencedDocument", leaf("LineID", line.order_line))
    return node("SpecifiedLineTradeAgreement", order, gross, net)


def _item(item: Item) -> str:
    known = item.standard_id
    return node(
        "SpecifiedTradeProduct",
        leaf("GlobalID", known.value, schemeID=known.scheme) if known else "",
        leaf("SellerAssignedID", item.seller_id),
        leaf("BuyerAssignedID", item.buyer_id),
        leaf("Name", item.name),
        leaf("Description", item.description),
        *(
            node("ApplicableProductCharacteristic", leaf("Description", one.name), leaf("Value", one.value))
            for one in item.attributes
        ),
        *(
            node("DesignatedProductClassification",
                  leaf("ClassCode", one.value, listID=one.scheme, listVersionID=one.version))
            for one in item.classifications
        ),
        node("OriginTradeCountry", leaf("ID", item.origin)),
    )  # fmt: skip
