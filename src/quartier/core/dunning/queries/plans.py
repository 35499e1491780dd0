"""Instalment plans and holds: what was paid on them, which stand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from quartier.core.dunning.models import Hold, Plan, Rate
from quartier.core.ledger.extension import Allocation

NOTHING = Decimal("0.00")


def paid_on_plan(plan: Plan, through: date | None = None) -> Decimal:
    """Return what came in on a plan's claims since it was agreed, through a day."""
    rows = Allocation.objects.filter(claim__in_plans__plan=plan, on__gte=plan.agreed_on)
    rows = rows if through is None else rows.filter(on__lte=through)
    return rows.aggregate(sum=Sum("amount"))["sum"] or NOTHING


def covered(plan: Plan, rate: Rate, through: date | None = None) -> bool:
    """Tell whether what came in covers a rate and all before it."""
    asked = plan.rates.filter(number__lte=rate.number).aggregate(sum=Sum("amount"))["sum"] or NOTHING
    return paid_on_plan(plan, through) >= asked


def plans() -> QuerySet[Plan]:
    """Return all plans, the latest first."""
    return Plan.objects.select_related("party", "entity").filter(party__restricted_at__isnull=True)


def plans_of(party_id: int) -> QuerySet[Plan]:
    """Return a customer's plans with their rates, the latest first."""
    return Plan.objects.filter(party=party_id).prefetch_related("rates")


def late_plans() -> QuerySet[Plan]:
    """Return plans with a late rate about which staff decide."""
    return plans().filter(state="late")


def holds() -> QuerySet[Hold]:
    """Return all holds, the latest first."""
    return Hold.objects.select_related("party", "claim", "thread").filter(party__restricted_at__isnull=True)


def standing_holds(on: date, party_id: int | None = None) -> QuerySet[Hold]:
    """Return the holds that stand on a day."""
    rows = holds().filter(Q(until_on__isnull=True) | Q(until_on__gte=on), ended_on__isnull=True, since_on__lte=on)
    return rows if party_id is None else rows.filter(party=party_id)
