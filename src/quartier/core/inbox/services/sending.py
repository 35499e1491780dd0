"""Handing mail over: `sending` is committed before the message begins to leave, so that a crash is never a guess.

queued → sending → sent | failed | uncertain. The count of attempts is the token by which a worker owns a try: a
worker that was overtaken finds another number and stops. Nothing here may run inside an outer transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from quartier.core.audit import services as audit
from quartier.core.inbox import queries, rules
from quartier.core.inbox.extension import SECRETS, attachables
from quartier.core.inbox.models import MailState, OutgoingMail
from quartier.core.inbox.services.bouncing import note_refusal
from quartier.core.inbox.services.posting import enqueue_sending, subject_of
from quartier.kit.mail import Attachment, Rendered
from quartier.kit.mail.incoming import Purpose, Recipient, address_of
from quartier.kit.mail.message import message
from quartier.kit.mail.transport import Never, Transport, TryLater, Unknown, configured
from quartier.values.actor import SYSTEM

WORKER_DIED = "The worker died while it was handing the message over."


class Overtaken(Exception):
    """Another worker has taken this mail; this one lets go of it."""


def deliver(*, at: datetime, mail_id: int, transport: Transport | None = None) -> None:
    """Try to hand over one mail and note what came of it. Repeating it never sends a mail that has been sent.

    An uncertain mail is handed over once more with the same Message-ID; if that is uncertain too, it is reported.
    """
    mail = _begin(at, mail_id)
    if mail is None:
        return
    tried = _Try(mail, at)
    way_out = transport or configured()
    try:
        answer = way_out.send(
            _message(mail), sender=_return_path(mail), to=mail.to_address, before_data=tried.mark_sending
        )
    except Overtaken:
        return
    except TryLater as failure:
        tried.put_off(str(failure))
    except Never as failure:
        with transaction.atomic():
            tried.give_up(str(failure))
            note_refusal(at=at, mail=mail, answer=str(failure))
    except Unknown as failure:
        tried.doubt(str(failure))
    else:
        tried.settle(state=MailState.SENT, sent_at=at, last_answer=answer, **_without_secret(mail, at))


def _return_path(mail: OutgoingMail) -> str:
    """Return where a report of non-delivery goes: an address of this mail alone, where mail is taken in for us."""
    schema = getattr(connection, "schema_name", "")
    own = "" if schema == settings.CONSOLE_SCHEMA else address_of(Recipient(schema, Purpose.BOUNCE, mail.pk))
    return own or mail.sender_address


def _without_secret(mail: OutgoingMail, at: datetime) -> dict[str, Any]:
    """Erase what carries a secret once it has left; the demo's mailbox is read by the one who plays the recipient."""
    if mail.template not in SECRETS or settings.MAIL.is_mailbox:
        return {}
    return {"text": "", "html": "", "body_erased_at": at}


def requeue_overdue(*, at: datetime) -> int:
    """Give mail whose job was lost a new one; returns how many were found."""
    found = list(queries.overdue(at - rules.LATE_AFTER).values_list("pk", flat=True))
    for mail_id in found:
        enqueue_sending(mail_id)
    return len(found)


@transaction.atomic
def _begin(at: datetime, mail_id: int) -> OutgoingMail | None:
    """Count one more try and return the mail, or None when there is nothing to try."""
    mail = OutgoingMail.objects.select_for_update().filter(pk=mail_id).first()
    if mail is None or mail.state in (MailState.SENT, MailState.FAILED):
        return None
    if mail.state == MailState.SENDING:
        if mail.due_at > at:
            enqueue_sending(mail.pk, at=mail.due_at)
            return None
        _Try(mail, at).doubt(WORKER_DIED)
        return None
    if mail.state == MailState.UNCERTAIN and mail.resent:
        return None
    if mail.attempts >= mail.attempts_allowed:
        _Try(mail, at).give_up(mail.last_answer or WORKER_DIED)
        return None
    mail.attempts += 1
    mail.save(update_fields=["attempts"])
    return mail


@dataclass(frozen=True, slots=True)
class _Try:
    """One try of one mail. `mail` is as it was when the try began."""

    mail: OutgoingMail
    at: datetime

    @property
    def is_second_copy(self) -> bool:
        """Tell whether the fate of an earlier copy is unknown."""
        return self.mail.state == MailState.UNCERTAIN

    def mark_sending(self) -> None:
        """Commit that the message begins to leave. Raises Overtaken."""
        changes = {"state": MailState.SENDING, "due_at": self.at + rules.LEASE}
        if self.is_second_copy:
            changes["resent"] = True
        if not self._mine().filter(state=self.mail.state).update(**changes):
            raise Overtaken

    def put_off(self, answer: str) -> None:
        """The server wants to be asked later: as it was before, until the tries are used up."""
        if self.mail.attempts >= self.mail.attempts_allowed:
            self.give_up(answer)
            return
        due_at = self.at + rules.wait_after(self.mail.attempts)
        self.settle(then_at=due_at, state=self.mail.state, resent=self.mail.resent, due_at=due_at, last_answer=answer)

    def give_up(self, answer: str) -> None:
        """Nothing more to try. If an earlier copy may have arrived, that stays said."""
        if self.is_second_copy:
            self.settle(report="mail.uncertain", state=MailState.UNCERTAIN, resent=True, last_answer=answer)
        else:
            self.settle(report="mail.failed", state=MailState.FAILED, last_answer=answer)

    def doubt(self, answer: str) -> None:
        """Nobody can know whether the message arrived: one second copy, then a report."""
        if self.is_second_copy or self.mail.resent:
            self.settle(report="mail.uncertain", state=MailState.UNCERTAIN, resent=True, last_answer=answer)
            return
        due_at = self.at + rules.SECOND_COPY_AFTER
        self.settle(then_at=due_at, state=MailState.UNCERTAIN, due_at=due_at, last_answer=answer)

    @transaction.atomic
    def settle(self, *, then_at: datetime | None = None, report: str = "", **changes: Any) -> None:
        """Write the outcome, unless another worker has taken over; report it and see to the next try."""
        if not self._mine().update(**changes):
            return
        if report:
            audit.record(actor=SYSTEM, at=self.at, kind=report, subject=subject_of(self.mail.pk),
                         data={"attempts": self.mail.attempts, "template": self.mail.template})  # fmt: skip
        if then_at is not None:
            enqueue_sending(self.mail.pk, at=then_at)

    def _mine(self) -> Any:
        return OutgoingMail.objects.filter(pk=self.mail.pk, attempts=self.mail.attempts)


def _message(mail: OutgoingMail) -> EmailMessage:
    return message(
        rendered=Rendered(subject=mail.subject, text=mail.text, html=mail.html),
        message_id=mail.message_id,
        written_at=mail.created_at,
        sender=(mail.sender_name, mail.sender_address),
        to=(mail.to_name, mail.to_address),
        reply_to=mail.reply_to,
        attached=[_attached(one) for one in mail.attached],
    )


def _attached(name: str) -> Attachment:
    """Return what a mail attaches; it never changes."""
    model, _colon, key = name.partition(":")
    return attachables[model](int(key))
