"""Receiving what somebody declares, by whatever channel: noted, judged if the subject is known, confirmed at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.declarations import mails, queries
from quartier.core.declarations.extension import declaration_kinds
from quartier.core.declarations.models import Answer, Declaration, DeclarationState
from quartier.core.declarations.services import judging
from quartier.core.inbox import services as inbox
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.mail import HeaderRefused, checked_address
from quartier.kit.mail.letter import one_line
from quartier.law.bgb.form import Sending
from quartier.values.actor import Actor, ActorKind

ONCE = "declaration_received_once"
NAME_LENGTH, ABOUT_LENGTH = 160, 300
HOUR = timedelta(hours=1)
RECEIPTS_AN_HOUR = 5


class NotYetReceived(Refused):
    """Nothing is received tomorrow."""

    message = _("The day of receipt cannot lie in the future.")
    field = "received_on"


class SentAfterReceipt(Refused):
    """What has arrived was sent before."""

    message = _("It cannot have been sent after it was received.")
    field = "dispatched_on"


class UnusableContact(Refused):
    """The receipt goes to an e-mail address that can stand in a header."""

    message = _("Please enter an e-mail address to which we can send the confirmation.")
    field = "contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What somebody declares, as it came.

    With a `subject` it is judged at once; without one it is matched if a single candidate is sure, else by staff.
    `received_at` counts for everything but `dispatched_on`. `contact` is where the receipt goes. `once` is the key of
    one filled form: however often that is sent, one declaration is received.
    """

    kind: str
    channel: Sending
    name: str
    received_at: datetime
    subject: str = ""
    party_id: int | None = None
    entity_id: int | None = None
    contact: str = ""
    about: str = ""
    words: str = ""
    wishes: Mapping[str, Any] = field(default_factory=dict)
    dispatched_on: date | None = None
    evidence_id: int | None = None
    once: str = ""


@transaction.atomic
def receive(*, actor: Actor, at: datetime, given: Given) -> Declaration:
    """Take a declaration: it is kept, judged if it is clear what it is about, and confirmed by mail at once.

    Below the form it needs nothing else changes, and the answer names the form (DWG-31). Raises NotYetReceived,
    SentAfterReceipt and UnusableContact; nothing has changed then.
    """
    declaration_kinds[given.kind]
    _refuse(at, given)
    row, is_new = _noted(actor, given)
    if not is_new:
        return row
    data = {"kind": row.kind, "channel": row.channel, "about": row.subject}
    audit.record(actor=actor, at=at, kind="declarations.received", subject=queries.subject_of(row), data=data)
    if not row.subject:
        _recognise(row)
    addresses = judging.reach(row)
    if row.subject:
        judging.settle(actor, at, row)
    _confirm(actor, at, row, addresses)
    return row


def _refuse(at: datetime, given: Given) -> None:
    if given.received_at > at:
        raise NotYetReceived
    if given.dispatched_on is not None and given.dispatched_on > day_of(given.received_at):
        raise SentAfterReceipt
    if "@" in given.contact:
        try:
            checked_address(given.contact)
        except HeaderRefused as error:
            raise UnusableContact from error


def _noted(actor: Actor, given: Given) -> tuple[Declaration, bool]:
    """Store what came; the same filled form sent again gives the row that is there."""
    row = Declaration(
        kind=given.kind,
        subject=given.subject,
        party_id=given.party_id,
        entity_id=given.entity_id,
        name=one_line(given.name)[:NAME_LENGTH],
        contact=one_line(given.contact),
        about=one_line(given.about)[:ABOUT_LENGTH],
        words=given.words.strip(),
        wishes=dict(given.wishes),
        channel=given.channel.value,
        form=given.channel.reaches.value,
        received_at=given.received_at,
        dispatched_on=given.dispatched_on,
        evidence_id=given.evidence_id,
        noted_by=str(actor)[:120],
        once=given.once or None,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if ONCE in str(error):
            return Declaration.everything.get(once=given.once), False
        raise
    return row, True


def _recognise(row: Declaration) -> None:
    """Match a declaration to its subject where a single candidate is sure."""
    found = declaration_kinds[row.kind].candidates(row)
    sure = [one for one in found if one.sure]
    if len(sure) == 1:
        row.subject, row.party_id, row.entity_id = sure[0].subject, sure[0].party_id, sure[0].entity_id
        row.save(update_fields=["subject", "party", "entity"])


def _confirm(actor: Actor, at: datetime, row: Declaration, addresses: Sequence[str]) -> None:
    """Send the receipt with content, date and time; what came of it goes only to whom it is known to concern."""
    settled = row.state != DeclarationState.UNCLEAR
    theirs = settled and row.by_mail and addresses == [row.contact]
    if row.by_mail and _may_write(actor, at, row):
        inbox.post(
            actor=actor, at=at, mail=mails.ReceiptMail(row=row, with_outcome=theirs), to=row.contact,
            to_name=row.name, about=queries.subject_of(row), entity=row.entity,
        )  # fmt: skip
    if theirs:
        row.answer = Answer.MAIL
        row.save(update_fields=["answer"])
    elif settled:
        judging.answer(actor, at, row, addresses)


def _may_write(actor: Actor, at: datetime, row: Declaration) -> bool:
    """Tell whether one more receipt goes to an address: without a login somebody could have it flooded.

    A declaration is never refused for that. It is kept and shown on the page; only the mail stays away.
    """
    if actor.kind is not ActorKind.VISITOR:
        return True
    hour = Declaration.everything.filter(received_at__gt=at - HOUR, received_at__lte=at, contact__iexact=row.contact)
    return hour.count() <= RECEIPTS_AN_HOUR
