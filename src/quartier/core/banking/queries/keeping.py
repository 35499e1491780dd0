"""How long statements are kept: as vouchers of the books."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from quartier.core.banking.models import Entry
from quartier.core.privacy.extension.legal import let_go_at, let_go_before
from quartier.kit.clock import day_of
from quartier.law.hgb.books import DocumentClass


def kept_until(row: Entry) -> datetime | None:
    """Return until when an entry is kept as a voucher."""
    return let_go_at(DocumentClass.VOUCHERS, row.booked_on)


def past_due(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Narrow to entries that the law lets go."""
    before = let_go_before(DocumentClass.VOUCHERS, at)
    return rows.filter(booked_on__lt=day_of(before)) if before else rows.none()
