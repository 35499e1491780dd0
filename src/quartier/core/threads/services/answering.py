"""What staff do with threads: answer, note, assign, order, look at what was recognised."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.inbox import services as inbox
from quartier.core.parties import queries as parties
from quartier.core.threads.mails import AnswerMail
from quartier.core.threads.models import Message, PriorityChoice, Thread, ThreadState
from quartier.core.threads.queries import carers, reply_address
from quartier.core.threads.services.targets import note_answer
from quartier.core.threads.services.writing import ThreadClosed, attach, locked, put, recorded, turn
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class NotStaff(Refused):
    """Threads are assigned to people who work here."""

    message = _("Choose somebody who works here and may see this request.")
    field = "assignee"


@transaction.atomic
def answer(
    *, actor: Actor, at: datetime, thread_id: int, text: str, closes: bool = False, documents: Sequence[int] = ()
) -> Message:
    """Write to the customer, who is told by mail that there is something to read.

    Raises ThreadClosed and NoSuchDocument; nothing is stored then.
    """
    thread = locked(thread_id)
    if thread.state == ThreadState.CLOSED:
        raise ThreadClosed
    message = attach(put(actor, at, thread, text), documents)
    turn(thread, ThreadState.CLOSED if closes else ThreadState.ANSWERED, at)
    recorded(actor, at, "thread.answered", thread, {"message": message.pk, "state": thread.state})
    note_answer(actor=actor, at=at, thread=thread)
    tell(actor, at, thread)
    return message


@transaction.atomic
def add_note(*, actor: Actor, at: datetime, thread_id: int, text: str) -> Message:
    """Write something that the customer never reads; whose turn it is does not change."""
    thread = locked(thread_id)
    message = put(actor, at, thread, text, internal=True)
    recorded(actor, at, "thread.noted", thread, {"message": message.pk})
    return message


@transaction.atomic
def take_care(
    *, actor: Actor, at: datetime, thread_id: int, assignee: int | None, priority: int, area: str | None = None
) -> Thread:
    """Say who takes care of a thread, if anybody, how soon, and in which data area it lies (None: as before).

    Raises NotStaff, also for somebody who does not work in that area; nothing has changed then.
    """
    thread = locked(thread_id)
    lay, thread.area = thread.area, thread.area if area is None else area
    if assignee is not None and not carers(thread, thread.area).filter(pk=assignee).exists():
        raise NotStaff
    before, thread.assignee_id, thread.priority = thread.priority, assignee, PriorityChoice(priority)
    thread.save(update_fields=["assignee", "priority", "area"])
    data: dict[str, Any] = {"assignee": assignee, "priority": [before, priority] if before != priority else None}
    if lay != thread.area:
        data["area"] = [lay, thread.area]
    recorded(actor, at, "thread.care_taken", thread, data)
    return thread


@transaction.atomic
def look_at_flag(*, actor: Actor, at: datetime, thread_id: int) -> Thread:
    """Note that staff have looked at what was recognised in a thread."""
    thread = locked(thread_id)
    thread.is_flagged = False
    thread.save(update_fields=["is_flagged"])
    recorded(actor, at, "thread.flag_looked_at", thread)
    return thread


@transaction.atomic
def note_export(*, actor: Actor, at: datetime, rows: int) -> None:
    """Record that somebody took the list of requests out of the portal as a file."""
    audit.record(actor=actor, at=at, kind="thread.list_exported", subject="threads.thread:*", data={"rows": rows})


def tell(actor: Actor, at: datetime, thread: Thread) -> None:
    """Tell the customer by mail that there is something to read, and nothing of it."""
    party = thread.party
    if not party.email:
        return
    reply_to = reply_address(thread)
    mail = AnswerMail(path=reverse("threads:one", args=[thread.pk]), by_mail=bool(reply_to))
    inbox.post(
        actor=actor, at=at, mail=mail, to=party.email, to_name=str(party), about=parties.subject_of(party),
        entity=thread.entity, reply_to=reply_to,
    )  # fmt: skip
