"""§ 6 Abs. 2 und 3, § 8 Abs. 2 CO2KostAufG: what tenants who buy their own fuel get back, and until when they ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from quartier.law.bgb.periods import COUNTING, WEEKEND, Act, end_of
from quartier.law.calendar.working_days import HOLIDAYS, WorkCalendar
from quartier.law.errors import in_order, not_negative
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.values.land import Land
from quartier.values.money import half_up
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, euro, percent

WHOLE = 100

CLAIM: Timeline[Span] = Timeline(
    _("Claim for carbon costs, from the supplier's bill"),
    (Version(valid_from=date(2023, 1, 1), value=Span(months=12), source="§ 6 Abs. 2 Satz 2 CO2KostAufG"),),
)
PAYMENT: Timeline[Span] = Timeline(
    _("Refund of carbon costs, from the claim"),
    (Version(valid_from=date(2023, 1, 1), value=Span(months=12), source="§ 6 Abs. 2 Satz 4 CO2KostAufG"),),
)
OTHER_APPLIANCES: Timeline[Decimal] = Timeline(
    _("Deduction for other appliances"),
    (Version(valid_from=date(2023, 1, 1), value=Decimal(5), source="§ 6 Abs. 3 Satz 2 CO2KostAufG"),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """Until when the tenant asks, what is owed, and until when it is paid at the latest."""

    claim_by: Annotated[date, _("Claim in text form by")]
    amount: Annotated[Euro, _("Landlord refunds")]
    pay_by: Annotated[date | None, _("Paid or set off at the latest by")]


@rule(
    "co2-refund",
    Area.RENT,
    title=_("Carbon costs: refund to tenants who buy their own fuel"),
    says=_(
        "A tenant who buys fuel or heat claims the landlord's part in text form within twelve months after the "
        "supplier's bill. It is set off in the next statement of operating costs, or paid within twelve months. Who "
        "uses the fuel for other appliances too, such as a stove, gets 5 % less."
    ),
    timelines=(CLAIM, PAYMENT, OTHER_APPLIANCES, COUNTING, WEEKEND, HOLIDAYS),
    cases=(
        Case(
            "billed on 20 January 2026, claimed on 1 March",
            {"billed": "2026-01-20", "share": "60.00", "land": "NW", "claimed": "2026-03-01"},
            gives={"claim_by": "2027-01-20", "amount": "60.00", "pay_by": "2027-03-01"},
            source="§ 6 Abs. 2 CO2KostAufG",
        ),
        Case(
            "the gas also feeds a stove",
            {"billed": "2026-01-20", "share": "60.00", "land": "NW", "other-appliances": True},
            gives={"amount": "57.00", "pay_by": None},
            source="§ 6 Abs. 3 Satz 2 CO2KostAufG",
        ),
        Case(
            "too late",
            {"billed": "2026-01-20", "share": "60.00", "land": "NW", "claimed": "2027-01-21"},
            gives={"amount": "0.00", "pay_by": None},
            source="§ 6 Abs. 2 Satz 2 CO2KostAufG",
        ),
    ),
)
def co2_refund(
    *,
    billed_on: Annotated[date, _("Day on which the supplier billed the tenant")],
    share: Annotated[Euro, _("Landlord's part of the carbon costs")],
    land: Annotated[Land, _("Land of the place of the flat")],
    claimed_on: Annotated[date | None, _("Day on which the claim reached the landlord")] = None,
    other_appliances: Annotated[bool, _("Whether the fuel also runs other appliances, such as a stove")] = False,
) -> Derived[Refund]:
    """Return the claim; raises NotInForce for bills before 2023, WrongOrder for a claim before the bill."""
    not_negative(share=share)
    derivation = Derivation()
    calendar = WorkCalendar(land)
    claim = derivation.takes(end_of(billed_on, derivation.applies(CLAIM, billed_on), Act.DECLARATION, calendar))
    amount = half_up(share)
    if other_appliances:
        less = derivation.applies(OTHER_APPLIANCES, billed_on)
        amount = half_up(share * (WHOLE - less) / WHOLE)
        derivation.step(_("%(less)s less: %(amount)s."), less=percent(less), amount=euro(amount))
    if claimed_on is None:
        return derivation.gives(Refund(claim_by=claim.ends_on, amount=amount, pay_by=None))
    in_order(billed_on, claimed_on)
    if claimed_on > claim.ends_on:
        derivation.step(
            _("The claim of %(day)s came after %(end)s; nothing is owed."), day=claimed_on, end=claim.ends_on
        )
        return derivation.gives(Refund(claim_by=claim.ends_on, amount=half_up(Decimal(0)), pay_by=None))
    paid = derivation.takes(end_of(claimed_on, derivation.applies(PAYMENT, billed_on), Act.PAYMENT, calendar))
    return derivation.gives(Refund(claim_by=claim.ends_on, amount=amount, pay_by=paid.ends_on))
