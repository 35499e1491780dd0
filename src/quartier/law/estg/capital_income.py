"""§§ 20, 32d, 43a EStG, § 4 SolzG: what is withheld from interest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Final

from quartier.law.errors import NotApplicable, not_negative
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES
from quartier.values.land import Land
from quartier.values.money import cut, half_up
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, Percent, euro, percent

HUNDRED: Final = 100
FOUR: Final = 4
NOTHING: Final = Decimal("0.00")
LOWER_CHURCH_RATE: Final = Decimal(8)
USUAL_CHURCH_RATE: Final = Decimal(9)
# The withholding tax of today began on that day; older interest was taxed another way.
FLAT_TAX_BEGINS = date(2009, 1, 1)

WITHHOLDING: Timeline[Decimal] = Timeline(
    _("Tax withheld from interest"),
    (Version(valid_from=FLAT_TAX_BEGINS, value=Decimal(25), source="§ 32d Abs. 1, § 43a Abs. 1 Satz 1 Nr. 1 EStG"),),
)
SURCHARGE: Timeline[Decimal] = Timeline(
    _("Solidarity surcharge on the tax withheld"),
    (
        Version(
            valid_from=FLAT_TAX_BEGINS,
            value=Decimal("5.5"),
            source="§ 3 Abs. 1 Nr. 5, § 4 Satz 1 und 3 SolzG; die Freigrenze des § 3 Abs. 3 gilt hier nicht",
        ),
    ),
)
CHURCH_TAX: Timeline[frozenset[Decimal]] = Timeline(
    _("Church tax on the tax withheld"),
    (
        Version(
            valid_from=FLAT_TAX_BEGINS,
            value=frozenset({LOWER_CHURCH_RATE, USUAL_CHURCH_RATE}),
            source="§ 51a Abs. 2b und 2c EStG; Kirchensteuergesetze der Länder",
            verified=False,
            note=_(
                "The rates are those of the Länder, 8 % in Bavaria and Baden-Württemberg and 9 % elsewhere; what the "
                "Federal Central Tax Office answers for the member governs. That cents are cut follows Land law."
            ),
        ),
    ),
)
ROUNDING: Timeline[str] = Timeline(
    _("Rounding of the tax withheld"),
    (
        Version(
            valid_from=FLAT_TAX_BEGINS,
            value="half up",
            source="Übung der Kreditinstitute; § 43a EStG schweigt",
            verified=False,
            note=_(
                "The act does not say how the tax itself is rounded to the cent; halves are rounded up here. Check the "
                "letters of the Federal Ministry of Finance."
            ),
        ),
    ),
)
ALLOWANCE: Timeline[Decimal] = Timeline(
    _("Saver's allowance for one person"),
    (
        Version(
            valid_from=FLAT_TAX_BEGINS,
            value=Decimal(801),
            source="§ 20 Abs. 9 EStG i. d. F. bis 31.12.2022 (801 € × 1,24844 = 1.000 €, § 52 Abs. 43 EStG)",
        ),
        Version(valid_from=date(2023, 1, 1), value=Decimal(1000), source="§ 20 Abs. 9 EStG; § 52 Abs. 43 EStG"),
    ),
)


@rule(
    "savers-allowance",
    Area.SAVINGS,
    title=_("The saver's allowance"),
    says=_("Interest is free up to 1,000 € a year since 2023, for spouses taxed together up to 2,000 €."),
    timelines=(ALLOWANCE,),
    cases=(
        Case("one person in 2026", {"on": "2026-12-31"}, gives="1000.00", source="§ 20 Abs. 9 Satz 1 EStG"),
        Case("spouses in 2026", {"on": "2026-12-31", "joint": True}, gives="2000.00", source="§ 20 Abs. 9 Satz 2 EStG"),
        Case("spouses in 2022", {"on": "2022-12-31", "joint": True}, gives="1602.00", source="§ 20 Abs. 9 EStG a. F."),
    ),
)
def savers_allowance(
    *,
    on: Annotated[date, _("Day on which the interest is credited")],
    joint: Annotated[bool, _("Spouses or civil partners who are taxed together")] = False,
) -> Derived[Euro]:
    """Return the allowance of a calendar year; raises NotInForce before 2009."""
    derivation = Derivation()
    allowance = derivation.applies(ALLOWANCE, on) + NOTHING
    if joint:
        allowance *= 2
        derivation.step(_("Spouses who are taxed together have it twice: %(sum)s."), sum=euro(allowance))
    return derivation.gives(allowance)


@rule(
    "church-tax-rate",
    Area.SAVINGS,
    title=_("The rate of church tax in a Land"),
    says=_("8 % in Bavaria and Baden-Württemberg, 9 % elsewhere."),
    timelines=(CHURCH_TAX,),
    cases=(
        Case("Bavaria", {"on": "2026-12-31", "land": "BY"}, gives="8", source=NOTES),
        Case("Baden-Württemberg", {"on": "2026-12-31", "land": "BW"}, gives="8", source=NOTES),
        Case("North Rhine-Westphalia", {"on": "2026-12-31", "land": "NW"}, gives="9", source=NOTES),
    ),
)
def church_tax_rate(
    *,
    on: Annotated[date, _("Day on which the interest is credited")],
    land: Annotated[Land, _("Land in which the member lives")],
) -> Derived[Percent]:
    """Return the rate; raises NotInForce before 2009."""
    derivation = Derivation()
    rates = derivation.applies(CHURCH_TAX, on)
    rate = min(rates) if land in {Land.BY, Land.BW} else max(rates)
    derivation.step(_("In %(land)s it is %(rate)s."), land=land, rate=percent(rate))
    return derivation.gives(rate)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxOnInterest:
    """What is withheld from interest, and what is left; the parts and what is left add up to the interest."""

    taxable: Annotated[Euro, _("Taxable interest")]
    tax: Annotated[Euro, _("Tax withheld")]
    surcharge: Annotated[Euro, _("Solidarity surcharge")]
    church_tax: Annotated[Euro, _("Church tax")]
    paid_out: Annotated[Euro, _("Credited to the member")]


@rule(
    "tax-on-interest",
    Area.SAVINGS,
    title=_("Tax on interest"),
    says=_(
        "25 % on what the exemption order leaves, with church tax by the formula (e − 4q) / (4 + k); 5.5 % surcharge "
        "on the tax whatever its amount. Surcharge and church tax are cut to the cent."
    ),
    timelines=(WITHHOLDING, SURCHARGE, CHURCH_TAX, ROUNDING),
    cases=(
        Case(
            "1,500 €, exemption order 1,000 €, no church tax",
            {"amount": "1500", "exempt": "1000", "on": "2026-12-31"},
            gives={
                "taxable": "500.00",
                "tax": "125.00",
                "surcharge": "6.87",
                "church_tax": "0.00",
                "paid_out": "1368.13",
            },
            source=NOTES,
        ),
        Case(
            "the same with church tax of 9 %",
            {"amount": "1500", "exempt": "1000", "on": "2026-12-31", "church-rate": "9"},
            gives={"tax": "122.25", "surcharge": "6.72", "church_tax": "11.00", "paid_out": "1360.03"},
            source=NOTES,
        ),
        Case(
            "the same with church tax of 8 %",
            {"amount": "1500", "exempt": "1000", "on": "2026-12-31", "church-rate": "8"},
            gives={"tax": "122.55", "surcharge": "6.74", "church_tax": "9.80"},
            source="500 / 4.08 = 122.549; 5.5 % = 6.740; 8 % = 9.804",
        ),
        Case(
            "foreign tax that counts",
            {"amount": "1000", "on": "2026-12-31", "church-rate": "9", "foreign-tax": "50"},
            gives={"tax": "195.60"},
            source="§ 32d Abs. 1 Satz 4 EStG: (1,000 − 4 × 50) / 4.09",
        ),
        Case(
            "less than the exemption order",
            {"amount": "400", "exempt": "1000", "on": "2026-12-31"},
            gives={"taxable": "0.00", "tax": "0.00", "surcharge": "0.00", "paid_out": "400.00"},
            source="§ 44a Abs. 1 EStG",
        ),
    ),
)
def tax_on_interest(
    *,
    amount: Annotated[Euro, _("Interest")],
    on: Annotated[date, _("Day on which the interest is credited")],
    exempt: Annotated[Euro, _("What is left of the exemption order")] = NOTHING,
    church_rate: Annotated[Percent, _("Rate of church tax in percent: 8 or 9, or 0 for none")] = Decimal(0),
    foreign_tax: Annotated[Euro, _("Foreign tax to be set off (q)")] = NOTHING,
) -> Derived[TaxOnInterest]:
    """Return what is withheld; raises Negative, NotApplicable for another rate of church tax or foreign tax of more
    than a quarter, NotInForce before 2009.
    """
    derivation = Derivation()
    not_negative(amount=amount, exempt=exempt, church_rate=church_rate, foreign_tax=foreign_tax)
    taxable = max(NOTHING, amount - exempt) + NOTHING
    derivation.step(
        _("Interest %(interest)s, exempt %(exempt)s: taxable %(taxable)s."),
        "§ 44a Abs. 1 Satz 1 EStG",
        interest=euro(amount),
        exempt=euro(min(amount, exempt)),
        taxable=euro(taxable),
    )
    tax = _tax(derivation, taxable, on, church_rate, foreign_tax)
    surcharge = _surcharge(derivation, tax, on)
    church_tax = cut(Fraction(tax) * Fraction(church_rate) / HUNDRED)
    if church_rate:
        derivation.step(
            _("Church tax: %(rate)s of %(tax)s, cut to %(church)s."),
            rate=percent(church_rate),
            tax=euro(tax),
            church=euro(church_tax),
        )
    paid_out = amount - tax - surcharge - church_tax
    return derivation.gives(
        TaxOnInterest(taxable=taxable, tax=tax, surcharge=surcharge, church_tax=church_tax, paid_out=paid_out)
    )


def _surcharge(derivation: Derivation, tax: Decimal, on: date) -> Decimal:
    rate = derivation.applies(SURCHARGE, on)
    surcharge = cut(Fraction(tax) * Fraction(rate) / HUNDRED)
    derivation.step(
        _("Surcharge: %(rate)s of %(tax)s, cut to %(surcharge)s."),
        "§ 4 Satz 1 und 3 SolzG",
        rate=percent(rate),
        tax=euro(tax),
        surcharge=euro(surcharge),
    )
    return surcharge


def _tax(derivation: Derivation, taxable: Decimal, on: date, church_rate: Decimal, foreign_tax: Decimal) -> Decimal:
    rate = derivation.applies(WITHHOLDING, on)
    derivation.applies(ROUNDING, on)
    if church_rate and church_rate not in derivation.applies(CHURCH_TAX, on):
        raise NotApplicable(_("Church tax is levied at 8 or 9 percent, not at %(rate)s."), rate=percent(church_rate))
    # With 25 % the formula of the act is (e − 4q) / (4 + k); it is 25 % of e − 4q where no church tax is due.
    divisor = HUNDRED / Fraction(rate) + Fraction(church_rate) / HUNDRED
    counted = Fraction(taxable) - FOUR * Fraction(foreign_tax)
    if counted < 0:
        raise NotApplicable(
            _("Foreign tax of %(tax)s is more than a quarter of %(taxable)s; only so much can be set off."),
            tax=euro(foreign_tax),
            taxable=euro(taxable),
        )
    tax = half_up(counted / divisor)
    derivation.step(
        _("Tax: (%(taxable)s − 4 × %(foreign)s) / (4 + %(church)s) = %(tax)s."),
        "§ 32d Abs. 1 Satz 3 bis 5, § 43a Abs. 1 Satz 2 und 3 EStG",
        taxable=euro(taxable),
        foreign=euro(foreign_tax),
        church=percent(church_rate),
        tax=euro(tax),
    )
    return tax
