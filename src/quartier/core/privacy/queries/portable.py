"""What a person has provided, to take along: structured, common, machine-readable (Art. 20 GDPR, SBV-96).

JSON with a published schema and one CSV file a kind, all in one archive. Names of fields are stable and English, as
programs read them; titles are for people. Nothing is in it that the person did not bring in themselves.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.apps import apps
from django.db.models import Field, Model, Q

from quartier.core.privacy.extension import PersonalData, Subject, registry
from quartier.core.privacy.queries.information import Controller, label_of, label_of_rows, rows_about
from quartier.kit.csvfile import lines

SCHEMA = "schema.json"
DRAFT = "https://json-schema.org/draft/2020-12/schema"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Portable:
    """What one controller hands out to take along: rows by kind, each with the fields that the person provided."""

    person: str
    controller: str
    made_at: datetime
    kinds: Mapping[str, Sequence[Mapping[str, Any]]]

    def as_json(self) -> str:
        """Return the data in the form that the schema describes."""
        report = {
            "version": VERSION,
            "person": self.person,
            "controller": self.controller,
            "made_at": self.made_at.isoformat(),
            "data": self.kinds,
        }
        return json.dumps(report, ensure_ascii=False, indent=2)

    def as_zip(self) -> bytes:
        """Return an archive with the JSON file, its schema, and one CSV file a kind."""
        box = io.BytesIO()
        with ZipFile(box, "w", ZIP_DEFLATED) as archive:
            archive.writestr("data.json", self.as_json())
            archive.writestr(SCHEMA, json.dumps(schema(), ensure_ascii=False, indent=2))
            for kind, rows in self.kinds.items():
                names = list(rows[0])
                table = lines(names, ([row[name] for name in names] for row in rows))
                archive.writestr(f"{kind}.csv", "".join(table))
        return box.getvalue()


def portable(*, subject: Subject, controller: Controller, at: datetime) -> Portable:
    """Return what a person has provided to one controller under a contract or a consent."""
    found = {kind_of(entry): [_provided(entry, row) for row in _own(entry, subject, controller)] for entry in _kinds()}
    return Portable(subject.name, controller.name, at, {kind: rows for kind, rows in found.items() if rows})


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the file, made from the registry: what it names is what can be in it."""
    kinds = {kind_of(entry): _schema_of(entry) for entry in _kinds()}
    return {
        "$schema": DRAFT,
        "title": "Data to take along (Art. 20 GDPR)",
        "type": "object",
        "properties": {
            "version": {"const": VERSION},
            "person": {"type": "string"},
            "controller": {"type": "string"},
            "made_at": {"type": "string", "format": "date-time"},
            "data": {"type": "object", "properties": kinds, "additionalProperties": False},
        },
        "required": ["version", "person", "controller", "made_at", "data"],
        "additionalProperties": False,
    }


def kind_of(entry: PersonalData) -> str:
    """Return how programs call a kind of rows: the name of the model."""
    return entry.model.rpartition(".")[2].lower()


def _kinds() -> Iterator[PersonalData]:
    yield from (entry for entry in registry if entry.fields.provided)


def _own(entry: PersonalData, subject: Subject, controller: Controller) -> Iterator[Model]:
    yield from rows_about(entry, subject, controller).filter(entry.fields.own or Q())


def _provided(entry: PersonalData, row: Model) -> dict[str, Any]:
    return {field.name: _plain(getattr(row, field.attname)) for field in _fields(entry)}


def _fields(entry: PersonalData) -> list[Field[Any, Any]]:
    found = apps.get_model(entry.model)._meta.concrete_fields
    return [field for field in found if field.name in entry.fields.provided]


def _schema_of(entry: PersonalData) -> dict[str, Any]:
    kinds = ["string", "number", "boolean", "null"]
    properties = {f.name: {"title": label_of(entry, f), "type": kinds} for f in _fields(entry)}
    return {
        "type": "array",
        "title": label_of_rows(entry),
        "items": {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        },
    }


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case date():
            return value.isoformat()
        case _:
            return str(value)
