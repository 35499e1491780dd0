"""Taking mail in: once, in one transaction, and never into a stranger's thread (QX-51).

A mail joins a request only by the address that nobody can guess *and* when one of the customer's own addresses sent it.
A new request needs a sender whose domain was proven. Everything else waits for staff. Machines are never answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from quartier.core.audit import services as audit
from quartier.core.parties import queries as parties
from quartier.core.threads import queries, rules
from quartier.core.threads.models import Doubt, Fate, IncomingMail, Message, ProofChoice, Thread, ThreadState
from quartier.core.threads.models import TreatmentChoice as Treatment
from quartier.core.threads.services import asking
from quartier.core.threads.services.enclosing import enclose
from quartier.core.threads.services.reporting import report_fault
from quartier.core.threads.services.writing import open_thread, put, reopen, write
from quartier.kit.clock import day_of
from quartier.kit.mail.incoming import Incoming, Proof, Purpose, Recipient, read, verdict
from quartier.values.actor import SYSTEM, Actor, ActorKind

HOUR = timedelta(hours=1)
MESSAGE = 5000


@dataclass(frozen=True, slots=True)
class Arrived:
    """One mail on its way to its place."""

    row: IncomingMail
    mail: Incoming
    recipient: Recipient
    at: datetime


@transaction.atomic
def receive(
    *, at: datetime, recipient: Recipient, to: str, raw: bytes, envelope_sender: str | None = None
) -> IncomingMail:
    """Take a mail in and return what became of it; a second copy changes nothing and returns what the first became."""
    mail = read(raw, envelope_sender=envelope_sender)
    known = IncomingMail.objects.filter(digest=mail.digest).first()
    if known is not None:
        return known
    row = _row(at, to, mail)
    with translation.override("de"):
        _deal(Arrived(row, mail, recipient, at))
    data = {"state": row.fate, "proof": row.proof, "reason": row.doubt or None}
    audit.record(actor=SYSTEM, at=at, kind="mail.taken_in", subject=queries.mail_subject(row), data=data)
    return row


def _row(at: datetime, to: str, mail: Incoming) -> IncomingMail:
    found = verdict(mail.results, trusted=settings.MAIL_AUTHSERV, domain=mail.sender.rpartition("@")[2].lower())
    return IncomingMail.objects.create(
        digest=mail.digest, sender_address=mail.sender, sender_name=mail.sender_name, to_address=to[:254],
        subject=mail.subject, proof=ProofChoice(found.proof.value), proof_told=found.told, fate=Fate.IGNORED,
        received_at=rules.time_of_receipt(mail.received_at, at), taken_at=at, settled_at=at,
    )  # fmt: skip


def _deal(arrived: Arrived) -> None:
    row, purpose = arrived.row, arrived.recipient.purpose
    if arrived.mail.is_automatic or _is_ours(row.sender_address):
        return
    lately = IncomingMail.objects.filter(sender_address__iexact=row.sender_address, taken_at__gt=arrived.at - HOUR)
    if lately.exclude(fate=Fate.IGNORED).count() >= rules.MOST_AN_HOUR:
        wait(arrived, Doubt.TOO_MANY)
    elif row.proof == Proof.FAILED:
        wait(arrived, Doubt.FORGED)
    elif purpose is Purpose.REQUEST:
        _go_on(arrived)
    elif purpose is Purpose.WRONG:
        wait(arrived, Doubt.NUMBER)
    else:
        _begin(arrived)


def _is_ours(address: str) -> bool:
    """Tell whether a mail comes from this installation itself: a loop."""
    return address.lower() == settings.MAIL_FROM.lower() or address.lower().endswith(f"@{settings.MAIL_DOMAIN}")


def _go_on(arrived: Arrived) -> None:
    """Let the sender go on in the thread that the address belongs to, if it is theirs."""
    sender = arrived.row.sender_address
    thread = Thread.objects.select_related("party").filter(pk=arrived.recipient.number).first()
    if thread is None or sender.lower() not in parties.addresses_of(thread.party):
        wait(arrived, Doubt.NUMBER)
        return
    if queries.blocked_until(thread.party_id, day_of(arrived.at)) and not queries.is_about_a_case(thread):
        wait(arrived, Doubt.BLOCKED)
        return
    actor, received_at, pages = sender_of(thread.party), arrived.row.received_at, pages_of(arrived.mail.text)
    if thread.state == ThreadState.CLOSED:
        reopen(actor=actor, at=received_at, thread_id=thread.pk)
    message = write(actor=actor, at=received_at, thread_id=thread.pk, text=pages[0])
    _settled(arrived, Fate.JOINED, thread, message, pages)


def _begin(arrived: Arrived) -> None:
    """Open a request of the one customer whom the sender's address belongs to, or take a report of theirs in."""
    row, mail = arrived.row, arrived.mail
    people = parties.written_from(row.sender_address)
    row.party = people[0] if len(people) == 1 else None
    begun = asking.begun(arrived.recipient, row.sender_address)
    if row.party is None:
        wait(arrived, Doubt.SEVERAL if people else Doubt.UNKNOWN)
    elif arrived.recipient.purpose is Purpose.REPORT and begun is None:
        wait(arrived, Doubt.NUMBER)
    elif begun is None and row.proof != Proof.PASSED:
        wait(arrived, Doubt.UNPROVEN)
    elif begun or arrived.recipient.purpose is Purpose.DEFECT or rules.reads_as_report(mail.text):
        _report(arrived, row.party, begun)
    elif queries.blocked_until(row.party.pk, day_of(arrived.at)):
        wait(arrived, Doubt.BLOCKED)
    else:
        pages = pages_of(mail.text)
        thread = open_thread(
            actor=sender_of(row.party), at=row.received_at, party=row.party, treatment=Treatment.REQUEST,
            category=str(Treatment.REQUEST.label), subject=mail.subject[:120] or _("E-mail"), text=pages[0],
        )  # fmt: skip
        _settled(arrived, Fate.OPENED, thread, thread.messages.earliest("pk"), pages)


def _report(arrived: Arrived, party: Any, begun: IncomingMail | None) -> None:
    """Take a report of a defect in, or ask for what is missing in it; the first mail's time of receipt counts."""
    row, mail = arrived.row, arrived.mail
    earlier = rules.parts_of(begun.text) if begun else rules.Parts()
    parts = rules.completed(earlier, mail.text)
    if parts.missing:
        asking.ask(at=arrived.at, row=row, begun=begun, parts=parts, left_out=names_of(mail))
        return
    first = begun or row
    thread = report_fault(
        actor=sender_of(party), at=row.received_at, party=party, treatment=Treatment.DEFECT, by_mail=True,
        subject=(first.subject or mail.subject)[:120], text=parts.text[:MESSAGE], steps=parts.steps[:MESSAGE],
        impact=rules.impact_of(parts.impact), noticed_at=first.received_at,
    )  # fmt: skip
    message = thread.messages.earliest("pk")
    pages = [parts.text[:MESSAGE], *pages_of(parts.impact)]
    _settled(arrived, Fate.OPENED, thread, message, pages)
    if begun:
        settle(begun, Fate.JOINED, arrived.at, thread)


def _settled(arrived: Arrived, fate: Fate, thread: Thread, message: Message, pages: list[str]) -> None:
    """Put the rest of a long mail and its files into the thread."""
    actor = sender_of(thread.party)
    for page in pages[1:]:
        put(actor, arrived.row.received_at, thread, page)
    enclose(actor=actor, at=arrived.at, message=message, mail=arrived.mail)
    settle(arrived.row, fate, arrived.at, thread)


def settle(row: IncomingMail, fate: Fate, at: datetime, thread: Thread | None = None) -> None:
    """Note what became of a mail; its words stand in the thread now, or nowhere."""
    row.fate, row.thread, row.text, row.settled_at = fate, thread, "", at
    row.party = thread.party if thread else row.party
    row.save()


def wait(arrived: Arrived, doubt: Doubt) -> None:
    """Let a mail wait for staff, with its words and the names of its files; files of strangers are not kept."""
    row = arrived.row
    row.fate, row.doubt, row.text, row.settled_at = Fate.WAITS, doubt, arrived.mail.text, None
    row.left_out = names_of(arrived.mail)
    row.save()


def names_of(mail: Incoming) -> str:
    """Return the names of the files that came with a mail, as one line."""
    return ", ".join([*(one.name for one in mail.enclosures), *mail.left_out])[:500]


def sender_of(party: Any) -> Actor:
    """Return the customer as the one who acts by mail."""
    return Actor(ActorKind.CUSTOMER, str(party.user_id or ""), str(party))


def pages_of(text: str) -> list[str]:
    """Return a text in pieces that each fit into a message, broken at a line where there is one."""
    rest, pages = text.strip() or _("(The e-mail has no text.)"), []
    while len(rest) > MESSAGE:
        end = rest.rfind("\n", 1, MESSAGE) if "\n" in rest[1:MESSAGE] else MESSAGE
        pages.append(rest[:end])
        rest = rest[end:].lstrip("\n")
    return [*pages, rest] if rest else pages
