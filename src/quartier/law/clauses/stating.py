"""How a rule about a clause is stated: what it looks for, whom it protects, since when, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from quartier.law.clauses.facts import Facts, Severity, TextKind
from quartier.law.clauses.reading import Reading, Scope, Spot
from quartier.values.choice import Choice
from quartier.values.sentences import Word
from quartier.values.timeline import Timeline, Version

NOWHERE = Spot(0, 0)
NEVER = r"(?!)"
ANY = frozenset(TextKind)
CONTRACT = frozenset({TextKind.TERMS, TextKind.PRICES, TextKind.PROCESSING, TextKind.OTHER})
TERMS = frozenset({TextKind.TERMS, TextKind.OTHER})


class Towards(Choice):
    """Whom a rule protects."""

    ANYONE = "anyone"
    CONSUMERS = "consumers"


@dataclass(frozen=True, slots=True)
class Hit:
    """A place, and what the sentence about it names."""

    spot: Spot
    values: Mapping[str, Word]


Looks = Callable[[Reading, Facts, date], Iterator[Hit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRule:
    """One rule; `when` says how grave it is from which day on."""

    key: str
    when: Timeline[Severity]
    why: str
    looks: Looks
    kinds: frozenset[TextKind] = TERMS
    towards: Towards = Towards.CONSUMERS

    def applies(self, kind: TextKind, facts: Facts) -> bool:
        """Tell whether the rule is about this kind of text and these customers."""
        return kind in self.kinds and (self.towards is Towards.ANYONE or facts.consumers)


def since(title: str, day: date, severity: Severity, source: str, *, note: str = "") -> Timeline[Severity]:
    """Return the timeline of a rule that holds from one day on; `note` says what nobody has verified."""
    return Timeline(title, (Version(valid_from=day, value=severity, source=source, verified=not note, note=note),))


def pattern(words: str) -> re.Pattern[str]:
    """Return the compiled pattern; a space in it stands for one space of the read text."""
    return re.compile(words, re.IGNORECASE)


def says(
    words: str, *, also: str = "", unless: str = "", within: Scope = Scope.SENTENCE, around: Scope = Scope.CLAUSE
) -> Looks:
    """Look for words inside of one sentence (or `within`) that `around` it say `also` this and not `unless` that.

    Each part `around` is named once; what is found is the whole sentence.
    """
    return _quoting(words, also, unless, within, around, whole=True)


def names(words: str, *, unless: str = "") -> Looks:
    """Look for words in every sentence that does not say `unless`; what is found is the words alone."""
    return _quoting(words, "", unless, Scope.SENTENCE, Scope.SENTENCE, whole=False)


def _quoting(words: str, also: str, unless: str, within: Scope, around: Scope, *, whole: bool) -> Looks:
    wanted, besides, saving = pattern(words), pattern(also), pattern(unless or NEVER)

    def looks(reading: Reading, _facts: Facts, _on: date) -> Iterator[Hit]:
        named: set[int] = set()
        for part in reading.parts(within):
            found = wanted.search(reading.flat, part.spot.start, part.spot.end)
            if found is None:
                continue
            near = reading.around(found.start(), around)
            said = f"{near.heading} {reading.at(near.spot)}"
            if near.spot.start not in named and besides.search(said) and not saving.search(said):
                named.add(near.spot.start)
                yield Hit(part.spot if whole else Spot(*found.span()), {})

    return looks


def lacks(words: str, *, if_says: str = "", if_facts: Callable[[Facts], bool] = lambda _facts: True) -> Looks:
    """Look for words anywhere in the text; a finding without a place if the text says `if_says`, but not them."""
    wanted, asked = pattern(words), pattern(if_says)

    def looks(reading: Reading, facts: Facts, _on: date) -> Iterator[Hit]:
        if if_facts(facts) and asked.search(reading.flat) and not wanted.search(reading.flat):
            yield Hit(NOWHERE, {})

    return looks
