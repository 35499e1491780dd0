"""What is left open in a text: placeholders, lists without entries, names that were taken out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from quartier.law.clauses.facts import Facts, Severity
from quartier.law.clauses.reading import LISTED, NUMBERED, Reading, Scope, Spot
from quartier.law.clauses.stating import ANY, NOWHERE, ClauseRule, Hit, Looks, Towards, pattern, since
from quartier.values.sentences import mark as _

CLEAR = date(2002, 1, 1)
SOURCE = "§ 307 Abs. 1 Satz 2 BGB"
PLACEHOLDER = pattern(
    r"\[[^\]\n]{0,60}\](?!\()|\{\{[^}\n]{0,60}\}\}|«[^»\n]{1,40}»|<[A-ZÄÖÜ][^>\n]{1,40}>|_{4,}|\.{6,}|…{2,}|\bX{3,}\b"
    r"|\bTODO\b|\bTBD\b|\bMax Mustermann\b|\bMuster(?:straße|stadt|firma)\b"
)
PROMISE = pattern(
    r"\b(?:folgende[nrs]?(?: \w+){0,3}|insbesondere|untersagt ist|verboten (?:ist|sind)|unzulässig (?:ist|sind)"
    r"|Inhalte, die)"
    r" ?:?$|\b(?:folgende[nrs]?|insbesondere)\b[^.]{0,90}:$|\b(?:die|wenn|soweit|sofern)$"
)
FIRST = pattern(r"\s*\(?1[.)]")
# Where a name was cut out, a preposition meets what cannot follow it, or a clause begins with its verb.
CUT = pattern(
    r"\bdurch für die\b|\b(?:von|durch|gegen) (?:oder|und) über\b|\bgegen auf\b|\bvon sind\b|\bfür (?:unzumutbar"
    r"|ist|sind)\b"
    r"|^(?:\(?\d+[.)] ?|[a-z]\) ?)?(?:haftet|behält sich|schuldet|hat zunächst|übernimmt|stellt)\b"
)


def _every(words: str) -> Looks:
    """Look for every place of the words, not only for the first of a sentence."""
    wanted = pattern(words)

    def looks(reading: Reading, _facts: Facts, _on: date) -> Iterator[Hit]:
        for found in wanted.finditer(reading.flat):
            yield Hit(Spot(*found.span()), {})

    return looks


def _empty_lists(reading: Reading, _facts: Facts, _on: date) -> Iterator[Hit]:
    """Look for lines that promise a list and are followed by none."""
    for line, after in pairwise((*reading.lines, NOWHERE)):
        words = reading.at(line).rstrip()
        if PROMISE.search(words) and not _is_entry(reading.at(after), colon=words.endswith(":")):
            yield Hit(line, {})


def _is_entry(line: str, *, colon: bool) -> bool:
    """Tell whether a line is the first entry of a list; after a colon a sentence of its own is one, too."""
    if LISTED.match(line) or FIRST.match(line) or line[:1].islower():
        return True
    return colon and bool(line) and not NUMBERED.match(line)


def _cut_names(reading: Reading, _facts: Facts, _on: date) -> Iterator[Hit]:
    for part in reading.parts(Scope.SENTENCE):
        found = CUT.search(reading.at(part.spot))
        if found is not None:
            yield Hit(Spot(part.spot.start + found.start(), part.spot.start + found.end()), {})


RULES = (
    ClauseRule(
        key="placeholder",
        when=since(_("Open placeholders"), CLEAR, Severity.MISSING, SOURCE),
        why=_("A placeholder or a note of the drafting is left in the text. Fill it or take it out."),
        looks=_every(PLACEHOLDER.pattern),
        kinds=ANY,
        towards=Towards.ANYONE,
    ),
    ClauseRule(
        key="empty-list",
        when=since(_("Lists without entries"), CLEAR, Severity.MISSING, SOURCE),
        why=_("The text promises a list and names no entry. What is not said does not bind."),
        looks=_empty_lists,
        kinds=ANY,
        towards=Towards.ANYONE,
    ),
    ClauseRule(
        key="name-cut-out",
        when=since(_("Names that were cut out"), CLEAR, Severity.LOOK, SOURCE),
        why=_("A name seems to be missing here, mostly the provider's. The sentence does not say who is bound."),
        looks=_cut_names,
        kinds=ANY,
        towards=Towards.ANYONE,
    ),
)
