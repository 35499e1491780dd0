"""Writes a survey as JSON and publishes the schema of the format; both follow the model."""

from __future__ import annotations

import json
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, get_args, get_origin

from aufmass.geometry.ring import Point, Ring
from aufmass.model import FORMAT_VERSION, Survey
from aufmass.reading import optional, parts
from aufmass.sentences import Choice

SCHEMA: Final = Path(__file__).parent / f"aufmass-{FORMAT_VERSION}.schema.json"
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
PLAIN: Final[dict[type, dict[str, Any]]] = {
    int: {"type": "integer"},
    Decimal: {"type": ["number", "string"], "pattern": r"^-?\d+(\.\d+)?$"},
    str: {"type": "string", "maxLength": 500},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
}


def write(survey: Survey) -> str:
    """Return the survey as JSON text; reading it gives the same survey."""
    return json.dumps(data_of(survey), ensure_ascii=False, indent=1) + "\n"


def data_of(value: Any) -> Any:
    """Return a part of the model as plain data; what has its default is left out."""
    match value:
        case Choice():
            return value.value
        case Decimal():
            return int(value) if value == value.to_integral_value() else str(value)
        case date():
            return value.isoformat()
        case Point():
            return [int(value.x), int(value.y)]
        case tuple():
            return [data_of(one) for one in value]
        case _ if is_dataclass(value) and not isinstance(value, type):
            pairs = [(part, getattr(value, part.name)) for part in parts(type(value))]
            return {part.name: data_of(one) for part, one in pairs if part.required or one != part.default}
    return value


def schema() -> dict[str, Any]:
    """Return the JSON schema of the format."""
    named: dict[str, Any] = {}
    root = _object(Survey, named)
    root["properties"]["aufmass"] = {"const": FORMAT_VERSION, "description": "Version of this format"}
    return {"$schema": DIALECT, "title": f"aufmass {FORMAT_VERSION}", **root, "$defs": dict(sorted(named.items()))}


def schema_text() -> str:
    """Return the schema as it is published."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def _object(kind: type, named: dict[str, Any]) -> dict[str, Any]:
    known = parts(kind)
    properties = {part.name: {**_kind(part.kind, named), "description": part.words} for part in known}
    needed = [part.name for part in known if part.required]
    words = (kind.__doc__ or "").splitlines()[0]
    return {
        "type": "object",
        "description": words,
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
    }


def _kind(kind: Any, named: dict[str, Any]) -> dict[str, Any]:
    if (inner := optional(kind)) is not None:
        return {"anyOf": [_kind(inner, named), {"type": "null"}]}
    if kind == Ring:
        pair = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}
        return {"type": "array", "items": pair, "minItems": 3}
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _kind(get_args(kind)[0], named)}
    if is_dataclass(kind) and isinstance(kind, type):
        if kind.__name__ not in named:
            named[kind.__name__] = {}
            named[kind.__name__] = _object(kind, named)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    if issubclass(kind, Choice):
        return {"enum": [one.value for one in kind]}
    return dict(PLAIN[kind])
