"""Sealing: rows that can no longer change in number are hashed in blocks, each over the block before (ADR 0011)."""

from __future__ import annotations

import time
from dataclasses import asdict
from datetime import datetime
from itertools import islice

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import rules
from quartier.core.audit.models import Confirmation, Fact, Seal
from quartier.core.audit.queries import chain
from quartier.kit.errors import Refused
from quartier.kit.schemas import current_schema

ROWS_OF_A_SEAL = 10_000
PATIENCE_S = 5.0
PAUSE_S = 0.02

ONE_SEALER = "SELECT pg_advisory_xact_lock(hashtext('audit.seal'), hashtext(current_schema()))"
# Whoever writes a row holds this lock from before its number is drawn until the row is committed or gone.
WRITERS = """
SELECT virtualtransaction FROM pg_locks
 WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted AND pid IS DISTINCT FROM pg_backend_pid()
   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
   AND relation IN ('audit_fact'::regclass, 'audit_confirmation'::regclass)
"""


class StillWriting(Refused):
    """Transactions that may still bring earlier facts take too long."""

    message = _("Facts are still being written by long transactions; seal again later.")


@transaction.atomic
def seal(*, at: datetime, patience_s: float = PATIENCE_S) -> int:
    """Seal all facts and confirmations of this schema that were committed before the call; returns how many.

    Waits for the transactions that may still commit a lower number, and for no others. Raises StillWriting when
    they take longer than `patience_s`. Writers never wait for a seal.
    """
    with connection.cursor() as cursor:
        cursor.execute(ONE_SEALER)
    before = Seal.objects.last()
    until = [_newest(Fact), _newest(Confirmation)]
    if before and until == [before.facts_until, before.confirmations_until]:
        return 0
    _await_writers(patience_s)
    count = 0
    while rows := _next_rows(before, *until):
        before = _close(at, before, rows)
        count += len(rows)
    return count


def _newest(model: type[Fact | Confirmation]) -> int:
    return model._default_manager.aggregate(newest=Max("pk"))["newest"] or 0


def _await_writers(patience_s: float) -> None:
    deadline = time.monotonic() + patience_s
    pending = _writers()
    while pending:
        if time.monotonic() > deadline:
            raise StillWriting
        time.sleep(PAUSE_S)
        pending &= _writers()


def _writers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(WRITERS)
        return {str(row[0]) for row in cursor.fetchall()}


def _next_rows(before: Seal | None, facts_until: int, confirmations_until: int) -> list[rules.Row]:
    """Return the rows of the next seal: facts first, then confirmations, each in the order of their numbers."""
    facts = chain.facts(after=before.facts_until if before else None, until=facts_until)
    rows = list(islice(facts, ROWS_OF_A_SEAL))
    if len(rows) < ROWS_OF_A_SEAL:
        after = before.confirmations_until if before else None
        rows += islice(chain.confirmations(after=after, until=confirmations_until), ROWS_OF_A_SEAL - len(rows))
    return rows


def _close(at: datetime, before: Seal | None, rows: list[rules.Row]) -> Seal:
    """Write the seal over these rows."""
    until = {
        rules.Table.FACT: before.facts_until if before else 0,
        rules.Table.CONFIRMATION: before.confirmations_until if before else 0,
    }
    # In the order of their numbers: the last one of each table stays.
    until.update((row.table, row.number) for row in rows)
    leaves = rules.pack(map(rules.leaf_of, rows))
    head = rules.Head(
        number=before.number + 1 if before else 1,
        sealed_at=at,
        facts_until=until[rules.Table.FACT],
        confirmations_until=until[rules.Table.CONFIRMATION],
        previous=bytes(before.hash) if before else rules.genesis(current_schema()),
    )
    return Seal.objects.create(**asdict(head), leaves=leaves, hash=rules.seal_hash(head, leaves))
