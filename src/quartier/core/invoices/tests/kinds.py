"""One invoice of every kind we issue, as the standard's terms; the parties are fictional."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from quartier.core.invoices.en16931 import (
    Address,
    Adjustment,
    Category,
    Contact,
    CreditTransfer,
    Delivery,
    DirectDebit,
    Identifier,
    Invoice,
    Item,
    Line,
    LineAdjustment,
    Means,
    Note,
    Party,
    Payment,
    Profile,
    Reference,
    Span,
    Tax,
    TypeCode,
    Unit,
    as_profile,
    balanced,
    priced,
)
from quartier.core.invoices.rules.wording import CREDITED, deposits
from quartier.law.ustg.amounts import Prices, invoice_totals

DAY: Final = date(2026, 11, 22)
IBAN: Final = "DE02120300000000202051"
SELLER: Final = Party(
    name="Wohnungsgenossenschaft Rheinufer eG",
    registration=Identifier(value="GnR 123"),
    vat_id="DE123456788",
    tax_number="103/5555/0123",
    legal_information="Sitz Düsselau, Amtsgericht Düsselau, GnR 123; Vorstand: Malin Brandt, Ole Vogt",
    electronic_address=Identifier(value="rechnung@rheinufer.example", scheme="EM"),
    address=Address(line_one="Uferstraße 12", postcode="40299", city="Düsselau", country="DE"),
    contact=Contact(name="Malin Brandt", phone="0211 5550-1", email="rechnung@rheinufer.example"),
)
CONSUMER: Final = Party(
    name="Erika Öztürk",
    identifiers=(Identifier(value="100017"),),
    address=Address(line_one="Uferstraße 14", line_two="2. OG links", postcode="40299", city="Düsselau", country="DE"),
)
BUSINESS: Final = Party(
    name="Müller & Söhne „Bau“ GmbH",
    identifiers=(Identifier(value="100018"),),
    vat_id="DE136695976",
    electronic_address=Identifier(value="eingang@mueller.example", scheme="EM"),
    address=Address(line_one="Ährenweg 5", postcode="80331", city="München", country="DE"),
)
PUBLIC: Final = Party(
    name="Stadt Düsselau, Amt für Gebäude",
    electronic_address=Identifier(value="04011000-12345-03", scheme="0204"),
    address=Address(line_one="Rathausplatz 1", postcode="40299", city="Düsselau", country="DE"),
)
ABROAD: Final = replace(
    BUSINESS, name="Bouwbedrijf De Vries B.V.", vat_id="NL123456789B13",
    address=Address(line_one="Kade 3", postcode="6811", city="Arnhem", country="NL"),
)  # fmt: skip
TRANSFER: Final = Payment(
    means=Means.SEPA_TRANSFER, remittance="RE-2026-000017",
    transfers=(CreditTransfer(account=IBAN, name="Wohnungsgenossenschaft Rheinufer eG", bic="BYLADEM1001"),),
)  # fmt: skip
DEBIT: Final = Payment(
    means=Means.SEPA_DEBIT, remittance="RE-2026-000017",
    debit=DirectDebit(mandate="M-000123", creditor="DE98ZZZ09999999999", account="DE79100000000123456789"),
)  # fmt: skip


def line(
    net: str = "100.00", number: int = 1, *, quantity: str = "1", rate: str | None = "19", category: str = "S",
    unit: str = Unit.PIECE, name: str = "Aufmaß einer Wohnung", **more: Any,
) -> Line:  # fmt: skip
    """A line with that net amount."""
    counted, price = priced(Decimal(net), Decimal(quantity))
    return Line(
        number=str(number), item=Item(name=name), quantity=counted, unit=unit, price=price, net=Decimal(net),
        category=category, rate=None if rate is None else Decimal(rate), **more,
    )  # fmt: skip


def invoice(*lines: Line, **more: Any) -> Invoice:
    """An invoice over these lines, to a business by transfer unless more is said."""
    given: dict[str, Any] = {
        "number": "RE-2026-000017", "issued_on": DAY, "seller": SELLER, "buyer": BUSINESS, "payment": TRANSFER,
        "due_on": date(2026, 12, 6), "terms": "Zahlbar bis 06.12.2026 ohne Abzug.",
        "delivery": Delivery(delivered_on=date(2026, 11, 20)), **more,
    }  # fmt: skip
    return balanced(lines=lines or (line(),), **given)


def consumer() -> Invoice:
    """Prices that include VAT, as consumers are shown them, with the notes consumers need."""
    gross = (Decimal("9.99"), Decimal("9.99"))
    sums = invoice_totals(amount=gross, on=(DAY,), prices=Prices.GROSS).value
    lines = [
        line(str(whole - vat), place + 1, quantity="3", name="Schlüsselanhänger")
        for place, (whole, vat) in enumerate(zip(gross, sums.line_vat, strict=True))
    ]
    taxes = [Tax(category="S", rate=one.percent, base=one.net, amount=one.vat) for one in sums.rates]
    note = "Sie kommen spätestens in Verzug, wenn Sie nicht innerhalb von 30 Tagen nach Fälligkeit und Zugang zahlen."
    return invoice(*lines, buyer=CONSUMER, taxes=taxes, notes=(Note(text=note),))


def business() -> Invoice:
    """Net prices, hours with a price that has more places, a period, a reference to the order."""
    period = Span(first=date(2026, 10, 1), last=date(2026, 10, 31))
    hours = line("247.50", 1, quantity="2.75", unit=Unit.HOUR, name="Beratung", period=period, note="Frau Brandt")
    return invoice(hours, line("0.13", 2), line("0.13", 3), order="B-77", contract="V-100018", period=period)


def public() -> Invoice:
    """To a public body, with its Leitweg-ID."""
    made = invoice(buyer=PUBLIC, buyer_reference="04011000-12345-03")
    return as_profile(made, Profile.XRECHNUNG)


def credit_note() -> Invoice:
    """Part of an invoice is taken back: amounts above zero that go to the customer."""
    return invoice(
        line("40.00"), number="GS-2026-000003", type_code=TypeCode.CREDIT_NOTE, due_on=None, payment=None,
        terms=CREDITED,
        preceding=(Reference(number="RE-2026-000017", issued_on=DAY),), notes=(Note(text="Minderung"),),
    )  # fmt: skip


def cancellation() -> Invoice:
    """An invoice is taken back as a whole: its lines with quantities below zero."""
    return invoice(
        line("-100.00"), number="ST-2026-000004", type_code=TypeCode.CORRECTED,
        preceding=(Reference(number="RE-2026-000017", issued_on=DAY),), payment=None, terms="", due_on=None,
    )  # fmt: skip


def mixed() -> Invoice:
    """Three rates in one invoice, and shipping at one of them."""
    lines = (
        line("100.00", 1), line("50.00", 2, rate="7", name="Fachbuch"),
        line("20.00", 3, rate="0", category=Category.EXEMPT, name="Stellplatz zur Wohnung"),
    )  # fmt: skip
    shipping = Adjustment(amount=Decimal("4.90"), category="S", rate=Decimal(19), reason="Versand", reason_code="FC")
    return invoice(*lines, charges=(shipping,), reasons={"E": "Umsatzsteuerfrei nach § 4 Nr. 12 UStG"})


def rate_change() -> Invoice:
    """Two days of supply with different rates (QX-33)."""
    parts = ((date(2020, 12, 1), date(2020, 12, 31), "16"), (date(2021, 1, 1), date(2021, 1, 31), "19"))
    lines = [
        line("100.00", place + 1, rate=rate, period=Span(first=first, last=last))
        for place, (first, last, rate) in enumerate(parts)
    ]
    return invoice(*lines, issued_on=date(2021, 2, 1), due_on=date(2021, 2, 15))


def reverse_charge() -> Invoice:
    """The customer owes the tax (§ 13b UStG)."""
    reasons = {"AE": "Steuerschuldnerschaft des Leistungsempfängers"}
    return invoice(line(rate="0", category=Category.REVERSE_CHARGE), reasons=reasons)


def intra_community() -> Invoice:
    """Goods to a business in another member state."""
    where = Delivery(delivered_on=DAY, address=ABROAD.address)
    made = line(rate="0", category=Category.INTRA_COMMUNITY, name="Messgerät")
    return invoice(made, buyer=ABROAD, delivery=where, reasons={"K": "Steuerfreie innergemeinschaftliche Lieferung"})


def export() -> Invoice:
    """Goods to a country outside of the union."""
    buyer = replace(ABROAD, vat_id="", address=replace(ABROAD.address or Address(), country="CH"))
    return invoice(line(rate="0", category=Category.EXPORT), buyer=buyer, reasons={"G": "Steuerfreie Ausfuhrlieferung"})


def outside() -> Invoice:
    """What is not taxable at all, such as damages: no VAT numbers appear."""
    seller, buyer = replace(SELLER, vat_id=""), replace(BUSINESS, vat_id="")
    made = line(rate=None, category=Category.OUTSIDE, name="Schadensersatz")
    return invoice(made, seller=seller, buyer=buyer, reasons={"O": "Nicht steuerbarer Schadensersatz"})


def prepayment() -> Invoice:
    """A third on order (CC-68)."""
    return invoice(
        line("33.33", name="Anzahlung"), type_code=TypeCode.PREPAYMENT, number="RE-2026-000015", delivery=None
    )


def final() -> Invoice:
    """The rest at acceptance: the whole supply, less what was paid with the prepayment's tax."""
    before = Reference(number="RE-2026-000015", issued_on=date(2026, 10, 1))
    return invoice(
        preceding=(before,), paid=Decimal("39.66"), notes=(Note(text=deposits(Decimal("33.33"), Decimal("6.33"))),)
    )


def partial() -> Invoice:
    """A part that was delivered."""
    return invoice(type_code=TypeCode.PARTIAL)


def small_business() -> Invoice:
    """No VAT by § 19 UStG."""
    reason = "Kein Ausweis von Umsatzsteuer: Steuerbefreiung für Kleinunternehmer (§ 19 UStG)"
    seller = replace(SELLER, vat_id="")
    return invoice(line(rate="0", category=Category.EXEMPT), seller=seller, buyer=CONSUMER, reasons={"E": reason})


def rent() -> Invoice:
    """A month of a flat, free of VAT."""
    made = line("650.00", rate="0", category=Category.EXEMPT, unit=Unit.MONTH, name="Nutzungsgebühr November 2026")
    return invoice(
        made, buyer=CONSUMER, reasons={"E": "Umsatzsteuerfreie Vermietung (§ 4 Nr. 12 Satz 1 Buchst. a UStG)"}
    )


def debit() -> Invoice:
    """Collected by SEPA mandate, for a public body as well."""
    return as_profile(invoice(payment=DEBIT, buyer=PUBLIC, buyer_reference="04011000-12345-03"), Profile.XRECHNUNG)


def reduced() -> Invoice:
    """Reductions of a line and of the whole."""
    within = LineAdjustment(amount=Decimal("10.00"), base=Decimal("100.00"), percent=Decimal(10), reason="Mengenrabatt")
    made = replace(line("100.00"), net=Decimal("90.00"), allowances=(within,))
    whole = Adjustment(
        amount=Decimal("4.50"), base=Decimal("90.00"), percent=Decimal(5), reason="Treuerabatt", category="S",
        rate=Decimal(19),
    )  # fmt: skip
    return invoice(made, allowances=(whole,))


def nothing_due() -> Invoice:
    """Paid before: by card in the shop."""
    return invoice(paid=Decimal("119.00"), payment=Payment(means=Means.ONLINE, text="PayPal"), terms="", due_on=None)


EVERY: Final[tuple[Callable[[], Invoice], ...]] = (
    consumer, business, public, credit_note, cancellation, mixed, rate_change, reverse_charge, intra_community, export,
    outside, prepayment, final, partial, small_business, rent, debit, reduced, nothing_due,
)  # fmt: skip
