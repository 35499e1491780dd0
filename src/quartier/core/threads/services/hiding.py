"""Messages that should not stand there: reported, hidden, kept as evidence, shown again (DWG-37)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartier.core.threads.models import Author, ContentReport, Message
from quartier.core.threads.services.answering import tell
from quartier.core.threads.services.writing import AUTHORS, put, recorded
from quartier.kit.errors import Refused
from quartier.values.actor import SYSTEM, Actor


class AlreadyHidden(Refused):
    """What is hidden cannot be hidden or reported again."""

    message = _("This message is hidden already.")


class NotHidden(Refused):
    """Only a hidden message can be shown again."""

    message = _("This message is not hidden.")


class OwnMessage(Refused):
    """People report what others wrote."""

    message = _("This is your own message. Write to us if it should be taken back.")


@transaction.atomic
def report(*, actor: Actor, at: datetime, message_id: int, reason: str) -> ContentReport:
    """Say that a message should not stand there. Raises AlreadyHidden and OwnMessage."""
    message = _shown(message_id)
    reporter = AUTHORS.get(actor.kind, Author.STAFF)
    if reporter is Author.CUSTOMER and message.author == Author.CUSTOMER:
        raise OwnMessage
    row = ContentReport.objects.create(
        message=message, reporter=reporter, reporter_key=actor.key, reason=reason, reported_at=at
    )
    recorded(actor, at, "thread.message_reported", message.thread, {"message": message.pk, "reason": reason})
    return row


@transaction.atomic
def hide(*, actor: Actor, at: datetime, message_id: int, reason: str) -> Message:
    """Hide a message from everybody but those who keep evidence, and tell whoever wrote it. Raises AlreadyHidden."""
    message = _shown(message_id)
    message.hidden_at, message.hidden_because = at, reason
    message.save(update_fields=["hidden_at", "hidden_because"])
    message.reports.filter(settled_at__isnull=True).update(settled_at=at)
    recorded(actor, at, "thread.message_hidden", message.thread, {"message": message.pk, "reason": reason})
    _tell_sender(at, message)
    return message


@transaction.atomic
def leave(*, actor: Actor, at: datetime, message_id: int) -> Message:
    """Settle the reports about a message without hiding it. Raises AlreadyHidden."""
    message = _shown(message_id)
    message.reports.filter(settled_at__isnull=True).update(settled_at=at)
    recorded(actor, at, "thread.message_left", message.thread, {"message": message.pk})
    return message


@transaction.atomic
def show_again(*, actor: Actor, at: datetime, message_id: int) -> Message:
    """Take hiding back. Raises NotHidden."""
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.hidden_at is None:
        raise NotHidden
    message.hidden_at, message.hidden_because = None, ""
    message.save(update_fields=["hidden_at", "hidden_because"])
    recorded(actor, at, "thread.message_shown_again", message.thread, {"message": message.pk})
    return message


@transaction.atomic
def open_evidence(*, actor: Actor, at: datetime, message_id: int) -> Message:
    """Return a hidden message with its words; that somebody opened it is recorded. Raises NotHidden."""
    message = Message.objects.select_related("thread__party").get(pk=message_id)
    if message.hidden_at is None:
        raise NotHidden
    recorded(actor, at, "thread.evidence_opened", message.thread, {"message": message.pk})
    return message


def _shown(message_id: int) -> Message:
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.hidden_at is not None:
        raise AlreadyHidden
    return message


def _tell_sender(at: datetime, message: Message) -> None:
    with translation.override("de"):
        words = gettext("A message of %(day)s was hidden. Reason: %(reason)s") % {
            "day": f"{message.written_at:%d.%m.%Y}",
            "reason": message.hidden_because,
        }
    by_customer = message.author == Author.CUSTOMER
    put(SYSTEM, at, message.thread, words, internal=not by_customer)
    if by_customer:
        tell(SYSTEM, at, message.thread)
