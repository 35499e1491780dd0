"""When it is time: a run is put into the queue, and somebody is told when it has not ended six hours later."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.backups import queries, rules
from quartier.core.backups.models import OPEN, BackupPlan, BackupRun, RunState
from quartier.core.backups.services.agreeing import LATE, NotInForce, end, locked, open_next, record
from quartier.core.backups.services.telling import alert
from quartier.core.deadlines import services as deadlines
from quartier.core.deadlines.extension import Passed
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.jobs import enqueue
from quartier.kit.schemas import current_schema
from quartier.values.actor import SYSTEM, Actor


class AlreadyUnderWay(Refused):
    """One backup of a contract at a time."""

    message = _("A backup of this contract is being made already, or waits for its turn.")


def begin_due(passed: Passed) -> None:
    """Put the backup that is due into the queue and open the next one; a contract that has ended ends its backups."""
    plan = locked(_number(passed.subject))
    over = plan.relationship.ended_on
    if over is not None and plan.ends_on is None and day_of(passed.at) >= over:
        end(actor=SYSTEM, at=passed.at, plan_id=plan.pk, ends_on=max(day_of(passed.at), plan.begins_on))
        return
    _start(SYSTEM, passed.at, plan, by_hand=False)
    open_next(SYSTEM, passed.at, plan)


@transaction.atomic
def start_now(*, actor: Actor, at: datetime, plan_id: int) -> BackupRun:
    """Make a backup beside the agreed times. Raises NotInForce and AlreadyUnderWay."""
    plan = locked(plan_id)
    if not queries.in_force(plan, at):
        raise NotInForce
    if plan.runs.filter(state__in=OPEN).exists():
        raise AlreadyUnderWay
    run = _start(actor, at, plan, by_hand=True)
    record(actor, at, "backups.started", plan, {"run": run.pk})
    return run


def look_after(passed: Passed) -> None:
    """Call a run missed that has not ended in time, and tell the responsible staff."""
    run = BackupRun.objects.select_for_update().filter(pk=_number(passed.subject), state__in=OPEN).first()
    if run is None:
        return
    run.state = RunState.MISSED
    run.save(update_fields=["state"])
    record(SYSTEM, passed.at, "backups.missed", run.plan, {"run": run.pk, "due": run.due_at.isoformat()})
    alert(at=passed.at, run=run)


def _start(actor: Actor, at: datetime, plan: BackupPlan, *, by_hand: bool) -> BackupRun:
    run = BackupRun.objects.create(plan=plan, due_at=at, by_hand=by_hand)
    deadlines.open_deadline(actor=actor, at=at, kind=LATE, subject=queries.subject_of_run(run),
                            due_at=at + rules.LATE_AFTER, entity_id=plan.relationship.legal_entity_id)  # fmt: skip
    enqueue("backups.make", run_id=run.pk, lock=f"backups:{current_schema()}:{plan.pk}")
    return run


def _number(subject: str) -> int:
    return int(subject.rpartition(":")[2])
