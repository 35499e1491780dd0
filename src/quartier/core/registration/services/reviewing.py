"""What staff decide about applications: a note on what they looked at, then yes or no (QX-09, QX-10, CC-02)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.inbox import services as inbox
from quartier.core.registration import queries
from quartier.core.registration.mails import CredentialsMail, DeclinedMail, ReviewMail
from quartier.core.registration.models import Application, ApplicationState
from quartier.core.registration.rules.codes import shown
from quartier.core.registration.rules.flow import Flow, after
from quartier.core.registration.services import secret
from quartier.core.registration.services.ending import (
    DECLINED,
    DECLINED_KEPT,
    GRACE,
    UNACTIVATED,
    UNCONFIRMED,
    no_longer,
    until,
)
from quartier.core.registration.services.entering import fresh_link
from quartier.core.registration.services.refusals import AlreadyDecided, NoteMissing, NotYetConfirmed
from quartier.values.actor import Actor

ACTIVATION = "activation"
ID_SIGNS = 8


@transaction.atomic
def note(*, actor: Actor, at: datetime, application_id: int, text: str) -> Application:
    """Write down what was looked at and with which result. Raises AlreadyDecided and NoteMissing."""
    row = _undecided(application_id)
    if not text.strip():
        raise NoteMissing
    row.note, row.noted_by = text.strip(), str(actor)
    row.save(update_fields=["note", "noted_by"])
    audit.record(actor=actor, at=at, kind="registration.noted", subject=queries.subject_of(row))
    return row


@transaction.atomic
def accept(*, actor: Actor, at: datetime, flow: Flow, application_id: int) -> Application:
    """Accept an application: the applicant gets the code, or the user id, and activates with it. No reason is needed.

    Raises AlreadyDecided, NotYetConfirmed and NoteMissing; nothing goes out then.
    """
    row = _undecided(application_id)
    if row.state != ApplicationState.CONFIRMED:
        raise NotYetConfirmed
    if not row.note:
        raise NoteMissing
    row.decided_by = str(actor)
    return accept_alone(actor=actor, at=at, flow=flow, row=row)


def accept_alone(*, actor: Actor, at: datetime, flow: Flow, row: Application) -> Application:
    """Accept an application in the caller's transaction: of staff, or because the proof of a business fits."""
    ends_at = after(at, flow.code_holds)
    row.state, row.decided_at = ApplicationState.ACCEPTED, at
    token, _ends = fresh_link(at, row, ends_at)
    if flow.issues_ids:
        row.account_name = _new_id()
        mail: ReviewMail | CredentialsMail = CredentialsMail(token=token, user_id=row.account_name, until=ends_at)
    else:
        code = secret.new_code()
        row.code_digest, row.code_expires_at = secret.digest_of(code, purpose=ACTIVATION), ends_at
        row.code_tries, row.code_locked_until = 0, None
        mail = ReviewMail(token=token, code=shown(code), account_name=row.account_name, until=ends_at)
    row.save()
    about = queries.subject_of(row)
    inbox.post(actor=actor, at=at, mail=mail, to=row.email, to_name=row.applicant, about=about, entity=row.entity)
    until(actor, at, row, UNACTIVATED, ends_at + GRACE)
    audit.record(actor=actor, at=at, kind="registration.accepted", subject=about)
    return row


@transaction.atomic
def decline(*, actor: Actor, at: datetime, application_id: int) -> Application:
    """Decline an application: the applicant is told without reasons, and everything is deleted after thirty days.

    Raises AlreadyDecided.
    """
    row = _undecided(application_id)
    row.state, row.decided_at, row.decided_by = ApplicationState.DECLINED, at, str(actor)
    row.password = row.address = ""
    row.save(update_fields=["state", "decided_at", "decided_by", "password", "address"])
    about, erased_at = queries.subject_of(row), at + DECLINED_KEPT
    row.links.all().delete()
    no_longer(actor, at, UNCONFIRMED, about)
    until(actor, at, row, DECLINED, erased_at)
    mail = DeclinedMail(erased_at=erased_at)
    inbox.post(actor=actor, at=at, mail=mail, to=row.email, to_name=row.applicant, about=about, entity=row.entity)
    audit.record(actor=actor, at=at, kind="registration.declined", subject=about)
    return row


def _undecided(application_id: int) -> Application:
    row = Application.objects.select_for_update(of=("self",)).get(pk=application_id)
    if row.state not in (ApplicationState.SUBMITTED, ApplicationState.CONFIRMED):
        raise AlreadyDecided
    return row


def _new_id() -> str:
    """Return a user id that nobody guesses and everybody can read out."""
    while True:
        found = secret.new_code()[:ID_SIGNS]
        if queries.is_name_free(found):
            return found
