"""Opening the deadlines of many subjects in a few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.audit.services import Happening
from quartier.core.deadlines.extension import deadline_kinds
from quartier.core.deadlines.models import WAITING, Deadline
from quartier.core.deadlines.rules import passed_at
from quartier.core.deadlines.services.keeping import explained
from quartier.law.rule import Derived
from quartier.values.actor import Actor

AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A deadline to be opened: what `open_deadline` is given for one that ends with a day."""

    kind: str
    subject: str
    last_on: date
    holder: str = ""
    entity_id: int | None = None
    derived: Derived[Any] | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def open_many(*, actor: Actor, at: datetime, openings: Sequence[Opening]) -> int:
    """Open deadlines as `open_deadline` opens each of them; a kind that runs for its subject already is left as it is.

    A day that is over when it is opened has passed at that instant: the deadline is due at once. Returns how many were
    opened. Raises KeyError for a kind nobody registered; nothing is stored then.
    """
    for kind in {one.kind for one in openings}:
        deadline_kinds[kind]
    running = set(
        Deadline.objects.filter(
            subject__in={one.subject for one in openings}, kind__in={one.kind for one in openings}, state__in=WAITING
        ).values_list("kind", "subject")
    )
    new = [one for one in openings if (one.kind, one.subject) not in running]
    steps = {id(one.derived): explained(one.derived) for one in new}
    rows = Deadline.objects.bulk_create(
        [
            Deadline(
                kind=one.kind, subject=one.subject, holder=one.holder, entity_id=one.entity_id, data=dict(one.data),
                opened_at=at, source=one.derived.sources[0] if one.derived else "", explanation=steps[id(one.derived)],
                last_on=one.last_on, due_at=max(at, passed_at(one.last_on)),
            )
            for one in new
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    told = [
        Happening(
            "deadline.opened",
            row.holder or row.subject,
            {"deadline": row.pk, "kind": row.kind, "due": row.due_at.isoformat()},
        )
        for row in rows
    ]
    if told:
        audit.record_many(actor=actor, at=at, happenings=told)
    return len(rows)
