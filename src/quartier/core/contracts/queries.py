"""What others may read about contracts."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from quartier.core.contracts.models import Contract
from quartier.core.privacy.extension.legal import let_go_at, let_go_before
from quartier.kit.clock import day_of
from quartier.law.hgb.books import DocumentClass


def kept_until(row: Contract) -> datetime | None:
    """Return until when one is kept as what invoices rest on; None while it is open."""
    return let_go_at(DocumentClass.VOUCHERS, day_of(row.ended_at)) if row.ended_at else None


def past_due(rows: QuerySet[Contract], at: datetime) -> QuerySet[Contract]:
    """Narrow to those that the law lets go: `kept_until` has come."""
    before = let_go_before(DocumentClass.VOUCHERS, at)
    return rows.filter(ended_at__lt=before) if before else rows.none()
