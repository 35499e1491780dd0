"""What others may read about orders."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from quartier.core.orders.models import Order
from quartier.core.orders.rules import formation
from quartier.core.privacy.extension.legal import let_go_at, let_go_before
from quartier.core.providers.policies import FormationPolicy
from quartier.core.providers.policies.choices import Scope
from quartier.core.providers.policies.contract import Moment
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.law.hgb.books import DocumentClass


def subject_of(order: Order) -> str:
    """Return how facts, acceptances and mails name an order."""
    return f"orders.order:{order.pk}"


def moments_of(order: Order) -> frozenset[Moment]:
    """Return the events that conclude the contract about an order, by the policy of the day it was placed."""
    rules = policy.in_force(FormationPolicy, day_of(order.placed_at)).contract_formed_at
    return formation.moments_for(rules, Scope(order.scope), is_paid=order.gross > 0)


def kept_until(row: Order) -> datetime | None:
    """Return until when one is kept as what invoices rest on; None while it is open."""
    return let_go_at(DocumentClass.VOUCHERS, day_of(row.ended_at)) if row.ended_at else None


def past_due(rows: QuerySet[Order], at: datetime) -> QuerySet[Order]:
    """Narrow to those that the law lets go: `kept_until` has come."""
    before = let_go_before(DocumentClass.VOUCHERS, at)
    return rows.filter(ended_at__lt=before) if before else rows.none()
