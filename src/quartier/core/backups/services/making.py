"""Making a backup: copied, read again, compared; whatever goes wrong is told. Nobody may believe that there is one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime

from django.db import connection, transaction

from quartier.core.backups import queries, storage
from quartier.core.backups.extension import Order
from quartier.core.backups.models import OPEN, BackupRun, Fault, RunState
from quartier.core.backups.services.agreeing import LATE, locked, record
from quartier.core.backups.services.telling import alert
from quartier.core.backups.storage import Spoiled
from quartier.core.deadlines import queries as running
from quartier.core.deadlines import services as deadlines
from quartier.kit.jobs import enqueue, reason_of
from quartier.kit.schemas import current_schema
from quartier.values.actor import SYSTEM

logger = logging.getLogger(__name__)


def make(*, run_id: int, now: Callable[[], datetime]) -> None:
    """Make the copy of a run that waits, was missed, or lost its worker; what has been made is not made again.

    Nothing here may stand in an outer transaction: that a run began is known even when the worker dies in it.
    """
    with _alone_with(run_id) as is_mine:
        run = _begin(run_id, now()) if is_mine else None
        if run is not None:
            _make(run, now)


def _make(run: BackupRun, now: Callable[[], datetime]) -> None:
    try:
        copy = _copied(run, now())
    except Spoiled as spoiled:
        _fail(run, now(), spoiled)
    except Exception as error:
        logger.exception("backup run %s: what should be copied could not be read", run.pk)
        _fail(run, now(), Spoiled(Fault.SOURCE, reason_of(error)))
    else:
        _settle(run, now(), copy)


@contextmanager
def _alone_with(run_id: int) -> Iterator[bool]:
    """Tell whether no other worker makes this run; nobody can while the block runs, unless our connection is lost."""
    with connection.cursor() as cursor:
        key = [f"backups {current_schema()} {run_id}"]
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", key)
        is_mine = bool(cursor.fetchone()[0])
    try:
        yield is_mine
    finally:
        # A lost connection has let go of it already.
        if is_mine and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", key)


@transaction.atomic
def _begin(run_id: int, at: datetime) -> BackupRun | None:
    """Return the run that is to be made now, or None: it is made, its agreement is gone, or a newer one has come."""
    run = BackupRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None or run.state not in (*OPEN, RunState.MISSED):
        return None
    if run.plan.runs.filter(due_at__gt=run.due_at).exists():
        return None
    run.started_at = at
    run.state = RunState.MISSED if run.state == RunState.MISSED else RunState.RUNNING
    run.save(update_fields=["started_at", "state"])
    return run


def _copied(run: BackupRun, at: datetime) -> storage.Copy:
    runner, relationship = queries.runner_of(run.plan), run.plan.relationship
    name = f"{run.pk:08}-{run.due_at.astimezone(UTC):%Y%m%dT%H%M%SZ}.{runner.ending}"
    blocks = runner.run(Order(at=at, party=relationship.party, relationship=relationship))
    return storage.copy(run.plan_id, name, blocks, runner.is_whole)


@transaction.atomic
def _settle(run: BackupRun, at: datetime, copy: storage.Copy) -> None:
    plan = locked(run.plan_id)
    if not _is_open(run):
        return
    for name, value in asdict(copy).items():
        setattr(run, name, value)
    run.state, run.ended_at = RunState.DONE, at
    run.save(update_fields=["state", "ended_at", "file_name", "size", "sha256"])
    _meet(run, at)
    record(SYSTEM, at, "backups.made", plan, {"run": run.pk, "size": run.size, "sha256": run.sha256})
    enqueue("backups.remove_old", plan_id=plan.pk)


@transaction.atomic
def _fail(run: BackupRun, at: datetime, spoiled: Spoiled) -> None:
    plan, told = locked(run.plan_id), run.state == RunState.MISSED
    if not _is_open(run):
        return
    run.state, run.ended_at, run.fault, run.detail = RunState.FAILED, at, spoiled.fault, spoiled.detail[:300]
    run.save(update_fields=["state", "ended_at", "fault", "detail"])
    _meet(run, at)
    record(SYSTEM, at, "backups.failed", plan, {"run": run.pk, "fault": run.fault, "detail": run.detail})
    if not told:
        alert(at=at, run=run)


def _is_open(run: BackupRun) -> bool:
    """Tell whether nobody has ended the run meanwhile; asked while its plan is locked."""
    return BackupRun.objects.filter(pk=run.pk, state__in=(*OPEN, RunState.MISSED)).exists()


def _meet(run: BackupRun, at: datetime) -> None:
    """Close the deadline of the run; one that has passed lets itself pass and finds the run ended."""
    late = running.open_deadline_of(LATE, queries.subject_of_run(run))
    if late is not None and at < late.due_at:
        deadlines.meet(actor=SYSTEM, at=at, deadline_id=late.pk)
