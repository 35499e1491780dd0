"""Putting mail into the outbox, in the transaction that causes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.inbox import queries, rules
from quartier.core.inbox.models import MailState, OutgoingMail
from quartier.kit.errors import Refused
from quartier.kit.jobs import enqueue
from quartier.kit.mail import Letterhead, Mail, Rendered, checked_address, checked_line
from quartier.values.actor import Actor

NAME_LENGTH = 120
SENDER_LENGTH = 200


class NothingToRetry(Refused):
    """Only mail that failed, or whose second copy is uncertain too, is sent again by hand."""

    message = _("This e-mail is on its way or has arrived; there is nothing to send again.")


class WordsForgotten(Refused):
    """The words were erased after their time."""

    message = _("The text of this e-mail has been erased after one year; it cannot be sent again.")


@transaction.atomic
def post(
    *,
    actor: Actor,
    at: datetime,
    mail: Mail,
    to: str,
    to_name: str = "",
    about: str = "",
    entity: Model | None = None,
    reply_to: str = "",
    attached: Sequence[str] = (),
) -> OutgoingMail:
    """Write a mail in the name of a legal entity (by default the one that runs the portal) and see to its sending.

    Answers go to `reply_to`, by default to that entity. It is rendered now and leaves when the caller's transaction has
    committed; the same mail to the same address at the same instant is posted once. `about` is the subject in the
    audit's form, `app.model:id`; `attached` names in that form what travels with it (`extension.attachables`). Raises
    HeaderRefused for an address or name that cannot stand in a header.
    """
    letterhead, entity_id = queries.letterhead(entity)
    rendered = mail.render(letterhead)
    row, is_new = OutgoingMail.objects.get_or_create(
        message_id=identity_of(mail.template, checked_address(to), about, at, rendered),
        defaults={
            "template": mail.template, "entity_id": entity_id, **sender_of(letterhead, reply_to), "to_address": to,
            "to_name": checked_line(to_name)[:NAME_LENGTH], "subject": rendered.subject, "text": rendered.text,
            "html": rendered.html, "about": about, "attached": list(attached), "created_at": at, "due_at": at,
        },
    )  # fmt: skip
    if is_new:
        data = {"template": mail.template, "about": about}
        audit.record(actor=actor, at=at, kind="mail.posted", subject=subject_of(row.pk), data=data)
        enqueue_sending(row.pk)
    return row


@transaction.atomic
def retry(*, actor: Actor, at: datetime, mail_id: int) -> OutgoingMail:
    """Send a failed mail again, with all its tries anew. Raises NothingToRetry, WordsForgotten."""
    undelivered = Q(state=MailState.FAILED) | Q(state=MailState.UNCERTAIN, resent=True)
    row = OutgoingMail.objects.select_for_update().filter(undelivered, pk=mail_id).first()
    if row is None:
        raise NothingToRetry
    if row.body_erased_at is not None:
        raise WordsForgotten
    before = row.state
    row.state, row.resent, row.due_at = MailState.QUEUED, False, at
    row.attempts_allowed = row.attempts + rules.ATTEMPTS
    row.save(update_fields=["state", "resent", "due_at", "attempts_allowed"])
    audit.record(actor=actor, at=at, kind="mail.retried", subject=subject_of(row.pk), data={"before": before})
    enqueue_sending(row.pk)
    return row


def subject_of(mail_id: int) -> str:
    """Return how the audit names a mail."""
    return f"inbox.outgoingmail:{mail_id}"


def enqueue_sending(mail_id: int, *, at: datetime | None = None) -> None:
    """Let a worker send a mail: one at a time, and one waiting job at most."""
    key = f"mail:{getattr(connection, 'schema_name', '')}:{mail_id}"
    enqueue("inbox.send", mail_id=mail_id, at=at, lock=key, queueing_lock=key)


def sender_of(letterhead: Letterhead, reply_to: str) -> dict[str, Any]:
    """Return the fields of a mail that say who writes and where answers go."""
    answers = reply_to or letterhead.reply_to
    return {
        "sender_name": checked_line(letterhead.sender)[:SENDER_LENGTH],
        "sender_address": checked_address(settings.MAIL_FROM),
        "reply_to": checked_address(answers) if answers else "",
    }


def identity_of(template: str, to: str, about: str, at: datetime, rendered: Rendered) -> str:
    """Return the identity of a mail: the same facts give the same id, and the id gives none of them away."""
    schema = getattr(connection, "schema_name", "")
    facts = "\0".join((schema, template, to, about, at.isoformat(), rendered.subject, rendered.text))
    digest = salted_hmac("quartier.inbox.message_id", facts, algorithm="sha256").hexdigest()[:40]
    return f"<{digest}@{settings.MAIL_FROM.rpartition('@')[2]}>"
