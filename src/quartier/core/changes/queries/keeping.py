"""How long announcements are kept as proof."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from quartier.core.changes.models import Announcement
from quartier.core.privacy.extension.legal import let_go_at, let_go_before
from quartier.kit.clock import day_of
from quartier.law.hgb.books import DocumentClass


def kept_until(row: Announcement) -> datetime | None:
    """Return until when one is kept as a commercial letter, counted from its sending."""
    return let_go_at(DocumentClass.LETTERS, day_of(row.sent_at))


def past_due(rows: QuerySet[Announcement], at: datetime) -> QuerySet[Announcement]:
    """Narrow to those that the law lets go: `kept_until` has come."""
    before = let_go_before(DocumentClass.LETTERS, at)
    return rows.filter(sent_at__lt=before) if before else rows.none()
