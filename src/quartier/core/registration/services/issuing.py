"""Issuing codes to customers: one or many, each bound to one customer; the old one dies with a new one (DWG-16)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from quartier.core.audit import services as audit
from quartier.core.letters import services as letters
from quartier.core.parties import queries as parties
from quartier.core.registration import queries
from quartier.core.registration.extension import CodeLetter
from quartier.core.registration.models import CodeRun, InvitationCode, Occasion
from quartier.core.registration.rules.codes import plain
from quartier.core.registration.rules.flow import Flow, after
from quartier.core.registration.services import secret
from quartier.core.registration.services.refusals import CodeOver, NobodyChosen, TooManyCodes
from quartier.kit.clock import day_of
from quartier.kit.jobs import enqueue
from quartier.values.actor import Actor

MOST = 2_000
PURPOSE = "code"


@transaction.atomic
def issue(
    *,
    actor: Actor,
    at: datetime,
    flow: Flow,
    party_ids: Collection[int],
    occasion: Occasion = Occasion.FIRST,
    reason: str = "",
) -> list[CodeRun]:
    """Issue a code to each of these customers who needs one, and have the letters made; one run for every company.

    For a new code and for a reminder the open code dies. Raises NobodyChosen, TooManyCodes and what
    a letter of the company raises that cannot be set; nothing changes then.
    """
    if len(set(party_ids)) > MOST:
        raise TooManyCodes
    replaces = occasion is not Occasion.FIRST
    people = queries.needing_code(flow, at, with_open=replaces).filter(pk__in=party_ids)
    chosen = list(people.select_for_update(of=("self",)))
    by_company: dict[int, list[Any]] = {}
    for party in chosen:
        by_company.setdefault(queries.company_of(party, flow), []).append(party)
    if not by_company:
        raise NobodyChosen
    for entity_id, reached in by_company.items():
        letters.draft(actor=actor, at=at, party_id=reached[0].pk, entity_id=entity_id, text=_sample(flow, at))
    _revoke(actor, at, chosen, reason)
    return [_run(actor, at, flow, entity_id, people, occasion) for entity_id, people in sorted(by_company.items())]


def _sample(flow: Flow, at: datetime) -> CodeLetter:
    """Return a letter without a code: whether the company's letterhead is complete is known before codes are made."""
    return CodeLetter(code="", until=day_of(at), address="", with_birthday=flow.with_birthday)


def _run(actor: Actor, at: datetime, flow: Flow, entity_id: int, people: Sequence[Any], occasion: Occasion) -> CodeRun:
    run = CodeRun.objects.create(
        entity_id=entity_id, occasion=occasion, issued_at=at, issued_by=str(actor), code_count=len(people)
    )
    own, until = secret.key(), after(at, flow.code_holds)
    rows = []
    for party in people:
        code = secret.new_code()
        digest = secret.digest_under(own, code, purpose=PURPOSE)
        rows.append(InvitationCode(run=run, party=party, digest=digest, sealed=code, issued_at=at, expires_at=until))
    InvitationCode.objects.bulk_create(rows, batch_size=500)
    for row in rows:
        subject = parties.subject_of(row.party)
        audit.record(actor=actor, at=at, kind="registration.code_issued", subject=subject, data={"run": str(run)})
    schema = str(getattr(connection, "schema_name", ""))
    enqueue("registration.make_letters", run_id=run.pk, queueing_lock=f"registration.make_letters:{schema}:{run.pk}")
    return run


def _revoke(actor: Actor, at: datetime, people: Sequence[Any], reason: str) -> None:
    rows = InvitationCode.objects.filter(party__in=people, used_at__isnull=True, revoked_at__isnull=True)
    for row in rows.select_for_update(of=("self",)):
        end(actor, at, row, reason)


@transaction.atomic
def revoke(*, actor: Actor, at: datetime, code_id: int, reason: str) -> InvitationCode:
    """Let a code die. Raises CodeOver."""
    row = InvitationCode.objects.select_for_update(of=("self",)).get(pk=code_id)
    if row.used_at is not None or row.revoked_at is not None:
        raise CodeOver
    return end(actor, at, row, reason)


def end(actor: Actor, at: datetime, row: InvitationCode, reason: str) -> InvitationCode:
    """Let a code die, with the reason, in the caller's transaction."""
    row.revoked_at, row.revoked_because, row.sealed = at, reason, None
    row.save(update_fields=["revoked_at", "revoked_because", "sealed"])
    data = {"run": str(row.run), "reason": reason}
    audit.record(actor=actor, at=at, kind="registration.code_revoked", subject=parties.subject_of(row.party), data=data)
    return row


def found(typed: str) -> InvitationCode | None:
    """Return the code that somebody typed, locked for the caller's transaction, whatever has become of it."""
    code = plain(typed)
    digest = secret.digest_of(code, purpose=PURPOSE)
    row = InvitationCode.objects.select_for_update(of=("self",)).filter(digest=digest).first()
    return row if code else None
