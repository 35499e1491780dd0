"""Invoices of orders, and what was paid for them."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from quartier.core.invoices.models import Invoice
from quartier.core.invoices.queries.finding import BILLS, LABEL
from quartier.core.invoices.rules.words import InvoiceKind
from quartier.core.ledger.extension import Item

NOTHING = Decimal("0.00")


def bills_of_order(order_id: int) -> QuerySet[Invoice]:
    """Return the invoices of an order that count, the oldest first."""
    rows = Invoice.everything.filter(order_id=order_id, kind__in=BILLS)
    return rows.exclude(corrections__kind=InvoiceKind.CANCELLATION).order_by("pk")


def bills_of_contract(contract_id: int) -> QuerySet[Invoice]:
    """Return the invoices of a contract that count, the oldest first."""
    rows = Invoice.everything.filter(contract_id=contract_id, kind__in=BILLS)
    return rows.exclude(corrections__kind=InvoiceKind.CANCELLATION).order_by("pk")


def paid_for_order(order_id: int) -> Decimal:
    """Return what came in for the invoices of an order: what settles them, without our own credit notes."""
    rows = Invoice.everything.filter(order_id=order_id).values_list("pk", flat=True)
    subjects = [f"{LABEL}:{pk}" for pk in rows]
    if not subjects:
        return NOTHING
    items = Item.everything.filter(subject__in=subjects)
    sums = items.aggregate(
        claimed=Sum("amount", filter=Q(amount__gt=0)), unpaid=Sum("open", filter=Q(amount__gt=0)),
        credited=Sum("amount", filter=Q(amount__lt=0)), left=Sum("open", filter=Q(amount__lt=0)),
    )  # fmt: skip
    settled = (sums["claimed"] or NOTHING) - (sums["unpaid"] or NOTHING)
    by_us = (sums["left"] or NOTHING) - (sums["credited"] or NOTHING)
    return max(settled - by_us, NOTHING)
