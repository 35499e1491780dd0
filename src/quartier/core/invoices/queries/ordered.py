"""Invoices of orders, and what was paid for them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum

from quartier.core.catalogue.extension import product_kinds
from quartier.core.invoices.models import Invoice
from quartier.core.invoices.queries.finding import BILLS, LABEL
from quartier.core.invoices.rules.words import InvoiceKind
from quartier.core.ledger.extension import Item

NOTHING = Decimal("0.00")
BILLED_IN = ("accepted", "finished")


def bills_of_order(order_id: int) -> QuerySet[Invoice]:
    """Return the invoices of an order that count, the oldest first."""
    rows = Invoice.everything.filter(order_id=order_id, kind__in=BILLS)
    return rows.exclude(corrections__kind=InvoiceKind.CANCELLATION).order_by("pk")


def documents_of_order(order_id: int) -> QuerySet[Invoice]:
    """Return invoices, credit notes and cancellations of an order with their papers, the oldest first."""
    return Invoice.everything.filter(order_id=order_id).select_related("document").order_by("pk")


def awaits_bill(order: Any) -> bool:
    """Tell whether a job still has to bill an order: accepted, at a price, and not for what recurs."""
    if order.state not in BILLED_IN or order.gross <= 0:
        return False
    kinds = order.lines.values_list("product__kind", flat=True)
    return any(not product_kinds[kind].recurring for kind in kinds)


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
