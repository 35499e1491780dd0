"""Opening threads and writing in them; closing and reopening, by either side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.charges import services as charges
from quartier.core.charges.queries import may_charge
from quartier.core.documents import queries as filing
from quartier.core.parties import queries as parties
from quartier.core.providers import queries as providers
from quartier.core.threads.models import Attachment, Author, Message, Thread, ThreadState
from quartier.core.threads.queries import area_for, blocked_until, is_about_a_case, subject_of
from quartier.core.threads.rules import Treatment, first_priority, notice_by_message, reads_as_notice
from quartier.core.threads.services.targets import expect_answer, note_answer
from quartier.kit import formats
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import SYSTEM, Actor, ActorKind

AUTHORS = {ActorKind.CUSTOMER: Author.CUSTOMER, ActorKind.SYSTEM: Author.SYSTEM}
TENANCY = "tenancy"
MOST_WORDS = 160
# What can wait; reports, notices and infringements are taken from everybody at any time.
TALK = (Treatment.REQUEST, Treatment.COMPLAINT)


class ThreadClosed(Refused):
    """Whoever wants to go on with a closed thread reopens it first."""

    message = _("This request is closed. Reopen it first, then write.")


class MessagesBlocked(Refused):
    """Whoever put prohibited things there cannot send messages for a while (QX-46)."""

    def __init__(self, last_on: date) -> None:
        said = _("You cannot send messages until the end of %(day)s. What you can do stands in our message about it.")
        super().__init__(said % {"day": formats.day(last_on)})


class NoSuchDocument(Refused):
    """Only what a customer has can go with a message to them or from them."""

    message = _("Choose documents that stand in the customer's list.")
    field = "documents"


class ThreadNotClosed(Refused):
    """Only a closed thread can be reopened."""

    message = _("This request is not closed.")


@transaction.atomic
def open_thread(
    *,
    actor: Actor,
    at: datetime,
    party: Any,
    treatment: str,
    category: str,
    subject: str,
    text: str,
    relationship: Any | None = None,
    internal: bool = False,
    documents: Sequence[int] = (),
    user: Any | None = None,
    fee: Decimal | None = None,
    rate: Decimal | None = None,
) -> Thread:
    """Begin a conversation with the legal entity that the contract names, or with the one that runs the portal.

    `internal` keeps the first message from the customer: staff wrote it down for themselves. A `fee` (net) is charged
    to the customer, as caused by the user (QX-15); a `rate` is what they were shown for an hour of work (QX-18).
    Raises NoSuchDocument, MessagesBlocked and MayNotCharge; nothing is stored then.
    """
    if actor.kind is ActorKind.CUSTOMER and treatment in TALK:
        refuse_blocked(at, party)
    if rate is not None and user is not None and not may_charge(user):
        raise charges.MayNotCharge(actor, at, category, rate)
    thread = Thread.objects.create(
        party=party, relationship=relationship, entity_id=_addressed(party, relationship), treatment=treatment,
        category=category, area=area_for(category, relationship), subject=subject,
        priority=first_priority(treatment), opened_at=at, changed_at=at, rate=rate,
    )  # fmt: skip
    attach(put(actor, at, thread, text, internal=internal), documents)
    recorded(actor, at, "thread.opened", thread, {"category": category})
    if fee is not None and user is not None:
        _charge(actor, at, user, thread, fee)
    if actor.kind is ActorKind.CUSTOMER:
        expect_answer(actor=actor, at=at, thread=thread)
        _look_for_notice(at, thread, f"{subject}\n{text}")
    return thread


def _charge(actor: Actor, at: datetime, user: Any, thread: Thread, fee: Decimal) -> None:
    about = {"what": f"{thread.category}: {thread.subject}"[:MOST_WORDS], "subject": subject_of(thread)}
    charges.charge(actor=actor, at=at, user=user, party=thread.party, amount=fee, entity_id=thread.entity_id, **about)


@transaction.atomic
def write(*, actor: Actor, at: datetime, thread_id: int, text: str, documents: Sequence[int] = ()) -> Message:
    """Let the customer go on in a thread; then it is our turn again.

    Raises ThreadClosed, MessagesBlocked and NoSuchDocument.
    """
    thread = locked(thread_id)
    if thread.state == ThreadState.CLOSED:
        raise ThreadClosed
    if thread.treatment in TALK and not is_about_a_case(thread):
        refuse_blocked(at, thread.party)
    message = attach(put(actor, at, thread, text), documents)
    turn(thread, ThreadState.OPEN, at)
    recorded(actor, at, "thread.written", thread, {"message": message.pk})
    expect_answer(actor=actor, at=at, thread=thread)
    _look_for_notice(at, thread, text)
    return message


@transaction.atomic
def close(*, actor: Actor, at: datetime, thread_id: int) -> Thread:
    """End a conversation; either side may, and either side may reopen it. Raises ThreadClosed."""
    thread = locked(thread_id)
    if thread.state == ThreadState.CLOSED:
        raise ThreadClosed(_("This request is closed already."))
    turn(thread, ThreadState.CLOSED, at)
    recorded(actor, at, "thread.closed", thread)
    note_answer(actor=actor, at=at, thread=thread)
    return thread


@transaction.atomic
def reopen(*, actor: Actor, at: datetime, thread_id: int) -> Thread:
    """Take a closed conversation up again; it is our turn then. Raises ThreadNotClosed."""
    thread = locked(thread_id)
    if thread.state != ThreadState.CLOSED:
        raise ThreadNotClosed
    turn(thread, ThreadState.OPEN, at)
    recorded(actor, at, "thread.reopened", thread)
    return thread


def refuse_blocked(at: datetime, party: Any) -> None:
    """Let nobody send a message who must not for a while. Raises MessagesBlocked."""
    last_on = blocked_until(party.pk, day_of(at))
    if last_on is not None:
        raise MessagesBlocked(last_on)


def locked(thread_id: int) -> Thread:
    """Return a thread that nobody else changes until the end of the transaction."""
    return Thread.objects.select_for_update().get(pk=thread_id)


def put(actor: Actor, at: datetime, thread: Thread, text: str, *, internal: bool = False) -> Message:
    """Add a message to a thread."""
    return Message.objects.create(
        thread=thread,
        author=AUTHORS.get(actor.kind, Author.STAFF),
        author_key=actor.key,
        author_name=actor.name[:120],
        text=text,
        is_internal=internal,
        written_at=at,
    )


def attach(message: Message, documents: Sequence[int]) -> Message:
    """Let documents of the customer go with a message. Raises NoSuchDocument."""
    wanted = {int(number) for number in documents}
    found = set(filing.own(message.thread.party).filter(pk__in=wanted).values_list("pk", flat=True))
    if found != wanted:
        raise NoSuchDocument
    Attachment.objects.bulk_create(Attachment(message=message, document_id=number) for number in sorted(wanted))
    return message


def turn(thread: Thread, state: ThreadState, at: datetime) -> None:
    """Say whose turn it is from now on."""
    thread.state, thread.changed_at = state, at
    thread.closed_at = at if state is ThreadState.CLOSED else None
    thread.save(update_fields=["state", "changed_at", "closed_at"])


def recorded(actor: Actor, at: datetime, kind: str, thread: Thread, data: dict[str, Any] | None = None) -> None:
    """Write the fact; words of people never stand in it."""
    audit.record(actor=actor, at=at, kind=kind, subject=subject_of(thread), data=data)


def _addressed(party: Any, relationship: Any | None) -> int:
    if relationship is not None:
        return int(relationship.legal_entity_id)
    bound = {row.legal_entity_id for row in parties.relationships_of(party)}
    if len(bound) == 1:
        return int(bound.pop())
    return int(next(entity.pk for entity in providers.entities() if entity.role == "principal"))


def _look_for_notice(at: datetime, thread: Thread, text: str) -> None:
    """Flag notice to quit for staff, and tell tenants that a message does not end a tenancy; nothing else changes."""
    if not reads_as_notice(thread.treatment, text):
        return
    data: dict[str, Any] = {}
    checked = notice_by_message(day_of(at))
    if _concerns_a_tenancy(thread) and not checked.value.accepted:
        with translation.override("de"):
            put(SYSTEM, at, thread, _without_effect(checked.sources[0]))
        data["needed"] = checked.value.needed.value
    thread.is_flagged = True
    thread.save(update_fields=["is_flagged"])
    recorded(SYSTEM, at, "thread.notice_recognised", thread, data)


def _concerns_a_tenancy(thread: Thread) -> bool:
    if thread.relationship is not None:
        return bool(thread.relationship.kind == TENANCY)
    return any(row.kind == TENANCY for row in parties.relationships_of(thread.party))


def _without_effect(source: str) -> str:
    return gettext(
        "Your message reads like notice to quit. Notice of a tenancy has no effect without written form (%(source)s): "
        "it needs a letter signed by hand, or a document with a qualified electronic signature. "
        "Your contract goes on unchanged. If you want to end it, please send us the signed letter."
    ) % {"source": source}
