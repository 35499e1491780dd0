"""One concern of a provider's policy: a frozen dataclass of parameters that refuses what the law does not allow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any, ClassVar, Self, TypeVar, cast, get_type_hints

from quartier.values.policy.kinds import kind_of
from quartier.values.policy.simple import IN_GERMAN, Kind, Words
from quartier.values.sentences import Sentence, Unreadable, mark
from quartier.values.span import Span

_ = mark

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Bound:
    """What the law allows for a value: a test, the bound in words, its source.

    `consumers_only` bounds hold where the provider serves consumers. `verified` is False while the reading of the
    source still has to be checked by a lawyer; the office says so.
    """

    holds: Callable[[Any], bool]
    text: str
    source: str
    consumers_only: bool = False
    verified: bool = True


class OutOfBounds(ValueError):
    """Values that cannot stand. `problems` has one sentence for each key; nothing is kept."""

    def __init__(self, problems: Mapping[str, Sentence]) -> None:
        self.problems = dict(problems)
        super().__init__(" ".join(sentence.text() for sentence in self.problems.values()))


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter of a concern: its key in the catalogue, words for people, the law's bounds."""

    key: str
    name: str
    label: str
    hint: str
    bounds: tuple[Bound, ...]
    kind: Kind

    def refusal(self, value: Any, *, consumers: bool = False) -> Sentence | None:
        """Return the sentence that refuses a value, or None. `consumers` asks for the bounds that protect them."""
        for bound in self.bounds:
            if bound.consumers_only is consumers and not bound.holds(value):
                return Sentence(
                    _("%(label)s (%(key)s): “%(value)s” is not possible. Needed: %(bound)s (%(source)s)."),
                    {
                        "label": self.label,
                        "key": self.key,
                        "value": self.kind.tell(value) or "–",
                        "bound": bound.text,
                        "source": bound.source,
                    },
                )
        return None


def parameter(key: str, label: str, default: T, *bounds: Bound, hint: str = "") -> T:
    """Declare a parameter: key in the catalogue, English label, recommended default, bounds, hint."""
    metadata = {"key": key, "label": label, "hint": hint, "bounds": bounds}
    declared: Any = field(default=default, metadata=metadata)
    return cast("T", declared)


@dataclass(frozen=True, kw_only=True)
class Concern:
    """The base of all concerns. Constructing one outside the law's bounds raises OutOfBounds.

    `concern` is the stored name, `slug` the German one in addresses, `title` the English heading.
    Bounds that protect consumers are checked where the whole policy is known.
    """

    concern: ClassVar[str]
    slug: ClassVar[str]
    title: ClassVar[str]

    def __post_init__(self) -> None:
        self._refuse(consumers=False)

    def check_for_consumers(self) -> None:
        """Raise OutOfBounds where a value may not be used towards consumers."""
        self._refuse(consumers=True)

    def _refuse(self, *, consumers: bool) -> None:
        found = {p.key: p.refusal(getattr(self, p.name), consumers=consumers) for p in self.parameters()}
        problems = {key: sentence for key, sentence in found.items() if sentence is not None}
        if problems:
            raise OutOfBounds(problems)

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        """Return the parameters in the order of the catalogue."""
        return _parameters(cast("Any", cls))

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> Self:
        """Return the concern from `{key: raw}`. All keys must be there; raises OutOfBounds with all faults."""
        known = {p.key: p for p in cls.parameters()}
        problems = {key: Sentence(_("%(key)s is not a parameter of this policy."), {"key": key})
                    for key in sorted(data.keys() - known.keys())}  # fmt: skip
        values: dict[str, Any] = {}
        for key, prm in known.items():
            if key not in data:
                problems[key] = Sentence(_("%(key)s is missing."), {"key": key})
                continue
            try:
                values[prm.name] = prm.kind.read(data[key])
            except Unreadable as error:
                problems[key] = _located(prm, error)
        if problems:
            raise OutOfBounds(problems)
        return cls(**values)

    def dump(self) -> dict[str, Any]:
        """Return `{key: raw}`, JSON-able; `parse` gives the same concern back."""
        return {p.key: p.kind.write(getattr(self, p.name)) for p in self.parameters()}

    def value(self, key: str) -> Any:
        """Return the value of a parameter by its key; raises KeyError for an unknown one."""
        return getattr(self, self.parameter(key).name)

    def text(self, key: str, words: Words = IN_GERMAN) -> str:
        """Return a value as people write it: "14 Tage", "5,00 €", lists one a line."""
        return self.parameter(key).kind.tell(self.value(key), words)

    @classmethod
    def parameter(cls, key: str) -> Parameter:
        """Return a parameter by its key; raises KeyError for an unknown one."""
        return {p.key: p for p in cls.parameters()}[key]

    def with_texts(self, texts: Mapping[str, str], words: Words = IN_GERMAN) -> Self:
        """Return the concern with values as people wrote them; raises OutOfBounds with a sentence for each fault."""
        known = {p.key: p for p in self.parameters()}
        problems: dict[str, Sentence] = {}
        changes: dict[str, Any] = {}
        for key, text in texts.items():
            if key not in known:
                problems[key] = Sentence(_("%(key)s is not a parameter of this policy."), {"key": key})
                continue
            try:
                changes[known[key].name] = known[key].kind.hear(text, words)
            except Unreadable as error:
                problems[key] = _located(known[key], error)
        if problems:
            raise OutOfBounds(problems)
        return replace(self, **changes)


def _located(prm: Parameter, error: Unreadable) -> Sentence:
    words = {"label": prm.label, "key": prm.key}
    return Sentence(_("%(label)s (%(key)s): %(fault)s."), {**words, "fault": error.sentence})


@cache
def _parameters(concern: type[Any]) -> tuple[Parameter, ...]:
    hints = get_type_hints(concern, include_extras=True)
    return tuple(
        Parameter(
            key=f.metadata["key"],
            name=f.name,
            label=f.metadata["label"],
            hint=f.metadata["hint"],
            bounds=f.metadata["bounds"],
            kind=kind_of(hints[f.name]),
        )
        for f in fields(concern)
    )


def between(least: int, most: int, text: str, source: str) -> Bound:
    """Return the bound of a number that must lie between two, both included."""
    return Bound(holds=lambda value: value is None or least <= value <= most, text=text, source=source)


def at_most(limit: Any, text: str, source: str, *, consumers_only: bool = False, verified: bool = True) -> Bound:
    """Return the bound of a number or span that must not go beyond a limit; none is fine."""

    def holds(value: Any) -> bool:
        if value is None:
            return True
        return value.no_longer_than(limit) if isinstance(value, Span) else bool(value <= limit)

    return Bound(holds=holds, text=text, source=source, consumers_only=consumers_only, verified=verified)


def at_least(limit: Any, text: str, source: str, *, consumers_only: bool = False, verified: bool = True) -> Bound:
    """Return the bound of a number or span that must not fall below a limit; none is fine."""

    def holds(value: Any) -> bool:
        if value is None:
            return True
        return limit.no_longer_than(value) if isinstance(value, Span) else bool(value >= limit)

    return Bound(holds=holds, text=text, source=source, consumers_only=consumers_only, verified=verified)
