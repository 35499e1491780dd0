"""Messages that should not stand there: reported, hidden, kept as evidence, shown again (DWG-37)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.threads.models import Author, Case, Message
from quartier.core.threads.queries import open_case_of
from quartier.core.threads.services.cases import (
    AlreadyHidden,
    NotHidden,
    hide_thing,
    leave_thing,
    report_thing,
    restore_thing,
)
from quartier.core.threads.services.writing import AUTHORS, recorded
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

MESSAGE = "message"


class OwnMessage(Refused):
    """People report what others wrote."""

    message = _("This is your own message. Write to us if it should be taken back.")


@transaction.atomic
def report(*, actor: Actor, at: datetime, message_id: int, reason: str) -> Case:
    """Say that a message should not stand there. Raises AlreadyHidden and OwnMessage."""
    message = _shown(message_id)
    if AUTHORS.get(actor.kind, Author.STAFF) is Author.CUSTOMER and message.author == Author.CUSTOMER:
        raise OwnMessage
    case = report_thing(actor=actor, at=at, kind=MESSAGE, number=message.pk, reason=reason, message=message)
    recorded(actor, at, "thread.message_reported", message.thread, {"message": message.pk, "reason": reason})
    return case


@transaction.atomic
def hide(*, actor: Actor, at: datetime, message_id: int, ground: str, reason: str) -> Message:
    """Hide a message from everybody but those who keep evidence, and tell whoever wrote it. Raises AlreadyHidden."""
    message = _shown(message_id)
    hide_thing(actor=actor, at=at, kind=MESSAGE, number=message.pk, ground=ground, reason=reason)
    message.refresh_from_db()
    return message


@transaction.atomic
def leave(*, actor: Actor, at: datetime, message_id: int) -> Message:
    """Settle the reports about a message without hiding it. Raises AlreadyHidden."""
    message = _shown(message_id)
    case = open_case_of(MESSAGE, message.pk)
    if case is not None:
        leave_thing(actor=actor, at=at, case_id=case.pk)
    message.reports.filter(settled_at__isnull=True).update(settled_at=at)
    recorded(actor, at, "thread.message_left", message.thread, {"message": message.pk})
    return message


@transaction.atomic
def show_again(*, actor: Actor, at: datetime, message_id: int) -> Message:
    """Take hiding back. Raises NotHidden."""
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.hidden_at is None:
        raise NotHidden
    case = open_case_of(MESSAGE, message.pk)
    if case is not None:
        restore_thing(actor=actor, at=at, case_id=case.pk)
    else:
        reveal_message(actor=actor, at=at, number=message.pk)
    message.refresh_from_db()
    return message


@transaction.atomic
def open_evidence(*, actor: Actor, at: datetime, message_id: int) -> Message:
    """Return a hidden message with its words; that somebody opened it is recorded. Raises NotHidden."""
    message = Message.objects.select_related("thread__party").get(pk=message_id)
    if message.hidden_at is None:
        raise NotHidden
    recorded(actor, at, "thread.evidence_opened", message.thread, {"message": message.pk})
    return message


def conceal_message(*, actor: Actor, at: datetime, number: int, reason: str) -> None:
    """Hide the words of a message; they are kept as evidence."""
    message = Message.objects.select_for_update().get(pk=number)
    message.hidden_at, message.hidden_because = at, reason
    message.save(update_fields=["hidden_at", "hidden_because"])
    message.reports.filter(settled_at__isnull=True).update(settled_at=at)
    recorded(actor, at, "thread.message_hidden", message.thread, {"message": number, "reason": reason})


def reveal_message(*, actor: Actor, at: datetime, number: int, shown: str = "") -> None:
    """Show the words of a message again; they were never changed."""
    message = Message.objects.select_for_update().get(pk=number)
    message.hidden_at, message.hidden_because = None, ""
    message.save(update_fields=["hidden_at", "hidden_because"])
    recorded(actor, at, "thread.message_shown_again", message.thread, {"message": number})


def _shown(message_id: int) -> Message:
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.hidden_at is not None:
        raise AlreadyHidden
    return message
