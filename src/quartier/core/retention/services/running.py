"""The daily run: what is over is erased, what must be kept is restricted, what is held back stays (SBV-30, SBV-31).

Every batch is a transaction of its own with its line of the protocol: a run that is killed has done what the protocol
says, and the next one goes on.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from quartier.core.audit import services as audit
from quartier.core.privacy import queries as privacy
from quartier.core.privacy import services as erasing
from quartier.core.privacy.extension import PersonalData, Subject, left_alone, people_due
from quartier.core.retention.models import Run, RunLine
from quartier.kit import clock
from quartier.values.actor import SYSTEM

log = logging.getLogger(__name__)
BATCH = 500
LOCK = "SELECT pg_try_advisory_lock(hashtext('retention.run'), hashtext(current_schema()))"
UNLOCK = "SELECT pg_advisory_unlock(hashtext('retention.run'), hashtext(current_schema()))"
PEOPLE = "parties.Party"


class SomeFailed(RuntimeError):
    """Parts of a run failed; the others are done. The job is tried again and shown to staff."""


def run(*, at: datetime) -> Run | None:
    """Erase and restrict in this schema everything whose time has come; returns the protocol, None while one runs.

    Raises SomeFailed after everything else is done.
    """
    with _alone() as free:
        if not free:
            return None
        row = Run.objects.create(began_at=at)
        alone = _left_alone()
        _erase_people(row, at, alone)
        failed = [e.model for e, rows in erasing.erasable(at) if not _guarded(_erase_rows, row, e, rows, at, alone)]
        failed += [e.model for e, rows in erasing.restrictable(at) if not _guarded(_restrict, row, e, rows, at, alone)]
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        _record(row, at)
    if failed:
        raise SomeFailed(", ".join(failed))
    return row


@contextmanager
def _alone() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute(LOCK)
        free = bool(cursor.fetchone()[0])
    try:
        yield free
    finally:
        if free:
            with connection.cursor() as cursor:
                cursor.execute(UNLOCK)


def _left_alone() -> dict[int, Subject]:
    """Return the people whose data nobody erases now: held back, restricted at their wish, or asking about them."""
    numbers = {number for find in left_alone for number in find()}
    found = {number: privacy.subject_numbered(number) for number in numbers}
    return {number: subject for number, subject in found.items() if subject is not None}


def _erase_people(row: Run, at: datetime, alone: dict[int, Subject]) -> None:
    """Erase people of whom nothing has to be kept, with everything that is about them, one in a transaction."""
    for due in people_due:
        for number in list(due(at).order_by("pk").values_list("pk", flat=True)):
            if number in alone:
                _note(row, PEOPLE, held=1)
            elif (subject := privacy.subject_numbered(number)) is not None:
                _erase_person(row, at, subject)


def _erase_person(row: Run, at: datetime, subject: Subject) -> None:
    for controller in privacy.controllers():
        if privacy.knows(subject, controller):
            try:
                with transaction.atomic():
                    erasing.erase(actor=SYSTEM, at=at, subject=subject, controller=controller)
                    _note(row, PEOPLE, erased=1)
            except erasing.StillKept:
                _note(row, PEOPLE, needed=1)


def _guarded(act: Any, row: Run, entry: PersonalData, *more: Any) -> bool:
    """Run one part; a failure is written down without stopping the others. False when it failed."""
    try:
        act(row, entry, *more)
    except Exception:
        log.exception("The retention of %s failed.", entry.model)
        _note(row, entry.model, failed=1)
        return False
    return True


def _erase_rows(row: Run, entry: PersonalData, rows: QuerySet[Any], at: datetime, alone: dict[int, Subject]) -> None:
    about = _about(entry, rows, alone)
    if about is not None and (held := rows.filter(pk__in=about).count()):
        _note(row, entry.model, held=held)
    free = rows if about is None else rows.exclude(pk__in=about)
    for keys in _batches(free):
        with transaction.atomic():
            erased = erasing.erase_rows(entry, keys, at)
            _note(row, entry.model, erased=erased, needed=len(keys) - erased)


def _restrict(row: Run, entry: PersonalData, rows: QuerySet[Any], at: datetime, _alone: dict[int, Subject]) -> None:
    for keys in _batches(rows):
        with transaction.atomic():
            _note(row, entry.model, restricted=erasing.restrict_rows(entry, keys, at))


def _about(entry: PersonalData, rows: QuerySet[Any], alone: dict[int, Subject]) -> QuerySet[Any] | None:
    """Return the keys of the rows that are about people who are left alone, None when nobody is."""
    condition = Q(pk__in=[])
    for subject in alone.values():
        condition |= entry.rows(subject)
    return rows.model._default_manager.filter(condition).order_by().values("pk") if alone else None


def _batches(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """Yield the keys of rows in order, each once, whether or not the rows are gone by then."""
    last: Any = None
    while True:
        following = rows if last is None else rows.filter(pk__gt=last)
        keys = list(following.order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not keys:
            return
        last = keys[-1]
        yield keys


def _note(row: Run, model: str, **counts: int) -> None:
    """Add to the protocol what was done with one kind of data."""
    if any(counts.values()):
        line, _made = RunLine.objects.get_or_create(run=row, model=model)
        RunLine.objects.filter(pk=line.pk).update(**{name: F(name) + count for name, count in counts.items()})


def _record(row: Run, at: datetime) -> None:
    sums = {"erased": 0, "restricted": 0, "held": 0}
    for line in row.lines.all():
        for name in sums:
            sums[name] += getattr(line, name)
    if any(sums.values()):
        audit.record(actor=SYSTEM, at=at, kind="retention.ran", subject=f"retention.run:{row.pk}", data=sums)
