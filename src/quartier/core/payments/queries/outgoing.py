"""What goes back, and what customers set off."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from quartier.core.payments.models import Refund, RefundState, RefundWay, SetOff, SetOffState


def refund_subject(row: Refund) -> str:
    """Return how items, approvals and facts name a refund."""
    return f"payments.refund:{row.pk}"


def refund_numbered(refund_id: int) -> Refund | None:
    """Return one refund, None where there is none."""
    return Refund.objects.select_related("party", "entity", "payment").filter(pk=refund_id).first()


def refund_of(subject: str) -> Refund | None:
    """Return the refund for a thing ("withdrawal.withdrawal:7") that was not dropped."""
    return Refund.everything.filter(subject=subject).exclude(state=RefundState.DROPPED).first()


def refunds_of(party_id: int) -> QuerySet[Refund]:
    """Return what goes back to a customer, the latest first."""
    return Refund.objects.filter(party_id=party_id).exclude(state=RefundState.DROPPED).select_related("entity")


def refunds_seen(staff: Any) -> QuerySet[Refund]:
    """Return the refunds that a member of staff may see, the most urgent first."""
    rows = Refund.objects.select_related("party", "entity").order_by("due_on", "owed_at", "pk")
    return rows if staff.entity_id is None else rows.filter(entity=staff.entity_id)


def refunds_ready(staff: Any) -> QuerySet[Refund]:
    """Return the refunds that somebody approves."""
    return refunds_seen(staff).filter(state=RefundState.READY)


def payable(entity_id: int, until: date | None = None) -> QuerySet[Refund]:
    """Return approved transfers of a company that a payment run takes up, the most urgent first."""
    rows = Refund.objects.filter(entity_id=entity_id, state=RefundState.APPROVED, way=RefundWay.TRANSFER)
    rows = rows.select_related("party").order_by("due_on", "pk")
    return rows if until is None else rows.filter(due_on__lte=until)


def set_off_numbered(set_off_id: int) -> SetOff | None:
    """Return one set-off, None where there is none."""
    return SetOff.objects.select_related("party", "entity", "against").filter(pk=set_off_id).first()


def set_offs_of(party_id: int) -> QuerySet[SetOff]:
    """Return what a customer has set off, the latest first."""
    return SetOff.objects.filter(party_id=party_id).select_related("entity")


def set_offs_seen(staff: Any) -> QuerySet[SetOff]:
    """Return the set-offs that a member of staff may see, those to be looked at first."""
    rows = SetOff.objects.select_related("party", "entity").order_by("-state", "declared_at", "pk")
    return rows if staff.entity_id is None else rows.filter(entity=staff.entity_id)


def set_offs_pending(staff: Any) -> QuerySet[SetOff]:
    """Return the set-offs that somebody looks at."""
    return set_offs_seen(staff).filter(state=SetOffState.PENDING)
