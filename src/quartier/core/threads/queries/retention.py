"""How long threads are kept, for one and for many at once: the answers of both are the same."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from quartier.core.parties import queries as parties
from quartier.core.threads.models import Call, Thread
from quartier.core.threads.rules import YEARS_OF_EVIDENCE
from quartier.kit.clock import day_of
from quartier.values.zone import BERLIN


def kept_until(thread: Thread) -> datetime:
    """Return until when a thread is kept as evidence: for ever while it is not closed.

    What was agreed beside a contract is kept as long as the contract.
    """
    if thread.closed_at is None:
        return datetime.max.replace(tzinfo=UTC)
    end = _new_year(thread.closed_at.astimezone(BERLIN).year + YEARS_OF_EVIDENCE + 1)
    if thread.relationship is None or not _confirmed().filter(thread=thread).exists():
        return end
    return max(end, parties.relationship_kept_until(thread.relationship))


def due_for_erasure(rows: QuerySet[Any], at: datetime, path: str = "") -> QuerySet[Any]:
    """Keep the threads, or rows that lead to one by `path` (`thread__`), whose time is over: `kept_until` has come."""
    year = at.astimezone(BERLIN).year
    over = Q(**{f"{path}closed_at__lt": _new_year(year - YEARS_OF_EVIDENCE)})
    binding = Exists(_confirmed().filter(thread=OuterRef(f"{path}pk")))
    contract_over = Q(**{f"{path}relationship__ended_on__lt": date(year - parties.KEPT_YEARS, 1, 1)})
    return rows.filter(over & (Q(**{f"{path}relationship__isnull": True}) | ~binding | contract_over))


def purpose_over(rows: QuerySet[Any], at: datetime, path: str = "") -> QuerySet[Any]:
    """Keep the threads that are closed and whose customer has no contract any more: kept as evidence alone."""
    contract = f"{path}party__relationships"
    closed = rows.filter(**{f"{path}closed_at__isnull": False}).exclude(**{f"{contract}__isnull": True})
    running = Q(**{f"{contract}__ended_on__isnull": True}) | Q(**{f"{contract}__ended_on__gte": day_of(at)})
    return closed.exclude(running)


def _confirmed() -> QuerySet[Call]:
    return Call.objects.exclude(confirmation="")


def _new_year(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=BERLIN)
