"""Mail that came back: noted once a mail, and only when the address itself is gone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.inbox.extension import address_gone
from quartier.core.inbox.models import Bounce, OutgoingMail
from quartier.core.inbox.services.posting import subject_of
from quartier.kit.mail.incoming import Failure, code_in, failure_in
from quartier.values.actor import SYSTEM

TOLD_LENGTH = 200


@transaction.atomic
def note_report(*, at: datetime, mail_id: int, raw: bytes) -> Bounce | None:
    """Take the report of a mail server in; None when it is none, says something else, or was noted before."""
    mail = OutgoingMail.objects.select_for_update().filter(pk=mail_id).first()
    failure = failure_in(raw)
    return None if mail is None or failure is None else _note(at, mail, failure)


@transaction.atomic
def note_refusal(*, at: datetime, mail: OutgoingMail, answer: str) -> Bounce | None:
    """Note what the recipient's server said at once, when it refused a mail for good."""
    return _note(at, mail, Failure(code_in(answer), answer[:TOLD_LENGTH]))


def _note(at: datetime, mail: OutgoingMail, failure: Failure) -> Bounce | None:
    if not failure.is_gone:
        return None
    known = {"address": mail.to_address.lower(), "code": failure.code, "told": failure.told, "noted_at": at}
    row, is_new = Bounce.objects.get_or_create(mail=mail, defaults=known)
    if not is_new:
        return None
    audit.record(actor=SYSTEM, at=at, kind="mail.came_back", subject=subject_of(mail.pk), data={"code": failure.code})
    for hear in address_gone:
        hear(row.address, at)
    return row
