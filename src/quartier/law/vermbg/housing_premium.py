"""§§ 1 to 4 WoPG: the housing premium on building savings and first shares in a housing co-operative."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Final

from quartier.law.errors import NotApplicable, not_negative
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.vermbg.subsidy import Investment, first_of
from quartier.values.money import half_up
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, euro, percent

HUNDRED: Final = 100
NOTHING: Final = Decimal("0.00")
CLAIM_YEARS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Premium:
    """The premium's share, what counts at most, the income limit (each for one person), and the least payment."""

    share: Decimal
    most: Decimal
    income: Decimal
    least: Decimal


PREMIUM: Timeline[Premium] = Timeline(
    _("Housing premium"),
    (
        Version(
            valid_from=date(2009, 1, 1),
            value=Premium(share=Decimal("8.8"), most=Decimal(512), income=Decimal(25600), least=Decimal(50)),
            source="§§ 2, 2a, 3 WoPG a. F. (bis Sparjahr 2020)",
            verified=False,
            note=_("The figures until 2020 no longer stand in the act; compare them with the wording before 2021."),
        ),
        Version(
            valid_from=date(2021, 1, 1),
            value=Premium(share=Decimal(10), most=Decimal(700), income=Decimal(35000), least=Decimal(50)),
            source="§ 2 Abs. 1 Nr. 1, §§ 2a, 3 Abs. 1 und 2, § 10 Abs. 3 WoPG",
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HousingPremium:
    """What counts, the premium, and until when it can be claimed."""

    counted: Annotated[Euro, _("Counted of the payments")]
    premium: Annotated[Euro, _("Premium")]
    claim_by: Annotated[date, _("To be claimed no later than")]


@rule(
    "housing-premium",
    Area.SAVINGS,
    title=_("Housing premium"),
    says=_(
        "10 % of up to 700 € a year (1,400 € for spouses) since 2021, up to an income of 35,000 € (70,000 €); for "
        "building savings of 50 € or more and for first shares in a housing co-operative."
    ),
    timelines=(PREMIUM,),
    cases=(
        Case(
            "first shares in a housing co-operative",
            {"paid": "1000", "investment": "housing-shares", "year": "2026", "income": "35000"},
            gives={"counted": "700.00", "premium": "70.00", "claim_by": "2028-12-31"},
            source="§ 2 Abs. 1 Nr. 2, § 3, § 4 Abs. 2 WoPG",
        ),
        Case(
            "spouses",
            {"paid": "1400", "investment": "building-savings", "year": "2026", "income": "70000", "joint": True},
            gives={"premium": "140.00"},
            source="§ 3 Abs. 2 WoPG",
        ),
        Case(
            "the last year of the old premium",
            {"paid": "600", "investment": "building-savings", "year": "2020", "income": "25600"},
            gives={"counted": "512.00", "premium": "45.06"},
            source="8.8 % × 512 = 45.056",
        ),
        Case(
            "employee savings that earn the savings allowance",
            {"paid": "470", "investment": "building-savings", "year": "2026", "income": "30000", "vl": True},
            gives={"counted": "0.00", "premium": "0.00"},
            source="§ 1 Satz 2 Nr. 1 WoPG",
        ),
        Case(
            "building savings of less than 50 €",
            {"paid": "49.99", "investment": "building-savings", "year": "2026", "income": "30000"},
            gives={"premium": "0.00"},
            source="§ 2 Abs. 1 Nr. 1 WoPG",
        ),
    ),
)
def housing_premium(
    *,
    paid: Annotated[Euro, _("Paid in the year")],
    investment: Annotated[Investment, _("What it goes into: building-savings or housing-shares")],
    year: Annotated[int, _("Calendar year of the payments")],
    income: Annotated[Euro, _("Taxable income of that year")],
    joint: Annotated[bool, _("Spouses or civil partners who are taxed together")] = False,
    vl: Annotated[bool, _("The payments are employee savings that earn the savings allowance")] = False,
) -> Derived[HousingPremium]:
    """Return the premium; raises Negative, NotApplicable for other investments, NotInForce before 2009."""
    derivation = Derivation()
    not_negative(paid=paid, income=income)
    if investment not in {Investment.BUILDING_SAVINGS, Investment.HOUSING_SHARES}:
        raise NotApplicable(
            _("The premium is asked here for building savings and for first shares, not for “%(what)s”."),
            what=investment,
        )
    terms = derivation.applies(PREMIUM, first_of(year))
    heads = 2 if joint else 1
    counted = _counted(derivation, paid, investment, income, terms, heads, vl=vl)
    premium = half_up(Fraction(counted) * Fraction(terms.share) / HUNDRED)
    claim_by = date(year + CLAIM_YEARS, 12, 31)
    derivation.step(
        _("%(share)s of %(counted)s; claimed from the company that was paid, by %(day)s."),
        "§ 3 Abs. 1, § 4 Abs. 2 Satz 1 WoPG",
        share=percent(terms.share),
        counted=euro(counted),
        day=claim_by,
    )
    return derivation.gives(HousingPremium(counted=counted, premium=premium, claim_by=claim_by))


def _counted(
    derivation: Derivation,
    paid: Decimal,
    investment: Investment,
    income: Decimal,
    terms: Premium,
    heads: int,
    *,
    vl: bool,
) -> Decimal:
    if vl:
        derivation.step(_("Payments that earn the savings allowance do not count."), "§ 1 Satz 2 Nr. 1 WoPG")
        return NOTHING
    if income > (limit := terms.income * heads):
        derivation.step(
            _("The income of %(income)s is above the limit of %(limit)s."),
            "§ 2a WoPG",
            income=euro(income),
            limit=euro(limit),
        )
        return NOTHING
    if investment is Investment.BUILDING_SAVINGS and paid < terms.least:
        derivation.step(
            _("Building savings of less than %(least)s a year do not count."),
            "§ 2 Abs. 1 Nr. 1 Satz 1 WoPG",
            least=euro(terms.least),
        )
        return NOTHING
    most = terms.most * heads
    derivation.step(_("No more than %(most)s count for a year."), "§ 3 Abs. 2 WoPG", most=euro(most))
    return min(paid, most) + NOTHING
