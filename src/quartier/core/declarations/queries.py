"""What others may read about declarations."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from quartier.core.declarations.models import Declaration
from quartier.core.privacy.extension.legal import let_go_at, let_go_before
from quartier.kit.clock import day_of
from quartier.law.hgb.books import DocumentClass


def kept_until(row: Declaration) -> datetime | None:
    """Return until when one is kept as a commercial letter; None while it is open."""
    return let_go_at(DocumentClass.LETTERS, day_of(row.settled_at)) if row.settled_at else None


def past_due(rows: QuerySet[Declaration], at: datetime) -> QuerySet[Declaration]:
    """Narrow to those that the law lets go: `kept_until` has come."""
    before = let_go_before(DocumentClass.LETTERS, at)
    return rows.filter(settled_at__lt=before) if before else rows.none()
