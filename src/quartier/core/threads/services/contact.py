"""Requests of people without an account: asked, answered, withdrawn at any time (SBV-89).

They are never taken for a customer's, whatever address they come from. Every mail carries a fresh secret link, of which
only the hash is kept.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.inbox import services as inbox
from quartier.core.providers import queries as providers
from quartier.core.threads.mails import ContactAnswerMail, ContactMail
from quartier.core.threads.models import ContactRequest, ContactState
from quartier.core.threads.queries import contact_subject, digest_of
from quartier.kit.errors import Refused
from quartier.values.actor import SYSTEM, VISITOR, Actor

DAY = timedelta(days=1)
MOST_A_DAY = 5
VALID_FOR = timedelta(days=90)


class TooOften(Refused):
    """A form that anybody can send is not sent without end."""

    message = _("You have written very often today. Please wait until tomorrow, or call us.")
    status = 429


class Withdrawn(Refused):
    """Whoever has withdrawn is not written to any more."""

    message = _("This request was withdrawn. Nobody writes in it any more.")


class NoReason(Refused):
    """Words stay against their sender's will for a reason alone."""

    message = _("Write why the words must be kept.")
    field = "reason"


@transaction.atomic
def ask(
    *, at: datetime, name: str, email: str, subject: str, text: str, entity_id: int | None = None
) -> ContactRequest:
    """Take a request of somebody without an account and send them the link to it. Raises TooOften."""
    lately = ContactRequest.objects.filter(email__iexact=email, opened_at__gt=at - DAY)
    if lately.count() >= MOST_A_DAY:
        raise TooOften
    entity = entity_id or next(one.pk for one in providers.entities() if one.role == "principal")
    row = ContactRequest.objects.create(
        name=name, email=email, subject=subject, entity_id=entity, opened_at=at, changed_at=at
    )
    row.messages.create(is_ours=False, author_name=name, text=text, written_at=at)
    _recorded(VISITOR, at, "contact.asked", row)
    _send(at, row, ContactMail)
    return row


@transaction.atomic
def go_on(*, at: datetime, request_id: int, text: str) -> ContactRequest:
    """Let somebody go on in their request; then it is our turn again. Raises Withdrawn."""
    row = _running(request_id)
    row.messages.create(is_ours=False, author_name=row.name, text=text, written_at=at)
    _turned(row, ContactState.OPEN, at)
    _recorded(VISITOR, at, "contact.continued", row)
    return row


@transaction.atomic
def answer_contact(*, actor: Actor, at: datetime, request_id: int, text: str, closes: bool = False) -> ContactRequest:
    """Answer somebody, who is told by mail that there is something to read. Raises Withdrawn."""
    row = _running(request_id)
    row.messages.create(is_ours=True, author_name=actor.name[:120], text=text, written_at=at)
    _turned(row, ContactState.CLOSED if closes else ContactState.ANSWERED, at)
    _recorded(actor, at, "contact.answered", row)
    _send(at, row, ContactAnswerMail)
    return row


@transaction.atomic
def keep_contact(*, actor: Actor, at: datetime, request_id: int, reason: str) -> ContactRequest:
    """Note why the words of a request stay even if their sender withdraws them. Raises Withdrawn and NoReason."""
    row = _running(request_id)
    if not reason.strip():
        raise NoReason
    row.kept_because = reason
    row.save(update_fields=["kept_because"])
    _recorded(actor, at, "contact.kept", row, reason=reason)
    return row


@transaction.atomic
def withdraw(*, at: datetime, request_id: int) -> ContactRequest:
    """Let somebody withdraw their request: nobody writes in it any more, and its words go. Raises Withdrawn.

    Where staff have noted a reason, the words stay, and their sender reads the reason.
    """
    row = _running(request_id)
    row.withdrawn_at = at
    if not row.kept_because:
        row.messages.all().delete()
        row.name = row.email = row.subject = ""
        inbox.forget_about(subject=contact_subject(row))
    _turned(row, ContactState.WITHDRAWN, at)
    _recorded(VISITOR, at, "contact.withdrawn", row, kept=bool(row.kept_because))
    return row


def _running(request_id: int) -> ContactRequest:
    row = ContactRequest.objects.select_for_update().get(pk=request_id)
    if row.state == ContactState.WITHDRAWN:
        raise Withdrawn
    return row


def _turned(row: ContactRequest, state: ContactState, at: datetime) -> None:
    row.state, row.changed_at = state, at
    row.save()


def _send(at: datetime, row: ContactRequest, kind: type[ContactMail | ContactAnswerMail]) -> None:
    token = secrets.token_urlsafe(32)
    row.links.create(digest=digest_of(token), expires_at=at + VALID_FOR)
    mail = kind(token=token, until=at + VALID_FOR)
    about = contact_subject(row)
    inbox.post(actor=SYSTEM, at=at, mail=mail, to=row.email, to_name=row.name, about=about, entity=row.entity)


def _recorded(actor: Actor, at: datetime, kind: str, row: ContactRequest, **data: Any) -> None:
    audit.record(actor=actor, at=at, kind=kind, subject=contact_subject(row), data=data)
