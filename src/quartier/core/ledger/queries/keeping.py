"""How long the books keep whose a claim was."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from quartier.core.ledger.models import Item
from quartier.core.privacy.extension.legal import let_go_at, let_go_before
from quartier.kit.clock import day_of
from quartier.law.hgb.books import DocumentClass


def kept_until(row: Item) -> datetime | None:
    """Return until when an item is kept, as part of the books; None while something of it is open."""
    return None if row.open else let_go_at(DocumentClass.BOOKS, row.booked_on)


def past_due(rows: QuerySet[Item], at: datetime) -> QuerySet[Item]:
    """Narrow to settled items that the law lets go, whose every counterpart it lets go too."""
    before = let_go_before(DocumentClass.BOOKS, at)
    if before is None:
        return rows.none()
    day = day_of(before)
    old = rows.filter(open=0, booked_on__lt=day, consequences__isnull=True)
    return old.exclude(settled_by__on__gte=day).exclude(settles__on__gte=day)


def kept_with_claim(row: Any) -> datetime | None:
    """Return until when a settlement is kept: as long as the claim it settles."""
    return kept_until(row.claim)


def past_with_claim(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Narrow to settlements of claims that the law lets go."""
    before = let_go_before(DocumentClass.BOOKS, at)
    return rows.filter(claim__open=0, claim__booked_on__lt=day_of(before)) if before else rows.none()
