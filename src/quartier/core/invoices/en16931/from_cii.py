"""Reading an invoice in the syntax CII: from us, from ZUGFeRD and Factur-X, from XRechnung."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from quartier.core.invoices.en16931.cii_words import ATTACHED, NAMESPACES, OBJECT, TENDER
from quartier.core.invoices.en16931.from_cii_parties import address_of, listed, party_of, representative_of
from quartier.core.invoices.en16931.invoice import (
    Attribute,
    File,
    Invoice,
    Item,
    Line,
    Note,
    Price,
    Reference,
    Support,
)
from quartier.core.invoices.en16931.money import (
    Adjustment,
    Card,
    CreditTransfer,
    DirectDebit,
    LineAdjustment,
    Payment,
    Tax,
    Totals,
)
from quartier.core.invoices.en16931.parties import Delivery, Identifier, Span
from quartier.core.invoices.en16931.source import Source
from quartier.values.sentences import Unreadable
from quartier.values.sentences import mark as _

ROOT: Final = f"{{{NAMESPACES['rsm']}}}CrossIndustryInvoice"
REFERRED: Final = "ram:AdditionalReferencedDocument"


def invoice_of(root: Source) -> Invoice:
    """Return the invoice below the root of a CII document; raises Unreadable."""
    context, document = root.must("rsm:ExchangedDocumentContext"), root.must("rsm:ExchangedDocument")
    trade = root.must("rsm:SupplyChainTradeTransaction")
    agreement, settlement = (
        trade.must("ram:ApplicableHeaderTradeAgreement"),
        trade.must("ram:ApplicableHeaderTradeSettlement"),
    )
    issued_on = document.day("ram:IssueDateTime/udt:DateTimeString")
    if issued_on is None:
        raise Unreadable(_("The XML lacks the element %(path)s."), path="IssueDateTime")
    return Invoice(
        number=document.text("ram:ID"),
        issued_on=issued_on,
        type_code=document.text("ram:TypeCode"),
        notes=tuple(
            Note(text=one.text("ram:Content"), subject=one.text("ram:SubjectCode"))
            for one in document.all("ram:IncludedNote")
        ),
        process=context.text("ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID"),
        specification=context.text("ram:GuidelineSpecifiedDocumentContextParameter/ram:ID"),
        lines=tuple(_line(one) for one in trade.all("ram:IncludedSupplyChainTradeLineItem")),
        **_agreement(agreement),
        **_delivery(trade.one("ram:ApplicableHeaderTradeDelivery")),
        **_settlement(settlement),
    )


def _agreement(agreement: Source) -> dict[str, Any]:
    referred = [(one, one.peek("ram:TypeCode")) for one in agreement.all(REFERRED)]
    tender = next((one for one, kind in referred if kind == TENDER), None)
    billed = next((one for one, kind in referred if kind == OBJECT), None)
    if tender is not None:
        tender.text("ram:TypeCode")
    project = agreement.one("ram:SpecifiedProcuringProject")
    if project is not None and project.text("ram:ID"):
        # The schema asks for a name, for which the standard has no term.
        project.text("ram:Name")
    return {
        "buyer_reference": agreement.text("ram:BuyerReference"),
        "seller": party_of(agreement.must("ram:SellerTradeParty")),
        "buyer": party_of(agreement.must("ram:BuyerTradeParty")),
        "representative": representative_of(agreement.one("ram:SellerTaxRepresentativeTradeParty")),
        "sales_order": agreement.text("ram:SellerOrderReferencedDocument/ram:IssuerAssignedID"),
        "order": agreement.text("ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID"),
        "contract": agreement.text("ram:ContractReferencedDocument/ram:IssuerAssignedID"),
        "tender": tender.text("ram:IssuerAssignedID") if tender else "",
        "object_id": _object(billed) if billed else None,
        "supports": tuple(_support(one) for one, kind in referred if kind == ATTACHED),
        "project": project.text("ram:ID") if project else "",
    }


def _delivery(delivery: Source | None) -> dict[str, Any]:
    if delivery is None:
        return {}
    to = delivery.one("ram:ShipToTradeParty")
    number = (to.one("ram:ID") or to.one("ram:GlobalID")) if to else None
    found = Delivery(
        name=to.text("ram:Name") if to else "",
        location=listed(number),
        delivered_on=delivery.day("ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString"),
        address=address_of(to.one("ram:PostalTradeAddress")) if to else None,
    )
    return {
        "delivery": None if found == Delivery() else found,
        "despatch_advice": delivery.text("ram:DespatchAdviceReferencedDocument/ram:IssuerAssignedID"),
        "receiving_advice": delivery.text("ram:ReceivingAdviceReferencedDocument/ram:IssuerAssignedID"),
    }


def _settlement(settlement: Source) -> dict[str, Any]:
    currency, accounting = settlement.text("ram:InvoiceCurrencyCode"), settlement.text("ram:TaxCurrencyCode")
    taxes = settlement.all("ram:ApplicableTradeTax")
    points = [tax.day("ram:TaxPointDate/udt:DateString") for tax in taxes]
    codes = [tax.text("ram:DueDateTypeCode") for tax in taxes]
    payee = settlement.one("ram:PayeeTradeParty")
    parts = settlement.all("ram:SpecifiedTradeAllowanceCharge")
    return {
        "currency": currency,
        "accounting_currency": accounting,
        "payee": party_of(payee) if payee else None,
        "payment": _payment(settlement),
        "taxes": tuple(_tax(one) for one in taxes),
        "tax_point": next((day for day in points if day), None),
        "tax_point_code": next((code for code in codes if code), ""),
        "period": _span(settlement.one("ram:BillingSpecifiedPeriod")),
        "allowances": tuple(_adjustment(one) for one in parts if not _is_charge(one)),
        "charges": tuple(_adjustment(one) for one in parts if _is_charge(one)),
        "terms": settlement.text("ram:SpecifiedTradePaymentTerms/ram:Description"),
        "due_on": settlement.day("ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString"),
        "totals": _totals(settlement.must("ram:SpecifiedTradeSettlementHeaderMonetarySummation"), currency, accounting),
        "preceding": tuple(
            Reference(number=one.text("ram:IssuerAssignedID"),
                      issued_on=one.day("ram:FormattedIssueDateTime/qdt:DateTimeString"))
            for one in settlement.all("ram:InvoiceReferencedDocument")
        ),
        "accounting": settlement.text("ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID"),
    }  # fmt: skip


# ---- documents that are named


def _object(source: Source) -> Identifier:
    source.text("ram:TypeCode")
    return Identifier(value=source.text("ram:IssuerAssignedID"), scheme=source.text("ram:ReferenceTypeCode"))


def _support(source: Source) -> Support:
    source.text("ram:TypeCode")
    inside = source.one("ram:AttachmentBinaryObject")
    file = File(
        name=inside.attribute("filename"), media_type=inside.attribute("mimeCode"), content=inside.bytes()
    ) if inside else None  # fmt: skip
    return Support(
        reference=source.text("ram:IssuerAssignedID"),
        location=source.text("ram:URIID"),
        description=source.text("ram:Name"),
        file=file,
    )


# ---- money


def _payment(settlement: Source) -> Payment | None:
    """Return the means of payment; elements that name another means than the first one stay unread."""
    every = settlement.all("ram:SpecifiedTradeSettlementPaymentMeans")
    if not every:
        return None
    first, means = every[0], every[0].text("ram:TypeCode")
    same = [one for one in every if one.peek("ram:TypeCode") == means]
    for one in same:
        one.text("ram:TypeCode")
    accounts = [_account(one) for one in same]
    card = first.one("ram:ApplicableTradeSettlementFinancialCard")
    return Payment(
        means=means,
        text=first.text("ram:Information"),
        remittance=settlement.text("ram:PaymentReference"),
        transfers=tuple(one for one in accounts if one),
        card=Card(number=card.text("ram:ID"), holder=card.text("ram:CardholderName")) if card else None,
        debit=_debit(settlement, first),
    )


def _debit(settlement: Source, means: Source) -> DirectDebit | None:
    found = DirectDebit(
        mandate=settlement.text("ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID"),
        creditor=settlement.text("ram:CreditorReferenceID"),
        account=means.text("ram:PayerPartyDebtorFinancialAccount/ram:IBANID"),
    )
    return None if found == DirectDebit() else found


def _account(source: Source) -> CreditTransfer | None:
    account = source.one("ram:PayeePartyCreditorFinancialAccount")
    if account is None:
        return None
    return CreditTransfer(
        account=account.text("ram:IBANID") or account.text("ram:ProprietaryID"),
        name=account.text("ram:AccountName"),
        bic=source.text("ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID"),
    )


def _tax(source: Source) -> Tax:
    category, rate = _taxed(source)
    return Tax(
        amount=source.amount("ram:CalculatedAmount"),
        reason=source.text("ram:ExemptionReason"),
        base=source.amount("ram:BasisAmount"),
        category=category,
        reason_code=source.text("ram:ExemptionReasonCode"),
        rate=rate,
    )


def _taxed(source: Source) -> tuple[str, Decimal | None]:
    if (kind := source.one("ram:TypeCode")) is not None and kind.peek(".") == "VAT":
        kind.own()
    return source.text("ram:CategoryCode"), source.number("ram:RateApplicablePercent")


def _is_charge(source: Source) -> bool:
    return source.text("ram:ChargeIndicator/udt:Indicator") in ("true", "1")


def _adjustment(source: Source) -> Adjustment:
    category, rate = _taxed(source.must("ram:CategoryTradeTax"))
    return Adjustment(**_reduction(source), category=category, rate=rate)


def _line_adjustment(source: Source) -> LineAdjustment:
    return LineAdjustment(**_reduction(source))


def _reduction(source: Source) -> dict[str, Any]:
    return {
        "percent": source.number("ram:CalculationPercent"),
        "base": source.number("ram:BasisAmount"),
        "amount": source.amount("ram:ActualAmount"),
        "reason_code": source.text("ram:ReasonCode"),
        "reason": source.text("ram:Reason"),
    }


def _totals(source: Source, currency: str, accounting: str) -> Totals:
    taxes = {one.attribute("currencyID"): one for one in source.all("ram:TaxTotalAmount")}
    tax = taxes.get(currency) or taxes.get("")
    accounted = taxes.get(accounting) if accounting and accounting != currency else None
    return Totals(
        lines=source.amount("ram:LineTotalAmount", currency),
        charges=source.number("ram:ChargeTotalAmount", currency),
        allowances=source.number("ram:AllowanceTotalAmount", currency),
        net=source.amount("ram:TaxBasisTotalAmount", currency),
        tax=tax.value() if tax else None,
        tax_in_accounting_currency=accounted.value() if accounted else None,
        rounding=source.number("ram:RoundingAmount", currency),
        gross=source.amount("ram:GrandTotalAmount", currency),
        paid=source.number("ram:TotalPrepaidAmount", currency),
        due=source.amount("ram:DuePayableAmount", currency),
    )


def _span(source: Source | None) -> Span | None:
    if source is None:
        return None
    return Span(
        first=source.day("ram:StartDateTime/udt:DateTimeString"), last=source.day("ram:EndDateTime/udt:DateTimeString")
    )


# ---- lines


def _line(source: Source) -> Line:
    agreed, settled = source.must("ram:SpecifiedLineTradeAgreement"), source.must("ram:SpecifiedLineTradeSettlement")
    billed = source.must("ram:SpecifiedLineTradeDelivery/ram:BilledQuantity")
    category, rate = _taxed(settled.must("ram:ApplicableTradeTax"))
    parts = settled.all("ram:SpecifiedTradeAllowanceCharge")
    objects = [one for one in settled.all(REFERRED) if one.peek("ram:TypeCode") == OBJECT]
    return Line(
        number=source.text("ram:AssociatedDocumentLineDocument/ram:LineID"),
        note=source.text("ram:AssociatedDocumentLineDocument/ram:IncludedNote/ram:Content"),
        item=_item(source.must("ram:SpecifiedTradeProduct")),
        order_line=agreed.text("ram:BuyerOrderReferencedDocument/ram:LineID"),
        price=_price(agreed),
        quantity=billed.value(),
        unit=billed.attribute("unitCode"),
        category=category,
        rate=rate,
        period=_span(settled.one("ram:BillingSpecifiedPeriod")),
        allowances=tuple(_line_adjustment(one) for one in parts if not _is_charge(one)),
        charges=tuple(_line_adjustment(one) for one in parts if _is_charge(one)),
        net=settled.amount("ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount"),
        object_id=_object(objects[0]) if objects else None,
        accounting=settled.text("ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID"),
    )


def _price(agreed: Source) -> Price:
    net, gross = agreed.must("ram:NetPriceProductTradePrice"), agreed.one("ram:GrossPriceProductTradePrice")
    quantities = [one.one("ram:BasisQuantity") for one in (net, gross) if one]
    for one in quantities[1:]:
        if one is not None and quantities[0] is not None and one.same_as(quantities[0]):
            one.own()
            one.attribute("unitCode")
    quantity = next((one for one in quantities if one is not None), None)
    reduced = gross.one("ram:AppliedTradeAllowanceCharge") if gross else None
    if reduced is not None and not _is_charge(reduced):
        reduced.text("ram:ChargeIndicator/udt:Indicator")
    return Price(
        net=net.amount("ram:ChargeAmount"),
        gross=gross.number("ram:ChargeAmount") if gross else None,
        discount=reduced.number("ram:ActualAmount") if reduced else None,
        quantity=quantity.value() if quantity else None,
        unit=quantity.attribute("unitCode") if quantity else "",
    )


def _item(source: Source) -> Item:
    return Item(
        standard_id=listed(source.one("ram:GlobalID")),
        seller_id=source.text("ram:SellerAssignedID"),
        buyer_id=source.text("ram:BuyerAssignedID"),
        name=source.text("ram:Name"),
        description=source.text("ram:Description"),
        attributes=tuple(
            Attribute(name=one.text("ram:Description"), value=one.text("ram:Value"))
            for one in source.all("ram:ApplicableProductCharacteristic")
        ),
        classifications=tuple(
            Identifier(value=one.own(), scheme=one.attribute("listID"), version=one.attribute("listVersionID"))
            for one in source.all("ram:DesignatedProductClassification/ram:ClassCode")
        ),
        origin=source.text("ram:OriginTradeCountry/ram:ID"),
    )
