"""Kinds of values, read from annotations: lists, sets, records and optional values made of single ones.

Text lists one item a line; a record inside a list is one line of `Label: value; Label: value`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, time
from fractions import Fraction
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from quartier.values.choice import Choice
from quartier.values.policy.simple import (
    IN_GERMAN,
    Amount,
    Clock,
    Day,
    Kind,
    Length,
    OneOf,
    Share,
    Text,
    Truth,
    Whole,
    Words,
)
from quartier.values.sentences import Say, Unreadable, in_german, mark
from quartier.values.span import Span
from quartier.values.units import Unit

_ = mark

NOTHING = "–"

T = TypeVar("T")


class Record:
    """The base of small frozen dataclasses inside a parameter; fields are made by `part`."""


def part(label: str, default: T) -> T:
    """Declare a field of a record with its English label."""
    declared: Any = field(default=default, metadata={"label": label})
    return cast("T", declared)


@dataclass(frozen=True)
class Many(Kind):
    """Several of a kind, in order. A value that stands twice is refused."""

    item: Kind
    control = "lines"

    def read(self, raw: Any) -> Any:
        if not isinstance(raw, list | tuple):
            raise Unreadable(_("a list is needed"))
        return self._gather([self.item.read(entry) for entry in raw])

    def write(self, value: Any) -> list[Any]:
        return [self.item.write(entry) for entry in self._ordered(value)]

    def tell(self, value: Any, words: Words = IN_GERMAN) -> str:
        return words.between.join(self.item.tell(entry, words.deeper()) for entry in self._ordered(value))

    def hear(self, text: str, words: Words = IN_GERMAN) -> Any:
        lines = [line for line in text.split(words.between.rstrip(" ")) if line.strip()]
        return self._gather([self.item.hear(line, words.deeper()) for line in lines])

    def choices(self) -> Sequence[Choice]:
        return self.item.choices()

    def guide(self, say: Say = in_german) -> str:
        if isinstance(self.item, Parts):
            return say(_("One entry a line: %(names)s (leave out what does not apply).")) % {
                "names": self.item.names(say)
            }
        if options := self.choices():
            return say(_("One entry a line. Possible: %(names)s")) % {"names": ", ".join(say(o.label) for o in options)}
        return say(_("One entry a line."))

    def _gather(self, values: list[Any]) -> Any:
        if any(value in values[:place] for place, value in enumerate(values)):
            raise Unreadable(_("an entry stands twice"))
        return tuple(values)

    def _ordered(self, values: Iterable[Any]) -> Iterable[Any]:
        return values


@dataclass(frozen=True)
class Several(Many):
    """Some of a closed list, without order; written in the order of the list."""

    item: OneOf
    control = "choices"

    def _gather(self, values: list[Any]) -> frozenset[Any]:
        return frozenset(super()._gather(values))

    def _ordered(self, values: Iterable[Any]) -> Iterable[Any]:
        chosen = set(values)
        return [option for option in self.item.options if option in chosen]


@dataclass(frozen=True)
class Maybe(Kind):
    """A value or none: JSON null, empty text, inside a record a dash."""

    inner: Kind
    optional = True

    @property
    def control(self) -> str:  # type: ignore[override]
        """Return how to ask for the inner value."""
        return self.inner.control

    def read(self, raw: Any) -> Any:
        return None if raw is None else self.inner.read(raw)

    def write(self, value: Any) -> Any:
        return None if value is None else self.inner.write(value)

    def tell(self, value: Any, words: Words = IN_GERMAN) -> str:
        if value is None:
            return NOTHING if words.depth else ""
        return self.inner.tell(value, words)

    def hear(self, text: str, words: Words = IN_GERMAN) -> Any:
        return self.inner.hear(text, words) if text.strip() not in ("", NOTHING) else None

    def choices(self) -> Sequence[Choice]:
        return self.inner.choices()

    def guide(self, say: Say = in_german) -> str:
        return self.inner.guide(say)


@dataclass(frozen=True)
class Parts(Kind):
    """A record: JSON object with all parts; text `Label: value`, one a line at the top, without empty parts."""

    record: Any
    control = "lines"

    def read(self, raw: Any) -> Any:
        if not isinstance(raw, dict):
            raise Unreadable(_("named parts are needed"))
        kinds = parts_of(self.record)
        unknown = sorted(str(name) for name in raw.keys() - kinds.keys())
        if unknown:
            raise Unreadable(_("unknown part: %(names)s"), names=", ".join(unknown))
        return self.record(**{name: kinds[name][1].read(value) for name, value in raw.items()})

    def write(self, value: Any) -> dict[str, Any]:
        # All parts are written, so that a default that changes later does not change what was decided.
        return {name: kind.write(getattr(value, name)) for name, (_label, kind) in parts_of(self.record).items()}

    def tell(self, value: Any, words: Words = IN_GERMAN) -> str:
        told = [
            f"{words.say(label)}: {kind.tell(held, words.deeper())}" for label, kind, held in self._told(value).values()
        ]
        return words.between.join(told)

    def hear(self, text: str, words: Words = IN_GERMAN) -> Any:
        kinds = parts_of(self.record)
        labels = {words.say(label).casefold(): name for name, (label, _kind) in kinds.items()}
        known = "|".join(re.escape(words.say(label)) for label, _kind in kinds.values())
        heard: dict[str, Any] = {}
        # A break counts only before a known label, so that free text may hold semicolons.
        for piece in re.split(rf"{re.escape(words.between.strip() or chr(10))}\s*(?=(?:{known})\s*:)", text.strip()):
            label, colon, told = piece.partition(":")
            name = labels.get(label.strip().casefold())
            if not colon or name is None or name in heard:
                raise Unreadable(
                    _("“%(text)s” is not written as “name: value”; the names are: %(known)s"),
                    text=piece.strip(),
                    known=", ".join(words.say(label) for label, _kind in kinds.values()),
                )
            heard[name] = kinds[name][1].hear(told, words.deeper())
        return self.record(**heard)

    def guide(self, say: Say = in_german) -> str:
        return say(_("One line each: %(names)s (leave out what does not apply).")) % {"names": self.names(say)}

    def names(self, say: Say = in_german) -> str:
        """Return the labels of all parts, as they are written."""
        return "; ".join(f"{say(label)}: …" for label, _kind in parts_of(self.record).values())

    def options(self) -> dict[str, Sequence[Choice]]:
        """Return the closed list behind each part that has one, by label."""
        lists = {label: kind.choices() for label, kind in parts_of(self.record).values()}
        return {label: options for label, options in lists.items() if options}

    def _told(self, value: Any) -> dict[str, tuple[str, Kind, Any]]:
        held = {f.name: (getattr(value, f.name), f.default) for f in fields(self.record)}
        kinds = parts_of(self.record)
        told = {
            name: (*kinds[name], now) for name, (now, default) in held.items() if not _is_nothing(now) or now != default
        }
        # A record with nothing in it still has to say something: its first part.
        return told or {name: (*kinds[name], held[name][0]) for name in list(held)[:1]}


def _is_nothing(value: Any) -> bool:
    """Tell whether a part says nothing that a reader would miss; an amount of 0 does say something."""
    return value is None or value is False or value in ("", frozenset(), ())


@cache
def parts_of(record: type[Any]) -> dict[str, tuple[str, Kind]]:
    """Return label and kind of each field of a record."""
    hints = get_type_hints(record, include_extras=True)
    return {f.name: (f.metadata["label"], kind_of(hints[f.name])) for f in fields(record)}


SIMPLE: dict[Any, Kind] = {
    bool: Truth(),
    int: Whole(),
    str: Text(),
    date: Day(),
    time: Clock(),
    Span: Length(),
    Fraction: Share(),
}


def kind_of(hint: Any) -> Kind:
    """Return the kind of an annotation; raises TypeError for one that parameters may not have."""
    origin, args = get_origin(hint), get_args(hint)
    if hint in SIMPLE:
        return SIMPLE[hint]
    if origin is Annotated and isinstance(args[1], Unit):
        return Amount(args[1])
    if origin in (Union, UnionType) and NoneType in args:
        (inner,) = (a for a in args if a is not NoneType)
        return Maybe(kind_of(inner))
    if origin is tuple and args[1:] == (...,):
        return Many(kind_of(args[0]))
    if origin is frozenset and issubclass(args[0], Choice):
        return Several(OneOf(args[0]))
    if isinstance(hint, type) and issubclass(hint, Choice):
        return OneOf(hint)
    if isinstance(hint, type) and issubclass(hint, Record):
        return Parts(hint)
    raise TypeError(f"A parameter cannot be of the kind {hint!r}.")
