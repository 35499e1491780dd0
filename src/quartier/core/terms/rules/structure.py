"""The paragraphs of a legal text, each with its own number as it was printed, and an anchor of ours (DWG-47).

Nothing is renumbered: two §5 stay two §5, a missing §6 stays missing. Anchors count paragraphs, so both can be linked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

HEADING: Final = "heading"
ITEM: Final = "item"
PARAGRAPH: Final = "paragraph"
TABLE: Final = "table"

MARKS: Final = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
SECTION: Final = re.compile(
    r"^(?P<marker>(?:§+\s*\d+\s?[a-z]?\b|Art(?:ikel|\.)\s*\d+[a-z]?|Anlage\s+\d+|Anhang\s+\d+)[.:]?)"
    r"(?:\s+(?P<title>(?!Abs|Satz|Nr|S\.|ff)[A-ZÄÖÜ„(–-].*))?$"
)
MONTHS: Final = "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
MARKER: Final = re.compile(
    r"^(?P<marker>\(\d+[a-z]?\)|\([a-z]\)|\d+(?:\.\d+)+\.?|\d{1,3}[a-z]?[.)]|[a-z]{1,2}\)|[ivx]+\)|[-*•–▪·])"
    rf"(?:\s+(?!(?:{MONTHS})\b)(?P<text>\S.*)|\s*)$"
)
NUMBERED: Final = re.compile(r"^\d{1,2}(?:\.|(?:\.\d{1,2})+\.?)$")
BULLETS: Final = frozenset("-*•–▪·")
SHORT: Final = 100
TITLE: Final = 70
BREAK: Final = 45
INDENT: Final = 2
DEEPEST: Final = 3


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, an item of a list, a paragraph or a table: anchor, printed number, words, depth."""

    anchor: str
    kind: str
    marker: str
    text: str
    level: int = 0

    @property
    def words(self) -> str:
        """Return number and words as they are read."""
        return f"{self.marker} {self.text}".strip()


@dataclass(slots=True)
class _Open:
    """What is being collected: lines that belong together."""

    kind: str
    marker: str
    lines: list[str]
    level: int


def blocks(body: str, *, marked: bool = True) -> list[Block]:
    """Return the paragraphs of a text in their order; `marked` reads signs of Markdown."""
    found = [one for one in _collected(body, marked=marked) if one.marker or any(line.strip() for line in one.lines)]
    return [
        Block(f"p{place}", one.kind, one.marker, _joined(one, marked=marked), one.level)
        for place, one in enumerate(found, start=1)
    ]


def _collected(body: str, *, marked: bool) -> Iterator[_Open]:
    lines = body.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").split("\n")
    current: _Open | None = None
    for place, raw in enumerate(lines):
        line = raw.strip()
        if not line:
            if current:
                yield current
            current = None
            continue
        begun = _begun(raw, line, lines, place, marked=marked)
        if begun is None and current is not None and current.kind != HEADING:
            current.lines.append(raw)
            continue
        if begun and current and begun.kind == TABLE == current.kind:
            current.lines.append(raw)
            continue
        if current:
            yield current
        current = begun or _Open(PARAGRAPH, "", [raw], 0)
    if current:
        yield current


def _begun(raw: str, line: str, lines: Sequence[str], place: int, *, marked: bool) -> _Open | None:
    """Return what begins with a line; None where it goes on, or begins a plain paragraph."""
    if marked and (found := MARKS.match(line)):
        return _heading(found[2], len(found[1]))
    if line.startswith("|") and (marked or line.endswith("|")):
        return _Open(TABLE, "", [raw], 0)
    alone = _is_empty(lines, place - 1) and _is_empty(lines, place + 1)
    section = SECTION.match(line)
    if section and len(line) <= SHORT and (alone or not line.endswith((".", ",", ";"))):
        return _heading(line, 2)
    if alone and _is_title(line, place):
        return _heading(line, 2 if section or not NUMBERED.match(line.split(maxsplit=1)[0]) else 3)
    if item := MARKER.match(line):
        depth = min((len(raw) - len(raw.lstrip())) // INDENT, DEEPEST)
        return _Open(ITEM, item["marker"], [item["text"] or ""], depth)
    return None


def _heading(text: str, level: int) -> _Open:
    section = SECTION.match(text)
    if section:
        return _Open(HEADING, section["marker"], [section["title"] or ""], level)
    first, _space, rest = text.partition(" ")
    if rest and NUMBERED.match(first):
        return _Open(HEADING, first, [rest], level)
    return _Open(HEADING, "", [text], level)


def _is_title(line: str, place: int) -> bool:
    """Tell whether a line that stands alone is a heading: capitals, a short number with a title, or the very first."""
    if len(line) > TITLE or line.endswith((".", ",", ";")):
        return False
    first, _space, rest = line.partition(" ")
    if NUMBERED.match(first):
        return bool(rest) and rest[0].isupper()
    return (place == 0 and not line.endswith(":")) or (line.isupper() and any(sign.isalpha() for sign in line))


def _is_empty(lines: Sequence[str], place: int) -> bool:
    return not 0 <= place < len(lines) or not lines[place].strip()


def _joined(one: _Open, *, marked: bool) -> str:
    """Return the words of a block: lines that an editor wrapped flow, short lines such as an address stay lines."""
    if one.kind == TABLE:
        return "\n".join(line.strip() for line in one.lines)
    text = ""
    for place, raw in enumerate(one.lines):
        line = raw.strip()
        if not text:
            text = line
            continue
        before = one.lines[place - 1]
        wanted = before.endswith(("  ", "\\")) if marked else len(before.strip()) < BREAK
        if not marked and re.search(r"[a-zäöüß]-$", text) and line[:1].islower():
            text = text[:-1] + line
        else:
            text = f"{text.removesuffix(chr(92))}{chr(10) if wanted else ' '}{line}"
    return text
