"""Asking for what is missing in a report by mail; the first mail keeps what has been said and its time of receipt."""

from __future__ import annotations

from datetime import datetime

from quartier.core.inbox import services as inbox
from quartier.core.threads.mails import AskMail
from quartier.core.threads.models import Fate, IncomingMail
from quartier.core.threads.rules import Parts
from quartier.kit.mail.incoming import Purpose, Recipient, address_of
from quartier.kit.schemas import current_schema
from quartier.values.actor import SYSTEM

LABELS = {"text": "Beschreibung", "steps": "Schritte", "impact": "Auswirkung"}


def begun(recipient: Recipient, sender: str) -> IncomingMail | None:
    """Return the report that an address goes on with, if the same sender began it."""
    if recipient.purpose is not Purpose.REPORT:
        return None
    rows = IncomingMail.objects.select_for_update().filter(pk=recipient.number, fate=Fate.ASKED)
    return rows.filter(sender_address__iexact=sender).first()


def ask(*, at: datetime, row: IncomingMail, begun: IncomingMail | None, parts: Parts, left_out: str) -> None:
    """Keep what has been said and ask the sender for the rest, at an address that belongs to this report."""
    first = begun or row
    first.fate, first.settled_at = Fate.ASKED, None
    first.text = "\n".join(f"{word}: {getattr(parts, name)}" for name, word in LABELS.items() if getattr(parts, name))
    first.left_out = left_out
    first.save()
    if begun:
        row.fate, row.settled_at = Fate.JOINED, at
        row.save()
    mail = AskMail(received_at=first.received_at, missing=parts.missing, with_files=bool(left_out))
    answer_to = address_of(Recipient(current_schema(), Purpose.REPORT, first.pk))
    inbox.post(
        actor=SYSTEM, at=at, mail=mail, to=row.sender_address, to_name=row.sender_name, reply_to=answer_to,
        about=f"threads.incomingmail:{first.pk}",
    )  # fmt: skip
