"""Whether what a model says about a thing comes to an end: bodies made of themselves would never be drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

DEEPEST: Final = 60  # how far parts lie within parts: far more than any program writes
MOST: Final = 200_000  # parts of one thing


def is_sound(*parts: Any) -> bool:
    """Tell whether none of these is part of itself, and there are not too many nor too deeply nested ones."""
    known: dict[int, bool] = {}  # whether all parts of an entity were seen; False while on the way to them
    for part in parts:
        if part is None:
            continue
        way: list[tuple[int, Iterator[Any]]] = [(part.id(), _parts(part))]
        known[part.id()] = False
        while way:
            name, rest = way[-1]
            inner = next(rest, None)
            if inner is None:
                known[name] = True
                way.pop()
            elif (seen := known.get(inner.id())) is False:
                return False
            elif seen is None:
                known[inner.id()] = False
                way.append((inner.id(), _parts(inner)))
                if len(way) > DEEPEST or len(known) > MOST:
                    return False
    return True


def _parts(entity: Any) -> Iterator[Any]:
    """Yield the entities that one names; plain values have no name."""
    for value in entity:
        yield from _named(value)


def _named(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple):
        for one in value:
            yield from _named(one)
    elif hasattr(value, "is_a") and value.id():
        yield value
