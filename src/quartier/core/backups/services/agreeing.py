"""Agreeing on backups for a contract and ending them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.backups import queries, rules, storage
from quartier.core.backups.extension import backup_runners
from quartier.core.backups.models import BackupPlan
from quartier.core.deadlines import queries as running
from quartier.core.deadlines import services as deadlines
from quartier.core.parties import queries as parties
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

DUE, LATE, CLEAR = "backups.due", "backups.late", "backups.clear"
ONCE = "backup_agreed_once"


class NoPlace(Refused):
    """What cannot be kept is not agreed."""

    message = _("No place for backups is configured on this installation. The technical operator has to name one.")


class BeginsInThePast(Refused):
    """Nobody makes a backup of yesterday."""

    message = _("Backups begin today or later.")
    field = "begins_on"


class EndsInThePast(Refused):
    """What was agreed until today was agreed."""

    message = _("Choose today or a later day, not before the beginning.")
    field = "ends_on"


class ContractOver(Refused):
    """A contract that has ended has nothing to back up."""

    message = _("The contract has ended by then.")
    field = "begins_on"


class AlreadyAgreed(Refused):
    """One plan of a kind for a contract at a time."""

    message = _("Backups are agreed for this contract already. End those first.")


class NotInForce(Refused):
    """Nothing is agreed any more."""

    message = _("Backups are not agreed for this contract any more.")


@transaction.atomic
def agree(
    *, actor: Actor, at: datetime, relationship: Any, runner: str, rhythm: str, hour: int, keep: int, begins_on: date
) -> BackupPlan:
    """Agree on backups for a contract from a day on; the first is due at the next hour that fits.

    Raises NoPlace, BeginsInThePast, ContractOver and AlreadyAgreed, and KeyError for a kind nobody registered.
    """
    backup_runners[runner]
    if not storage.is_configured():
        raise NoPlace
    if begins_on < day_of(at):
        raise BeginsInThePast
    if relationship.ended_on is not None and begins_on >= relationship.ended_on:
        raise ContractOver
    if BackupPlan.objects.filter(relationship=relationship, runner=runner, ends_on__gt=begins_on).exists():
        raise AlreadyAgreed
    plan = BackupPlan(relationship=relationship, runner=runner, rhythm=rhythm, hour=hour, keep=keep)
    plan.begins_on, plan.agreed_at = begins_on, at
    try:
        with transaction.atomic():
            plan.save(force_insert=True)
    except IntegrityError as error:
        if ONCE in str(error):
            raise AlreadyAgreed from error
        raise
    record(actor, at, "backups.agreed", plan, {"rhythm": rhythm, "hour": hour, "from": begins_on.isoformat()})
    open_next(actor, at, plan)
    return plan


@transaction.atomic
def end(*, actor: Actor, at: datetime, plan_id: int, ends_on: date) -> BackupPlan:
    """End backups: from that day on none is made, and thirty days later the copies are removed.

    Raises NotInForce and EndsInThePast.
    """
    plan = locked(plan_id)
    if plan.ends_on is not None:
        raise NotInForce
    if ends_on < max(day_of(at), plan.begins_on):
        raise EndsInThePast
    plan.ends_on = ends_on
    plan.save(update_fields=["ends_on"])
    due = running.open_deadline_of(DUE, queries.subject_of(plan))
    if due is not None and day_of(due.due_at) >= ends_on:
        deadlines.cancel(actor=actor, at=at, deadline_id=due.pk, reason="backups.ended")
    entity = plan.relationship.legal_entity_id
    deadlines.open_deadline(actor=actor, at=at, kind=CLEAR, subject=queries.subject_of(plan), entity_id=entity,
                            due_at=rules.cleared_at(ends_on))  # fmt: skip
    record(actor, at, "backups.ended", plan, {"on": ends_on.isoformat()})
    return plan


def locked(plan_id: int) -> BackupPlan:
    """Return a plan that nobody else changes until the transaction ends."""
    return BackupPlan.objects.select_for_update(of=("self",)).select_related("relationship__party").get(pk=plan_id)


def open_next(actor: Actor, at: datetime, plan: BackupPlan) -> None:
    """Open the deadline of the next backup after an instant, unless the agreement ends before."""
    due_at = queries.next_at(plan, at)
    if due_at is not None:
        deadlines.open_deadline(actor=actor, at=at, kind=DUE, subject=queries.subject_of(plan), due_at=due_at,
                                entity_id=plan.relationship.legal_entity_id)  # fmt: skip


def record(actor: Actor, at: datetime, kind: str, plan: BackupPlan, data: dict[str, Any]) -> None:
    """Write a fact about a plan into the history of the customer."""
    about = parties.subject_of(plan.relationship.party)
    audit.record(actor=actor, at=at, kind=kind, subject=about, data={"plan": plan.pk, **data})
