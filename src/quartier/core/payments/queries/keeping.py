"""How long what was paid and paid back is kept: as part of the books."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from quartier.core.payments.models import Payment, PayPalOrder, PayPalState, Refund, RefundState, SetOff, SetOffState
from quartier.core.privacy.extension.legal import let_go_at, let_go_before
from quartier.kit.clock import day_of
from quartier.law.hgb.books import DocumentClass

OVER = (RefundState.PAID, RefundState.DROPPED)
TRIED = (PayPalState.CREATED, PayPalState.PENDING)


def payment_kept_until(row: Payment) -> datetime | None:
    """Return until when a payment is kept."""
    return let_go_at(DocumentClass.BOOKS, row.received_on)


def payments_past(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Narrow to payments that the law lets go."""
    before = let_go_before(DocumentClass.BOOKS, at)
    return rows.filter(received_on__lt=day_of(before)) if before else rows.none()


def refund_kept_until(row: Refund) -> datetime | None:
    """Return until when a refund is kept; None while it is open."""
    return let_go_at(DocumentClass.BOOKS, row.paid_on or day_of(row.owed_at)) if row.state in OVER else None


def refunds_past(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Narrow to refunds that the law lets go."""
    before = let_go_before(DocumentClass.BOOKS, at)
    return (
        rows.filter(state__in=OVER, owed_at__lt=before).exclude(paid_on__gte=day_of(before)) if before else rows.none()
    )


def set_off_kept_until(row: SetOff) -> datetime | None:
    """Return until when a set-off is kept; None while it is open."""
    return let_go_at(DocumentClass.BOOKS, day_of(row.decided_at)) if row.decided_at else None


def set_offs_past(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Narrow to set-offs that the law lets go."""
    before = let_go_before(DocumentClass.BOOKS, at)
    return rows.exclude(state=SetOffState.PENDING).filter(decided_at__lt=before) if before else rows.none()


def try_kept_until(row: PayPalOrder) -> datetime | None:
    """Return until when a try to pay by PayPal is kept: as long as vouchers."""
    return None if row.state in TRIED else let_go_at(DocumentClass.VOUCHERS, day_of(row.changed_at))


def tries_past(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Narrow to tries that the law lets go."""
    before = let_go_before(DocumentClass.VOUCHERS, at)
    return rows.exclude(state__in=TRIED).filter(changed_at__lt=before) if before else rows.none()
