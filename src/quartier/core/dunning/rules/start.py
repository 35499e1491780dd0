"""Since when a debtor is in default: the law, and a provider's clause where it is milder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quartier.core.providers.policies.billing import DefaultRunsFrom, DunningPolicy
from quartier.law.bgb.default_rate import Parties, Party, points_above
from quartier.law.bgb.default_start import DefaultStart, Way, default_start
from quartier.law.bgb.periods import counted_end
from quartier.law.rule import Derivation, Derived
from quartier.values.land import Land
from quartier.values.period import ONE_DAY
from quartier.values.sentences import mark as _
from quartier.values.units import points

CLAUSE = _("By the provider's terms interest runs from %(day)s at the earliest.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known about one claim."""

    debtor: Party
    due_on: date
    arose_on: date
    received_on: date | None = None
    told: bool = False
    fixed_day: bool = False
    consideration: bool = True
    refused_on: date | None = None
    reminded_on: date | None = None


def default_of(facts: Facts, policy: DunningPolicy, land: Land) -> Derived[DefaultStart | None]:
    """Return since when the debtor is in default and from which day interest runs, None while nothing brings it about.

    Counted from receipt, a claim that is due with the invoice needs no due day. Counted from the due date, the terms
    fix that day between businesses (§ 286 Abs. 2 Nr. 2 BGB) but ask for interest only from the end of their days.
    """
    clause = policy.default_start
    by_clause = clause.of is DefaultRunsFrom.DUE and facts.debtor is Party.BUSINESS
    # What is due on receipt has no day of its own: § 193 BGB moves none then.
    at_once = (
        clause.of is DefaultRunsFrom.RECEIPT and facts.received_on is not None and facts.due_on <= facts.received_on
    )
    found = default_start(
        debtor=facts.debtor, land=land, due_on=None if at_once else facts.due_on,
        calendar=facts.fixed_day or by_clause, received_on=facts.received_on, told=facts.told,
        reminder_on=facts.reminded_on, refused_on=facts.refused_on, consideration=facts.consideration,
    )  # fmt: skip
    earliest = _by_clause(facts, policy)
    if found.value is None or earliest is None or found.value.interest_from_on >= earliest:
        return found
    if found.value.way not in (Way.INVOICE, Way.PERFORMANCE) and clause.of is not DefaultRunsFrom.DUE:
        return found
    derivation = Derivation()
    start = derivation.takes(found)
    assert start is not None
    derivation.step(CLAUSE, "§ 305 Abs. 1 BGB", day=earliest)
    return derivation.gives(DefaultStart(starts_on=start.starts_on, interest_from_on=earliest, way=start.way))


def _by_clause(facts: Facts, policy: DunningPolicy) -> date | None:
    """Return the first day that the provider's own clause asks interest for."""
    clause = policy.default_start
    if clause.of is DefaultRunsFrom.DUE:
        return counted_end(facts.due_on, clause.after)
    if facts.received_on is None:
        return None
    first = facts.received_on if clause.of is DefaultRunsFrom.RECEIPT else max(facts.received_on, facts.due_on)
    return counted_end(first, clause.after) + ONE_DAY


def points_of(facts: Facts, policy: DunningPolicy) -> Derived[Decimal]:
    """Return the points above the base rate: those of the law, or fewer where the provider asks for fewer."""
    derivation = Derivation()
    parties = Parties(facts.debtor, Party.BUSINESS, facts.consideration)
    law = points_above(derivation, parties, facts.arose_on, None)
    asked = policy.default_interest
    mine = asked.consumer if facts.debtor is Party.CONSUMER else asked.business
    if mine < law:
        derivation.step(_("The provider asks for %(points)s only."), "§ 288 BGB", points=points(mine))
    return derivation.gives(min(mine, law))
