"""How apps say what may be handed out: purposes, categories with their columns, lines that leave the house."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from quartier.kit.components.markup import Text
from quartier.kit.registry import Registry


@dataclass(frozen=True, slots=True)
class Category:
    """A category of data that can be handed out: its columns are fields of models registered as personal data.

    `consent` is the purpose to which a person must have agreed before these data go to anybody, "" where none is
    needed.
    """

    key: str
    label: Text
    columns: tuple[tuple[str, str], ...]
    consent: str = ""

    @property
    def models(self) -> frozenset[str]:
        """Return the labels of the models from which it draws."""
        return frozenset(model for model, _field in self.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A line from this installation to somebody else's machine, through which data of people go.

    `where` returns the host from the settings, "" while the connection is not set up. `models` are those whose rows go
    through it, `opened_by` the modules of the program that open it: no other module may open any.
    """

    label: Text
    task: Text
    models: tuple[str, ...]
    opened_by: tuple[str, ...]
    where: Callable[[], str]


sharing_purposes: Registry[Text] = Registry("purposes of sharing")
categories: Registry[Category] = Registry("categories of data")
connections: Registry[Connection] = Registry("connections")


def sharing_purpose(key: str, label: Text) -> None:
    """Register a purpose for which data may be handed to others; called from a plug."""
    sharing_purposes.register(key, label)


def category(key: str, label: Text, columns: Mapping[str, str], *, consent: str = "") -> Category:
    """Register a category: `{"parties.Party": "given_name name"}` names fields of models; called from a plug."""
    pairs = tuple((model, field) for model, fields in columns.items() for field in fields.split())
    return categories.register(key, Category(key, label, pairs, consent))


def connection(key: str, line: Connection) -> None:
    """Register a line to somebody else's machine; called from a plug."""
    connections.register(key, line)
