"""What the worker does: lets each deadline pass once, in order, and keeps what went wrong."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.deadlines.extension import Passed, deadline_kinds
from quartier.core.deadlines.models import WAITING, Deadline, DeadlineState
from quartier.core.deadlines.rules import wait_after
from quartier.kit.errors import Refused
from quartier.kit.jobs import reason_of
from quartier.values.actor import SYSTEM, Actor

BATCH = 500
ANY_INSTANT, ANY_KEY = datetime.max.replace(tzinfo=UTC), -1
# How far a worker goes on where it meets another: both then work in stretches of their own.
STRIDE = 25

logger = logging.getLogger(__name__)


class NotFailed(Refused):
    """Only a failed effect is tried again by hand."""

    message = _("The effect of this deadline has not failed.")


@dataclass(frozen=True, slots=True)
class Processed:
    """What one run did."""

    fired: int
    failed: int


def process(*, at: datetime, most: int | None = None) -> Processed:
    """Let every deadline pass that is due, each in a transaction of its own, in the order in which they fall due.

    Effects see the instant at which they fell due. What an effect opens and is due as well passes in the same run. A
    failed effect changes nothing but its own row: it is tried again later, and until then its subject waits, no other.
    Any number of workers may run this at once; a row is fired by one of them.
    """
    fired = failed = 0
    while most is None or fired + failed < most:
        batch = list(
            due(at).values_list("pk", flat=True)[: BATCH if most is None else min(BATCH, most - fired - failed)]
        )
        outcomes = _fire_all(batch, at, STRIDE)
        if not any(outcome is not None for outcome in outcomes):
            outcomes = _fire_all(batch, at, 1)
        fired += outcomes.count(True)
        failed += outcomes.count(False)
        if not any(outcome is not None for outcome in outcomes):
            break
    return Processed(fired, failed)


def due(at: datetime) -> QuerySet[Deadline]:
    """Return the deadlines that may pass at an instant, first due first: nothing of their subject waits before them."""
    before = Deadline.objects.filter(
        subject=OuterRef("subject"), state__in=WAITING, due_at__lt=OuterRef("due_at")
    ).exclude(state=DeadlineState.PAUSED)
    ready = Q(next_try_at__isnull=True) | Q(next_try_at__lte=at)
    return Deadline.objects.filter(ready, ~Exists(before), state=DeadlineState.RUNNING, due_at__lte=at)


def _fire_all(batch: Sequence[int], at: datetime, stride: int) -> list[bool | None]:
    """Fire deadlines in their order. Where another worker is at work, go on `stride` places further."""
    outcomes, place = [], 0
    while place < len(batch):
        outcomes.append(_fire(batch[place], at))
        place += 1 if outcomes[-1] is not None else stride
    return outcomes


def _fire(pk: int, at: datetime) -> bool | None:
    """Fire one deadline: True when it passed, False when its effect failed, None when another worker has it."""
    try:
        with transaction.atomic():
            passed = _close(pk, at)
            if passed is None:
                return None
            # Closed first, so that the effect may open the next one of its kind; both stand or fall together.
            effect = deadline_kinds[passed.kind].effect
            if effect is not None:
                effect(passed)
            data = {"deadline": pk, "kind": passed.kind, "due": passed.at.isoformat()}
            subject = passed.holder or passed.subject
            audit.record(actor=SYSTEM, at=at, kind="deadline.passed", subject=subject, data=data)
    except Exception as error:
        _note_failure(pk, at, reason_of(error))
        return False
    return True


def _close(pk: int, at: datetime) -> Passed | None:
    """Lock a row that may pass and close it, in one statement; None when it may not, or another worker has it."""
    sql, params = _closing()
    given = {ANY_INSTANT: at, ANY_KEY: pk}
    values: list[Any] = [DeadlineState.PASSED, at, *(given.get(value, value) for value in params)]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    if row is None:
        return None
    kind, subject, holder, last_on, due_at, data = row
    return Passed(kind, subject, holder, last_on, due_at, json.loads(data))


@cache
def _closing() -> tuple[str, tuple[Any, ...]]:
    """Return the statement that locks and closes one row if it may pass, with marks for instant and key.

    It is the same for every row: to make it anew each time would cost more than the database needs for it. Ordered by
    key, because in due order the database would walk through all that are due to find this one.
    """
    rows = due(ANY_INSTANT).select_for_update(of=("self",), skip_locked=True).filter(pk=ANY_KEY).order_by("pk")
    sql, params = rows.values("pk").query.sql_with_params()
    table = connection.ops.quote_name(Deadline._meta.db_table)
    statement = (
        f"UPDATE {table} SET state = %s, closed_at = greatest(%s, opened_at) WHERE id = ({sql})"  # noqa: S608 – our own
        " RETURNING kind, subject, holder, last_on, due_at, data::text"
    )
    return statement, tuple(params)


@transaction.atomic
def _note_failure(pk: int, at: datetime, reason: str) -> None:
    row = Deadline.objects.select_for_update().get(pk=pk)
    row.attempts += 1
    wait = wait_after(row.attempts)
    row.failure, row.next_try_at = reason[:300], at + wait if wait else None
    if wait is None:
        row.state = DeadlineState.FAILED
        data = {"deadline": row.pk, "kind": row.kind, "reason": row.failure}
        audit.record(actor=SYSTEM, at=at, kind="deadline.failed", subject=row.holder or row.subject, data=data)
    row.save(update_fields=["attempts", "failure", "next_try_at", "state"])
    logger.error("deadline %s: the effect failed %s times: %s", pk, row.attempts, reason)


@transaction.atomic
def try_again(*, actor: Actor, at: datetime, deadline_id: int) -> Deadline:
    """Let a failed effect be tried again from the beginning. Raises NotFailed."""
    row = Deadline.objects.select_for_update().get(pk=deadline_id)
    if not row.attempts or row.state not in WAITING:
        raise NotFailed
    row.state, row.attempts, row.next_try_at = DeadlineState.RUNNING, 0, None
    row.save(update_fields=["state", "attempts", "next_try_at"])
    data = {"deadline": row.pk, "kind": row.kind}
    audit.record(actor=actor, at=at, kind="deadline.tried_again", subject=row.holder or row.subject, data=data)
    return row
