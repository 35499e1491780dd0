"""§§ 8a, 73, 75 GenG: what a member who has left is paid, by when, and when it has to wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

from quartier.law.bgb.periods import COUNTING, WEEKEND, Act, Begin, counted_end, end_of
from quartier.law.calendar.working_days import HOLIDAYS, WorkCalendar
from quartier.law.errors import not_negative
from quartier.law.geng.forms import REFORM_OF_2017
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES
from quartier.values.land import Land
from quartier.values.money import split
from quartier.values.period import ONE_DAY
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, euro

NOTHING: Final = Decimal("0.00")
SIX_MONTHS: Final = Span(months=6)
PAYOUT: Timeline[Span] = Timeline(
    _("Payment to members who have left"),
    (Version(valid_from=REFORM_OF_2017, value=SIX_MONTHS, source="§ 73 Abs. 2 Satz 2, Abs. 4 GenG"),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payout:
    """What is paid, and by when."""

    amount: Annotated[Euro, _("To be paid out")]
    pay_by: Annotated[date, _("No later than")]


@rule(
    "share-payout",
    Area.COOPERATIVE,
    title=_("Payment of the balance after membership"),
    says=_(
        "The balance of a member who has left is paid within six months after the end of membership, on the basis of "
        "the balance sheet; reserves are not shared. The articles may set another period or a minimum capital."
    ),
    timelines=(PAYOUT, COUNTING, WEEKEND, HOLIDAYS),
    cases=(
        Case(
            "the end of 2026",
            {"ended": "2026-12-31", "paid-in": "1500", "land": "NW"},
            gives={"amount": "1500.00", "pay_by": "2027-06-30"},
            source=NOTES,
        ),
        Case(
            "six months that end on New Year's Eve after a business year to June",
            {"ended": "2026-06-30", "paid-in": "1500", "loss": "120.50", "land": "NW"},
            gives={"amount": "1379.50", "pay_by": "2026-12-31"},
            source="§ 73 Abs. 2 GenG; § 187 Abs. 2, § 188 Abs. 2 BGB",
        ),
        Case(
            "a period in the articles",
            {"ended": "2026-12-31", "paid-in": "1500", "within": "12 months", "land": "NW"},
            gives={"pay_by": "2027-12-31"},
            source="§ 73 Abs. 4 GenG",
        ),
    ),
)
def share_payout(
    *,
    ended_on: Annotated[date, _("Last day of membership")],
    paid_in: Annotated[Euro, _("Paid in on all shares")],
    land: Annotated[Land, _("Land of the place of payment")],
    credited: Annotated[Euro, _("Profits credited to the balance")] = NOTHING,
    loss: Annotated[Euro, _("Losses written off the balance by the last balance sheet")] = NOTHING,
    within: Annotated[Span | None, _("Period for payment in the articles, if they set one")] = None,
) -> Derived[Payout]:
    """Return amount and day; raises Negative, NotInForce before 22 July 2017. Nothing is paid when losses exceed it."""
    derivation = Derivation()
    not_negative(paid_in=paid_in, credited=credited, loss=loss)
    length = derivation.applies(PAYOUT, ended_on)
    if within is not None:
        derivation.step(_("The articles set %(length)s for the payment."), "§ 73 Abs. 4 GenG", length=within)
        length = within
    amount = max(NOTHING, paid_in + credited - loss) + NOTHING
    derivation.step(
        _("Paid in %(paid)s, credited %(credited)s, written off %(loss)s: %(amount)s; no share in the reserves."),
        "§ 73 Abs. 2 GenG",
        paid=euro(paid_in),
        credited=euro(credited),
        loss=euro(loss),
        amount=euro(amount),
    )
    counted = end_of(ended_on + ONE_DAY, length, Act.PAYMENT, WorkCalendar(land), Begin.DAY)
    pay_by = derivation.takes(counted).ends_on
    derivation.step(
        _("If the co-operative is dissolved by %(day)s, membership counts as never ended."),
        "§ 75 Satz 1 GenG",
        day=counted_end(ended_on + ONE_DAY, SIX_MONTHS, Begin.DAY),
    )
    return derivation.gives(Payout(amount=amount, pay_by=pay_by))


MINIMUM_CAPITAL: Timeline[str] = Timeline(
    _("Minimum capital"),
    (
        Version(
            valid_from=REFORM_OF_2017,
            value="in proportion",
            source="§ 8a GenG",
            verified=False,
            note=_(
                "The law leaves the details to the articles. Where they are silent, what can be paid is split here in "
                "proportion to the claims; check the articles for another order."
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspended:
    """What of several claims can be paid without falling below the minimum capital."""

    payable: Annotated[Euro, _("Can be paid now")]
    suspended: Annotated[Euro, _("Has to wait")]
    parts: Annotated[tuple[Euro, ...], _("For each claim")]


@rule(
    "payout-above-minimum-capital",
    Area.COOPERATIVE,
    title=_("Payments that the minimum capital allows"),
    says=_("While a payment would take the capital below the minimum in the articles, it is suspended."),
    timelines=(MINIMUM_CAPITAL,),
    cases=(
        Case(
            "500 € above the minimum, claims of 800 €",
            {"on": "2027-06-30", "claim": ["500", "300"], "capital": "100500", "minimum": "100000"},
            gives={"payable": "500.00", "suspended": "300.00", "parts": ["312.50", "187.50"]},
            source="§ 8a Abs. 2 GenG",
        ),
        Case(
            "enough for all",
            {"on": "2027-06-30", "claim": ["500", "300"], "capital": "100800", "minimum": "100000"},
            gives={"payable": "800.00", "suspended": "0.00", "parts": ["500.00", "300.00"]},
            source="§ 8a Abs. 2 GenG",
        ),
    ),
)
def payout_above_minimum_capital(
    *,
    on: Annotated[date, _("Day of payment")],
    claim: Annotated[tuple[Euro, ...], _("Balance of one who has left; give it once for each")],
    capital: Annotated[Euro, _("Sum of all balances before the payment, those of who left included")],
    minimum: Annotated[Euro, _("Minimum capital in the articles")],
) -> Derived[Suspended]:
    """Return what can be paid, split so that it adds up; raises Negative, NothingToSplitBy when all claims are zero."""
    derivation = Derivation()
    derivation.applies(MINIMUM_CAPITAL, on)
    for one in claim:
        not_negative(claim=one)
    not_negative(capital=capital, minimum=minimum)
    claimed = sum(claim, NOTHING)
    payable = min(claimed, max(NOTHING, capital - minimum)) + NOTHING
    derivation.step(
        _("The capital of %(capital)s may fall to %(minimum)s; %(payable)s of %(claimed)s can be paid."),
        "§ 8a Abs. 2 GenG",
        capital=euro(capital),
        minimum=euro(minimum),
        payable=euro(payable),
        claimed=euro(claimed),
    )
    return derivation.gives(Suspended(payable=payable, suspended=claimed - payable, parts=split(payable, claim)))
