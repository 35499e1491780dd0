"""Shapes of what comes in and goes out: each property is declared with what it is for, everything else is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from django.utils.translation import gettext as _

from quartier.kit.components.markup import Text
from quartier.kit.whitelist import Whitelist

Fault = tuple[str, str]
KINDS: Final[Mapping[str, tuple[type, ...]]] = {"string": (str,), "integer": (int,), "boolean": (bool,)}


class Shape(Protocol):
    """What a value looks like."""

    def faults(self, value: Any, place: str) -> Iterator[Fault]:
        """Yield what is wrong with a value that came in: place and sentence."""

    def told(self, value: Any) -> Any:
        """Return a value that goes out, with nothing in it that is not declared."""

    def schema(self) -> dict[str, Any]:
        """Return the shape as JSON Schema."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A text, whole number or truth value; `options` name the only texts there are."""

    kind: str
    options: tuple[str, ...] = ()

    def faults(self, value: Any, place: str) -> Iterator[Fault]:
        """Refuse other kinds, and texts that are no option."""
        if not isinstance(value, KINDS[self.kind]) or (isinstance(value, bool) and self.kind != "boolean"):
            yield place, _("This must be of the kind “%(kind)s”.") % {"kind": self.kind}
        elif self.options and value not in self.options:
            yield place, _("Possible here: %(options)s.") % {"options": ", ".join(self.options)}

    def told(self, value: Any) -> Any:
        """Return the value."""
        return value

    def schema(self) -> dict[str, Any]:
        """Return the shape as JSON Schema."""
        return {"type": self.kind} | ({"enum": list(self.options)} if self.options else {})


@dataclass(frozen=True, slots=True)
class Record:
    """A record of permitted fields, some of which it always has. Its values are texts that the service reads."""

    fields: Whitelist
    required: tuple[str, ...] = ()

    def faults(self, value: Any, place: str) -> Iterator[Fault]:
        """Name every field that is not permitted, and values that are no text."""
        if not isinstance(value, dict):
            yield place, _("This must be of the kind “%(kind)s”.") % {"kind": "object"}
            return
        for name, written in value.items():
            if name not in self.fields:
                yield f"{place}.{name}", _("This field is not permitted; nothing has been stored.")
            elif not isinstance(written, str | None):
                yield f"{place}.{name}", _("This must be of the kind “%(kind)s”.") % {"kind": "string"}

    def told(self, value: Mapping[str, Any]) -> dict[str, str]:
        """Return the permitted fields as they are written; others are a mistake in the code."""
        return {name: self.fields[name].told(found) for name, found in value.items()}

    def schema(self) -> dict[str, Any]:
        """Return the shape as JSON Schema."""
        return _object({field.name: field.schema() for field in self.fields}, list(self.required))


@dataclass(frozen=True, slots=True)
class Listing:
    """Several of one shape, at most so many."""

    of: Shape
    most: int

    def faults(self, value: Any, place: str) -> Iterator[Fault]:
        """Refuse what is no list, or too long a one, and look at each member."""
        if not isinstance(value, list):
            yield place, _("This must be of the kind “%(kind)s”.") % {"kind": "array"}
        elif len(value) > self.most:
            yield place, _("At most %(most)s are possible at once.") % {"most": self.most}
        else:
            for number, one in enumerate(value):
                yield from self.of.faults(one, f"{place}[{number}]")

    def told(self, value: Sequence[Any]) -> list[Any]:
        """Return each member as its shape tells it."""
        return [self.of.told(one) for one in value]

    def schema(self) -> dict[str, Any]:
        """Return the shape as JSON Schema."""
        return {"type": "array", "maxItems": self.most, "items": self.of.schema()}


@dataclass(frozen=True, slots=True)
class Part:
    """One property of an object: its shape and what it is for."""

    name: str
    shape: Shape
    purpose: Text
    required: bool = True


class Parts:
    """An object with these properties and no others."""

    def __init__(self, *parts: Part) -> None:
        self.by_name: Final[Mapping[str, Part]] = {part.name: part for part in parts}

    def faults(self, value: Any, place: str) -> Iterator[Fault]:
        """Name what is missing and what is not known, and look at each property."""
        if not isinstance(value, dict):
            yield place, _("This must be of the kind “%(kind)s”.") % {"kind": "object"}
            return
        for name in value.keys() - self.by_name.keys():
            yield _below(place, name), _("This field is not permitted; nothing has been stored.")
        for name, part in self.by_name.items():
            if name in value:
                yield from part.shape.faults(value[name], _below(place, name))
            elif part.required:
                yield _below(place, name), _("This is missing.")

    def told(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """Return the properties that are declared; others are a mistake in the code."""
        return {name: self.by_name[name].shape.told(found) for name, found in value.items()}

    def schema(self) -> dict[str, Any]:
        """Return the shape as JSON Schema."""
        found = {
            name: part.shape.schema() | {"description": str(part.purpose), "x-purpose": str(part.purpose)}
            for name, part in self.by_name.items()
        }
        return _object(found, [name for name, part in self.by_name.items() if part.required])


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return found | ({"required": required} if required else {})


def _below(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
