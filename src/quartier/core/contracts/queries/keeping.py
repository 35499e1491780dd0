"""How long contracts and what belongs to them are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from quartier.core.contracts.models import Agreement, Contract
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


def kept_with_contract(row: Any) -> datetime | None:
    """Return until when something that belongs to a contract is kept: as long as the contract."""
    return kept_until(row.contract)


def past_with_contract(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Narrow to what belongs to contracts that the law lets go."""
    before = let_go_before(DocumentClass.VOUCHERS, at)
    return rows.filter(contract__ended_at__lt=before) if before else rows.none()


def agreement_kept_until(row: Agreement) -> datetime | None:
    """Return until when an agreement is kept: as the letter that it is."""
    return let_go_at(DocumentClass.LETTERS, row.agreed_on)


def agreements_past(rows: QuerySet[Agreement], at: datetime) -> QuerySet[Agreement]:
    """Narrow to agreements that the law lets go."""
    before = let_go_before(DocumentClass.LETTERS, at)
    return rows.filter(agreed_on__lt=day_of(before)) if before else rows.none()
