"""Reading what waits for a second person, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, QuerySet

from quartier.core.approvals.extension import ApprovalKind, approval_kinds
from quartier.core.approvals.models import Approval, ApprovalState
from quartier.values.zone import BERLIN

# Evidence of who decided what: as long as claims from it may be raised (§§ 195, 199 BGB).
KEPT_YEARS = 3


def kind_of(row: Approval) -> ApprovalKind:
    """Return the kind of a proposal."""
    return approval_kinds[row.kind]


def approvals(staff: Any) -> QuerySet[Approval]:
    """Return the proposals of the kinds that somebody's permissions open, the latest first; a partner's staff, theirs.

    What single rows are about is looked at by `may_see`.
    """
    kinds = [key for key in approval_kinds.keys() if approval_kinds[key].needs in staff.permissions]  # noqa: SIM118
    rows = Approval.objects.filter(kind__in=kinds)
    return rows if staff.entity_id is None else rows.filter(entity=staff.entity_id)


def may_see(staff: Any, row: Approval) -> bool:
    """Tell whether somebody may see what a proposal is about."""
    visible = kind_of(row).visible
    return visible is None or visible(staff, row.subject)


def pending(staff: Any) -> Sequence[Approval]:
    """Return what waits and may be seen by somebody, the oldest first, the own proposals included."""
    rows = approvals(staff).filter(state=ApprovalState.PENDING).order_by("proposed_at", "pk")
    return [row for row in rows if may_see(staff, row)]


def decided(staff: Any, most: int = 50) -> Sequence[Approval]:
    """Return what was decided last and may be seen by somebody."""
    rows = approvals(staff).exclude(state=ApprovalState.PENDING).order_by("-decided_at", "-pk")
    return [row for row in rows[:most] if may_see(staff, row)]


def count_pending(staff: Any) -> int:
    """Return how many proposals of others wait for somebody."""
    return sum(row.proposed_key != str(staff.pk) for row in pending(staff))


def pending_of(kind: str, subject: str) -> Approval | None:
    """Return the proposal of a kind that waits for a subject."""
    return Approval.objects.filter(kind=kind, subject=subject, state=ApprovalState.PENDING).first()


def kept_until(row: Approval) -> datetime:
    """Return until when a proposal is kept: for ever while it waits, then three years to the end of the year."""
    if row.decided_at is None:
        return datetime.max.replace(tzinfo=UTC)
    return datetime(row.decided_at.astimezone(BERLIN).year + KEPT_YEARS + 1, 1, 1, tzinfo=BERLIN)


def outlived(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Keep the rows whose time is over: `kept_until` has come."""
    new_year = datetime(at.astimezone(BERLIN).year - KEPT_YEARS, 1, 1, tzinfo=BERLIN)
    return rows.filter(~Q(state=ApprovalState.PENDING), decided_at__lt=new_year)
