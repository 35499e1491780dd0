"""Listing flats from a JSON or CSV file: everything in it counts, or nothing does, and each wrong row says why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quartier.core.audit import services as audit
from quartier.core.providers.services import touch
from quartier.kit import formats
from quartier.kit.errors import Refused
from quartier.modules.lettings.models import Flat, House, Project
from quartier.modules.lettings.services.reading import Problem, Row, read_rows
from quartier.modules.lettings.services.states import decide
from quartier.values.actor import Actor

FACTS = ("floor", "side", "rooms", "area", "base_rent", "has_floor_plan")


class FlatsRefused(Refused):
    """Something in the file is wrong, so nothing of it was kept; `problems` holds one sentence for each wrong row."""

    message = _("Nothing was kept, because the file has mistakes.")
    field = "file"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__()


@dataclass(frozen=True, slots=True)
class Listed:
    """What a file brought."""

    created: int
    changed: int
    unchanged: int


@transaction.atomic
def list_flats(*, actor: Actor, at: datetime, on: date, project: str, name: str, content: bytes) -> Listed:
    """Take over the flats of a file into a project: new ones are added, known ones corrected, others stay as they are.

    A state that differs from the one in force counts from `on`. `name` is the file's, its ending tells the format.
    Raises FlatsRefused with every wrong row; nothing has changed then.
    """
    row = Project.objects.select_for_update().get(key=project)
    houses = {house.key: house for house in row.houses.all()}
    known = {str(flat): flat for flat in _locked(row, on)}
    rows, problems = read_rows(name, content)
    problems = [*problems, *_misplaced(rows, houses), *_too_early(rows, known, on)]
    if problems:
        raise FlatsRefused(problems)
    done = Counter(_take_over(actor, at, on, r, houses[r.house], known.get(r.name)) for r in rows)
    listed = Listed(done["created"], done["changed"], done["unchanged"])
    data = {"file": name[:120], "created": listed.created, "changed": listed.changed, "unchanged": listed.unchanged}
    audit.record(actor=actor, at=at, kind="flats.listed", subject=f"lettings.project:{project}", data=data)
    touch()
    return listed


def _locked(project: Project, on: date) -> Sequence[Flat]:
    flats = Flat.objects.filter(house__project=project)
    list(flats.select_for_update().order_by("pk").values_list("pk", flat=True))
    return list(flats.on(on).prefetch_related("changes"))


def _misplaced(rows: Sequence[Row], houses: Mapping[str, House]) -> list[Problem]:
    known = ", ".join(houses) or formats.NOTHING
    sentence = _t("The project has no house %(house)s; it has %(known)s.")
    return [Problem(r.line, sentence % {"house": r.house, "known": known}) for r in rows if r.house not in houses]


def _too_early(rows: Sequence[Row], known: Mapping[str, Flat], on: date) -> list[Problem]:
    """Find states that contradict a decision already taken for a later day."""
    sentence = _t("The state of flat %(flat)s changes on %(day)s already; change it on its own page.")
    found = []
    for row in rows:
        flat = known.get(row.name)
        last = next(iter(flat.changes.all()), None) if flat else None
        if flat and last and last.effective_on > on and row.state != flat.state:
            found.append(Problem(row.line, sentence % {"flat": row.name, "day": formats.day(last.effective_on)}))
    return found


def _take_over(actor: Actor, at: datetime, on: date, row: Row, house: House, flat: Flat | None) -> str:
    facts: dict[str, Any] = {field: getattr(row, field) for field in FACTS}
    if flat is None:
        made = Flat.objects.create(house=house, number=row.number, **facts)
        decide(actor=actor, at=at, on=on, flat=made, state=row.state, reason=_t("Taken over from a file"))
        return "created"
    changed = {field: value for field, value in facts.items() if getattr(flat, field) != value}
    if changed:
        _correct(actor, at, flat, changed)
    if row.state != flat.state:
        decide(actor=actor, at=at, on=on, flat=flat, state=row.state, reason=_t("Taken over from a file"))
    return "changed" if changed or row.state != flat.state else "unchanged"


def _correct(actor: Actor, at: datetime, flat: Flat, changed: Mapping[str, Any]) -> None:
    data = {field: [str(getattr(flat, field)), str(value)] for field, value in changed.items()}
    for field, value in changed.items():
        setattr(flat, field, value)
    flat.save(update_fields=list(changed))
    subject = f"lettings.flat:{flat.house.project.key}/{flat}"
    audit.record(actor=actor, at=at, kind="flat.corrected", subject=subject, data=data)
