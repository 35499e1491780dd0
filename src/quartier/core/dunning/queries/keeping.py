"""How long dunning keeps what it knows: with the claim, or as letters."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from quartier.core.ledger import queries as ledger
from quartier.core.privacy.extension.legal import let_go_at, let_go_before
from quartier.kit.clock import day_of
from quartier.law.hgb.books import DocumentClass


def kept_with_claim(row: Any) -> datetime | None:
    """Return until when something about a claim is kept: as long as the claim; None while it is open."""
    return ledger.kept_until(row.claim)


def past_with_claim(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Narrow to rows about claims that the law lets go."""
    before = let_go_before(DocumentClass.BOOKS, at)
    return rows.filter(claim__open=0, claim__booked_on__lt=day_of(before)) if before else rows.none()


def kept_as_letter(row: Any) -> datetime | None:
    """Return until when a reminder, a hold or a plan is kept; None while a hold or plan stands."""
    fields = {field.name for field in row._meta.fields}
    if "ended_on" not in fields:
        return let_go_at(DocumentClass.LETTERS, row.on)
    return let_go_at(DocumentClass.LETTERS, row.ended_on) if row.ended_on is not None else None


def past_letters(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Narrow to reminders, holds and plans that the law lets go."""
    before = let_go_before(DocumentClass.LETTERS, at)
    if before is None:
        return rows.none()
    name = "ended_on" if any(field.name == "ended_on" for field in rows.model._meta.fields) else "on"
    return rows.filter(Q(**{f"{name}__lt": day_of(before)}))


def kept_with_plan(row: Any) -> datetime | None:
    """Return until when a part of a plan is kept: as long as the plan."""
    return kept_as_letter(row.plan)


def past_with_plan(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Narrow to parts of plans that the law lets go."""
    before = let_go_before(DocumentClass.LETTERS, at)
    return rows.filter(plan__ended_on__lt=day_of(before)) if before else rows.none()
