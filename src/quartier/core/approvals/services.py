"""A second pair of eyes: one person proposes, another one confirms, and only then it happens, once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.approvals.extension import Decided, approval_kinds
from quartier.core.approvals.models import Approval, ApprovalState
from quartier.core.approvals.queries import kind_of
from quartier.core.audit import services as audit
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

ONCE = "approval_pending_once"


class AlreadyPending(Refused):
    """One proposal of a kind waits for a subject at a time."""

    message = _("A change of this already waits for a second person.")


class AlreadyDecided(Refused):
    """A proposal is decided once."""

    message = _("This has been decided already.")


class SamePerson(Refused):
    """Whoever proposed it does not confirm it."""

    message = _("You have proposed this yourself. Somebody else has to confirm it.")


class NoReason(Refused):
    """A refusal tells the other person why."""

    message = _("Say why, so that the other person understands it.")
    field = "reason"


@transaction.atomic
def propose(
    *,
    actor: Actor,
    at: datetime,
    kind: str,
    subject: str,
    shown: Mapping[str, str],
    holder: str = "",
    entity_id: int | None = None,
    data: Mapping[str, Any] | None = None,
    why: str = "",
) -> Approval:
    """Let something wait for a second person, who reads `shown`. Nothing of it has happened yet.

    Raises KeyError for a kind nobody registered, AlreadyPending, and PersonNeeded for a program.
    """
    approval_kinds[kind]
    row = Approval(kind=kind, subject=subject, holder=holder, entity_id=entity_id, why=why, proposed_at=at)
    row.shown, row.data = {str(label): str(text) for label, text in shown.items()}, dict(data or {})
    row.proposed_key, row.proposed_by = actor.key, str(actor)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if ONCE in str(error):
            raise AlreadyPending from error
        raise
    _record(actor, at, "approval.proposed", row)
    return row


@transaction.atomic
def confirm(*, actor: Actor, at: datetime, approval_id: int) -> Approval:
    """Let it happen, by somebody other than who proposed it; however many confirm at once, it happens once.

    Raises SamePerson and AlreadyDecided, and whatever its effect refuses; nothing has changed then.
    """
    row = _locked(approval_id)
    if actor.key == row.proposed_key:
        raise SamePerson
    _decide(actor, at, row, ApprovalState.CONFIRMED)
    _record(actor, at, "approval.confirmed", row)
    kind_of(row).effect(_decided(actor, at, row))
    return row


@transaction.atomic
def refuse(*, actor: Actor, at: datetime, approval_id: int, reason: str) -> Approval:
    """Drop a proposal with the reason; by who proposed it, it is withdrawn. Raises NoReason and AlreadyDecided."""
    row = _locked(approval_id)
    is_own = actor.key == row.proposed_key
    if not reason.strip() and not is_own:
        raise NoReason
    row.reason = reason.strip()
    _decide(actor, at, row, ApprovalState.WITHDRAWN if is_own else ApprovalState.REFUSED)
    _record(actor, at, "approval.withdrawn" if is_own else "approval.refused", row, reason=row.reason)
    dropped = kind_of(row).dropped
    if dropped is not None:
        dropped(_decided(actor, at, row))
    return row


def _locked(approval_id: int) -> Approval:
    row = Approval.objects.select_for_update().get(pk=approval_id)
    if row.state != ApprovalState.PENDING:
        raise AlreadyDecided
    return row


def _decide(actor: Actor, at: datetime, row: Approval, state: ApprovalState) -> None:
    row.state, row.decided_at, row.decided_key, row.decided_by = state, at, actor.key, str(actor)
    row.save(update_fields=["state", "decided_at", "decided_key", "decided_by", "reason"])


def _decided(actor: Actor, at: datetime, row: Approval) -> Decided:
    return Decided(row.kind, row.subject, row.holder, row.data, row.reason, actor, at)


def _record(actor: Actor, at: datetime, kind: str, row: Approval, **more: str) -> None:
    data = {"approval": row.pk, "kind": row.kind, **more}
    audit.record(actor=actor, at=at, kind=kind, subject=row.holder or row.subject, data=data)
