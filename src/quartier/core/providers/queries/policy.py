"""The policy in force on a day: read from the dated decisions, with origins and history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from quartier.core.providers.models import PolicyVersion
from quartier.core.providers.policies import BY_NAME, CONCERNS, Policies
from quartier.values.policy import Concern, Held

C = TypeVar("C", bound=Concern)


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision as people read it: from when, by whom, why, and what it set (`{key: {value, origin, …}}`)."""

    pk: int
    valid_from: date
    decided_at: datetime
    decided_by: str
    reason: str
    entries: Mapping[str, Any]


def in_force(concern: type[C], on: date) -> C:
    """Return the values of one concern on a day. What nobody has decided stands at its recommended default."""
    return held(concern, on).values


def held(concern: type[C], on: date) -> Held[C]:
    """Return one concern on a day with the origin of each value."""
    rows = PolicyVersion.objects.filter(concern=concern.concern, valid_from__lte=on)
    return fold(list(rows), concern, on)


def whole(on: date) -> Policies:
    """Return the whole policy on a day, in one statement."""
    return fold_all(list(PolicyVersion.objects.filter(valid_from__lte=on)), on)


def fold(decisions: Sequence[PolicyVersion], concern: type[C], on: date) -> Held[C]:
    """Make one concern of its decisions; they must stand in the order of the model."""
    return Held.parse(concern, {**Held(values=concern()).dump(), **decided(decisions, concern, on)})


def decided(decisions: Sequence[PolicyVersion], concern: type[Concern], on: date) -> dict[str, Any]:
    """Return what has been decided about a concern until a day, without the defaults around it."""
    entries: dict[str, Any] = {}
    for row in decisions:
        if row.concern == concern.concern and row.valid_from <= on:
            entries |= row.data
    return entries


def fold_all(decisions: Sequence[PolicyVersion], on: date) -> Policies:
    """Make the whole policy of decisions that stand in the order of the model."""
    return Policies(held={concern: fold(decisions, concern, on) for concern in CONCERNS})


def decisions() -> list[PolicyVersion]:
    """Return every decision, past and planned, in the order in which they count."""
    return list(PolicyVersion.objects.all())


def history(concern: type[Concern]) -> list[Decision]:
    """Return the decisions about one concern, the one that counts last first."""
    rows = PolicyVersion.objects.filter(concern=concern.concern).order_by("-valid_from", "-decided_at", "-pk")
    return [Decision(r.pk, r.valid_from, r.decided_at, r.decided_by, r.reason, r.data) for r in rows]


def planned(on: date) -> dict[type[Concern], int]:
    """Count for each concern the decisions that take effect after a day."""
    names = PolicyVersion.objects.filter(valid_from__gt=on).values_list("concern", flat=True)
    found = list(names)
    return {BY_NAME[name]: found.count(name) for name in set(found)}


def subject_of(concern: type[Concern]) -> str:
    """Return how a concern is called in the audit trail."""
    return f"providers.policy:{concern.concern}"
