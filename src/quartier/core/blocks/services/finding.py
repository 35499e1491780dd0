"""Candidates: what apps have found and a person decides about. None of them blocks by itself (Art. 22 GDPR)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.blocks import queries
from quartier.core.blocks.extension import candidate_kinds
from quartier.core.blocks.models import REASON, BlockGround, Candidate, CandidateState
from quartier.core.parties import queries as parties
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import SYSTEM, Actor


class AlreadyDecided(Refused):
    """A candidate is decided once."""

    message = _("This has been decided already.")


@transaction.atomic
def raise_candidate(
    *, at: datetime, kind: str, party_id: int, ground: str, text: str, item: str = "", actor: Actor = SYSTEM
) -> Candidate | None:
    """Put something before the staff, once as long as it is open.

    None where a block rests on it already, or the provider does not block on this ground at all. Raises KeyError for a
    kind nobody registered.
    """
    candidate_kinds[kind]
    if ground not in queries.grounds_known(day_of(at)):
        return None
    blocked = BlockGround.objects.filter(block__party=party_id, block__lifted_at__isnull=True, ended_at__isnull=True)
    if blocked.filter(ground=ground, item=item).exists():
        return None
    known = {"kind": kind, "party_id": party_id, "item": item, "state": CandidateState.OPEN}
    row, is_new = Candidate.objects.get_or_create(
        **known, defaults={"ground": ground, "text": text[:REASON], "raised_at": at}
    )
    if is_new:
        subject = parties.subject_of(row.party)
        data = {"candidate": row.pk, "kind": kind, "reason": row.text}
        audit.record(actor=actor, at=at, kind="block.candidate_raised", subject=subject, data=data)
    return row


@transaction.atomic
def dismiss(*, actor: Actor, at: datetime, candidate_id: int, reason: str) -> Candidate:
    """Settle a candidate without a block. Raises AlreadyDecided."""
    row = Candidate.objects.select_for_update(of=("self",)).select_related("party").get(pk=candidate_id)
    if row.state != CandidateState.OPEN:
        raise AlreadyDecided
    row.state, row.decided_at, row.decided_by = CandidateState.DISMISSED, at, str(actor)
    row.reason = reason.strip()
    row.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    data = {"candidate": row.pk, "kind": row.kind, "reason": row.reason}
    subject = parties.subject_of(row.party)
    audit.record(actor=actor, at=at, kind="block.candidate_dismissed", subject=subject, data=data)
    return row
