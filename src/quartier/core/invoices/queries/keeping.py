"""How long invoices are kept: as vouchers, whose they are included."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from quartier.core.invoices.models import Invoice
from quartier.core.privacy.extension.legal import let_go_at, let_go_before
from quartier.kit.clock import day_of
from quartier.law.hgb.books import DocumentClass


def kept_until(row: Invoice) -> datetime | None:
    """Return until when an invoice is kept, by the day it was issued."""
    return let_go_at(DocumentClass.VOUCHERS, row.issued_on)


def kept_with_invoice(row: Any) -> datetime | None:
    """Return until when something about an invoice is kept: as long as it."""
    return kept_until(row.invoice)


def past_due(rows: QuerySet[Invoice], at: datetime) -> QuerySet[Invoice]:
    """Narrow to invoices that the law lets go."""
    before = let_go_before(DocumentClass.VOUCHERS, at)
    return rows.filter(issued_on__lt=day_of(before)) if before else rows.none()
