"""§ 288 Abs. 1 and 2 BGB: how many points default interest lies above the base rate, for whom and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

from quartier.law.bgb.base_rate import BASE_RATES, base_rate
from quartier.law.errors import NotApplicable
from quartier.law.rule import Area, Case, Derivation, Derived, rule
from quartier.law.sources import NOTES, ROWS
from quartier.values.choice import Choice
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version
from quartier.values.units import Percent, percent, points


class Party(Choice):
    """Who owes or claims a debt (§§ 13, 14 BGB)."""

    CONSUMER = "consumer", _("consumer")
    BUSINESS = "business", _("business")


# What every rule about a debt in default asks in the same words.
Debtor = Annotated[Party, _("Who owes the debt")]
Creditor = Annotated[Party, _("Who claims the debt")]
Consideration = Annotated[bool, _("Whether the claim is for goods, services or another consideration")]
Performed = Annotated[
    date | None, _("For a continuing obligation, such as a lease: day to which the claimed payment belongs")
]

REFORM_ON: Final = date(2014, 7, 29)
OLD_LAW: Final = "in der bis zum 28.07.2014 geltenden Fassung; Art. 229 § 34 Satz 1 EGBGB"

POINTS_ABOVE: Final[Timeline[Decimal]] = Timeline(
    _("Points above the base rate"),
    (Version(valid_from=date(2002, 1, 1), value=Decimal(5), source="§ 288 Abs. 1 Satz 2 BGB"),),
)
POINTS_WITHOUT_CONSUMER: Final[Timeline[Decimal]] = Timeline(
    _("Points above the base rate where no consumer takes part"),
    (
        Version(valid_from=date(2002, 1, 1), value=Decimal(8), source=f"§ 288 Abs. 2 BGB {OLD_LAW}"),
        Version(valid_from=REFORM_ON, value=Decimal(9), source="§ 288 Abs. 2 BGB; Art. 229 § 34 Satz 1 EGBGB"),
    ),
)
# The value is the day whose law governs an older continuing obligation.
CONTINUING: Final[Timeline[date]] = Timeline(
    _("Continuing obligations from before 29 July 2014"),
    (Version(valid_from=date(2016, 7, 1), value=REFORM_ON, source="Art. 229 § 34 Satz 2 EGBGB"),),
)


def law_of(derivation: Derivation, arose_on: date, performed_on: date | None) -> date:
    """Return the day whose law governs a debt: the day it arose, or the reform for what was rendered since July 2016.

    `performed_on` is given for continuing obligations alone: the day of the counter-performance.
    """
    if performed_on is None or performed_on < CONTINUING.begins_on or arose_on >= REFORM_ON:
        return arose_on
    derivation.step(
        _("The obligation is older than 29 July 2014, but this part was rendered on %(day)s: the new law applies."),
        "Art. 229 § 34 Satz 2 EGBGB",
        day=performed_on,
    )
    return derivation.applies(CONTINUING, performed_on)


def arose(arose_on: date | None, by: date) -> date:
    """Return the day on which the obligation arose, at the latest `by`; raises NotApplicable when it is later."""
    if arose_on is not None and arose_on > by:
        raise NotApplicable(
            _("The obligation cannot arise on %(arose)s, after %(by)s. Correct one of the days."), arose=arose_on, by=by
        )
    return arose_on or by


@dataclass(frozen=True, slots=True)
class Parties:
    """Who stands on the two sides of a debt, and whether it is for a consideration (Entgeltforderung)."""

    debtor: Party
    creditor: Party
    consideration: bool


def points_above(derivation: Derivation, parties: Parties, arose_on: date, performed_on: date | None) -> Decimal:
    """Return the points above the base rate; raises NotInForce for debts that arose before 2002."""
    law_on = law_of(derivation, arose_on, performed_on)
    if Party.CONSUMER in {parties.debtor, parties.creditor}:
        derivation.step(_("A consumer takes part in the transaction."), "§ 288 Abs. 1 BGB")
        return derivation.applies(POINTS_ABOVE, law_on)
    if not parties.consideration:
        derivation.step(_("The claim is not for a consideration."), "§ 288 Abs. 1 BGB")
        return derivation.applies(POINTS_ABOVE, law_on)
    derivation.step(_("No consumer takes part, and the claim is for a consideration."), "§ 288 Abs. 2 BGB")
    return derivation.applies(POINTS_WITHOUT_CONSUMER, law_on)


@rule(
    "default-rate",
    Area.DEFAULT,
    title=_("The rate of default interest"),
    says=_(
        "Five points above the base rate; nine where no consumer takes part and the claim is for a consideration. "
        "Eight for obligations that arose before 29 July 2014."
    ),
    timelines=(POINTS_ABOVE, POINTS_WITHOUT_CONSUMER, CONTINUING, BASE_RATES),
    cases=(
        Case("a consumer in August 2026 (WR-077)", {"on": "2026-08-01", "debtor": "consumer"}, "6.52", NOTES),
        Case("a business in August 2026 (WR-078)", {"on": "2026-08-01", "debtor": "business"}, "10.52", NOTES),
        Case(
            "the creditor is a consumer",
            {"on": "2026-08-01", "debtor": "business", "creditor": "consumer"},
            "6.52",
            "§ 288 Abs. 1 BGB",
        ),
        Case(
            "damages between businesses",
            {"on": "2026-08-01", "debtor": "business", "consideration": False},
            "6.52",
            "§ 288 Abs. 1 BGB",
        ),
        Case("the base rate is below zero", {"on": "2018-01-01", "debtor": "consumer"}, "4.12", f"{ROWS} WR-077"),
        Case(
            "a debt from the last day of the old law",
            {"on": "2026-08-01", "debtor": "business", "arose": "2014-07-28"},
            "9.52",
            "Art. 229 § 34 Satz 1 EGBGB",
        ),
        Case(
            "an old lease, rent for a month after June 2016",
            {"on": "2026-08-01", "debtor": "business", "arose": "2010-01-01", "performed": "2016-07-01"},
            "10.52",
            "Art. 229 § 34 Satz 2 EGBGB",
        ),
    ),
)
def default_rate(
    *,
    on: Annotated[date, _("Day whose rate is asked for")],
    debtor: Debtor,
    arose_on: Annotated[date | None, _("Day on which the obligation arose; left out: the day asked for")] = None,
    creditor: Creditor = Party.BUSINESS,
    consideration: Consideration = True,
    performed_on: Performed = None,
    rates: Timeline[Decimal] = BASE_RATES,
) -> Derived[Percent]:
    """Return the rate a year in percent; raises NotInForce before 2002, NotYetKnown without a base rate."""
    derivation = Derivation()
    parties = Parties(debtor, creditor, consideration)
    above = points_above(derivation, parties, arose(arose_on, on), performed_on)
    base = derivation.takes(base_rate(on=on, rates=rates))
    derivation.step(
        _("%(base)s and %(above)s are %(rate)s a year."),
        "§ 288 BGB",
        base=percent(base),
        above=points(above),
        rate=percent(base + above),
    )
    return derivation.gives(base + above)
