"""What has to hold before an invoice is written: the sums of EN 16931 (BR-CO-…), what each tax asks for, XRechnung.

The published schematron is the judge in tests; here its most telling rules refuse early, each naming the term.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from quartier.core.invoices.en16931.codes import REASONED, UNTAXED, Category, Means, Profile
from quartier.core.invoices.en16931.invoice import Invoice, Line
from quartier.core.invoices.en16931.money import NOTHING, LineAdjustment, Tax, is_whole
from quartier.core.invoices.en16931.totals import amounts, bases_of, tax_on
from quartier.values.money import CENT
from quartier.values.sentences import Sentence, Unanswerable, Word
from quartier.values.sentences import mark as _

MISSING: Final = _("The invoice lacks %(term)s (%(rule)s).")
UNEQUAL: Final = _("%(term)s is %(given)s, but the parts make %(made)s (%(rule)s).")
UNCENTED: Final = _("%(term)s is no whole number of cents (%(rule)s).")


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule that does not hold, and a sentence that names the term."""

    rule: str
    sentence: Sentence


class Unfit(Unanswerable):
    """An invoice that the standard does not let pass; `faults` are all of them, the first one is told."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        first = faults[0].sentence
        super().__init__(first.template, **first.values)


def check(invoice: Invoice) -> None:
    """Raise Unfit for an invoice that must not leave the house."""
    if found := tuple(faults(invoice)):
        raise Unfit(found)


def faults(invoice: Invoice) -> Iterator[Fault]:
    """Yield what does not hold, the most basic first."""
    yield from _named(invoice)
    yield from _in_cents(invoice)
    for line in invoice.lines:
        yield from _line(line)
    yield from _sums(invoice)
    yield from _taxes(invoice)
    yield from _paying(invoice)
    if invoice.specification.startswith(Profile.XRECHNUNG):
        yield from _public(invoice)


def _fault(rule: str, template: str, **values: Word) -> Fault:
    return Fault(rule, Sentence(template, {"rule": rule, **values}))


def _missing(rule: str, term: str, is_there: object) -> Iterator[Fault]:
    if not is_there:
        yield _fault(rule, MISSING, term=term)


def _unequal(rule: str, term: str, given: Decimal | None, made: Decimal | None) -> Iterator[Fault]:
    if (given or NOTHING) != (made or NOTHING):
        yield _fault(rule, UNEQUAL, term=term, given=given or NOTHING, made=made or NOTHING)


def _named(invoice: Invoice) -> Iterator[Fault]:
    seller, buyer = invoice.seller, invoice.buyer
    yield from _missing("BR-02", _("its number"), invoice.number)
    yield from _missing("BR-05", _("its currency"), invoice.currency)
    yield from _missing("BR-06", _("the seller's name"), seller.name)
    yield from _missing("BR-07", _("the buyer's name"), buyer.name)
    yield from _missing("BR-09", _("the seller's country"), seller.address and seller.address.country)
    yield from _missing("BR-11", _("the buyer's country"), buyer.address and buyer.address.country)
    yield from _missing("BR-16", _("a line"), invoice.lines)
    known = seller.identifiers or seller.registration or seller.vat_id
    yield from _missing("BR-CO-26", _("a number by which the seller is known"), known or seller.tax_number)


def _in_cents(invoice: Invoice) -> Iterator[Fault]:
    sums = invoice.totals
    found = [
        ("BR-DEC-09", _("The sum of the lines"), sums.lines), ("BR-DEC-12", _("The net amount"), sums.net),
        ("BR-DEC-13", _("The VAT"), sums.tax), ("BR-DEC-14", _("The gross amount"), sums.gross),
        ("BR-DEC-16", _("The amount paid before"), sums.paid), ("BR-DEC-18", _("The amount due"), sums.due),
    ]  # fmt: skip
    found += [("BR-DEC-23", _("The net amount of a line"), line.net) for line in invoice.lines]
    found += [("BR-DEC-19", _("The taxed amount"), tax.base) for tax in invoice.taxes]
    found += [("BR-DEC-20", _("The VAT"), tax.amount) for tax in invoice.taxes]
    parts: list[LineAdjustment] = [*invoice.allowances, *invoice.charges]
    parts += [part for line in invoice.lines for part in (*line.allowances, *line.charges)]
    found += [("BR-DEC-01", _("An allowance or charge"), part.amount) for part in parts]
    for rule, term, amount in found:
        if amount is not None and not is_whole(amount):
            yield _fault(rule, UNCENTED, term=term)


def _line(line: Line) -> Iterator[Fault]:
    yield from _missing("BR-21", _("the number of a line"), line.number)
    yield from _missing("BR-25", _("the name of what was supplied"), line.item.name)
    yield from _missing("BR-23", _("the unit of a line"), line.unit)
    if line.price.net < 0:
        yield _fault("BR-27", _("The price in line %(line)s is below zero; give a quantity below zero (%(rule)s)."),
                     line=line.number)  # fmt: skip
    made = line.quantity * line.price.net / (line.price.quantity or 1)
    made += (amounts(line.charges) or NOTHING) - (amounts(line.allowances) or NOTHING)
    if abs(made - line.net) > 2 * CENT:
        yield _fault(
            "PEPPOL-EN16931-R120",
            _("Line %(line)s says %(given)s, but quantity and price make %(made)s (%(rule)s)."),
            line=line.number, given=line.net, made=made.quantize(CENT),
        )  # fmt: skip
    if (span := line.period) is not None and span.first and span.last and span.first > span.last:
        yield _fault("BR-30", _("The period of line %(line)s ends before it begins (%(rule)s)."), line=line.number)


def _sums(invoice: Invoice) -> Iterator[Fault]:
    sums = invoice.totals
    less: tuple[LineAdjustment, ...] = invoice.allowances
    lines = sum((line.net for line in invoice.lines), NOTHING)
    tax = sum((one.amount for one in invoice.taxes), NOTHING)
    yield from _unequal("BR-CO-10", _("The sum of the lines"), sums.lines, lines)
    yield from _unequal("BR-CO-11", _("The sum of the allowances"), sums.allowances, amounts(less))
    yield from _unequal("BR-CO-12", _("The sum of the charges"), sums.charges, amounts(invoice.charges))
    net = sums.lines - (sums.allowances or NOTHING) + (sums.charges or NOTHING)
    yield from _unequal("BR-CO-13", _("The net amount"), sums.net, net)
    yield from _unequal("BR-CO-14", _("The VAT"), sums.tax, tax)
    yield from _unequal("BR-CO-15", _("The gross amount"), sums.gross, sums.net + (sums.tax or NOTHING))
    due = sums.gross - (sums.paid or NOTHING) + (sums.rounding or NOTHING)
    yield from _unequal("BR-CO-16", _("The amount due"), sums.due, due)


def _taxes(invoice: Invoice) -> Iterator[Fault]:
    yield from _missing("BR-CO-18", _("the VAT for a rate"), invoice.taxes)
    bases = bases_of(invoice.lines, invoice.allowances, invoice.charges)
    stated = {(tax.category, tax.rate or NOTHING): tax for tax in invoice.taxes}
    for (category, rate), base in bases.items():
        tax = stated.get((category, rate or NOTHING))
        if tax is None:
            yield from _missing(f"BR-{_rules(category)}-01", _("the VAT for a rate"), is_there=False)
        elif len(bases) == len(stated):
            yield from _unequal(f"BR-{_rules(category)}-08", _("The taxed amount"), tax.base, base)
    for tax in invoice.taxes:
        yield from _tax(tax)
        yield from _parties_of(tax.category, invoice)


def _tax(tax: Tax) -> Iterator[Fault]:
    made = tax_on(tax.base, tax.rate)
    # Prices that include VAT leave the tax a cent away from net × rate; the published rules allow for it.
    if abs(made - tax.amount) > CENT:
        yield from _unequal("BR-CO-17", _("The VAT"), tax.amount, made)
    rules = _rules(tax.category)
    if tax.category in UNTAXED and tax.amount:
        yield from _unequal(f"BR-{rules}-09", _("The VAT"), tax.amount, NOTHING)
    if tax.category in REASONED:
        yield from _missing(f"BR-{rules}-10", _("the reason why no VAT is due"), tax.reason or tax.reason_code)


def _parties_of(category: str, invoice: Invoice) -> Iterator[Fault]:
    seller, buyer, rules = invoice.seller, invoice.buyer, _rules(category)
    stands_in = invoice.representative is not None
    if category in {Category.STANDARD, Category.ZERO, Category.EXEMPT, Category.REVERSE_CHARGE}:
        known = seller.vat_id or seller.tax_number or stands_in
        yield from _missing(f"BR-{rules}-02", _("the seller's tax number or VAT identification number"), known)
    if category in {Category.INTRA_COMMUNITY, Category.EXPORT}:
        yield from _missing(f"BR-{rules}-02", _("the seller's VAT identification number"), seller.vat_id or stands_in)
    if category == Category.REVERSE_CHARGE:
        is_known = bool(buyer.vat_id or buyer.registration)
        yield from _missing("BR-AE-02", _("the buyer's VAT identification number"), is_known)
    if category == Category.INTRA_COMMUNITY:
        where = invoice.delivery
        yield from _missing("BR-IC-02", _("the buyer's VAT identification number"), buyer.vat_id)
        yield from _missing("BR-IC-11", _("the day of supply"), invoice.period or (where and where.delivered_on))
        country = where and where.address and where.address.country
        yield from _missing("BR-IC-12", _("the country the supply went to"), country)
    if category == Category.OUTSIDE and (seller.vat_id or buyer.vat_id):
        yield _fault("BR-O-02", _("What no VAT applies to goes without VAT identification numbers (%(rule)s)."))


def _rules(category: str) -> str:
    """Return how the standard's rules call a category: intra-community supplies are IC."""
    return "IC" if category == Category.INTRA_COMMUNITY else category


def _paying(invoice: Invoice) -> Iterator[Fault]:
    payment = invoice.payment
    if invoice.totals.due > 0:
        yield from _missing("BR-CO-25", _("the day it is due, or terms of payment"), invoice.due_on or invoice.terms)
    if payment is None:
        return
    yield from _missing("BR-49", _("the means of payment"), payment.means)
    if payment.means in {Means.SEPA_TRANSFER, "30"}:
        yield from _missing("BR-61", _("the account to pay to"), payment.transfers)
    if payment.means == Means.SEPA_DEBIT:
        debit = payment.debit
        known = debit and debit.mandate and debit.creditor and debit.account
        yield from _missing("BR-DE-30", _("mandate, creditor identifier and account of the debit"), known)


def _public(invoice: Invoice) -> Iterator[Fault]:
    """Yield what public bodies in Germany ask for beyond EN 16931 (XRechnung 3.0)."""
    seller, buyer = invoice.seller, invoice.buyer
    contact = seller.contact
    yield from _missing("BR-DE-1", _("the means of payment"), invoice.payment)
    yield from _missing("BR-DE-15", _("the buyer's reference (Leitweg-ID)"), invoice.buyer_reference)
    yield from _missing("BR-DE-5", _("whom to ask at the seller's"), contact and contact.name)
    yield from _missing("BR-DE-6", _("the seller's telephone number"), contact and contact.phone)
    yield from _missing("BR-DE-7", _("the seller's mail address"), contact and contact.email)
    for rule, party, term in (
        ("BR-DE-3", seller, _("the seller's town and postcode")),
        ("BR-DE-8", buyer, _("the buyer's town and postcode")),
    ):
        yield from _missing(rule, term, party.address and party.address.city and party.address.postcode)
    yield from _missing("PEPPOL-EN16931-R020", _("the seller's electronic address"), seller.electronic_address)
    yield from _missing("PEPPOL-EN16931-R010", _("the buyer's electronic address"), buyer.electronic_address)
