"""The register of processing activities (Art. 30 GDPR), made from what the program itself declares and does.

Purposes, bases and retention stand in the registry of personal data; recipients and third countries follow from the
categories that recipients may get and from the lines of the installation. It is German whoever reads it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from quartier.core.privacy import queries as privacy
from quartier.core.privacy.extension import PersonalData, Subject, nobody, registry
from quartier.core.privacy.queries.information import told_fields
from quartier.core.privacy.queries.labels import FIELD_LABELS
from quartier.core.processing.extension import Category, categories
from quartier.core.processing.models import LegalText, RegisterVersion
from quartier.core.processing.queries.recipients import (
    Standing,
    active_recipients,
    ground_label,
    installation,
    standing,
)
from quartier.core.processing.rules import Ground, Part

NOBODY = Q(pk__in=[])
# Somebody who exists nowhere: asked whom a model tells about, by what its condition turns on.
PROBES: Mapping[str, Subject] = {
    "parties.Party": Subject("", "", {"parties.Party": -1}),
    "accounts.User": Subject("", "", {"accounts.User": -1}),
    "mail": Subject("", "", {}, ("niemand@invalid.example",)),
}


@dataclass(frozen=True, slots=True)
class DataKind:
    """One kind of data: its model, what people call it, its class, the fields that have a name for people."""

    model: str
    label: str
    data_class: str
    fields: Sequence[str]


@dataclass(frozen=True, slots=True)
class Activity:
    """One processing activity: everything that is done for one purpose."""

    purpose: str
    bases: Sequence[str]
    people: Sequence[str]
    data: Sequence[DataKind]
    recipients: Sequence[str]
    third_countries: Sequence[str]
    retention: Sequence[str]
    measures: str


@dataclass(frozen=True, slots=True)
class Register:
    """The register of one controller, with the hash by which two states of it are compared."""

    controller: privacy.Controller
    activities: Sequence[Activity]

    @property
    def content(self) -> list[dict[str, Any]]:
        """Return the register as plain data."""
        return [asdict(one) for one in self.activities]

    @property
    def digest(self) -> str:
        """Return the hash over the whole register."""
        return hashlib.sha256(json.dumps(self.content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """How an activity differs from the approved one: `what` is "new", "gone" or the parts that changed."""

    purpose: str
    what: str


@dataclass(frozen=True, slots=True)
class _Outline:
    """What the program declares about one purpose; it changes with a release alone."""

    purpose: str
    bases: Sequence[str]
    people: Sequence[str]
    data: Sequence[DataKind]
    retention: Sequence[str]


@cache
def outlines(is_principal: bool) -> Sequence[_Outline]:
    """Return what is declared for each purpose: all of it for who runs the portal, what has a company for others."""
    by_purpose: dict[str, list[PersonalData]] = {}
    with translation.override("de"):
        for entry in registry:
            if is_principal or entry.controller:
                by_purpose.setdefault(str(entry.purpose), []).append(entry)
        return [_outline(purpose, entries) for purpose, entries in sorted(by_purpose.items())]


def _outline(purpose: str, entries: Sequence[PersonalData]) -> _Outline:
    return _Outline(
        purpose=purpose,
        bases=_once(str(entry.basis) for entry in entries),
        people=_once(label for entry in entries for label in people_of(entry)),
        data=[_data_kind(entry) for entry in entries],
        retention=_once(str(entry.retention.text) for entry in entries),
    )


def register(controller: privacy.Controller, at: datetime) -> Register:
    """Return the register of one controller as it is now."""
    with translation.override("de"):
        getting = [standing(row, at) for row in active_recipients() if row.entity_id in controller.entities]
        measures = measures_reference()
        activities = [_activity(one, getting, measures) for one in outlines(controller.is_principal)]
    return Register(controller, activities)


def _activity(outline: _Outline, getting: Sequence[Standing], measures: str) -> Activity:
    models = {kind.model for kind in outline.data}
    own = [one for one in getting if any(found.models & models for found in _known(one.row.categories))]
    lines = [f"{line.label} ({where})" for line, where in installation() if models & set(line.models)]
    return Activity(
        purpose=outline.purpose,
        bases=outline.bases,
        people=outline.people,
        data=outline.data,
        recipients=[*(f"{one.row.name} ({one.row.country})" for one in own), *lines],
        third_countries=[_abroad(one) for one in own if one.third_country],
        retention=outline.retention,
        measures=measures,
    )


def _known(keys: Iterable[str]) -> Iterator[Category]:
    return (found for key in keys if (found := categories.get(key)) is not None)


def _abroad(one: Standing) -> str:
    ground = ground_label(one.row.ground or Ground.ADEQUACY)
    return f"{one.row.country}: {ground} ({one.row.name})"


def _data_kind(entry: PersonalData) -> DataKind:
    names = (entry.fields.labels.get(field.name) or FIELD_LABELS.get(field.name) for field in told_fields(entry))
    return DataKind(
        model=entry.model, label=privacy.label_of_rows(entry), data_class=_(entry.data_class.label),
        fields=_once(str(name) for name in names if name),
    )  # fmt: skip


def people_of(entry: PersonalData) -> list[str]:
    """Return about whom a model tells, found by what its condition turns on."""
    if entry.rows is nobody:
        return [_("people we cannot name, such as visitors")]
    labels = {
        "parties.Party": _("customers and others with whom we deal"),
        "accounts.User": _("people with an account, also staff"),
        "mail": _("recipients of mail"),
    }
    return [labels[key] for key, probe in PROBES.items() if entry.rows(probe) != NOBODY]


def measures_reference() -> str:
    """Return which version of the technical and organisational measures holds, "" before one is published."""
    row = LegalText.objects.filter(kind=Part.MEASURES).first()
    if row is None:
        return ""
    words = {"number": row.version, "day": f"{row.published_at:%d.%m.%Y}"}
    return _("Technical and organisational measures, version %(number)s of %(day)s") % words


def last_approved(controller: privacy.Controller) -> RegisterVersion | None:
    """Return the register that was approved last."""
    return RegisterVersion.objects.filter(entity_id=controller.id).first()


def changes(current: Register, approved: RegisterVersion | None) -> Sequence[Change]:
    """Return how the register differs from the approved one, purpose by purpose."""
    if approved is None or approved.digest == current.digest:
        return []
    before, now = {one["purpose"]: one for one in approved.content}, {one["purpose"]: one for one in current.content}
    found = []
    for purpose in sorted({*before, *now}):
        if purpose not in before or purpose not in now:
            found.append(Change(purpose, _("new") if purpose in now else _("gone")))
        elif parts := [label for key, label in _parts().items() if before[purpose].get(key) != now[purpose][key]]:
            found.append(Change(purpose, ", ".join(parts)))
    return found


def moved(current: Register, approved: RegisterVersion | None) -> Sequence[str]:
    """Return the kinds of data that are used for another purpose than the approved one."""
    if approved is None:
        return []
    before = {kind["model"]: one["purpose"] for one in approved.content for kind in one["data"]}
    now = {kind.model: (kind.label, one.purpose) for one in current.activities for kind in one.data}
    return [label for model, (label, purpose) in now.items() if before.get(model, purpose) != purpose]


def count_unapproved(staff: Any, at: datetime) -> int:
    """Return how many registers differ from what was approved last, or never were."""
    found = [(register(one, at), last_approved(one)) for one in privacy.controllers_for(staff)]
    return sum(approved is None or approved.digest != current.digest for current, approved in found)


def _parts() -> dict[str, str]:
    return {
        "bases": _("legal basis"), "people": _("people"), "data": _("data"), "recipients": _("recipients"),
        "third_countries": _("third countries"), "retention": _("retention"), "measures": _("measures"),
    }  # fmt: skip


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
