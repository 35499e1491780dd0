"""Reads the rows of a flat list out of JSON or CSV. Touches no database; every mistake becomes a sentence."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _t

from quartier.kit.forms.reading import read_number
from quartier.modules.lettings.rules import FLAT_NAME, Side, State

LARGEST_FILE = 1_000_000
MOST_ROWS = 2_000
POSITION = re.compile(r"(EG|UG|(\d{1,2})\. ?(OG|UG))(?: (links|mitte|rechts))?", re.ASCII)
SIDES = {"links": Side.LEFT, "mitte": Side.MIDDLE, "rechts": Side.RIGHT, None: Side.WHOLE}
STATES = {
    **dict.fromkeys(("verfügbar", "frei", "free", "available"), State.FREE),
    **dict.fromkeys(("reserviert", "reserved"), State.RESERVED),
    **dict.fromkeys(("vermietet", "let"), State.LET),
}
YES_NO = {**dict.fromkeys(("ja", "yes", "true"), True), **dict.fromkeys(("nein", "no", "false", ""), False)}
CENTS = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one row; line 0 is the file as a whole."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Row:
    """One flat as its row describes it. In a CSV the line counts the head, in JSON it is the entry's number."""

    line: int
    house: str
    number: int
    floor: int
    side: Side
    rooms: Decimal
    area: Decimal
    base_rent: Decimal
    state: State
    has_floor_plan: bool

    @property
    def name(self) -> str:
        """Return the flat's name, such as `C.3`."""
        return f"{self.house}.{self.number}"


class Wrong(ValueError):
    """A cell that cannot be read; the text is the sentence."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One column: its German head, other heads and JSON keys it goes by, and how it is read."""

    head: str
    also: Sequence[str]
    read: Callable[[str], Mapping[str, Any]]
    is_required: bool = True


def _name(text: str) -> Mapping[str, Any]:
    found = FLAT_NAME.fullmatch(text)
    if not found:
        raise Wrong(_t("“%(text)s” is no flat; write house, point and number, for example C.3.") % {"text": text})
    return {"house": found[1], "number": int(found[2])}


def _position(text: str) -> Mapping[str, Any]:
    found = POSITION.fullmatch(text)
    if not found:
        sentence = _t("“%(text)s” is no position; write for example EG rechts, 1. OG links or 3. OG.")
        raise Wrong(sentence % {"text": text})
    level = int(found[2] or 1)
    floor = 0 if found[1] == "EG" else level if found[3] == "OG" else -level
    return {"floor": floor, "side": SIDES[found[4]]}


def _amount(field: str, low: str, high: str, step: Decimal = CENTS) -> Callable[[str], Mapping[str, Any]]:
    least, most = Decimal(low), Decimal(high)

    def read(text: str) -> Mapping[str, Any]:
        value = read_number(text)
        if value is None:
            raise Wrong(_t("“%(text)s” is not a number.") % {"text": text})
        if not least <= value <= most:
            raise Wrong(_t("%(text)s is not between %(low)s and %(high)s.") % {"text": text, "low": low, "high": high})
        if value % step:
            raise Wrong(_t("%(text)s is finer than this column allows.") % {"text": text})
        return {field: value}

    return read


def _state(text: str) -> Mapping[str, Any]:
    state = STATES.get(text.casefold())
    if state is None:
        sentence = _t("“%(text)s” is no state; write verfügbar, reserviert or vermietet.")
        raise Wrong(sentence % {"text": text})
    return {"state": state}


def _plan(text: str) -> Mapping[str, Any]:
    if text.casefold() not in YES_NO:
        raise Wrong(_t("“%(text)s” is neither ja nor nein.") % {"text": text})
    return {"has_floor_plan": YES_NO[text.casefold()]}


CELLS = (
    Cell("Wohnung", ("id",), _name),
    Cell("Lage", ("position_text",), _position),
    Cell("Zimmer", ("rooms",), _amount("rooms", "1", "20", Decimal("0.5"))),
    Cell("Wohnfläche", ("wohnfläche (ca.)", "area_m2_approx"), _amount("area", "5", "2000")),
    Cell("Grundmiete", ("base_rent_eur",), _amount("base_rent", "1", "99999")),
    Cell("Verfügbarkeit", ("status",), _state),
    Cell("Grundriss", ("floor_plan",), _plan, is_required=False),
)


def read_rows(name: str, content: bytes) -> tuple[list[Row], list[Problem]]:
    """Return the rows of a file that can be read and a sentence for each that cannot.

    `name` ends in .json or .csv. A CSV has a head, separated by semicolons (as our export) or commas; JSON is a list
    of objects, or an object with such a list under `flats`.
    """
    try:
        entries = _entries(name, content)
    except Wrong as wrong:
        return [], [Problem(0, str(wrong))]
    rows: list[Row] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for line, entry in entries:
        try:
            row = _row(line, entry)
        except Wrong as wrong:
            problems.append(Problem(line, str(wrong)))
            continue
        if first := seen.get(row.name):
            sentence = _t("Flat %(flat)s stands in row %(row)s already.")
            problems.append(Problem(line, sentence % {"flat": row.name, "row": first}))
        seen.setdefault(row.name, line)
        rows.append(row)
    return rows, problems


def _row(line: int, entry: Mapping[str, str]) -> Row:
    facts: dict[str, Any] = {}
    wrong: list[str] = []
    for cell in CELLS:
        text = entry.get(cell.head, "").strip()
        if not text and cell.is_required:
            wrong.append(_t("%(column)s is missing.") % {"column": cell.head})
            continue
        try:
            facts |= cell.read(text)
        except Wrong as problem:
            wrong.append(f"{cell.head}: {problem}")
    if wrong:
        raise Wrong(" ".join(wrong))
    return Row(line, **facts)


def _entries(name: str, content: bytes) -> list[tuple[int, Mapping[str, str]]]:
    if len(content) > LARGEST_FILE:
        raise Wrong(_t("The file is larger than 1 MB."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Wrong(_t("The file is not written in UTF-8. Save it anew as “CSV UTF-8”.")) from None
    ending = name.rpartition(".")[2].casefold()
    if ending not in ("csv", "json"):
        raise Wrong(_t("The name of the file must end in .csv or .json."))
    entries = list(_from_csv(text) if ending == "csv" else _from_json(text))
    if not entries:
        raise Wrong(_t("The file holds no flat."))
    if len(entries) > MOST_ROWS:
        raise Wrong(_t("The file holds more than 2,000 flats. Split it."))
    return entries


def _from_csv(text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",", strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error:
        raise Wrong(_t("The file is no readable CSV; a quotation mark may be missing.")) from None
    if not rows:
        return
    heads = _heads(rows[0][1])
    for line, row in rows[1:]:
        yield line, dict(zip(heads, row, strict=False))


def _heads(names: Sequence[str]) -> list[str]:
    """Give each column of a file the head we know it by; columns we do not need keep theirs."""
    ours = {other: cell.head for cell in CELLS for other in (cell.head.casefold(), *cell.also)}
    heads = [ours.get(name.strip().casefold(), name) for name in names]
    missing = [cell.head for cell in CELLS if cell.is_required and cell.head not in heads]
    if missing:
        raise Wrong(_t("These columns are missing: %(columns)s.") % {"columns": ", ".join(missing)})
    twice = sorted({head for head in heads if heads.count(head) > 1 and head.strip()})
    if twice:
        raise Wrong(_t("These columns stand there twice: %(columns)s.") % {"columns": ", ".join(twice)})
    return heads


def _from_json(text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    try:
        found = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError):
        raise Wrong(_t("The file is no readable JSON.")) from None
    entries = found.get("flats") if isinstance(found, dict) else found
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise Wrong(_t("The file must hold a list of flats."))
    for line, entry in enumerate(entries, 1):
        given = {str(key).casefold(): value for key, value in entry.items()}
        names = {cell.head: (cell.head.casefold(), *cell.also) for cell in CELLS}
        yield line, {head: _text(next((given[k] for k in keys if k in given), "")) for head, keys in names.items()}


def _text(value: object) -> str:
    """Write a JSON value as a cell: numbers with a comma, so that they are read as they are meant."""
    if value is None:
        return ""
    return str(value).replace(".", ",") if isinstance(value, Decimal) else str(value)
