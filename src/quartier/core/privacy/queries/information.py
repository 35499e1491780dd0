"""What is known about a person, told controller by controller (Art. 15 GDPR, SBV-21)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Field, Model, Q, QuerySet
from django.utils.translation import gettext as _

from quartier.core.privacy.extension import PersonalData, Subject, companions, registry, subjects
from quartier.core.privacy.queries.labels import FIELD_LABELS

EMPTY = "–"


@dataclass(frozen=True, slots=True)
class Controller:
    """A legal entity that answers for data of its own; `entities` are those whose rows it answers for."""

    id: int
    key: str
    name: str
    is_principal: bool
    entities: frozenset[int]


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one kind: each is a list of label and value."""

    model: str
    label: str
    data_class: str
    purpose: str
    basis: str
    retention: str
    source: str
    rows: Sequence[Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Others:
    """Other people, who are not told about in a copy for somebody (Art. 15(4) GDPR): their names are replaced."""

    own: frozenset[str]
    names: re.Pattern[str] | None

    @classmethod
    def of(cls, subject: Subject) -> Others:
        """Return those who share a contract with a person."""
        own = subject.name.casefold()
        found = {name for find in companions for name in find(subject) if name and name.casefold() != own}
        longest_first = sorted(found, key=lambda name: (-len(name), name))
        words = "|".join(re.escape(name) for name in longest_first)
        return cls(frozenset({own}), re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words else None)

    def left_out(self, text: str) -> str:
        """Return a text in which the names of others are replaced."""
        return self.names.sub(_("[another person]"), text) if self.names else text

    def unnamed(self, value: str) -> str:
        """Return a name when it is the person's own, else that it is somebody else's."""
        return value if value == EMPTY or value.casefold() in self.own else _("[another person]")


@dataclass(frozen=True, slots=True)
class Information:
    """Everything one controller knows about one person."""

    subject: Subject
    controller: Controller
    made_at: datetime
    sections: Sequence[Section]

    def as_json(self) -> str:
        """Return the report in a structured, common and machine-readable format."""
        report = {
            "person": self.subject.name,
            "controller": self.controller.name,
            "made_at": self.made_at.isoformat(),
            "data": [
                {
                    "kind": section.label,
                    "class": section.data_class,
                    "purpose": section.purpose,
                    "legal_basis": section.basis,
                    "retention": section.retention,
                    "source": section.source,
                    "rows": [dict(row) for row in section.rows],
                }
                for section in self.sections
            ],
        }
        return json.dumps(report, ensure_ascii=False, indent=2)


def controllers() -> list[Controller]:
    """Return the controllers of this provider; the one that runs the portal also answers for those that are none."""
    rows = list(apps.get_model("providers", "LegalEntity")._default_manager.all())
    without_own = frozenset(row.pk for row in rows if row.role == "principal" or not row.is_controller)
    return [
        Controller(
            id=row.pk,
            key=row.key,
            name=row.name,
            is_principal=row.role == "principal",
            entities=without_own if row.role == "principal" else frozenset({row.pk}),
        )
        for row in rows
        if row.role == "principal" or row.is_controller
    ]


def controllers_for(user: Any) -> list[Controller]:
    """Return the controllers for which a member of staff may act.

    Staff of the portal's own company work for every controller as its processor, staff of a partner or group
    company for that company alone (SBV-21).
    """
    own = user.entity_id
    return [c for c in controllers() if own is None or (own in c.entities and not c.is_principal)]


def subject_numbered(number: int) -> Subject | None:
    """Return the person behind a customer's number, or None."""
    return next((found for find in subjects if (found := find(number))), None)


def rows_about(entry: PersonalData, subject: Subject, controller: Controller) -> QuerySet[Any]:
    """Return the rows of one kind about a person for which a controller answers, and no other's."""
    rows: QuerySet[Any] = apps.get_model(entry.model)._default_manager.all()
    condition = entry.rows(subject)
    if entry.controller:
        scope = Q(**{f"{entry.controller}__in": controller.entities})
        if controller.is_principal:
            scope |= Q(**{f"{entry.controller}__isnull": True})
        condition &= scope
    elif not controller.is_principal:
        return rows.none()
    return rows.filter(pk__in=rows.filter(condition).order_by().values("pk")).order_by("pk")


def rows_of_one(entry: PersonalData, subject: Subject, controller: Controller) -> QuerySet[Any]:
    """Return the rows about a person for which a controller answers alone: a shared address is not its to erase."""
    rows = rows_about(entry, subject, controller)
    for other in controllers():
        if other.id != controller.id:
            rows = rows.exclude(pk__in=rows_about(entry, subject, other).order_by().values("pk"))
    return rows


def knows(subject: Subject, controller: Controller) -> bool:
    """Tell whether a controller holds anything about a person."""
    return any(rows_about(entry, subject, controller).exists() for entry in registry)


def information(*, subject: Subject, controller: Controller, at: datetime) -> Information:
    """Return everything that one controller knows about a person, secrets and the names of others left out."""
    others = Others.of(subject)
    sections = [_section(entry, rows_about(entry, subject, controller), others) for entry in registry]
    return Information(subject, controller, at, [section for section in sections if section.rows])


def label_of_rows(entry: PersonalData) -> str:
    """Return what people read over rows of a kind."""
    return str(entry.label or apps.get_model(entry.model)._meta.verbose_name)


def _section(entry: PersonalData, rows: QuerySet[Any], others: Others) -> Section:
    return Section(
        model=entry.model,
        label=label_of_rows(entry),
        data_class=_(entry.data_class.label),
        purpose=str(entry.purpose),
        basis=str(entry.basis),
        retention=str(entry.retention.text),
        source=_("what is written beside each entry") if entry.fields.source else _("you yourself and our staff"),
        rows=[_told(entry, row, others) for row in _with_what_they_name(entry, rows)],
    )


def _with_what_they_name(entry: PersonalData, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Bring along the rows whose names are told, or each row would ask for them again."""
    named = [field.name for field in told_fields(entry) if field.is_relation] if entry.export is None else []
    return rows.select_related(*named) if named else rows


def _told(entry: PersonalData, row: Model, others: Others) -> list[tuple[str, str]]:
    if entry.export is not None:
        return [(str(label), others.left_out(_text(value))) for label, value in entry.export(row).items()]
    return [(label_of(entry, f), _of_field(entry, row, f, others)) for f in told_fields(entry)]


def _of_field(entry: PersonalData, row: Model, field: Field[Any, Any], others: Others) -> str:
    value = _shown(row, field)
    return others.unnamed(value) if field.name in entry.fields.others else others.left_out(value)


def told_fields(entry: PersonalData) -> list[Field[Any, Any]]:
    """Return the fields of a model that a report shows: all but keys and secrets."""
    fields = apps.get_model(entry.model)._meta.concrete_fields
    return [f for f in fields if not f.primary_key and f.name not in entry.hidden]


def label_of(entry: PersonalData, field: Field[Any, Any]) -> str:
    """Return the name of a field as people read it."""
    return str(entry.fields.labels.get(field.name) or FIELD_LABELS.get(field.name, field.verbose_name))


def field_label(model: str, name: str) -> str:
    """Return what people call a field of a model that holds personal data."""
    return label_of(registry[model], apps.get_model(model)._meta.get_field(name))


def _shown(row: Model, field: Field[Any, Any]) -> str:
    display = getattr(row, f"get_{field.name}_display", None)
    return str(display()) if display else _text(getattr(row, field.name))


def _text(value: Any) -> str:
    match value:
        case None | "":
            return EMPTY
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return value.isoformat(timespec="seconds")
        case Mapping() | list():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)
