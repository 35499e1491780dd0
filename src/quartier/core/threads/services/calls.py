"""Telephone calls: written down, confirmed in text, and only then acted upon; and the time that work takes."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.accounts import queries as accounts
from quartier.core.charges import services as charges
from quartier.core.inbox import services as inbox
from quartier.core.parties import queries as parties
from quartier.core.threads.mails import ConfirmationMail
from quartier.core.threads.models import Author, Call, CallKind, Thread, ThreadState
from quartier.core.threads.queries import call_of, contract_of, subject_of
from quartier.core.threads.services.writing import locked, open_thread, put, recorded, turn
from quartier.kit.errors import Refused
from quartier.values.actor import SYSTEM, Actor


class InTheFuture(Refused):
    """Nobody has called or worked in the future."""

    message = _("This lies in the future.")


class NothingToConfirm(Refused):
    """Only what was agreed or ordered by telephone is confirmed, and once."""

    message = _("There is nothing to confirm here, or it is confirmed already.")


class NoAddress(Refused):
    """A confirmation in text needs somewhere to go."""

    message = _("This customer has no e-mail address. Please note one first.")


class NotConfirmed(Refused):
    """What came by telephone is confirmed in text before anybody acts upon it (CC-67)."""

    message = _("This came by telephone. Send the confirmation first; work begins when it has gone out.")


class AlreadyBegun(Refused):
    """Work begins once."""

    message = _("Work on this has begun already.")


@transaction.atomic
def log_call(
    *,
    actor: Actor,
    at: datetime,
    party: Any,
    kind: str,
    called_at: datetime,
    treatment: str,
    category: str,
    subject: str,
    text: str,
    relationship: Any | None = None,
) -> Thread:
    """Write a call down as a request that only staff read, not binding yet. Raises InTheFuture."""
    if called_at > at:
        raise InTheFuture(field="called_at")
    thread = open_thread(
        actor=actor, at=at, party=party, treatment=treatment, category=category, subject=subject, text=text,
        relationship=relationship, internal=True,
    )  # fmt: skip
    Call.objects.create(thread=thread, kind=CallKind(kind), called_at=called_at)
    recorded(actor, at, "thread.call_logged", thread, {"kind": kind})
    return thread


@transaction.atomic
def confirm_call(*, actor: Actor, at: datetime, thread_id: int, text: str) -> Call:
    """Send what was agreed or ordered to the customer in text; it binds when the mail has gone out.

    One that failed may be sent again with the same or other words. Raises NothingToConfirm and NoAddress.
    """
    thread = locked(thread_id)
    call = call_of(thread)
    if call is None or not call.waits:
        raise NothingToConfirm
    party = thread.party
    if not party.email:
        raise NoAddress
    mail = ConfirmationMail(words=text, contract=str(thread.relationship or ""), called_at=call.called_at)
    about, name = parties.subject_of(party), str(party)
    call.confirmation = text
    call.mail = inbox.post(
        actor=actor, at=at, mail=mail, to=party.email, to_name=name, about=about, entity=thread.entity
    )
    call.save(update_fields=["confirmation", "mail"])
    put(actor, at, thread, text)
    if thread.state != ThreadState.CLOSED:
        turn(thread, ThreadState.ANSWERED, at)
    recorded(actor, at, "thread.call_confirmed", thread, {"mail": call.mail.pk})
    return call


@transaction.atomic
def note_sent_confirmations(*, at: datetime) -> int:
    """Keep when confirmations left, because mail is forgotten sooner than contracts; returns how many."""
    sent = Call.objects.select_for_update(of=("self",)).filter(binding_at__isnull=True, mail__sent_at__isnull=False)
    calls = list(sent.select_related("mail", "thread"))
    for call in calls:
        call.binding_at = call.mail.sent_at if call.mail else None
        call.save(update_fields=["binding_at"])
        recorded(SYSTEM, at, "thread.call_binding", call.thread)
    return len(calls)


@transaction.atomic
def begin_work(*, actor: Actor, at: datetime, thread_id: int) -> Thread:
    """Note that work on a request has begun. Raises NotConfirmed and AlreadyBegun."""
    thread = locked(thread_id)
    _refuse_unconfirmed(thread)
    if thread.work_began_at is not None:
        raise AlreadyBegun
    thread.work_began_at = at
    thread.save(update_fields=["work_began_at"])
    recorded(actor, at, "thread.work_began", thread)
    return thread


@transaction.atomic
def book_time(
    *, actor: Actor, at: datetime, thread_id: int, worked_on: date, minutes: int, what: str, began: time | None = None,
    is_charged: bool = False, is_unplanned: bool = False,
) -> Any:  # fmt: skip
    """Note the time that somebody spent on a request; charged at the rate that the customer was shown (QX-18).

    Raises NotConfirmed and what charges refuse.
    """
    thread = locked(thread_id)
    _refuse_unconfirmed(thread)
    asked = thread.messages.filter(author=Author.CUSTOMER).first()
    work = charges.Work(
        worked_on=worked_on, minutes=minutes, what=what, began=began, is_charged=is_charged, is_unplanned=is_unplanned,
        subject=subject_of(thread), rate=thread.rate, contract_id=contract_of(thread), entity_id=thread.entity_id,
        user=_asker(asked), caused_by=asked.author_name if asked else "",
    )  # fmt: skip
    row = charges.book_time(actor=actor, at=at, party=thread.party, work=work)
    recorded(actor, at, "thread.time_booked", thread, {"number": minutes, "on": is_charged})
    return row


def _asker(message: Any) -> Any:
    """Return the user who asked, if there is one still."""
    key = message.author_key if message is not None else ""
    return accounts.users_numbered([int(key)]).first() if key.isdigit() else None


def _refuse_unconfirmed(thread: Thread) -> None:
    call = call_of(thread)
    if call is not None and call.waits:
        raise NotConfirmed
