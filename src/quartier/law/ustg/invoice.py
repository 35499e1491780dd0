"""§ 14 Abs. 2, § 14a UStG: whether an invoice has to be issued, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from quartier.law.bgb.periods import COUNTING, WEEKEND, Act, end_of
from quartier.law.calendar.working_days import HOLIDAYS, statutory
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.ustg.parties import Customer
from quartier.values.land import Land
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version

FIFTEENTH = 15
DECEMBER = 12

WITHIN: Timeline[Span] = Timeline(
    _("Time for issuing an invoice"),
    (
        Version(
            valid_from=date(2009, 1, 1),
            value=Span(months=6),
            source="§ 14 Abs. 2 Satz 1 UStG i. d. F. des Steuerbürokratieabbaugesetzes, BGBl. 2008 I S. 2850",
        ),
        Version(valid_from=date(2025, 1, 1), value=Span(months=6), source="§ 14 Abs. 2 Satz 2 UStG"),
    ),
)
ABROAD: Timeline[int] = Timeline(
    _("Time for invoices to other member states"),
    (
        # The value is the day of the month after the supply.
        Version(
            valid_from=date(2013, 6, 30),
            value=FIFTEENTH,
            source="§ 14a Abs. 1 Satz 2, Abs. 3 Satz 1 UStG; BGBl. 2013 I S. 1809",
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceDuty:
    """Whether the law asks for an invoice and the last day for it; without a duty one may still be issued."""

    required: Annotated[bool, _("An invoice is required")]
    issue_by: Annotated[date | None, _("Last day for issuing it")]


@rule(
    "invoice-due",
    Area.TAX,
    title=_("Whether and until when an invoice is due"),
    says=_(
        "Businesses and legal persons get an invoice within six months of the supply, private persons only for work on "
        "buildings and land. Nobody has to invoice rents and other supplies exempt under § 4 Nr. 8 to 29 UStG."
    ),
    timelines=(WITHIN, ABROAD, COUNTING, WEEKEND, HOLIDAYS),
    cases=(
        Case(
            "work for a business",
            {"supplied": "2026-05-15", "customer": "business", "land": "NW"},
            {"required": True, "issue_by": "2026-11-16"},
            "§ 14 Abs. 2 Satz 2 Nr. 1 UStG; § 108 AO",
        ),
        Case(
            "an app sold to a consumer",
            {"supplied": "2026-05-15", "customer": "consumer", "land": "NW"},
            {"required": False, "issue_by": None},
            "§ 14 Abs. 2 UStG",
        ),
        Case(
            "a heating repaired in a private house",
            {"supplied": "2026-08-31", "customer": "consumer", "building": True, "land": "NW"},
            {"required": True, "issue_by": "2027-03-01"},
            "§ 14 Abs. 2 Satz 2 Nr. 3 UStG; § 108 AO",
        ),
        Case(
            "office space let without VAT",
            {"supplied": "2026-05-31", "customer": "business", "exempt": True, "land": "NW"},
            {"required": False},
            "§ 14 Abs. 2 Satz 2 UStG",
        ),
        Case(
            "a service taxed in another member state",
            {"supplied": "2026-12-03", "customer": "business", "abroad": True, "land": "NW"},
            {"required": True, "issue_by": "2027-01-15"},
            "§ 14a Abs. 1 Satz 2 UStG",
        ),
    ),
)
def invoice_due(
    *,
    supplied_on: Annotated[date, _("Day of supply")],
    customer: Annotated[Customer, _("Who receives the supply")],
    land: Annotated[Land, _("Land of the supplier's place of business")],
    building: Annotated[bool, _("Whether it is a taxed work or service on a building or land")] = False,
    exempt: Annotated[bool, _("Whether it is exempt under § 4 Nr. 8 to 29 UStG, such as a rent")] = False,
    abroad: Annotated[
        bool, _("Whether it is an intra-Community supply of goods, or a service taxed where a business abroad is")
    ] = False,
) -> Derived[InvoiceDuty]:
    """Return the duty and its last day; raises NotInForce before 2009, for other member states before 30 June 2013."""
    derivation = Derivation()
    within = derivation.applies(WITHIN, supplied_on)
    if abroad and not customer.private:
        return _abroad(supplied_on, land, derivation)
    if exempt or (customer.private and not building):
        reason = (
            _("The supply is exempt: no invoice is required.")
            if exempt
            else _("No invoice has to be issued to a private person.")
        )
        derivation.step(reason, "§ 14 Abs. 2 Satz 2 UStG")
        derivation.step(_("The supplier may still issue an invoice."), "§ 14 Abs. 2 Satz 1 UStG")
        return derivation.gives(InvoiceDuty(required=False, issue_by=None))
    derivation.step(_("An invoice is required: %(customer)s."), "§ 14 Abs. 2 Satz 2 UStG", customer=customer)
    ends_on = derivation.takes(end_of(supplied_on, within, Act.DECLARATION, statutory(land))).ends_on
    derivation.step(_("The period is counted as the tax code says."), "§ 108 Abs. 1 und 3 AO")
    return derivation.gives(InvoiceDuty(required=True, issue_by=ends_on))


def _abroad(supplied_on: date, land: Land, derivation: Derivation) -> Derived[InvoiceDuty]:
    number = derivation.applies(ABROAD, supplied_on)
    year, month = divmod(supplied_on.year * DECEMBER + supplied_on.month, DECEMBER)
    counted = date(year, month + 1, number)
    derivation.applies(HOLIDAYS, counted)
    issue_by = statutory(land).on_or_after(counted)
    derivation.step(_("The invoice is due by the 15th of the next month, %(day)s."), "§ 14a UStG", day=counted)
    if issue_by != counted:
        derivation.step(_("That is no working day; the period ends on %(day)s."), "§ 108 Abs. 3 AO", day=issue_by)
    return derivation.gives(InvoiceDuty(required=True, issue_by=issue_by))
