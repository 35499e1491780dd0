"""Letting orders go when nobody needs them any more: declined ones soon, the others with their vouchers (QX-09)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from quartier.core.orders import queries
from quartier.core.orders.models import Order
from quartier.core.terms import services as terms


def let_go(rows: QuerySet[Order], _at: datetime) -> None:
    """Erase orders with everything that hangs on them; one that another rests on stays until that goes."""
    found = list(rows.filter(next_orders=None))
    terms.forget(subjects=[queries.subject_of(row) for row in found])
    Order.everything.filter(pk__in=[row.pk for row in found]).delete()
