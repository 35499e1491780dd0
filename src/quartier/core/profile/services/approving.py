"""Name and birthday: a customer asks, somebody of the staff decides, both are on record (SBV-85)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.inbox import services as inbox
from quartier.core.parties import queries as parties
from quartier.core.parties.services import NameMissing, NothingChanged, identity
from quartier.core.profile import queries
from quartier.core.profile.mails import IdentityDecidedMail
from quartier.core.profile.models import IdentityChange
from quartier.core.profile.rules import State
from quartier.core.profile.services.changing import hand_over
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

ONCE = "one_identity_change_at_a_time"


class AlreadyAsked(Refused):
    """One wish at a time."""

    message = _("You have asked for a change already. We have not decided yet.")


class AlreadyDecided(Refused):
    """A wish is decided once."""

    message = _("This has been decided already.")


class AnswerMissing(Refused):
    """Whoever is refused hears why."""

    message = _("Write why. The customer reads it.")
    field = "answer"


@transaction.atomic
def ask_for_identity(
    *, actor: Actor, at: datetime, party_id: int, values: Mapping[str, str], reason: str, shown: Mapping[str, str]
) -> IdentityChange:
    """Take a customer's wish in; nothing changes before somebody approves.

    Raises NothingChanged, NameMissing and AlreadyAsked; nothing is stored then.
    """
    party = parties.party_numbered(party_id)
    known = identity.identity_of(party)
    wanted = {f: [known[f], values[f]] for f in known if f in values and values[f] != known[f]}
    if not wanted:
        raise NothingChanged
    if not values.get("name", party.name).strip():
        raise NameMissing
    row = IdentityChange(
        party_id=party_id, wanted=wanted, reason=reason.strip(), asked_at=at, asked_by=str(actor)[:120]
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if ONCE in str(error):
            raise AlreadyAsked from error
        raise
    about = parties.subject_of(party)
    audit.keep_confirmation(actor=actor, at=at, form="profile.identity", subject=about, values=shown)
    _record(actor, at, "profile.identity_asked", row, {"fields": sorted(wanted)})
    return row


@transaction.atomic
def decide(*, actor: Actor, at: datetime, change_id: int, approve: bool, answer: str = "") -> IdentityChange:
    """Approve a wish, which changes the data and hands them over, or refuse it with the reason; the customer is told.

    Raises AlreadyDecided and AnswerMissing; nothing has changed then.
    """
    row = _open(change_id)
    if not approve and not answer.strip():
        raise AnswerMissing
    if approve:
        values = {field: new for field, (_old, new) in row.wanted.items()}
        changes = identity.change_identity(actor=actor, at=at, party_id=row.party_id, values=values)
        hand_over(actor=actor, at=at, party_id=row.party_id, changes=changes)
    _settle(actor, at, row, State.APPROVED if approve else State.REFUSED, answer)
    _record(actor, at, "profile.identity_approved" if approve else "profile.identity_refused", row)
    party = parties.party_numbered(row.party_id)
    if party.email:
        mail = IdentityDecidedMail(approved=approve, answer=row.answer, fields=tuple(map(queries.label_of, row.wanted)))
        about = parties.subject_of(party)
        inbox.post(actor=actor, at=at, mail=mail, to=party.email, to_name=str(party), about=about)
    return row


@transaction.atomic
def withdraw(*, actor: Actor, at: datetime, change_id: int) -> IdentityChange:
    """Take a wish back. Raises AlreadyDecided."""
    row = _open(change_id)
    _settle(actor, at, row, State.WITHDRAWN, "")
    _record(actor, at, "profile.identity_withdrawn", row)
    return row


def _open(change_id: int) -> IdentityChange:
    row = IdentityChange.objects.select_for_update().get(pk=change_id)
    if row.state != State.OPEN:
        raise AlreadyDecided
    return row


def _settle(actor: Actor, at: datetime, row: IdentityChange, state: State, answer: str) -> None:
    row.state, row.answer, row.decided_at, row.decided_by = state.value, answer.strip(), at, str(actor)[:120]
    row.save(update_fields=["state", "answer", "decided_at", "decided_by"])


def _record(actor: Actor, at: datetime, kind: str, row: IdentityChange, data: dict[str, Any] | None = None) -> None:
    about = parties.subject_of(parties.party_numbered(row.party_id))
    audit.record(actor=actor, at=at, kind=kind, subject=about, data={"wish": row.pk, **(data or {})})
