"""Where a value comes from, and what the provider's own text says where the law does not allow it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Self, TypeVar

from quartier.values.choice import Choice
from quartier.values.policy.concern import Concern, OutOfBounds
from quartier.values.sentences import Sentence, mark

_ = mark

C = TypeVar("C", bound=Concern)


class Origin(Choice):
    """How far a value is backed by the provider's own documents."""

    STATED = "stated", _("stated by the provider")
    INFERRED = "inferred", _("inferred, to be confirmed")
    DEFAULT = "default", _("our default, to be confirmed")


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """The provider's text says something the law does not allow. The law wins; the text stays visible."""

    stated: str
    reason: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """Where one value comes from: origin, clause of the provider's document, conflict with the law."""

    origin: Origin
    clause: str = ""
    conflict: Conflict | None = None

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> Self:
        """Return the mark from its JSON form; raises KeyError, TypeError or ValueError for anything else."""
        conflict = data.get("conflict")
        return cls(
            origin=Origin(data["origin"]),
            clause=str(data.get("clause", "")),
            conflict=Conflict(**conflict) if conflict else None,
        )

    def dump(self) -> dict[str, Any]:
        """Return the JSON form; empty parts are left out."""
        data: dict[str, Any] = {"origin": self.origin.value}
        if self.clause:
            data["clause"] = self.clause
        if self.conflict:
            data["conflict"] = {name: getattr(self.conflict, name) for name in ("stated", "reason", "source")}
        return data


DEFAULT_MARK = Mark(origin=Origin.DEFAULT)


@dataclass(frozen=True, kw_only=True)
class Held(Generic[C]):
    """A concern as it is held for a provider: its values and a mark for each."""

    values: C
    marks: Mapping[str, Mark] = field(default_factory=dict)

    def mark(self, key: str) -> Mark:
        """Return the mark of a value; without one it is a default."""
        return self.marks.get(key, DEFAULT_MARK)

    @property
    def unconfirmed(self) -> int:
        """Count the values that the provider has not confirmed yet."""
        return sum(self.mark(p.key).origin is not Origin.STATED for p in type(self.values).parameters())

    @property
    def conflicts(self) -> int:
        """Count the values where the law has displaced the provider's text."""
        return sum(self.mark(p.key).conflict is not None for p in type(self.values).parameters())

    @classmethod
    def parse(cls, concern: type[C], data: Mapping[str, Any]) -> Held[C]:
        """Return a concern from `{key: {value, origin, clause, conflict}}`; raises OutOfBounds with all sentences."""
        problems: dict[str, Sentence] = {}
        marks: dict[str, Mark] = {}
        for key, entry in data.items():
            try:
                marks[key] = Mark.parse(entry)
            except (AttributeError, KeyError, TypeError, ValueError):
                problems[key] = Sentence(_("%(key)s: the origin is missing or unknown."), {"key": key})
        try:
            values = concern.parse({key: entry.get("value") for key, entry in data.items() if key not in problems})
        except OutOfBounds as error:
            raise OutOfBounds({**error.problems, **problems}) from None
        if problems:
            raise OutOfBounds(problems)
        return cls(values=values, marks=marks)

    def dump(self) -> dict[str, Any]:
        """Return the JSON form that `parse` reads."""
        return {key: {"value": value, **self.mark(key).dump()} for key, value in self.values.dump().items()}
