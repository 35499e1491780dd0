"""What lets a contract run on, and contracts that follow their relationships."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.contracts import queries, rules
from quartier.core.contracts.extension import Ended
from quartier.core.contracts.mails import NoticeRevokedMail
from quartier.core.contracts.models import Contract, ContractState
from quartier.core.contracts.services.ending import (
    AHEAD,
    EARLIER,
    END,
    cancel,
    lead_to,
    locked,
    name_of,
    post,
    run_on,
)
from quartier.core.contracts.services.refusals import NothingToRevoke, ReasonMissing
from quartier.core.contracts.services.terms import open_term
from quartier.core.leaving import queries as leaving
from quartier.core.leaving import services as leaving_services
from quartier.core.parties.services import contracts as keeping
from quartier.kit.clock import day_of
from quartier.values.actor import SYSTEM, Actor

PORTAL = "portal"


@transaction.atomic
def revoke(*, actor: Actor, at: datetime, contract_id: int, because: str) -> Contract:
    """Take a notice back because both sides agree; the contract runs on as before. Nobody does that alone.

    Raises NothingToRevoke, ContractOver, and ReasonMissing without how they agreed.
    """
    row = locked(contract_id)
    kept = queries.ending_of(row)
    if kept is None or row.state != ContractState.ENDING:
        raise NothingToRevoke
    if not because.strip():
        raise ReasonMissing(field="because")
    kept.revoked_at, kept.revoked_because = at, because.strip()
    kept.save(update_fields=["revoked_at", "revoked_because"])
    data = {"number": row.relationship.number, "ends": str(row.ends_on), "reason": because.strip()}
    ends_on = kept.ends_on
    run_on(actor, at, row)
    open_term(actor, at, row)
    keeping.end_relationship(actor=actor, at=at, relationship_id=row.relationship_id, ended_on=None)
    audit.record(actor=actor, at=at, kind="contracts.notice_revoked", subject=queries.subject_of(row), data=data)
    mail = NoticeRevokedMail(number=row.relationship.number, name=name_of(row), ends_on=ends_on)
    post(actor, at, row, mail)
    return row


def follow(party_ids: Sequence[int], at: datetime) -> None:
    """Let contracts follow their relationships that were ended or taken up again elsewhere: import, office, leaving."""
    rows = Contract.everything.select_for_update(no_key=True, of=("self",)).select_related(
        "relationship__legal_entity", "party"
    )
    for row in rows.filter(party__in=party_ids).exclude(state__in=queries.OVER):
        last_on = row.relationship.ended_on
        if last_on == row.ends_on:
            continue
        if last_on is None:
            if row.end_reason == rules.Way.ELSEWHERE:
                run_on(SYSTEM, at, row)
                open_term(SYSTEM, at, row)
            continue
        cancel(SYSTEM, at, row, (END, AHEAD), EARLIER)
        # Whoever leaves the portal has left at once; every other contract ends when its last day is over.
        at_once = row.relationship.kind == PORTAL and last_on <= day_of(at)
        lead_to(SYSTEM, at, row, last_on, rules.Way.ELSEWHERE.value, at_once=at_once)


def close_access(one: Ended) -> None:
    """Close the way into the portal when its contract was ended by a notice; who left already has none (QX-21)."""
    row = one.contract
    is_ours = row.relationship.kind == PORTAL and row.state == ContractState.ENDED
    if not is_ours or one.because == rules.Way.ELSEWHERE or row.ends_on is None:
        return
    if leaving.users_of(row.party) or row.party.account_id:
        leaving_services.end(
            actor=one.actor, at=one.at, party=row.party, way=leaving_services.Way.LETTER, ended_on=row.ends_on
        )
