"""When a contract can end, by the policy of the day of its conclusion and by law."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

from quartier.core.contracts import rules
from quartier.core.contracts.extension import notice_triggers
from quartier.core.contracts.models import CandidateState, Contract
from quartier.core.providers.policies import CalendarPolicy, DeclarationFormPolicy, TermPolicy
from quartier.core.providers.policies.choices import Scope
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.law.bgb.terms import Customer
from quartier.values.land import Land
from quartier.values.policy import Concern

C = TypeVar("C", bound=Concern)
# How a concern of a day is read: from the database, or from what a page knows of its portal.
Reads = Callable[[Any, date], Any]


def facts_of(row: Contract, reads: Reads = policy.in_force) -> rules.Facts:
    """Return a contract as the rules see it; the policy of the day of conclusion counts."""
    scope, concluded_on = Scope(row.scope), day_of(row.concluded_at)
    terms = rules.terms_of(
        reads(TermPolicy, concluded_on), reads(DeclarationFormPolicy, concluded_on), scope, is_paid=row.is_paid
    )
    renews = terms.renewal is not None
    return rules.Facts(
        scope=scope,
        is_paid=row.is_paid,
        customer=Customer(row.standing),
        concluded_on=concluded_on,
        began_on=max(row.relationship.started_on, concluded_on),
        terms=terms,
        invoices=dict(row.invoice_dates.values_list("year_begins_on", "invoiced_on")) if renews else {},
        triggers=triggers_of(row),
        unbilled=renews and is_unbilled(row),
    )


def triggers_of(row: Contract) -> tuple[rules.Trigger, ...]:
    """Return what opens special rights to end a contract, from all apps that know of something."""
    return tuple(one for source in notice_triggers for one in source(row))


def is_unbilled(row: Contract) -> bool:
    """Tell whether a term is over whose last year has no invoice, so that nothing has renewed itself (CC-82)."""
    return row.candidates.filter(ground=rules.Ground.NOT_INVOICED, state=CandidateState.OPEN).exists()


def ends_of(row: Contract, side: rules.Side, on: date, reads: Reads = policy.in_force) -> Sequence[rules.End]:
    """Return every way in which a side can end a contract by a notice that arrives on a day (QX-22)."""
    return rules.ends(facts_of(row, reads), side, on)


def next_end(row: Contract, on: date, reads: Reads = policy.in_force) -> date | None:
    """Return the earliest day with which an ordinary notice of the customer ends a contract, None without one."""
    if row.ends_on is not None:
        return row.ends_on
    found = [one.ends_on for one in ends_of(row, rules.Side.CUSTOMER, on, reads) if one.way is rules.Way.ORDINARY]
    return min((day for day in found if day is not None), default=None)


def last_owed_on(row: Contract) -> date | None:
    """Return the last day on which performance is still owed, None while no end is known (CC-29)."""
    return row.ends_on


def land_of(on: date) -> Land:
    """Return the Land whose holidays count by default."""
    return policy.in_force(CalendarPolicy, on).holiday_state
