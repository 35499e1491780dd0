"""What ends by itself: applications that nobody confirms or activates, declined ones, letters that lie around."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.deadlines import queries as periods
from quartier.core.deadlines import services as deadlines
from quartier.core.inbox import services as inbox
from quartier.core.registration import queries
from quartier.core.registration.models import Application, ApplicationState
from quartier.values.actor import SYSTEM, Actor

UNCONFIRMED = "registration.unconfirmed"
UNACTIVATED = "registration.unactivated"
DECLINED = "registration.declined"
# So long after the last link or code an application can still be gone on with; then nothing of it is left.
GRACE = timedelta(days=14)
DECLINED_KEPT = timedelta(days=30)
# What each deadline waits for: an application that has gone on meanwhile stays.
WAITS_IN = {
    UNCONFIRMED: ApplicationState.SUBMITTED,
    UNACTIVATED: ApplicationState.ACCEPTED,
    DECLINED: ApplicationState.DECLINED,
}


def until(actor: Actor, at: datetime, row: Application, kind: str, due_at: datetime) -> None:
    """Have an application erased at an instant unless it goes on before."""
    about = queries.subject_of(row)
    if (running := periods.open_deadline_of(kind, about)) is None:
        deadlines.open_deadline(actor=actor, at=at, kind=kind, subject=about, due_at=due_at, entity_id=row.entity_id)
    elif running.due_at < due_at:
        deadlines.extend(
            actor=actor, at=at, deadline_id=running.pk, reason="Neuer Link oder Code", due_at=due_at
        )  # fmt: skip


def no_longer(actor: Actor, at: datetime, kind: str, subject: str, reason: str = "Es ging weiter.") -> None:
    """Cancel a deadline of ours that does not matter any more."""
    if (running := periods.open_deadline_of(kind, subject)) is not None:
        deadlines.cancel(actor=actor, at=at, deadline_id=running.pk, reason=reason)


@transaction.atomic
def erase_application(*, at: datetime, application_id: int, kind: str) -> None:
    """Erase an application that still stands where a deadline of this kind left it, with its mails and links."""
    row = Application.objects.filter(pk=application_id, state=WAITS_IN[kind]).first()
    if row is not None:
        erase(SYSTEM, at, row)


def erase(actor: Actor, at: datetime, row: Application) -> None:
    """Erase an application, its links and its mails, in the caller's transaction; a fact without a name stays."""
    about = queries.subject_of(row)
    for kind in WAITS_IN:
        no_longer(actor, at, kind, about, "Der Antrag ist gelöscht.")
    inbox.forget_about(subject=about)
    audit.record(actor=actor, at=at, kind="registration.erased", subject=about, data={"state": row.state})
    row.delete()
