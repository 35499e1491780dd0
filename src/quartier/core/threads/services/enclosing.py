"""Files that came by mail: documents of the customer, or named with the reason why they were not taken."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from quartier.core.documents import services as documents
from quartier.core.inbox import services as inbox
from quartier.core.parties import queries as parties
from quartier.core.threads.mails import LeftOutMail
from quartier.core.threads.models import Attachment, Message
from quartier.core.threads.queries import reply_address
from quartier.core.threads.services.writing import put
from quartier.kit.errors import Refused
from quartier.kit.mail.incoming import Enclosure, Incoming
from quartier.values.actor import SYSTEM, Actor

PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".heic")
TITLE = 160


def enclose(*, actor: Actor, at: datetime, message: Message, mail: Incoming) -> None:
    """File what came with a mail and attach it; what is refused is named in the thread, and its sender is told."""
    refused = [(name, _("More than twenty files came with one e-mail.")) for name in mail.left_out]
    for one in mail.enclosures:
        try:
            with transaction.atomic():
                _filed(actor, at, message, one)
        except Refused as refusal:
            refused.append((one.name, str(refusal)))
    if refused:
        _tell(at, message, refused)


class NoAccount(Refused):
    """Files belong to an account, under whose bounds they fall."""


def _filed(actor: Actor, at: datetime, message: Message, one: Enclosure) -> None:
    party = message.thread.party
    if party.user is None:
        raise NoAccount(_("Files by e-mail are taken from customers with an account in the portal."))
    upload = documents.receive(at=at, owner=party.user, file_name=one.name, size=len(one.content), blocks=[one.content])
    kind = "photo" if one.name.lower().endswith(PICTURES) else "own"
    given = documents.Given(
        kind=kind, title=one.name[:TITLE], party=party, entity_id=message.thread.entity_id, by_customer=True
    )
    document = documents.file(actor=actor, at=at, upload=upload, given=given)
    Attachment.objects.create(message=message, document_id=document.pk)


def _tell(at: datetime, message: Message, refused: list[tuple[str, str]]) -> None:
    thread, party = message.thread, message.thread.party
    lines = "\n".join(f"– {name}: {sentence}" for name, sentence in refused)
    put(SYSTEM, at, thread, _("These attachments were not taken:") + f"\n{lines}"[:4000])
    if party.email:
        inbox.post(
            actor=SYSTEM, at=at, mail=LeftOutMail(number=thread.pk, files=tuple(refused)), to=party.email,
            to_name=str(party), about=parties.subject_of(party), entity=thread.entity, reply_to=reply_address(thread),
        )  # fmt: skip
