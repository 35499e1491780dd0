"""Reading deadlines: what runs, for whom, and why it ends when it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Q, QuerySet

from quartier.core.deadlines.extension import DeadlineKind, deadline_kinds
from quartier.core.deadlines.models import OPEN, Deadline, DeadlineState
from quartier.core.deadlines.rules import german_day, midnight, passed_at
from quartier.values.packing import unpacked
from quartier.values.sentences import Say

# Claims from a missed period are barred three years after the end of the year (§§ 195, 199 BGB).
YEARS_OF_EVIDENCE = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of how an end was found, as people read it."""

    text: str
    source: str


def kind_of(row: Deadline) -> DeadlineKind:
    """Return what was registered about the kind of a deadline."""
    return deadline_kinds[row.kind]


def reasons(row: Deadline, say: Say) -> Sequence[Reason]:
    """Return why a deadline ends when it ends, in the language that `say` speaks."""
    return [Reason(unpacked(step).text(say), step["source"]) for step in row.explanation]


def deadlines(entity_id: int | None = None) -> QuerySet[Deadline]:
    """Return all deadlines, first due first; of one legal entity alone for staff who belong to it."""
    rows = Deadline.objects.all()
    return rows if entity_id is None else rows.filter(entity=entity_id)


def deadlines_of(holder: str) -> QuerySet[Deadline]:
    """Return a person's deadlines, first due first."""
    return Deadline.objects.filter(holder=holder)


def open_deadline_of(kind: str, subject: str) -> Deadline | None:
    """Return the deadline of a kind that runs for a subject, or None."""
    return Deadline.objects.filter(kind=kind, subject=subject, state__in=OPEN).first()


def kept_until(row: Deadline) -> datetime:
    """Return until when a deadline is kept as evidence: for ever while it is open."""
    if row.closed_at is None:
        return datetime.max.replace(tzinfo=UTC)
    return midnight(date(german_day(row.closed_at).year + YEARS_OF_EVIDENCE + 1, 1, 1))


def count_failed(entity_id: int | None = None) -> int:
    """Return how many effects wait for a person."""
    return deadlines(entity_id).filter(state=DeadlineState.FAILED).count()


def in_days(first: date, last: date, entity_id: int | None = None) -> QuerySet[Deadline]:
    """Return the deadlines that end on a day between two, both included, whatever has become of them."""
    # What ends with a day passes at the midnight after it, what ends at an instant within its day.
    with_a_day = Q(last_on__gte=first, last_on__lte=last)
    at_an_instant = Q(last_on__isnull=True, due_at__gte=midnight(first), due_at__lt=passed_at(last))
    return deadlines(entity_id).filter(with_a_day | at_an_instant)
