"""Shapes of what comes in and goes out: each property is declared with what it is for, everything else is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Protocol

from django.utils.translation import gettext as _

from quartier.kit.components.markup import Text
from quartier.kit.whitelist import Whitelist

Fault = tuple[str, str]
KINDS: Final[Mapping[str, tuple[type, ...]]] = {"string": (str,), "integer": (int,), "boolean": (bool,)}
# What a column of the database can hold; a larger number is no number of ours.
LARGEST: Final = 2**31 - 1


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
    """A text, whole number or truth value; `options` name the only texts there are.

    `form` says how a text is written ("date", "date-time", "email", "uuid"), `longest` bounds it, `empty` allows null.
    """

    kind: str
    options: tuple[str, ...] = ()
    form: str = ""
    longest: int = 0
    empty: bool = False

    def faults(self, value: Any, place: str) -> Iterator[Fault]:
        """Refuse other kinds, numbers that nothing can hold, and texts that are no option or hold half characters."""
        if value is None and self.empty:
            return
        if not isinstance(value, KINDS[self.kind]) or (isinstance(value, bool) and self.kind != "boolean"):
            yield place, _("This must be of the kind “%(kind)s”.") % {"kind": self.kind}
        elif isinstance(value, str) and not is_writable(value):
            yield place, _("This text holds characters that nobody can store.")
        elif isinstance(value, int) and abs(value) > LARGEST:
            yield place, _("This number is too large.")
        elif self.options and value not in self.options:
            yield place, _("Possible here: %(options)s.") % {"options": ", ".join(self.options)}
        elif self.longest and isinstance(value, str) and len(value) > self.longest:
            yield place, _("At most %(most)s characters are possible.") % {"most": self.longest}

    def told(self, value: Any) -> Any:
        """Return the value; days and instants are written as ISO 8601 has them, words in the caller's language."""
        if isinstance(value, date | datetime):
            return value.isoformat()
        if value is None or self.kind != "string":
            return value
        return f"{value:f}" if isinstance(value, Decimal) else str(value)

    def schema(self) -> dict[str, Any]:
        """Return the shape as JSON Schema."""
        found: dict[str, Any] = {"type": [self.kind, "null"] if self.empty else self.kind}
        if self.kind == "integer":
            found |= {"minimum": -LARGEST, "maximum": LARGEST}
        if self.options:
            found["enum"] = [*self.options, *([None] if self.empty else [])]
        if self.form:
            found["format"] = self.form
        return found | ({"maxLength": self.longest} if self.longest else {})


TEXT: Final = Plain("string")
COUNT: Final = Plain("integer")
YES: Final = Plain("boolean")
DAY: Final = Plain("string", form="date")
INSTANT: Final = Plain("string", form="date-time")
DAY_IF_ANY: Final = Plain("string", form="date", empty=True)
INSTANT_IF_ANY: Final = Plain("string", form="date-time", empty=True)


def is_writable(text: str) -> bool:
    """Tell whether a text can be stored: it has no NUL and no half of a character."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


@dataclass(frozen=True, slots=True)
class Binary:
    """A file as it is, not JSON; `media` are the kinds it can be."""

    media: str = "application/octet-stream"

    def faults(self, value: Any, place: str) -> Iterator[Fault]:
        """Find nothing: whoever takes the bytes looks into them."""
        yield from ()

    def told(self, value: Any) -> Any:
        """Return the value."""
        return value

    def schema(self) -> dict[str, Any]:
        """Return the shape as JSON Schema."""
        return {"type": "object"} if self.media == "application/json" else {"type": "string", "format": "binary"}


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
            elif written and not is_writable(written):
                yield f"{place}.{name}", _("This text holds characters that nobody can store.")

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

    def __init__(self, *parts: Part, empty: bool = False) -> None:
        self.by_name: Final[Mapping[str, Part]] = {part.name: part for part in parts}
        self.empty = empty

    def of(self, row: Any, **more: Any) -> dict[str, Any]:
        """Return what a row has under the names of these properties; `more` are those it does not have so."""
        return {name: more[name] if name in more else getattr(row, name) for name in self.by_name}

    def faults(self, value: Any, place: str) -> Iterator[Fault]:
        """Name what is missing and what is not known, and look at each property."""
        if value is None and self.empty:
            return
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

    def told(self, value: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """Return the properties that are declared; others are a mistake in the code."""
        if value is None:
            return None
        return {name: self.by_name[name].shape.told(found) for name, found in value.items()}

    def schema(self) -> dict[str, Any]:
        """Return the shape as JSON Schema."""
        found = {
            name: part.shape.schema() | {"description": str(part.purpose), "x-purpose": str(part.purpose)}
            for name, part in self.by_name.items()
        }
        told = _object(found, [name for name, part in self.by_name.items() if part.required])
        return told | ({"type": ["object", "null"]} if self.empty else {})


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return found | ({"required": required} if required else {})


def _below(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
