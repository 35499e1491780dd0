"""§ 14 Abs. 4 and 5, § 14a UStG, §§ 31, 33, 34a UStDV: what an invoice has to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from quartier.law.errors import NotApplicable, not_negative
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.ustg.parties import Customer
from quartier.law.ustg.supply import Accounting
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, euro


class Content(Choice):
    """One thing an invoice has to state; words in „…“ are to be used as they stand."""

    REFERENCE = "reference", _("a clear reference to the invoice that is corrected")
    SUPPLIER = "supplier", _("full name and address of the supplier")
    CUSTOMER = "customer", _("full name and address of the customer")
    TAX_NUMBER = "tax-number", _("tax number or VAT identification number of the supplier")
    SMALL_TAX_NUMBER = (
        "small-tax-number",
        _("tax number, VAT identification number or small-business identification number of the supplier"),
    )
    VAT_NUMBERS = "vat-numbers", _("VAT identification numbers of supplier and customer")
    ISSUED_ON = "issued-on", _("date of issue")
    NUMBER = "number", _("invoice number, given once in a running series")
    ITEMS = "items", _("quantity and usual name of the goods, or extent and kind of the service")
    SUPPLIED_ON = "supplied-on", _("day of supply; the calendar month is enough")
    RECEIVED_ON = "received-on", _("day on which the money was received, if it is known and not the date of issue")
    ON_RECEIPT = "on-receipt", _("the words „Versteuerung nach vereinnahmten Entgelten“")
    NET = "net", _("net amount by rate and exemption, and every reduction agreed in advance")
    RATE_AND_TAX = "rate-and-tax", _("rate of VAT and amount of VAT")
    EXEMPTION = "exemption", _("a note that the supply is exempt")
    GROSS_AND_RATE = "gross-and-rate", _("gross amount in one sum, and the rate of VAT")
    GROSS_EXEMPT = "gross-exempt", _("amount in one sum, and a note that the supply is exempt")
    SMALL_BUSINESS = (
        "small-business",
        _("amount in one sum, and a note that the exemption for small businesses applies (§ 19 UStG)"),
    )
    REVERSE_CHARGE = "reverse-charge", _("the words „Steuerschuldnerschaft des Leistungsempfängers“, and no VAT")
    RETENTION = "retention", _("a note that the customer has to keep the invoice or proof of payment for two years")
    SELF_BILLED = "self-billed", _("the word „Gutschrift“")
    DEPOSITS = "deposits", _("deposits invoiced before and the VAT on them, subtracted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Required:
    """One thing to state, and where the law asks for it."""

    content: Annotated[Content, _("To state")]
    source: Annotated[str, _("Source")]


FULL: Timeline[bool] = Timeline(
    _("Contents of an invoice"),
    (
        # The value is whether accounting by money received has to be stated.
        Version(
            valid_from=date(2013, 6, 30),
            value=False,
            source="§ 14 Abs. 4 und 5, § 14a UStG; Amtshilferichtlinie-Umsetzungsgesetz, BGBl. 2013 I S. 1809",
        ),
        Version(
            valid_from=date(2028, 1, 1),
            value=True,
            source="§ 14 Abs. 4 Satz 1 Nr. 6a UStG; Art. 27 des Jahressteuergesetzes 2024, BGBl. 2024 I Nr. 387",
            verified=False,
            note=_("Enacted for 2028 and not yet in force: compare with the statute when that year comes."),
        ),
    ),
)
SMALL_AMOUNT: Timeline[Decimal] = Timeline(
    _("Invoices for small amounts"),
    (
        Version(
            valid_from=date(2007, 1, 1),
            value=Decimal(150),
            source="§ 33 Satz 1 UStDV i. d. F. des Gesetzes vom 22.08.2006, BGBl. I S. 1970",
        ),
        Version(
            valid_from=date(2017, 1, 1),
            value=Decimal(250),
            source="§ 33 Satz 1 UStDV; Zweites Bürokratieentlastungsgesetz, BGBl. 2017 I S. 2143",
        ),
    ),
)
OF_SMALL_BUSINESS: Timeline[bool] = Timeline(
    _("Invoices of small businesses"),
    (
        # The value is whether § 34a UStDV has a list of its own for them.
        Version(
            valid_from=date(2013, 6, 30),
            value=False,
            source="§ 19 Abs. 1 Satz 4 UStG a. F.",
            verified=False,
            note=_(
                "Before 2025 no provision named the note on the exemption; practice asked for it. Check old invoices."
            ),
        ),
        Version(valid_from=date(2025, 1, 1), value=True, source="§ 34a UStDV"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the contents of one invoice turn on."""

    customer: Customer
    exempt: bool
    reverse_charge: bool
    self_billed: bool
    building: bool
    deposit: bool
    final: bool
    eu: bool
    on_receipt: bool

    def check(self) -> None:
        """Raise NotApplicable for facts that exclude each other."""
        if self.customer.private and (self.reverse_charge or self.self_billed or self.eu):
            raise NotApplicable(
                _("A private person neither owes the supplier's VAT nor issues the invoice. Check who the customer is.")
            )
        if self.deposit and self.final:
            raise NotApplicable(_("An invoice is either for a deposit or the final one. Choose one of them."))


@rule(
    "invoice-contents",
    Area.TAX,
    title=_("What an invoice has to say"),
    says=_(
        "The contents for the case at hand: in full, for small amounts, of small businesses, where the customer owes "
        "the tax, for deposits and final invoices, for work on private buildings, and for corrections."
    ),
    timelines=(FULL, SMALL_AMOUNT, OF_SMALL_BUSINESS),
    cases=(
        Case(
            "work for a business",
            {"supplied": "2026-05-15", "customer": "business", "gross": "1190.00"},
            [
                {"content": one}
                for one in (
                    *("supplier", "customer", "tax-number", "issued-on", "number"),
                    *("items", "supplied-on", "net", "rate-and-tax"),
                )
            ],
            "§ 14 Abs. 4 Satz 1 Nr. 1 bis 8 UStG",
        ),
        Case(
            "250 euro gross",
            {"supplied": "2026-05-15", "customer": "business", "gross": "250.00"},
            [{"content": one} for one in ("supplier", "issued-on", "items", "gross-and-rate")],
            "§ 33 Satz 1 UStDV",
        ),
        Case(
            "a small business",
            {"supplied": "2026-05-15", "customer": "business", "gross": "900.00", "small-business": True},
            [
                {"content": one}
                for one in ("supplier", "customer", "small-tax-number", "issued-on", "items", "small-business")
            ],
            "§ 34a Satz 1 UStDV",
        ),
    ),
)
def invoice_contents(
    *,
    supplied_on: Annotated[date, _("Day of supply, or of receipt of a deposit")],
    customer: Annotated[Customer, _("Who receives the supply")],
    gross: Annotated[Euro | None, _("Gross amount; needed for the contents of small amounts")] = None,
    small_business: Annotated[bool, _("Whether the supplier is a small business (§ 19 UStG)")] = False,
    exempt: Annotated[bool, _("Whether the supply is exempt for another reason")] = False,
    reverse_charge: Annotated[bool, _("Whether the customer owes the tax (§ 13b UStG)")] = False,
    self_billed: Annotated[bool, _("Whether the customer issues the invoice, as agreed before")] = False,
    building: Annotated[bool, _("Whether it is a taxed work or service on a building or land")] = False,
    deposit: Annotated[bool, _("Whether money is invoiced before the supply")] = False,
    final: Annotated[bool, _("Whether deposits were invoiced before")] = False,
    eu: Annotated[bool, _("Whether goods go to, or a service is taxed at, a business in another member state")] = False,
    accounting: Annotated[Accounting, _("How the supplier accounts for VAT")] = Accounting.AGREED,
    correction: Annotated[bool, _("Whether the document corrects an invoice")] = False,
) -> Derived[tuple[Required, ...]]:
    """Return what to state, in the order of the statute; raises NotApplicable, Negative, NotInForce before mid-2013."""
    derivation = Derivation()
    facts = Facts(
        customer=customer,
        exempt=exempt,
        reverse_charge=reverse_charge,
        self_billed=self_billed,
        building=building,
        deposit=deposit,
        final=final,
        eu=eu,
        on_receipt=derivation.applies(FULL, supplied_on) and accounting is Accounting.RECEIVED,
    )
    facts.check()
    found = _of_case(facts, supplied_on, gross, small_business, derivation)
    if correction:
        derivation.step(_("Only what was missing or wrong has to be stated again."), "§ 31 Abs. 5 UStDV")
        found = (Required(content=Content.REFERENCE, source="§ 31 Abs. 5 Satz 2 UStDV"), *found)
    return derivation.gives(found)


def _of_case(
    facts: Facts, supplied_on: date, gross: Decimal | None, small_business: bool, derivation: Derivation
) -> tuple[Required, ...]:
    if gross is not None and not (facts.reverse_charge or facts.eu):
        not_negative(gross=gross)
        limit = derivation.applies(SMALL_AMOUNT, supplied_on)
        if gross <= limit:
            derivation.step(_("The invoice is for no more than %(limit)s: less is enough."), limit=euro(limit))
            return tuple(_for_small_amount(facts.exempt or small_business))
    # A service taxed in another member state is no supply that § 19 UStG could exempt.
    if not small_business or (facts.reverse_charge and facts.eu):
        return tuple(_in_full(facts))
    if facts.reverse_charge:
        raise NotApplicable(_("A small business makes exempt supplies; the customer owes no tax on them."))
    if derivation.applies(OF_SMALL_BUSINESS, supplied_on):
        derivation.step(
            _("A list of its own holds for small businesses; no invoice number is asked for."), "§ 34a UStDV"
        )
        return tuple(_of_small_business(facts))
    derivation.step(_("A small business states no tax."), "§ 19 Abs. 1 Satz 4 UStG a. F.")
    return tuple(one for one in _in_full(facts) if one.content is not Content.RATE_AND_TAX)


def _in_full(facts: Facts) -> Iterator[Required]:
    number = "§ 14 Abs. 4 Satz 1 Nr. %s UStG"
    yield Required(content=Content.SUPPLIER, source=number % 1)
    yield Required(content=Content.CUSTOMER, source=number % 1)
    yield Required(content=Content.TAX_NUMBER, source=number % 2)
    yield Required(content=Content.ISSUED_ON, source=number % 3)
    yield Required(content=Content.NUMBER, source=number % 4)
    yield Required(content=Content.ITEMS, source=number % 5)
    yield Required(content=Content.RECEIVED_ON if facts.deposit else Content.SUPPLIED_ON, source=number % 6)
    if facts.on_receipt:
        yield Required(content=Content.ON_RECEIPT, source=number % "6a")
    yield Required(content=Content.NET, source=number % 7)
    yield from _on_tax(facts)
    if facts.building and facts.customer.private:
        yield Required(content=Content.RETENTION, source="§ 14 Abs. 4 Satz 1 Nr. 9, § 14b Abs. 1 Satz 5 UStG")
    if facts.self_billed:
        yield Required(content=Content.SELF_BILLED, source=number % 10)
    if facts.final:
        yield Required(content=Content.DEPOSITS, source="§ 14 Abs. 5 Satz 2 UStG")


def _on_tax(facts: Facts) -> Iterator[Required]:
    if facts.reverse_charge:
        source = "§ 14a Abs. 1 Satz 1 UStG" if facts.eu else "§ 14a Abs. 5 UStG"
        yield Required(content=Content.REVERSE_CHARGE, source=source)
    elif facts.exempt or facts.eu:
        yield Required(content=Content.EXEMPTION, source="§ 14 Abs. 4 Satz 1 Nr. 8 UStG")
    else:
        yield Required(content=Content.RATE_AND_TAX, source="§ 14 Abs. 4 Satz 1 Nr. 8 UStG")
    if facts.eu:
        paragraph = "Abs. 1 Satz 3" if facts.reverse_charge else "Abs. 3 Satz 2"
        yield Required(content=Content.VAT_NUMBERS, source=f"§ 14a {paragraph} UStG")


def _for_small_amount(exempt: bool) -> Iterator[Required]:
    number = "§ 33 Satz 1 Nr. %s UStDV"
    yield Required(content=Content.SUPPLIER, source=number % 1)
    yield Required(content=Content.ISSUED_ON, source=number % 2)
    yield Required(content=Content.ITEMS, source=number % 3)
    yield Required(content=Content.GROSS_EXEMPT if exempt else Content.GROSS_AND_RATE, source=number % 4)


def _of_small_business(facts: Facts) -> Iterator[Required]:
    number = "§ 34a Satz 1 Nr. %s UStDV"
    yield Required(content=Content.SUPPLIER, source=number % 1)
    yield Required(content=Content.CUSTOMER, source=number % 1)
    yield Required(content=Content.SMALL_TAX_NUMBER, source=number % 2)
    yield Required(content=Content.ISSUED_ON, source=number % 3)
    yield Required(content=Content.ITEMS, source=number % 4)
    yield Required(content=Content.SMALL_BUSINESS, source=number % 5)
    if facts.self_billed:
        yield Required(content=Content.SELF_BILLED, source=number % 6)
