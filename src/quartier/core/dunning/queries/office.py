"""What a member of staff sees of default: all, or what belongs to their own company."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from quartier.core.dunning.models import Case, Fee, Hold, Plan, Run, RunLine
from quartier.core.dunning.queries import cases
from quartier.core.dunning.queries.plans import holds, plans
from quartier.core.ledger.extension import Item, Nature


def _mine(rows: QuerySet[Any], staff: Any, field: str) -> QuerySet[Any]:
    return rows if staff.entity_id is None else rows.filter(**{field: staff.entity_id})


def claims_seen(staff: Any) -> QuerySet[Item]:
    """Return the claims that a member of staff may see."""
    rows = Item.objects.filter(nature=Nature.PRINCIPAL, party__restricted_at__isnull=True)
    return _mine(rows.select_related("party", "entity", "case"), staff, "entity")


def runs_seen(staff: Any) -> QuerySet[Run]:
    """Return the dunning runs that a member of staff may see."""
    return _mine(Run.objects.select_related("entity"), staff, "entity")


def lines_seen(run: Run) -> QuerySet[RunLine]:
    """Return the lines of a run; what is restricted is counted and not shown."""
    rows = RunLine.objects.filter(run=run, claim__restricted_at__isnull=True, party__restricted_at__isnull=True)
    return rows.select_related("party", "claim")


def in_default_seen(staff: Any, on: date) -> QuerySet[Case]:
    """Return claims in default that a member of staff may see."""
    return _mine(cases.in_default(on).filter(claim__party__restricted_at__isnull=True), staff, "claim__entity")


def no_receipt_seen(staff: Any, on: date) -> QuerySet[Case]:
    """Return claims past their day whose invoice nobody knows to have arrived."""
    return _mine(cases.without_receipt(on).filter(claim__party__restricted_at__isnull=True), staff, "claim__entity")


def plans_seen(staff: Any) -> QuerySet[Plan]:
    """Return instalment plans that a member of staff may see."""
    return _mine(plans().prefetch_related("rates"), staff, "entity")


def late_seen(staff: Any) -> QuerySet[Plan]:
    """Return plans with a late rate."""
    return plans_seen(staff).filter(state="late")


def fees_seen(staff: Any) -> QuerySet[Fee]:
    """Return costs of default that a member of staff may see."""
    rows = Fee.objects.select_related("claim__party", "item").filter(claim__party__restricted_at__isnull=True)
    return _mine(rows, staff, "claim__entity")


def holds_seen(staff: Any) -> QuerySet[Hold]:
    """Return holds that a member of staff may see: of claims of their company, and of its customers."""
    rows, entity = holds(), staff.entity_id
    if entity is None:
        return rows
    mine: QuerySet[Hold] = rows.filter(party__relationships__legal_entity=entity).distinct()
    return mine
