"""What staff decide: which subject a declaration is about, and that one has no effect."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.declarations import queries
from quartier.core.declarations.extension import Candidate, Outcome, declaration_kinds
from quartier.core.declarations.models import Answer, Declaration, DeclarationState
from quartier.core.declarations.rules import rejected
from quartier.core.declarations.services import judging
from quartier.core.declarations.services.receiving import SentAfterReceipt
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class AlreadyDecided(Refused):
    """What has been answered is not answered again."""

    message = _("This declaration has been decided already.")


class NoSuchSubject(Refused):
    """A declaration is matched to one of the candidates."""

    message = _("Choose what the declaration is about.")
    field = "subject"


class ReasonMissing(Refused):
    """Whoever declared something reads why it has no effect."""

    message = _("Write the reason; whoever declared it reads it.")
    field = "reason"


@transaction.atomic
def match(
    *,
    actor: Actor,
    at: datetime,
    declaration_id: int,
    subject: str = "",
    chosen: Candidate | None = None,
    dispatched_on: date | None = None,
) -> Declaration:
    """Say what a declaration is about; it is judged as on the day it was received, and answered.

    `chosen` is a candidate that somebody looked for beyond those of the declaration itself, which `subject` names.
    Raises AlreadyDecided, NoSuchSubject and SentAfterReceipt; nothing has changed then.
    """
    row = _open(declaration_id)
    found = chosen or next((one for one in queries.candidates(row) if one.subject == subject), None)
    if found is None:
        raise NoSuchSubject
    if dispatched_on is not None:
        if dispatched_on > day_of(row.received_at):
            raise SentAfterReceipt
        row.dispatched_on = dispatched_on
    row.subject, row.party_id, row.entity_id = found.subject, found.party_id, found.entity_id
    row.save(update_fields=["subject", "party", "entity", "dispatched_on"])
    data = {"about": row.subject}
    audit.record(actor=actor, at=at, kind="declarations.matched", subject=queries.subject_of(row), data=data)
    addresses = judging.reach(row)
    judging.settle(actor, at, row)
    if row.state != DeclarationState.UNCLEAR:
        judging.answer(actor, at, row, addresses)
    return row


@transaction.atomic
def reject(*, actor: Actor, at: datetime, declaration_id: int, reason: str) -> Declaration:
    """Close a declaration that is about nothing here, with the reason. Raises AlreadyDecided, ReasonMissing."""
    row = _open(declaration_id)
    if not reason.strip():
        raise ReasonMissing
    judging.keep(actor, at, row, Outcome(state=DeclarationState.REJECTED, sentences=rejected(reason.strip())))
    judging.answer(actor, at, row, judging.reach(row))
    return row


@transaction.atomic
def note_letter(*, actor: Actor, at: datetime, declaration_id: int) -> Declaration:
    """Note that the answer went out by letter. Raises AlreadyDecided where none was due."""
    row = Declaration.everything.select_for_update(no_key=True).get(pk=declaration_id)
    if row.answer != Answer.LETTER_DUE:
        raise AlreadyDecided
    row.answer = Answer.LETTER
    row.save(update_fields=["answer"])
    audit.record(actor=actor, at=at, kind="declarations.answered", subject=queries.subject_of(row), data={})
    return row


def _open(declaration_id: int) -> Declaration:
    row = Declaration.everything.select_for_update(no_key=True).get(pk=declaration_id)
    if row.state != DeclarationState.UNCLEAR:
        raise AlreadyDecided
    declaration_kinds[row.kind]
    return row
