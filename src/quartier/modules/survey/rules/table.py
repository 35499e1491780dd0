"""The table of rooms as it is typed, and the survey that follows from it. What cannot be read stays as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from aufmass.model import Basis, Room, Storey, Survey
from aufmass.uses import MEANINGS, Counting, Use
from quartier.modules.survey.rules import entry, placing
from quartier.values.sentences import Sentence, Unreadable
from quartier.values.sentences import mark as _

FIELDS: Final = ("name", "use", "size", "height", "share")
LOWEST, HIGHEST = 300, 30_000
MOST_SHARE: Final = 0.5
LONGEST_NAME: Final = 80
STOREY_HEIGHT: Final = 2800
ROOM_HEIGHT: Final = 2500


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, as typed; `key` is the room's number, "" for a line that has no room yet."""

    key: str
    storey: str
    name: str = ""
    use: str = ""
    size: str = ""
    height: str = ""
    share: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was typed: such a line is no room."""
        return not (self.name.strip() or self.size.strip())


# What is wrong, by the place of the row and the name of the field.
Faults = Mapping[tuple[int, str], Sentence]


def blank(name: str, basis: Basis, storey_name: str) -> Survey:
    """Return a survey of one storey without rooms."""
    return Survey(1, name, basis, (Storey("EG", storey_name, 0, STOREY_HEIGHT),))


def row_of(room: Room, storey: Storey) -> Row:
    """Return a room as a line of the table."""
    share = "" if room.share is None else _share(room.share)
    height = "" if room.height is None else entry.said(room.height)
    return Row(room.id, storey.id, room.name, room.use.value, entry.words_of(room.outline), height, share)


def rows_of(survey: Survey) -> list[Row]:
    """Return all rooms as lines of the table, storey by storey."""
    return [row_of(room, storey) for storey in survey.storeys for room in storey.rooms]


def with_rows(survey: Survey, rows: Sequence[Row], *, gone: str = "") -> tuple[Survey, Faults]:
    """Return the survey that a table describes, and what cannot be read; `gone` is a room to leave out.

    A room that is not in the table stays as it is. With faults the survey has the lines that can be read.
    """
    known, faults = {room.id: room for room in survey.rooms}, dict[tuple[int, str], Sentence]()
    typed: dict[str, list[Room]] = {storey.id: [] for storey in survey.storeys}
    mentioned = {row.key for row in rows}
    number = _next_number(survey)
    for place, row in enumerate(rows):
        if (row.key == gone and gone) or row.storey not in typed or (row.is_empty and row.key not in known):
            continue
        room = known.get(row.key)
        found = _room(place, row, room, faults, str(number))
        number += 1 if room is None else 0
        if found is not None:
            typed[row.storey].append(found)
    for storey in survey.storeys:
        typed[storey.id] += [room for room in storey.rooms if room.id not in mentioned]
    storeys = tuple(replace(one, rooms=placing.arranged(one, typed[one.id])) for one in survey.storeys)
    return replace(survey, storeys=storeys), faults


def _room(place: int, row: Row, room: Room | None, faults: dict[tuple[int, str], Sentence], number: str) -> Room | None:
    """Return the room of a line; a new one with a fault in its size is none yet."""
    values: dict[str, object] = {}
    use = Use(row.use) if row.use in {one.value for one in Use} else room.use if room else Use.LIVING
    values["use"] = use
    values["name"] = row.name.strip()[:LONGEST_NAME] or (room.name if room else "")
    if not values["name"]:
        faults[place, "name"] = Sentence(_("The name of the room is missing."))
    _read(place, "height", faults, values, lambda: _height(row.height, use, room))
    _read(place, "share", faults, values, lambda: _checked_share(row.share, use))
    if values.get("share") is None:
        values["share_reason"] = ""
    if room is None or row.size.strip() != entry.words_of(room.outline):
        _read(place, "size", faults, values, lambda: entry.outline_of(row.size))
    outline = values.pop("outline", None) or values.pop("size", None)
    values = {name: value for name, value in values.items() if name != "name" or value}
    if room is not None:
        changed = placing.resized(room, outline) if isinstance(outline, tuple) else room
        return replace(changed, **values)  # type: ignore[arg-type]
    if not isinstance(outline, tuple) or "name" not in values or "height" not in values:
        return None
    return Room(number, outline=outline, **values)  # type: ignore[arg-type]


def _read(
    place: int, field: str, faults: dict[tuple[int, str], Sentence], values: dict[str, object], read: object
) -> None:
    try:
        values[field] = read()  # type: ignore[operator]
    except Unreadable as refusal:
        faults[place, field] = refusal.sentence


def _height(text: str, use: Use, room: Room | None) -> int | None:
    if text.strip():
        return entry.length_of(text, least=LOWEST, most=HIGHEST)
    if MEANINGS[use].counting is Counting.OUTDOOR:
        return None
    if room is None:
        return ROOM_HEIGHT
    raise Unreadable(_("The clear height is missing; only an outdoor area has none."))


def _checked_share(text: str, use: Use) -> object:
    share = entry.share_of(text)
    if share is None or MEANINGS[use].counting is not Counting.OUTDOOR:
        return None
    if share > MOST_SHARE:
        raise Unreadable(_("At most a half of an outdoor area counts (§ 4 no. 4 WoFlV)."))
    return share


def _share(share: object) -> str:
    text = f"{share:f}".rstrip("0").rstrip(".")
    return {"0.25": "1/4", "0.5": "1/2"}.get(text, text.replace(".", ","))


def _next_number(survey: Survey) -> int:
    return max((int(room.id) for room in survey.rooms if room.id.isdigit()), default=0) + 1
