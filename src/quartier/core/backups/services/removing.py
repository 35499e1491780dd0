"""Removing copies: the oldest beyond the agreed number, all of them after the agreement or with the person's data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from quartier.core.backups import queries, storage
from quartier.core.backups.models import BackupRun
from quartier.core.backups.services.agreeing import locked, record
from quartier.core.deadlines.extension import Passed
from quartier.kit.jobs import enqueue
from quartier.values.actor import SYSTEM


def remove_old(*, at: datetime, plan_id: int) -> None:
    """Remove the copies beyond the agreed number, oldest first. Raises Spoiled when the place is out of reach.

    First the file, then the note that it is gone: a crash between both leaves nothing that cannot be repeated.
    """
    for run in queries.beyond_the_number(plan_id):
        storage.remove(run.plan_id, run.file_name)
        BackupRun.objects.filter(pk=run.pk).update(removed_at=at)


def clear(passed: Passed) -> None:
    """Let all copies of an ended agreement go."""
    plan = locked(int(passed.subject.rpartition(":")[2]))
    rows = queries.copies_of(plan.pk)
    record(SYSTEM, passed.at, "backups.cleared", plan, {"copies": rows.count()})
    _let_go(rows)
    rows.update(removed_at=passed.at)


def erase_copies(rows: QuerySet[Any], _at: datetime) -> None:
    """Erase runs with their copies: the rows now, the files as soon as this is committed."""
    _let_go(rows.exclude(file_name=""))
    rows.delete()


def forget_copy(*, plan_id: int, file_name: str) -> None:
    """Delete the file of a copy. Raises Spoiled when the place is out of reach: the job comes again."""
    storage.remove(plan_id, file_name)


def _let_go(rows: QuerySet[Any]) -> None:
    for plan_id, file_name in rows.values_list("plan_id", "file_name"):
        enqueue("backups.forget_copy", plan_id=plan_id, file_name=file_name)
