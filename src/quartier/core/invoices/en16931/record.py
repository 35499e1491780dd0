"""An invoice as JSON and back: what is kept of a paper once it is issued, and what every drawing starts from."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, cast, get_args, get_origin, get_type_hints

from quartier.core.invoices.en16931.invoice import Invoice
from quartier.values.sentences import Unreadable
from quartier.values.sentences import mark as _

T = TypeVar("T")
SIMPLE: Final[Mapping[Any, Callable[[Any], Any]]] = {
    str: str,
    int: int,
    bool: bool,
    Decimal: Decimal,
    date: date.fromisoformat,
    bytes: b64decode,
}


def to_json(invoice: Invoice) -> dict[str, Any]:
    """Return the invoice as plain JSON without what is empty; amounts are texts, so that no digit is lost."""
    made: dict[str, Any] = _packed(invoice)
    return made


def from_json(data: Mapping[str, Any]) -> Invoice:
    """Return the very invoice that `to_json` was given; raises Unreadable, naming what is unknown or missing."""
    return unpacked(Invoice, data)


def packed(value: Any) -> Any:
    """Return any of our frozen values as plain JSON."""
    return _packed(value)


def unpacked(kind: type[T], data: Mapping[str, Any]) -> T:
    """Return a value of `kind` from its JSON; raises Unreadable."""
    types, needed = _shape(cast(Hashable, kind))
    if unknown := sorted(set(data) - set(types)):
        raise Unreadable(_("The record has an unknown entry: %(name)s."), name=unknown[0])
    if missing := sorted(needed - set(data)):
        raise Unreadable(_("The record lacks the entry %(name)s."), name=missing[0])
    return kind(**{name: _unpacked(types[name], value) for name, value in data.items()})


@cache
def _shape(kind: Hashable) -> tuple[Mapping[str, Any], frozenset[str]]:
    """The types of the entries, and those that must be there."""
    parts = fields(cast("type[Any]", kind))
    hints = get_type_hints(kind)
    needed = frozenset(one.name for one in parts if one.default is MISSING and one.default_factory is MISSING)
    return {one.name: hints[one.name] for one in parts}, needed


@cache
def _entries(kind: Hashable) -> tuple[tuple[str, Any], ...]:
    return tuple((one.name, one.default) for one in fields(cast("type[Any]", kind)))


def _packed(value: Any) -> Any:
    match value:
        case None | bool() | int():
            return value
        case str() | Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case bytes():
            return b64encode(value).decode()
        case tuple():
            return [_packed(one) for one in value]
        case _:
            entries = ((name, getattr(value, name), default) for name, default in _entries(cast(Hashable, type(value))))
            return {name: _packed(found) for name, found, default in entries if found != default}


def _unpacked(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin is UnionType:
        return None if value is None else _unpacked(next(one for one in get_args(kind) if one is not NoneType), value)
    if origin is tuple:
        return tuple(_unpacked(get_args(kind)[0], one) for one in value)
    read = SIMPLE.get(kind)
    return unpacked(kind, value) if read is None else read(value)
