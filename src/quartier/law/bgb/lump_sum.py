"""§ 288 Abs. 5 BGB: the lump sum of 40 € for a late payment, and how it is credited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

from quartier.law.bgb.default_rate import (
    CONTINUING,
    OLD_LAW,
    REFORM_ON,
    Consideration,
    Debtor,
    Party,
    Performed,
    law_of,
)
from quartier.law.errors import not_negative
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES, ROWS
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Euro, euro

NOTHING: Final = Decimal("0.00")

LUMP_SUM: Final[Timeline[Decimal]] = Timeline(
    _("Lump sum for default"),
    (
        Version(valid_from=date(2002, 1, 1), value=NOTHING, source=f"§ 288 BGB {OLD_LAW}"),
        Version(
            valid_from=REFORM_ON, value=Decimal("40.00"), source="§ 288 Abs. 5 Satz 1 BGB; Art. 229 § 34 Satz 1 EGBGB"
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LumpSum:
    """The lump sum for one claim, the legal costs that it does not cover, and both together."""

    lump_sum: Annotated[Euro, _("Lump sum")]
    legal_costs: Annotated[Euro, _("Legal costs still owed beside it")]
    total: Annotated[Euro, _("Together")]


@rule(
    "default-lump-sum",
    Area.DEFAULT,
    title=_("The lump sum for default"),
    says=_(
        "A debtor who is not a consumer owes 40 € for each claim for a consideration that is in default, instalments "
        "included. The sum is credited against costs of pursuing the claim."
    ),
    timelines=(LUMP_SUM, CONTINUING),
    cases=(
        Case(
            "a business (WR-079)",
            {"arose": "2026-01-01", "debtor": "business"},
            {"lump_sum": "40.00", "total": "40.00"},
            NOTES,
        ),
        Case(
            "never a consumer (WR-079)",
            {"arose": "2026-01-01", "debtor": "consumer"},
            {"lump_sum": "0.00", "total": "0.00"},
            f"{ROWS} WR-079",
        ),
        Case(
            "credited against legal costs",
            {"arose": "2026-01-01", "debtor": "business", "legal-costs": "86.63"},
            {"lump_sum": "40.00", "legal_costs": "46.63", "total": "86.63"},
            "§ 288 Abs. 5 Satz 3 BGB",
        ),
        Case(
            "legal costs below the lump sum",
            {"arose": "2026-01-01", "debtor": "business", "legal-costs": "25.00"},
            {"lump_sum": "40.00", "legal_costs": "0.00", "total": "40.00"},
            "§ 288 Abs. 5 Satz 3 BGB",
        ),
        Case(
            "the last day of the old law",
            {"arose": "2014-07-28", "debtor": "business"},
            {"lump_sum": "0.00"},
            "Art. 229 § 34 Satz 1 EGBGB",
        ),
        Case(
            "an old lease, rent for a month after June 2016",
            {"arose": "2010-01-01", "performed": "2016-07-01", "debtor": "business"},
            {"lump_sum": "40.00"},
            "Art. 229 § 34 Satz 2 EGBGB",
        ),
    ),
)
def default_lump_sum(
    *,
    debtor: Debtor,
    arose_on: Annotated[date, _("Day on which the obligation arose")],
    consideration: Consideration = True,
    performed_on: Performed = None,
    legal_costs: Annotated[Euro, _("Costs of pursuing the claim, such as a lawyer's")] = NOTHING,
) -> Derived[LumpSum]:
    """Return the lump sum for one claim; raises Negative, and NotInForce for debts that arose before 2002."""
    not_negative(legal_costs=legal_costs)
    derivation = Derivation()
    law_on = law_of(derivation, arose_on, performed_on)
    owed = derivation.applies(LUMP_SUM, law_on)
    if debtor is Party.CONSUMER:
        owed = NOTHING
        derivation.step(_("The debtor is a consumer and owes no lump sum."), "§ 288 Abs. 5 Satz 1 BGB")
    elif not consideration:
        owed = NOTHING
        derivation.step(_("The claim is not for a consideration: no lump sum."), "§ 288 Abs. 5 Satz 1 BGB")
    elif owed:
        derivation.step(
            _("The debtor is not a consumer: %(owed)s for this claim."), "§ 288 Abs. 5 Satz 1 BGB", owed=euro(owed)
        )
    else:
        derivation.step(_("The obligation arose before 29 July 2014: no lump sum."), "Art. 229 § 34 Satz 1 EGBGB")
    credited = min(owed, legal_costs)
    if credited:
        derivation.step(
            _("%(credited)s of it are credited against the legal costs of %(costs)s."),
            "§ 288 Abs. 5 Satz 3 BGB",
            credited=euro(credited),
            costs=euro(legal_costs),
        )
    rest = legal_costs - credited
    return derivation.gives(LumpSum(lump_sum=owed, legal_costs=rest, total=owed + rest))
