"""A text as its clauses: line breaks and broken words undone, every place still known in the original."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from quartier.law.clauses.facts import TextKind

NUMBERED = re.compile(r"\s*(?:\(\d+[a-z]?\)|\d+(?:\.\d+)*[.)]\s|§+\s*\d+|#)")
LISTED = re.compile(r"\s*(?:[a-z]{1,2}\)|[•*·–—-]\s|\(?[ivx]+\))")
HEADING = re.compile(
    r"\s*(?:#+ .{1,90}|§+\s*\d+\s?[a-z]?\b.{0,80}|(?:Artikel|[IVX]+\.|\d+(?:\.\d+)*\.?)\s+[A-ZÄÖÜ].{0,55}[^.,;\s])\s*"
)
KNOWN_HEADING = re.compile(
    r"\s*[A-ZÄÖÜ](?:\S+\s+){0,4}\S*(?:haftung\w*|widerruf\w*|kündigung|laufzeit|gerichtsstand|schlussbestimmungen|"
    r"impressum|datenschutz|zahlung\w*|preise)(?:\s+\S+){0,3}:?\s*",
    re.IGNORECASE,
)
ENDS = re.compile(r"[.:!?;]\s*$")
STARTS = re.compile(r"\s*[A-ZÄÖÜ„“\"]")
STOP = re.compile(r"[.!?](?=\s+[A-ZÄÖÜ„\"(\[])")
# A full stop after these ends no sentence.
SHORTENED = re.compile(
    r"(?:\b(?:z\.\s?B|d\.\s?h|u\.\s?a|i\.\s?S|bzw|Abs|Nr|Art|ca|Str|vgl|Dr|ggf|inkl|zzgl|usw|Ziff|lit|sog|S)"
    r"|\b\d{1,2}|\b[a-z])$"
)
SILENT = re.compile("[\u00ad\u200b\ufffd\ufeff]")


class Scope(IntEnum):
    """How much of the text around a place is looked at, from the narrowest."""

    SENTENCE = 0
    CLAUSE = 1
    SECTION = 2
    TEXT = 3


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of the read text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """A clause or a section: where it stands, and the heading above it."""

    spot: Spot
    heading: str


class Reading:
    """One text, read once: `flat` is one line for each clause or list entry."""

    def __init__(self, text: str, kind: TextKind) -> None:
        self.text = text
        self.kind = kind
        self.flat, self._origin = _flattened(text)

    @cached_property
    def sections(self) -> tuple[Part, ...]:
        """Return the parts between headings; a text without any is one section."""
        starts = [(spot.start, self.at(spot)) for spot in self.lines if _is_heading(self.at(spot))]
        if not starts or starts[0][0] > 0:
            starts.insert(0, (0, ""))
        ends = [start for start, _ in starts[1:]] + [len(self.flat)]
        return tuple(Part(Spot(start, end), name) for (start, name), end in zip(starts, ends, strict=True))

    @cached_property
    def clauses(self) -> tuple[Part, ...]:
        """Return the clauses, each with the list that belongs to it."""
        found: list[Part] = []
        for section in self.sections:
            for spot in (one for one in self.lines if section.spot.start <= one.start < section.spot.end):
                if found and found[-1].heading == section.heading and LISTED.match(self.at(spot)):
                    found[-1] = Part(Spot(found[-1].spot.start, spot.end), section.heading)
                else:
                    found.append(Part(spot, section.heading))
        return tuple(found)

    @cached_property
    def sentences(self) -> tuple[Part, ...]:
        """Return the sentences of all clauses."""
        return tuple(Part(spot, clause.heading) for clause in self.clauses for spot in self._split(clause.spot))

    @cached_property
    def lines(self) -> tuple[Spot, ...]:
        """Return the lines: a clause without its list, or one entry."""
        return tuple(Spot(*found.span()) for found in re.finditer(r"[^\n]+", self.flat))

    def at(self, spot: Spot) -> str:
        """Return the read words of a stretch."""
        return self.flat[spot.start : spot.end]

    def parts(self, scope: Scope) -> tuple[Part, ...]:
        """Return all parts of one size."""
        if scope is Scope.TEXT:
            return (Part(Spot(0, len(self.flat)), ""),)
        return (self.sentences, self.clauses, self.sections)[scope]

    def around(self, place: int, scope: Scope) -> Part:
        """Return the part of one size that holds a place."""
        return next(one for one in self.parts(scope) if one.spot.start <= place < one.spot.end)

    def first_line(self, spot: Spot) -> Spot:
        """Return the first line of a stretch."""
        return next(one for one in self.lines if spot.start <= one.start < spot.end)

    def original(self, spot: Spot) -> Spot:
        """Return where a stretch stands in the original text."""
        if spot.start >= spot.end:
            return Spot(0, 0)
        return Spot(self._origin[spot.start], self._origin[spot.end - 1] + 1)

    def _split(self, spot: Spot) -> Iterator[Spot]:
        start = spot.start
        for line in re.finditer(r"[^\n]+", self.at(spot)):
            start = spot.start + line.start()
            for stop in STOP.finditer(self.flat, start, spot.start + line.end()):
                if SHORTENED.search(self.flat[start : stop.start()]):
                    continue
                yield Spot(start, stop.end())
                start = stop.end() + 1
            yield Spot(start, spot.start + line.end())


def _is_heading(line: str) -> bool:
    return bool(HEADING.fullmatch(line) or KNOWN_HEADING.fullmatch(line)) and not line.rstrip().endswith((".", ";"))


def _flattened(text: str) -> tuple[str, list[int]]:
    """Return the text with one line a clause, and for each of its characters the place in the original."""
    out: list[str] = []
    origin: list[int] = []
    before = ""
    for found in re.finditer(r"[^\n]*\n?", text):
        line = found[0].rstrip()
        if not line.strip():
            before = ""
            continue
        start = found.start() + len(line) - len(line.lstrip())
        _join(out, origin, before, line.strip(), start)
        _append(out, origin, line.strip(), start)
        before = line
    return "".join(out), origin


def _join(out: list[str], origin: list[int], before: str, line: str, start: int) -> None:
    """Put what stands between two lines: nothing inside of a broken word, a space in a clause, else a new line."""
    if not out:
        return
    if not _goes_on(before, line):
        out.append("\n")
    elif before.endswith("-") and line[0].islower():
        out.pop()
        origin.pop()
        return
    else:
        out.append(" ")
    origin.append(max(start - 1, 0))


def _goes_on(before: str, line: str) -> bool:
    if not before or NUMBERED.match(line) or LISTED.match(line) or _is_heading(before):
        return False
    return not (ENDS.search(before) and STARTS.match(line))


def _append(out: list[str], origin: list[int], line: str, start: int) -> None:
    for place, sign in enumerate(line, start):
        if SILENT.match(sign):
            continue
        if sign.isspace() and out and out[-1] == " ":
            continue
        out.append(" " if sign.isspace() else sign)
        origin.append(place)
