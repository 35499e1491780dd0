"""Sorting by hand what no rule could: staff say whose mail it is, or that it is nobody's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.threads import queries
from quartier.core.threads.models import Fate, IncomingMail, Thread, ThreadState, TreatmentChoice
from quartier.core.threads.services.mailing import pages_of, sender_of, settle
from quartier.core.threads.services.writing import open_thread, put, reopen, write
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class NothingToSort(Refused):
    """A mail is sorted once."""

    message = _("This e-mail has been sorted already.")


@transaction.atomic
def assign(*, actor: Actor, at: datetime, mail_id: int, party: Any) -> Thread:
    """Open a request of a customer from a mail, as of when it was received. Raises NothingToSort."""
    row = _waiting(mail_id)
    pages, sender = pages_of(row.text), sender_of(party)
    with translation.override("de"):
        thread = open_thread(
            actor=sender, at=row.received_at, party=party, treatment=TreatmentChoice.REQUEST,
            category=str(TreatmentChoice.REQUEST.label), subject=row.subject[:120] or gettext("E-mail"), text=pages[0],
        )  # fmt: skip
    _sorted(actor, at, row, Fate.OPENED, thread, pages)
    return thread


@transaction.atomic
def join(*, actor: Actor, at: datetime, mail_id: int, thread: Thread) -> Thread:
    """Put a mail into a request that staff have found it to belong to. Raises NothingToSort."""
    row = _waiting(mail_id)
    pages, sender = pages_of(row.text), sender_of(thread.party)
    if thread.state == ThreadState.CLOSED:
        reopen(actor=actor, at=at, thread_id=thread.pk)
    write(actor=sender, at=row.received_at, thread_id=thread.pk, text=pages[0])
    _sorted(actor, at, row, Fate.JOINED, thread, pages)
    return thread


@transaction.atomic
def discard(*, actor: Actor, at: datetime, mail_id: int, reason: str) -> IncomingMail:
    """Put a mail away that belongs to nobody; its words go, the reason stays in the protocol. Raises NothingToSort."""
    row = _waiting(mail_id)
    settle(row, Fate.DISCARDED, at)
    subject = queries.mail_subject(row)
    audit.record(actor=actor, at=at, kind="mail.discarded", subject=subject, data={"reason": reason})
    return row


def _waiting(mail_id: int) -> IncomingMail:
    row = IncomingMail.objects.select_for_update().filter(pk=mail_id, fate__in=queries.TO_SORT).first()
    if row is None:
        raise NothingToSort
    return row


def _sorted(actor: Actor, at: datetime, row: IncomingMail, fate: Fate, thread: Thread, pages: list[str]) -> None:
    for page in pages[1:]:
        put(sender_of(thread.party), row.received_at, thread, page)
    with translation.override("de"):
        said = {"address": row.sender_address or "–", "proof": row.get_proof_display(), "files": row.left_out or "–"}
        words = gettext("Sorted by hand from an e-mail of %(address)s (%(proof)s). Files that were not kept: %(files)s")
        put(actor, at, thread, words % said, internal=True)
    settle(row, fate, at, thread)
    subject = queries.mail_subject(row)
    audit.record(actor=actor, at=at, kind="mail.sorted", subject=subject, data={"thread": thread.pk})
