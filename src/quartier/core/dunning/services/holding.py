"""Holds: reminders wait, for a reason that stays on record."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.dunning.models import Hold, HoldKind
from quartier.core.dunning.services.refusals import AlreadyHeld, NoSuchHold, ReasonMissing
from quartier.core.ledger.extension import Item
from quartier.core.parties import queries as parties
from quartier.kit.clock import day_of
from quartier.values.actor import Actor


@transaction.atomic
def hold(
    *, actor: Actor, at: datetime, party: Any, kind: HoldKind, reason: str, claim_id: int | None = None,
    until_on: date | None = None, thread_id: int | None = None,
) -> Hold:  # fmt: skip
    """Let reminders wait, of one claim or of the whole account. Raises ReasonMissing, AlreadyHeld."""
    if not reason.strip():
        raise ReasonMissing
    # The claim or the customer is locked, so that two at once do not both find nothing.
    target = (
        Item.everything.filter(pk=claim_id, party=party) if claim_id else type(party).everything.filter(pk=party.pk)
    )
    if not list(target.select_for_update(no_key=True).values_list("pk", flat=True)):
        raise NoSuchHold
    standing = Hold.objects.filter(party=party, claim=claim_id, kind=kind, ended_on__isnull=True)
    if any(row.until_on is None or row.until_on >= day_of(at) for row in standing):
        raise AlreadyHeld
    row = Hold.objects.create(
        party=party, claim_id=claim_id, kind=kind, reason=reason.strip()[:500], thread_id=thread_id,
        since_on=day_of(at), until_on=until_on, set_at=at, set_by=str(actor)[:120],
    )  # fmt: skip
    data = {
        "hold": row.pk,
        "kind": kind.value,
        "claim": claim_id or 0,
        "reason": row.reason,
        "until": str(until_on or ""),
    }
    audit.record(actor=actor, at=at, kind="dunning.held", subject=parties.subject_of(party), data=data)
    return row


@transaction.atomic
def end_hold(*, actor: Actor, at: datetime, hold_id: int, because: str) -> Hold:
    """End a hold; reminders go on with the stage where they stood. Raises NoSuchHold, ReasonMissing."""
    row = Hold.objects.select_for_update(no_key=True, of=("self",)).select_related("party").get(pk=hold_id)
    if row.ended_on is not None:
        raise NoSuchHold
    if not because.strip():
        raise ReasonMissing
    row.ended_on, row.ended_by, row.ended_because = day_of(at), str(actor)[:120], because.strip()[:300]
    row.save(update_fields=["ended_on", "ended_by", "ended_because"])
    data = {"hold": row.pk, "kind": row.kind, "reason": row.ended_because}
    audit.record(actor=actor, at=at, kind="dunning.hold_ended", subject=parties.subject_of(row.party), data=data)
    return row
