"""Which of the things found is surely the one that is meant: two marks must fit that are not known to everybody."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What fits between a declaration and a contract."""

    number: bool
    name: bool
    address: bool

    @property
    def by_number(self) -> bool:
        """Tell whether the number fits, and name or address as well."""
        return self.number and (self.name or self.address)

    @property
    def by_person(self) -> bool:
        """Tell whether the person is sure, though not which of their contracts."""
        return self.name and self.address


def same_name(written: str, names: Collection[str]) -> bool:
    """Tell whether somebody wrote one of these names, in any order of the words.

    >>> same_name("Blum, Ida", ["Ida Blum"])
    True
    """
    words = _words(written)
    return bool(words) and any(words == _words(name) for name in names)


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name.casefold()))
