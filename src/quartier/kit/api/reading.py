"""The description of the API as people read it: chapters of operations, shapes as lines, an example to try."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.utils.translation import gettext as _

JSON: Final = "application/json"
# `/api/v1/meine/vertraege/…`: the fourth part says what it is about.
PREFIX: Final = "/api/v1/"
OWN: Final = "meine/"
# Addresses have no umlauts.
SPELT: Final = {"uebersicht": "übersicht", "vertraege": "verträge"}
EXAMPLES: Final[Mapping[str, Any]] = {"string": "…", "integer": 1, "boolean": True, "array": [], "object": {}}
WRITTEN: Final[Mapping[str, str]] = {
    "date": "2026-12-01", "date-time": "2026-12-01T14:07:00+01:00", "email": "name@portal.example",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One property: where it stands, what it is, whether it must be there, what it is for."""

    place: str
    kind: str
    is_required: bool
    purpose: str


@dataclass(frozen=True, slots=True)
class Described:
    """One operation as it is read."""

    verb: str
    path: str
    summary: str
    scope: str
    takes: Sequence[Line]
    gives: Sequence[Line]
    file: str
    example: str

    @property
    def anchor(self) -> str:
        """Return the place of this operation on the page."""
        return f"{self.verb.lower()}{self.path.translate({ord(sign): '-' for sign in '/{}_'})}"


@dataclass(frozen=True, slots=True)
class Chapter:
    """Operations that belong together."""

    title: str
    operations: Sequence[Described]


def chapters(document: Mapping[str, Any], origin: str) -> Sequence[Chapter]:
    """Return the operations of a description: those of customers by what they are about, then the others."""
    found = [
        _described(path, verb, told, origin)
        for path, place in document["paths"].items()
        for verb, told in place.items()
    ]
    found.sort(key=lambda one: (_title(one.path) == _("Master data"), _title(one.path), one.path))
    return [Chapter(title, list(members)) for title, members in groupby(found, lambda one: _title(one.path))]


def _title(path: str) -> str:
    rest = path.removeprefix(PREFIX)
    if not rest.startswith(OWN):
        return _("Master data") if rest.startswith("stammdaten") else _("For everybody")
    word = rest.removeprefix(OWN).partition("/")[0]
    return SPELT.get(word, word).replace("-", " ").capitalize()


def _described(path: str, verb: str, told: Mapping[str, Any], origin: str) -> Described:
    body = told.get("requestBody", {}).get("content", {})
    answer = told["responses"]["200"]["content"]
    file = next((media for media in answer if media != JSON), "")
    lines = [
        Line(one["name"], _kind(one["schema"]), one["required"], one.get("description", ""))
        for one in told["parameters"]
    ]
    takes = [*lines, *(line for content in body.values() for line in _lines(content["schema"], ""))]
    gives = [] if file else list(_lines(answer[JSON]["schema"], ""))
    example = _example(path, verb, bool(told["security"]), body, origin)
    return Described(verb.upper(), path, told["summary"], told["x-scope"], takes, gives, file, example)


def _lines(schema: Mapping[str, Any], place: str) -> Iterator[Line]:
    """Yield every property below a place, in order."""
    required = schema.get("required", ())
    for name, one in schema.get("properties", {}).items():
        here = f"{place}.{name}" if place else name
        yield Line(here, _kind(one), name in required, str(one.get("x-purpose", "")))
        yield from _lines(one.get("items", one), f"{here}[]" if "items" in one else here)


def _kind(schema: Mapping[str, Any]) -> str:
    kinds = schema.get("type", "")
    words = ", ".join(kinds) if isinstance(kinds, list) else kinds
    if "enum" in schema:
        return f"{words}: {', '.join(str(one) for one in schema['enum'] if one)}"
    return f"{words} ({schema['format']})" if "format" in schema else words


def _example(path: str, verb: str, with_key: bool, body: Mapping[str, Any], origin: str) -> str:
    """Return a call by curl that can be pasted and filled in."""
    parts = ["curl" if verb == "get" else f"curl -X {verb.upper()}", f"'{origin}{path}'"]
    if with_key:
        parts.append('-H "Authorization: Bearer $KEY"')
    for media, content in body.items():
        parts.append(f"-H 'Content-Type: {media}'")
        sent = json.dumps(_filled(content["schema"]), ensure_ascii=False) if media == JSON else "@datei"
        parts.append(f"--data-binary '{sent}'" if media != JSON else f"-d '{sent}'")
    return " \\\n  ".join(parts)


def _filled(schema: Mapping[str, Any]) -> Any:
    kind = schema.get("type", "object")
    if schema.get("examples"):
        return schema["examples"][0]
    if "enum" in schema:
        return next((one for one in schema["enum"] if one), "")
    if "properties" in schema:
        return {name: _filled(one) for name, one in schema["properties"].items()}
    if "items" in schema:
        return [_filled(schema["items"])]
    return WRITTEN.get(schema.get("format", "")) or EXAMPLES[kind[0] if isinstance(kind, list) else kind]
