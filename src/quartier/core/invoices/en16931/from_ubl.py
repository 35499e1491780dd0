"""Reading an invoice or credit note in the syntax UBL 2.1: what many public bodies and foreign partners send."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

from quartier.core.invoices.en16931.from_ubl_parties import CREDITOR, delivery_of, listed, parties_of
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
from quartier.core.invoices.en16931.parties import Identifier, Span
from quartier.core.invoices.en16931.source import Source
from quartier.values.sentences import Unreadable
from quartier.values.sentences import mark as _

_UBL: Final = "urn:oasis:names:specification:ubl:schema:xsd"
ROOTS: Final = {f"{{{_UBL}:{name}-2}}{name}": name for name in ("Invoice", "CreditNote")}
NAMESPACES: Final = {
    "cac": f"{_UBL}:CommonAggregateComponents-2",
    "cbc": f"{_UBL}:CommonBasicComponents-2",
}
OBJECT: Final = "130"
# A subject stands before the text of a note, as “#AAI#…”.
SUBJECT: Final = re.compile(r"#([A-Z0-9]{2,3})#(.*)", re.DOTALL)


def invoice_of(root: Source) -> Invoice:
    """Return the invoice below the root of a UBL document; raises Unreadable."""
    kind = root.name
    issued_on = root.day("cbc:IssueDate")
    if issued_on is None:
        raise Unreadable(_("The XML lacks the element %(path)s."), path="IssueDate")
    currency, accounting = root.text("cbc:DocumentCurrencyCode"), root.text("cbc:TaxCurrencyCode")
    period = root.one("cac:InvoicePeriod")
    return Invoice(
        number=root.text("cbc:ID"),
        issued_on=issued_on,
        type_code=root.text(f"cbc:{kind}TypeCode"),
        currency=currency,
        accounting_currency=accounting,
        tax_point=root.day("cbc:TaxPointDate"),
        tax_point_code=period.text("cbc:DescriptionCode") if period else "",
        due_on=root.day("cbc:DueDate") or root.day("cac:PaymentMeans/cbc:PaymentDueDate"),
        notes=tuple(_note(one.own()) for one in root.all("cbc:Note")),
        process=root.text("cbc:ProfileID"),
        specification=root.text("cbc:CustomizationID"),
        accounting=root.text("cbc:AccountingCost"),
        terms=root.text("cac:PaymentTerms/cbc:Note"),
        period=_span(period),
        payment=_payment(root),
        delivery=delivery_of(root.one("cac:Delivery")),
        totals=_totals(root, currency, accounting),
        taxes=tuple(_tax(one, currency) for one in root.all("cac:TaxTotal/cac:TaxSubtotal")),
        lines=tuple(_line(one, currency) for one in root.all(f"cac:{kind}Line")),
        **parties_of(root),
        **_references(root),
        **_adjusted(root, currency),
    )


def _note(text: str) -> Note:
    found = SUBJECT.fullmatch(text)
    return Note(text=found[2], subject=found[1]) if found else Note(text=text)


def _references(root: Source) -> dict[str, Any]:
    order, named = root.one("cac:OrderReference"), root.all("cac:AdditionalDocumentReference")
    objects = [one for one in named if one.peek("cbc:DocumentTypeCode") == OBJECT]
    return {
        "buyer_reference": root.text("cbc:BuyerReference"),
        "order": order.text("cbc:ID") if order else "",
        "sales_order": order.text("cbc:SalesOrderID") if order else "",
        "preceding": tuple(
            Reference(number=one.text("cbc:ID"), issued_on=one.day("cbc:IssueDate"))
            for one in root.all("cac:BillingReference/cac:InvoiceDocumentReference")
        ),
        "despatch_advice": root.text("cac:DespatchDocumentReference/cbc:ID"),
        "receiving_advice": root.text("cac:ReceiptDocumentReference/cbc:ID"),
        "tender": root.text("cac:OriginatorDocumentReference/cbc:ID"),
        "contract": root.text("cac:ContractDocumentReference/cbc:ID"),
        "project": root.text("cac:ProjectReference/cbc:ID"),
        "object_id": _object(objects[0]) if objects else None,
        "supports": tuple(_support(one) for one in named if one.peek("cbc:DocumentTypeCode") != OBJECT),
    }


def _object(source: Source) -> Identifier | None:
    source.text("cbc:DocumentTypeCode")
    return listed(source.one("cbc:ID"))


def _support(source: Source) -> Support:
    inside = source.one("cac:Attachment/cbc:EmbeddedDocumentBinaryObject")
    file = File(
        name=inside.attribute("filename"), media_type=inside.attribute("mimeCode"), content=inside.bytes()
    ) if inside else None  # fmt: skip
    return Support(
        reference=source.text("cbc:ID"),
        description=source.text("cbc:DocumentDescription"),
        location=source.text("cac:Attachment/cac:ExternalReference/cbc:URI"),
        file=file,
    )


# ---- money


def _payment(root: Source) -> Payment | None:
    """Return the means of payment; elements that name another means than the first one stay unread."""
    every = root.all("cac:PaymentMeans")
    if not every:
        return None
    first, means = every[0], every[0].text("cbc:PaymentMeansCode")
    same = [one for one in every if one.peek("cbc:PaymentMeansCode") == means]
    remittance = first.text("cbc:PaymentID")
    for one in same[1:]:
        one.text("cbc:PaymentMeansCode")
        if one.peek("cbc:PaymentID") == remittance:
            one.text("cbc:PaymentID")
    accounts = [_account(one.one("cac:PayeeFinancialAccount")) for one in same]
    card = first.one("cac:CardAccount")
    return Payment(
        means=means,
        text=first.must("cbc:PaymentMeansCode").attribute("name"),
        remittance=remittance,
        transfers=tuple(one for one in accounts if one),
        card=Card(number=card.text("cbc:PrimaryAccountNumberID"), holder=card.text("cbc:HolderName")) if card else None,
        debit=_debit(root, first),
    )


def _debit(root: Source, means: Source) -> DirectDebit | None:
    numbers = [
        one
        for party in ("cac:PayeeParty", "cac:AccountingSupplierParty/cac:Party")
        for one in root.all(f"{party}/cac:PartyIdentification/cbc:ID")
        if one.peek("@schemeID") == CREDITOR
    ]
    for one in numbers[:1]:
        one.attribute("schemeID")
    found = DirectDebit(
        mandate=means.text("cac:PaymentMandate/cbc:ID"),
        creditor=numbers[0].own() if numbers else "",
        account=means.text("cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID"),
    )
    return None if found == DirectDebit() else found


def _account(source: Source | None) -> CreditTransfer | None:
    if source is None:
        return None
    return CreditTransfer(
        account=source.text("cbc:ID"),
        name=source.text("cbc:Name"),
        bic=source.text("cac:FinancialInstitutionBranch/cbc:ID"),
    )


def _adjusted(root: Source, currency: str) -> dict[str, Any]:
    parts = root.all("cac:AllowanceCharge")
    made = [(_is_charge(one), one) for one in parts]
    return {
        "allowances": tuple(_adjustment(one, currency) for is_charge, one in made if not is_charge),
        "charges": tuple(_adjustment(one, currency) for is_charge, one in made if is_charge),
    }


def _adjustment(source: Source, currency: str) -> Adjustment:
    category, rate = _taxed(source.must("cac:TaxCategory"))
    return Adjustment(**_reduction(source, currency), category=category, rate=rate)


def _reduction(source: Source, currency: str) -> dict[str, Any]:
    return {
        "amount": source.amount("cbc:Amount", currency),
        "base": source.number("cbc:BaseAmount", currency),
        "percent": source.number("cbc:MultiplierFactorNumeric"),
        "reason": source.text("cbc:AllowanceChargeReason"),
        "reason_code": source.text("cbc:AllowanceChargeReasonCode"),
    }


def _is_charge(source: Source) -> bool:
    return source.text("cbc:ChargeIndicator") in ("true", "1")


def _taxed(source: Source) -> tuple[str, Decimal | None]:
    if (scheme := source.one("cac:TaxScheme/cbc:ID")) is not None and scheme.peek(".") == "VAT":
        scheme.own()
    return source.text("cbc:ID"), source.number("cbc:Percent")


def _tax(source: Source, currency: str) -> Tax:
    kind = source.must("cac:TaxCategory")
    category, rate = _taxed(kind)
    return Tax(
        category=category,
        rate=rate,
        base=source.amount("cbc:TaxableAmount", currency),
        amount=source.amount("cbc:TaxAmount", currency),
        reason=kind.text("cbc:TaxExemptionReason"),
        reason_code=kind.text("cbc:TaxExemptionReasonCode"),
    )


def _totals(root: Source, currency: str, accounting: str) -> Totals:
    sums = root.must("cac:LegalMonetaryTotal")
    taxes = {one.attribute("currencyID"): one for one in root.all("cac:TaxTotal/cbc:TaxAmount")}
    tax = taxes.get(currency)
    accounted = taxes.get(accounting) if accounting and accounting != currency else None
    return Totals(
        lines=sums.amount("cbc:LineExtensionAmount", currency),
        allowances=sums.number("cbc:AllowanceTotalAmount", currency),
        charges=sums.number("cbc:ChargeTotalAmount", currency),
        net=sums.amount("cbc:TaxExclusiveAmount", currency),
        tax=tax.value() if tax else None,
        tax_in_accounting_currency=accounted.value() if accounted else None,
        gross=sums.amount("cbc:TaxInclusiveAmount", currency),
        paid=sums.number("cbc:PrepaidAmount", currency),
        rounding=sums.number("cbc:PayableRoundingAmount", currency),
        due=sums.amount("cbc:PayableAmount", currency),
    )


def _span(source: Source | None) -> Span | None:
    if source is None:
        return None
    found = Span(first=source.day("cbc:StartDate"), last=source.day("cbc:EndDate"))
    return None if found == Span() else found


# ---- lines


def _line(source: Source, currency: str) -> Line:
    billed = source.one("cbc:InvoicedQuantity") or source.must("cbc:CreditedQuantity")
    item, parts = source.must("cac:Item"), source.all("cac:AllowanceCharge")
    category, rate = _taxed(item.must("cac:ClassifiedTaxCategory"))
    named = source.one("cac:DocumentReference")
    made = [(_is_charge(one), LineAdjustment(**_reduction(one, currency))) for one in parts]
    return Line(
        number=source.text("cbc:ID"),
        note=source.text("cbc:Note"),
        quantity=billed.value(),
        unit=billed.attribute("unitCode"),
        net=source.amount("cbc:LineExtensionAmount", currency),
        accounting=source.text("cbc:AccountingCost"),
        period=_span(source.one("cac:InvoicePeriod")),
        order_line=source.text("cac:OrderLineReference/cbc:LineID"),
        object_id=_object(named) if named else None,
        allowances=tuple(one for is_charge, one in made if not is_charge),
        charges=tuple(one for is_charge, one in made if is_charge),
        item=_item(item),
        category=category,
        rate=rate,
        price=_price(source.must("cac:Price"), currency),
    )


def _item(source: Source) -> Item:
    return Item(
        name=source.text("cbc:Name"),
        description=source.text("cbc:Description"),
        seller_id=source.text("cac:SellersItemIdentification/cbc:ID"),
        buyer_id=source.text("cac:BuyersItemIdentification/cbc:ID"),
        standard_id=listed(source.one("cac:StandardItemIdentification/cbc:ID")),
        origin=source.text("cac:OriginCountry/cbc:IdentificationCode"),
        classifications=tuple(
            Identifier(value=one.own(), scheme=one.attribute("listID"), version=one.attribute("listVersionID"))
            for one in source.all("cac:CommodityClassification/cbc:ItemClassificationCode")
        ),
        attributes=tuple(
            Attribute(name=one.text("cbc:Name"), value=one.text("cbc:Value"))
            for one in source.all("cac:AdditionalItemProperty")
        ),
    )


def _price(source: Source, currency: str) -> Price:
    reduced, quantity = source.one("cac:AllowanceCharge"), source.one("cbc:BaseQuantity")
    if reduced is not None:
        _is_charge(reduced)
    return Price(
        net=source.amount("cbc:PriceAmount", currency),
        quantity=quantity.value() if quantity else None,
        unit=quantity.attribute("unitCode") if quantity else "",
        gross=reduced.number("cbc:BaseAmount", currency) if reduced else None,
        discount=reduced.number("cbc:Amount", currency) if reduced else None,
    )
