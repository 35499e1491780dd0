"""Typed registries: how a floor above tells a floor below what it brings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class AlreadyRegistered(ValueError):
    """Two apps claim the same key: a mistake in the code, found at start."""


class Registry(Generic[T]):
    """An ordered table of entries by key; a key is taken once, an unknown one is a KeyError that lists what exists."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._entries: dict[str, T] = {}

    def register(self, key: str, entry: T) -> T:
        """Add an entry under a key that nobody has taken; returns the entry."""
        if key in self._entries:
            raise AlreadyRegistered(f"{self.name}: “{key}” is registered twice")
        self._entries[key] = entry
        return entry

    def __getitem__(self, key: str) -> T:
        try:
            return self._entries[key]
        except KeyError:
            raise KeyError(f"{self.name}: no “{key}”, there are {', '.join(self._entries) or 'none'}") from None

    def get(self, key: str) -> T | None:
        """Return the entry or None."""
        return self._entries.get(key)

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[T]:
        return iter(self._entries.values())

    def keys(self) -> list[str]:
        """Return the keys in the order of registration."""
        return list(self._entries)

    def __len__(self) -> int:
        return len(self._entries)
