"""What a product asks of its customer: typed entries, files, options. They are written in the office line by line.

A line has its parts between bars, the key first: `area | Wohnfläche ungefähr | number m² | optional`. What cannot be
read is refused with the number of its line; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
TEXT, LONG, NUMBER, CHOICE, DATE, ADDRESS = KINDS = ("text", "long", "number", "choice", "date", "address")
OPTIONAL: Final = "optional"
MOST_FILES: Final = 20
LINES: Final = 40
T = TypeVar("T")


class Unreadable(ValueError):
    """A line that says nothing we know; `number` counts from 1."""

    def __init__(self, number: int) -> None:
        super().__init__(f"line {number}")
        self.number = number


@dataclass(frozen=True, slots=True)
class Asked:
    """One entry that the customer gives. `unit` belongs to numbers, `choices` to choices."""

    key: str
    label: str
    kind: str = TEXT
    required: bool = True
    unit: str = ""
    choices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be asked."""
        if not KEY.fullmatch(self.key) or not self.label or self.kind not in KINDS:
            raise ValueError(self.key)
        if (self.kind == CHOICE) is not bool(self.choices) or (self.unit and self.kind != NUMBER):
            raise ValueError(self.key)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Files that the customer gives, at least and at most so many."""

    key: str
    label: str
    least: int = 1
    most: int = 5

    def __post_init__(self) -> None:
        """Refuse what cannot be asked."""
        if not KEY.fullmatch(self.key) or not self.label or not 0 <= self.least <= self.most <= MOST_FILES:
            raise ValueError(self.key)


@dataclass(frozen=True, slots=True)
class Option:
    """Something that may be chosen in addition; its price stands beside that of the product."""

    key: str
    label: str

    def __post_init__(self) -> None:
        """Refuse what cannot be chosen."""
        if not KEY.fullmatch(self.key) or not self.label:
            raise ValueError(self.key)


def asked_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Asked, ...]:
    """Return the entries as they are stored with a product."""
    return tuple(Asked(**{**row, "choices": tuple(row.get("choices", ()))}) for row in rows)


def wanted_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Wanted, ...]:
    """Return the files as they are stored with a product."""
    return tuple(Wanted(**row) for row in rows)


def options_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Option, ...]:
    """Return the options as they are stored with a product."""
    return tuple(Option(**row) for row in rows)


def read_asked(text: str) -> tuple[Asked, ...]:
    """Read entries from lines: key, label, kind with its unit or choices, `optional`.

    >>> read_asked("area | Wohnfläche | number m² | optional")[0]
    Asked(key='area', label='Wohnfläche', kind='number', required=False, unit='m²', choices=())
    >>> read_asked("sort | Art | choice Haus, Wohnung")[0].choices
    ('Haus', 'Wohnung')
    """
    return _read(text, _asked)


def read_wanted(text: str) -> tuple[Wanted, ...]:
    """Read files from lines: key, label, how many.

    >>> read_wanted("plans | Grundrisse | 1-5")[0]
    Wanted(key='plans', label='Grundrisse', least=1, most=5)
    """
    return _read(text, _wanted)


def read_options(text: str) -> tuple[Option, ...]:
    """Read options from lines: key, label."""
    return _read(text, lambda parts: Option(*parts))


def written_asked(rows: Sequence[Asked]) -> str:
    """Write entries as lines, so that reading them gives the same."""
    lines = []
    for one in rows:
        more = one.unit or ", ".join(one.choices)
        parts = [one.key, one.label, f"{one.kind} {more}".strip(), *([] if one.required else [OPTIONAL])]
        lines.append(" | ".join(parts))
    return "\n".join(lines)


def written_wanted(rows: Sequence[Wanted]) -> str:
    """Write files as lines."""
    return "\n".join(f"{one.key} | {one.label} | {one.least}-{one.most}" for one in rows)


def written_options(rows: Sequence[Option]) -> str:
    """Write options as lines."""
    return "\n".join(f"{one.key} | {one.label}" for one in rows)


def _asked(parts: Sequence[str]) -> Asked:
    key, label, said, *rest = parts
    if rest not in ([], [OPTIONAL]):
        raise ValueError(key)
    kind, _space, more = said.partition(" ")
    choices = tuple(one.strip() for one in more.split(",") if one.strip()) if kind == CHOICE else ()
    unit = more.strip() if kind == NUMBER else ""
    if more.strip() and not (choices or unit):
        raise ValueError(key)
    return Asked(key, label, kind, not rest, unit, choices)


def _wanted(parts: Sequence[str]) -> Wanted:
    key, label, many = parts
    least, _dash, most = many.partition("-")
    return Wanted(key, label, int(least), int(most or least))


def _read(text: str, one: Callable[[Sequence[str]], T]) -> tuple[T, ...]:
    found: dict[str, T] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        parts = [part.strip() for part in line.split("|")]
        try:
            row = one(parts)
        except (ValueError, TypeError):
            raise Unreadable(number) from None
        if parts[0] in found or len(found) >= LINES:
            raise Unreadable(number)
        found[parts[0]] = row
    return tuple(found.values())
