"""How a rule is stated: a pure function that returns its result with the derivation, registered under a name.

```python
@rule(
    "share-of-three",
    Area.CONTRACTS,
    title=_("A third"),
    says=_("A third of the price is due on order."),
    timelines=(THIRD,),
    cases=(Case("three euro", {"price": "3.00"}, gives="1.00", source="arithmetic"),),
)
def share_of_three(*, price: Annotated[Euro, _("Price")], on: Annotated[date, _("Day of the order")]) -> Derived[Euro]:
    derivation = Derivation()
    third = derivation.applies(THIRD, on)
    derivation.step(_("A third of %(price)s."), price=euro(price))
    return derivation.gives(half_up(price * third))
```

Parameters with a text in their annotation are what people are asked on the command line; others have a default.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Generic, ParamSpec, TypeVar

from quartier.values.choice import Choice
from quartier.values.sentences import Sentence, Word
from quartier.values.sentences import mark as _
from quartier.values.timeline import Timeline, Version

T = TypeVar("T")
P = ParamSpec("P")


class Area(Choice):
    """The parts of the law this package knows, in the order of its documentation."""

    PERIODS = "periods", _("Periods and calendars")
    DEFAULT = "default", _("Default and reminders")
    WITHDRAWAL = "withdrawal", _("Withdrawal and online contracts")
    CONTRACTS = "contracts", _("Contracts, notice and terms")
    TAX = "tax", _("Invoices and VAT")
    RENT = "rent", _("Rent and operating costs")
    COOPERATIVE = "cooperative", _("Co-operatives")
    SAVINGS = "savings", _("Savings and tax on interest")
    RETENTION = "retention", _("Retention and response times")
    PRIVACY = "privacy", _("Data protection")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a derivation: what was found, and where it is written."""

    sentence: Sentence
    source: str = ""


@dataclass(frozen=True, slots=True)
class Applied:
    """A version of a timeline that a result rests on."""

    title: str
    version: Version[Any]


@dataclass(frozen=True, slots=True)
class Derived(Generic[T]):
    """A result, how it came about, and the dated versions it rests on."""

    value: T
    steps: tuple[Step, ...]
    applied: tuple[Applied, ...]

    @property
    def unverified(self) -> tuple[Applied, ...]:
        """Return the versions that nobody has compared with the primary text yet."""
        return tuple(one for one in self.applied if not one.version.verified)

    @property
    def sources(self) -> tuple[str, ...]:
        """Return every source once, in the order of use."""
        cited = [*(one.version.source for one in self.applied), *(step.source for step in self.steps)]
        return tuple(dict.fromkeys(source for source in cited if source))


class Derivation:
    """Collects the steps of one result while a rule works it out."""

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self._applied: list[Applied] = []

    def applies(self, timeline: Timeline[T], on: date) -> T:
        """Return what holds on a day and remember that the result rests on it; raises as `Timeline.at` does."""
        return self.rests_on(timeline, timeline.at(on))

    def rests_on(self, timeline: Timeline[T], version: Version[T]) -> T:
        """Return the value of a version that was looked up already, and remember it."""
        if (one := Applied(timeline.title, version)) not in self._applied:
            self._applied.append(one)
        return version.value

    def step(self, template: str, source: str = "", /, **values: Word) -> None:
        """Add a step: a marked sentence with its values, and the source if the versions do not name it."""
        self._steps.append(Step(Sentence(template, values), source))

    def takes(self, derived: Derived[T]) -> T:
        """Return the value of another rule's result and take over its steps and versions."""
        self._steps += derived.steps
        self._applied += [one for one in derived.applied if one not in self._applied]
        return derived.value

    def gives(self, value: T) -> Derived[T]:
        """Return the result with all that was collected."""
        return Derived(value, tuple(self._steps), tuple(self._applied))


@dataclass(frozen=True, slots=True)
class Case:
    """A worked case: what is given on the command line, what comes out, and who says so.

    `gives` is compared with the plain form of the result; of a result with parts, only the named ones are compared.
    """

    name: str
    given: Mapping[str, str | bool | Sequence[str]]
    gives: Any
    source: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as people find it: by name, with title and promise, its dated versions and its worked cases."""

    name: str
    area: Area
    title: str
    says: str
    timelines: tuple[Timeline[Any], ...]
    cases: tuple[Case, ...]
    function: Callable[..., Derived[Any]]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A version that nobody has compared with the primary text, and the rules that rest on it."""

    title: str
    version: Version[Any]
    rules: tuple[Rule, ...]


_RULES: Final[dict[str, Rule]] = {}


def rule(
    name: str, area: Area, *, title: str, says: str, timelines: Sequence[Timeline[Any]], cases: Sequence[Case]
) -> Callable[[Callable[P, Derived[T]]], Callable[P, Derived[T]]]:
    """Register a function as a rule. Every rule has at least one dated version and one worked case."""
    if not timelines or not cases:
        raise ValueError(f"{name}: a rule needs a dated version and a worked case.")

    def register(function: Callable[P, Derived[T]]) -> Callable[P, Derived[T]]:
        known = _RULES.get(name)
        if known is not None and known.function.__qualname__ != function.__qualname__:
            raise ValueError(f"There are two rules “{name}”.")
        _RULES[name] = Rule(name, area, title, says, tuple(timelines), tuple(cases), function)
        return function

    return register


def all_rules() -> tuple[Rule, ...]:
    """Return every rule of the package by area, file and place in the file, whoever imported what before."""
    package = importlib.import_module("quartier.law")
    for module in pkgutil.walk_packages(package.__path__, "quartier.law."):
        if ".tests" not in module.name:
            importlib.import_module(module.name)
    return tuple(sorted(_RULES.values(), key=_place))


def doubts() -> tuple[Doubt, ...]:
    """Return every version that is not verified, once, in the order of the rules that rest on it."""
    found: dict[tuple[str, date, str], tuple[str, Version[Any], list[Rule]]] = {}
    for one in all_rules():
        for timeline in one.timelines:
            for version in timeline.versions:
                if not version.verified:
                    key = (timeline.title, version.valid_from, version.source)
                    found.setdefault(key, (timeline.title, version, []))[2].append(one)
    return tuple(Doubt(title, version, tuple(rules)) for title, version, rules in found.values())


def _place(one: Rule) -> tuple[int, str, int]:
    function = inspect.unwrap(one.function)
    return list(Area).index(one.area), function.__module__, function.__code__.co_firstlineno
