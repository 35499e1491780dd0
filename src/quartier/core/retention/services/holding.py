"""Legal holds: a named case keeps everything of a person until somebody lifts it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.deadlines import queries as running
from quartier.core.deadlines import services as deadlines
from quartier.core.deadlines.extension import Passed
from quartier.core.parties import queries as parties
from quartier.core.retention.models import LegalHold
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import SYSTEM, Actor

REVIEW = "retention.hold_review"
ONCE = "legal_hold_once_per_case"


class AlreadyHeld(Refused):
    """One hold for a person and a case."""

    message = _("This person is held back for this case already.")
    field = "case"


class NotLater(Refused):
    """A hold is looked at again in the future."""

    message = _("Choose a day after today on which somebody looks at it again.")
    field = "review_on"


class Settled(Refused):
    """A hold or restriction that was lifted stays so."""

    message = _("This has been lifted already.")


@transaction.atomic
def hold_back(*, actor: Actor, at: datetime, party_id: int, case: str, reason: str, review_on: date) -> LegalHold:
    """Forbid erasing anything of a person for a case, and let somebody look at it again on a day.

    Raises AlreadyHeld and NotLater; nothing is stored then.
    """
    if review_on <= day_of(at):
        raise NotLater
    words = {"case": case.strip(), "reason": reason.strip(), "review_on": review_on}
    row = LegalHold(party=parties.party_numbered(party_id), set_at=at, set_by=actor.name[:120], **words)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if ONCE in str(error):
            raise AlreadyHeld from error
        raise
    _remember(actor, at, row)
    _record(actor, at, "retention.held", row, {"case": row.case, "review_on": review_on.isoformat()})
    return row


@transaction.atomic
def look_again(*, actor: Actor, at: datetime, hold_id: int, review_on: date) -> LegalHold:
    """Keep a hold and choose the next day for looking at it. Raises Settled and NotLater."""
    row = _in_force(hold_id)
    if review_on <= day_of(at):
        raise NotLater
    before, row.review_on = row.review_on, review_on
    row.save(update_fields=["review_on"])
    _forget(actor, at, row)
    _remember(actor, at, row)
    _record(actor, at, "retention.reviewed", row, {"review_on": [before.isoformat(), review_on.isoformat()]})
    return row


@transaction.atomic
def lift_hold(*, actor: Actor, at: datetime, hold_id: int, reason: str) -> LegalHold:
    """Lift a hold: what is over goes with the next run. Raises Settled."""
    row = _in_force(hold_id)
    row.lifted_at, row.lifted_by, row.lifted_because = at, actor.name[:120], reason.strip()
    row.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
    _forget(actor, at, row)
    _record(actor, at, "retention.hold_lifted", row, {"case": row.case})
    return row


def note_review(passed: Passed) -> None:
    """Write down that a hold has to be looked at; the start page counts it until somebody has."""
    audit.record(
        actor=SYSTEM, at=passed.at, kind="retention.review_due", subject=passed.holder, data={"hold": passed.subject}
    )


def _in_force(hold_id: int) -> LegalHold:
    row = LegalHold.objects.select_for_update().get(pk=hold_id)
    if row.lifted_at is not None:
        raise Settled
    return row


def _subject(row: LegalHold) -> str:
    return f"retention.legalhold:{row.pk}"


def _remember(actor: Actor, at: datetime, row: LegalHold) -> None:
    deadlines.open_deadline(
        actor=actor, at=at, kind=REVIEW, subject=_subject(row), last_on=row.review_on,
        source="Art. 5 Abs. 1 Buchst. e, Art. 17 Abs. 3 Buchst. e DSGVO",
    )  # fmt: skip


def _forget(actor: Actor, at: datetime, row: LegalHold) -> None:
    found = running.open_deadline_of(REVIEW, _subject(row))
    if found is not None:
        deadlines.meet(actor=actor, at=at, deadline_id=found.pk)


def _record(actor: Actor, at: datetime, kind: str, row: LegalHold, data: dict[str, Any]) -> None:
    subject = parties.subject_of(row.party)
    audit.record(actor=actor, at=at, kind=kind, subject=subject, data={"hold": row.pk, **data})
