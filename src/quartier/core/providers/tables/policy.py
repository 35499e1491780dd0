"""How the office reads a policy: one line for each concern, one for each value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from quartier.core.providers.policies import Policies
from quartier.core.providers.queries.policy import Decision
from quartier.kit.formats import NOTHING
from quartier.kit.tables import Badge, Column, Table
from quartier.values.policy import Bound, Concern, Conflict, Held, Kind, Origin, OutOfBounds, Parameter, Words
from quartier.values.policy.kinds import Many, Maybe, Parts


def spoken() -> Words:
    """Return how values are written in the language of the page."""
    return Words(say=gettext)


@dataclass(frozen=True, slots=True)
class ConcernLine:
    """One concern in the overview."""

    slug: str
    title: str
    values: int
    unconfirmed: int
    conflicts: int
    planned: int


def _open(line: ConcernLine) -> Any:
    if not line.unconfirmed:
        return gettext("all confirmed")
    return Badge(gettext("%(number)s open") % {"number": line.unconfirmed}, "warn")


def _displaced(line: ConcernLine) -> Any:
    said = ngettext("%(number)s clause displaced", "%(number)s clauses displaced", line.conflicts)
    return Badge(said % {"number": line.conflicts}, "bad") if line.conflicts else NOTHING


def _planned(line: ConcernLine) -> str:
    said = ngettext("%(number)s change", "%(number)s changes", line.planned)
    return said % {"number": line.planned} if line.planned else NOTHING


POLICIES = Table(
    key="policies",
    label=_("Policies"),
    columns=[
        Column("title", _("Policy"), href=lambda line: reverse("providers:office_policy", args=[line.slug])),
        Column("values", _("Values"), kind="number"),
        Column("unconfirmed", _("To be confirmed"), _open, "badge"),
        Column("conflicts", _("Law"), _displaced, "badge"),
        Column("planned", _("Planned"), _planned),
    ],
    page_size=50,
    dense=True,
)


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One value with everything that speaks for it: origin, clause, bounds, conflict."""

    key: str
    label: str
    hint: str
    text: str
    is_confirmed: bool
    origin: str
    clause: str
    bounds: Sequence[Bound]
    conflict: Conflict | None

    @property
    def is_short(self) -> bool:
        """Tell whether the value fits on one line."""
        return "\n" not in self.text


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision: when it counts from, by whom, why, and what it set, label by label."""

    decision: Decision
    is_planned: bool
    changes: Sequence[tuple[str, str]]


def concern_lines(policies: Policies, planned: Mapping[type[Concern], int]) -> list[ConcernLine]:
    """Return the overview of a whole policy."""
    return [
        ConcernLine(
            slug=type(held.values).slug,
            title=gettext(type(held.values).title),
            values=len(type(held.values).parameters()),
            unconfirmed=held.unconfirmed,
            conflicts=held.conflicts,
            planned=planned.get(type(held.values), 0),
        )
        for held in policies
    ]


def value_lines(held: Held[Any], *, consumers: bool) -> list[ValueLine]:
    """Return the values of a concern; bounds that protect consumers only where consumers are served."""
    return [value_line(held, prm, consumers=consumers) for prm in type(held.values).parameters()]


def value_line(held: Held[Any], prm: Parameter, *, consumers: bool) -> ValueLine:
    """Return one value as people read it."""
    mark = held.mark(prm.key)
    return ValueLine(
        key=prm.key,
        label=gettext(prm.label),
        hint=gettext(prm.hint) if prm.hint else "",
        text=held.values.text(prm.key, spoken()),
        is_confirmed=mark.origin is Origin.STATED,
        origin=gettext(mark.origin.label),
        clause=mark.clause,
        bounds=[bound for bound in prm.bounds if consumers or not bound.consumers_only],
        conflict=mark.conflict,
    )


def decision_lines(concern: type[Concern], history: Sequence[Decision], on: date) -> list[DecisionLine]:
    """Return the history of a concern, planned decisions first."""
    return [DecisionLine(d, d.valid_from > on, [_change(concern, key, d) for key in d.entries]) for d in history]


def _change(concern: type[Concern], key: str, decision: Decision) -> tuple[str, str]:
    """Return label and value of what was set; a key that no longer exists stays readable as it was stored."""
    raw = decision.entries[key].get("value")
    try:
        prm = concern.parameter(key)
        return gettext(prm.label), prm.kind.tell(prm.kind.read(raw), spoken())
    except (KeyError, ValueError, OutOfBounds):
        return key, str(raw)


def options_of(kind: Kind) -> list[tuple[str, str]]:
    """Return label and possible answers of each part of a record, for those who write one."""
    inner = kind.inner if isinstance(kind, Maybe) else kind
    record = inner.item if isinstance(inner, Many) else inner
    if not isinstance(record, Parts):
        return []
    return [(gettext(label), ", ".join(gettext(o.label) for o in found)) for label, found in record.options().items()]
