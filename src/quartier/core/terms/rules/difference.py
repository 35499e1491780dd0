"""How two versions of a text differ: paragraphs matched, words marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from quartier.core.terms.rules.structure import Block

SAME: Final = "same"
ADDED: Final = "added"
REMOVED: Final = "removed"
CHANGED: Final = "changed"

WORD: Final = re.compile(r"\S+")
# Paragraphs count as one that was changed when they share this part of their words.
ALIKE: Final = 0.4
NEAR: Final = 12
# From here on words that stand everywhere are no anchors: comparing them all would take minutes.
LONG: Final = 400


@dataclass(frozen=True, slots=True)
class Word:
    """Some words in a row that stayed, came or went."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One paragraph of both versions, or of one alone; `words` tells those that changed."""

    kind: str
    old: Block | None
    new: Block | None
    words: Sequence[Word] = ()


def compare(old: Sequence[Block], new: Sequence[Block]) -> list[Change]:
    """Return all paragraphs of both versions in one order, with what became of each."""
    before, after = [_plain(one) for one in old], [_plain(one) for one in new]
    found: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Change(SAME, *pair) for pair in zip(old[a:b], new[c:d], strict=True)]
        else:
            found += _replaced(old[a:b], new[c:d])
    return found


def _plain(block: Block) -> str:
    return " ".join(WORD.findall(block.words))


def _replaced(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Change]:
    """Pair the paragraphs of a changed stretch that are alike, in their order; the rest came or went."""
    bags = [_bag(one) for one in new]
    taken = 0
    for place, one in enumerate(old):
        bag = _bag(one)
        ahead = range(taken, min(len(new), taken + NEAR))
        best = max(ahead, key=lambda other: _likeness(bag, bags[other]), default=None)
        if best is None or _likeness(bag, bags[best]) < ALIKE or _fits_better(old, place, bags[best], bag):
            yield Change(REMOVED, one, None)
            continue
        yield from (Change(ADDED, None, extra) for extra in new[taken:best])
        yield Change(CHANGED, one, new[best], _words(_plain(one), _plain(new[best])))
        taken = best + 1
    yield from (Change(ADDED, None, extra) for extra in new[taken:])


def _fits_better(old: Sequence[Block], place: int, bag: frozenset[str], own: frozenset[str]) -> bool:
    """Tell whether the next paragraph is much more like what this one would be paired with."""
    if place + 1 >= len(old):
        return False
    return _likeness(_bag(old[place + 1]), bag) > _likeness(own, bag)


def _bag(block: Block) -> frozenset[str]:
    return frozenset(WORD.findall(block.words.casefold()))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other) or 1)


def _words(old: str, new: str) -> list[Word]:
    before, after = WORD.findall(old), WORD.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=len(after) > LONG)
    found: list[Word] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found.append(Word(SAME, " ".join(before[a:b])))
            continue
        if b > a:
            found.append(Word(REMOVED, " ".join(before[a:b])))
        if d > c:
            found.append(Word(ADDED, " ".join(after[c:d])))
    return found
