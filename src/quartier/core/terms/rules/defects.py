"""What is unfinished in a legal text: placeholders, empty lists, sentences that lost their beginning (QX-56)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from quartier.core.terms.rules.structure import BULLETS, HEADING, ITEM, TABLE, Block

PLACEHOLDER: Final = re.compile(
    r"\[\[[^\]\n]*\]\]|\{\{[^}\n]*\}\}|\{[A-Za-zÄÖÜäöüß_ ]{2,40}\}|<<[^>\n]{1,60}>>|\[[●•.…_ ]+\]"
    r"|(?<![\w\]])\[[^\]\n]*[A-Za-zÄÖÜäöü][^\]\n]*\](?![\[(:])|\bX{3,}\b|…{2,}|\.{5,}"
)
BLANK: Final = re.compile(r"_{3,}")
LEADS_ON: Final = re.compile(
    r"(?:, (?:die|der|das|welche[rs]?|dass|daß|wenn|soweit|wie)|\b(?:insbesondere|folgende[nrs]?))$"
)
# What is left of a sentence when a template has lost the name of the company.
LOST: Final = re.compile(r"\bdurch (?:für|geltend|bereit)\b")
VERB: Final = re.compile(
    r"(?:hat|haftet|behält|wird|ist|kann|darf|stellt|übernimmt|erhält|gewährt|leistet|erbringt|verpflichtet|verarbeitet)\b"
)
QUOTED: Final = 60


class DefectKind(StrEnum):
    """What is wrong; the first two block the publishing of a new version."""

    PLACEHOLDER = "placeholder"
    EMPTY_LIST = "empty_list"
    NAME_LOST = "name_lost"


@dataclass(frozen=True, slots=True)
class Defect:
    """Something unfinished: what, in which paragraph, and the words to find it by."""

    kind: DefectKind
    anchor: str
    words: str

    @property
    def blocks_publishing(self) -> bool:
        """Tell whether a new version with it may not be published."""
        return self.kind is not DefectKind.NAME_LOST


def defects(found: Sequence[Block], *, form_to_fill: bool = False) -> list[Defect]:
    """Return what is unfinished, in the order of the text.

    `form_to_fill` leaves lines alone that somebody writes on: the model form for a withdrawal has them by law.
    """
    return [defect for place in range(len(found)) for defect in _of_one(found, place, form_to_fill=form_to_fill)]


def _of_one(found: Sequence[Block], place: int, *, form_to_fill: bool) -> Iterator[Defect]:
    block = found[place]
    marks = PLACEHOLDER.findall(block.words) + ([] if form_to_fill else BLANK.findall(block.words))
    for mark in dict.fromkeys(marks):
        yield Defect(DefectKind.PLACEHOLDER, block.anchor, mark)
    if _is_empty_list(found, place) and not (form_to_fill and block.kind == ITEM and block.text):
        yield Defect(DefectKind.EMPTY_LIST, block.anchor, _end_of(block))
    if _lost_a_name(found, place):
        yield Defect(DefectKind.NAME_LOST, block.anchor, block.words[:QUOTED])


def _is_empty_list(found: Sequence[Block], place: int) -> bool:
    """Tell whether a list is announced and nothing follows, or an item holds nothing."""
    block = found[place]
    if block.kind == ITEM and not block.text:
        return True
    if block.kind in (HEADING, TABLE):
        return False
    after = found[place + 1] if place + 1 < len(found) else None
    if LEADS_ON.search(block.text):
        return after is None or after.kind not in (ITEM, TABLE) or _same_list(block, after)
    if not block.text.endswith(":"):
        return False
    return after is None or after.kind == HEADING or _same_list(block, after)


def _same_list(one: Block, after: Block) -> bool:
    """Tell whether what follows is the next item of the list that a block belongs to, and no list inside of it."""
    if one.kind != ITEM or after.kind != ITEM or after.level > one.level:
        return False
    return _style(one.marker) == _style(after.marker)


def _style(marker: str) -> str:
    """Return how a list counts: the number replaced.

    >>> _style("(3)"), _style("6a.3"), _style("b)")
    ('(1)', '1a.1', 'a)')
    """
    if marker in BULLETS:
        return marker
    return re.sub(r"[a-z]", "a", re.sub(r"\d+", "1", marker))


def _lost_a_name(found: Sequence[Block], place: int) -> bool:
    """Tell whether a sentence seems to begin in the middle: whoever stood there is gone."""
    block = found[place]
    if block.kind == HEADING:
        return False
    before = found[place - 1] if place else None
    ended = before is None or before.kind == HEADING or before.text.endswith(".")
    is_sentence = block.text.endswith(".")
    return bool(LOST.search(block.text)) or (ended and is_sentence and bool(VERB.match(block.text)))


def _end_of(block: Block) -> str:
    return block.words if len(block.words) <= QUOTED else f"…{block.words[-QUOTED:]}"
