"""What a customer sees of default: each overdue claim with what it has grown to, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from quartier.core.dunning.models import Case
from quartier.core.dunning.queries import cases
from quartier.core.dunning.queries.bases import bases_on
from quartier.kit.clock import day_of
from quartier.law.rule import Step
from quartier.values.timeline import NotYetKnown


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """An overdue claim as its customer sees it."""

    claim: Any
    since: date | None
    interest: Decimal
    steps: tuple[Step, ...]


def overdue_with_interest(party_id: int, on: date) -> list[Overdue]:
    """Return the overdue claims of a customer, each with the interest that has come up and is not booked yet."""
    rows = list(cases.overdue_of(party_id, on))
    if not rows:
        return []
    bases = bases_on(on)
    return [_overdue(row, on, bases) for row in rows]


def _overdue(claim: Any, on: date, bases: Any) -> Overdue:
    case: Case | None = getattr(claim, "case", None)
    if case is None or case.interest_from is None or case.interest_from > on:
        since = case.default_since if case is not None else None
        return Overdue(claim=claim, since=since, interest=Decimal("0.00"), steps=())
    case.claim = claim
    try:
        found = cases.grown(case, on, bases)
    except NotYetKnown:
        return Overdue(claim=claim, since=case.default_since, interest=Decimal("0.00"), steps=())
    return Overdue(claim=claim, since=case.default_since, interest=found.new_interest, steps=found.steps)


def account_section(party_id: int, at: datetime) -> Mapping[str, Any] | None:
    """Return what stands on the customer's money page; None where nothing is overdue. One statement."""
    rows = list(cases.overdue_of(party_id, day_of(at))[:50])
    return {"rows": rows} if rows else None
