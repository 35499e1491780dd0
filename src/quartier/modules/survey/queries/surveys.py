"""What measures come to: areas, faults, hints and comparisons. Faulty rooms are left out and named."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from aufmass import sentences
from aufmass.areas.comparison import Comparison
from aufmass.areas.living import living_area
from aufmass.areas.results import Line, RoomArea, UnitArea, total
from aufmass.areas.standards import Standard, for_calculation_on
from aufmass.checking import check
from aufmass.faults import Fault
from aufmass.geometry.ring import area
from aufmass.model import Room, Survey, UnitKind
from aufmass.numbers import square_metres
from aufmass.reading import from_data
from aufmass.sentences import Share, Voice, said
from aufmass.telling import AGREED, choice_lines, comparisons
from aufmass.uses import MEANINGS, Use
from quartier.kit import formats
from quartier.modules.survey.rules.plausible import doubts
from quartier.values.sentences import Sentence
from quartier.values.sentences import mark as _

OF_A_ROOM: Final = re.compile(r"storeys\[(\d+)\]\.rooms\[(\d+)\]\.?(.*)")
EDGE: Final = re.compile(r"\b(\w+)\[(\d+)\]")
NOT_OF_A_UNIT: Final = Sentence(_("It belongs to no unit and is not counted."))
COMMERCIAL: Final = Sentence(_("It belongs to a commercial unit and is no living area."))


@dataclass(frozen=True, slots=True)
class Told:
    """A fault or a hint in words, with its place in the format."""

    place: str
    text: str

    @property
    def edge(self) -> int | None:
        """Return the part of the room that is meant, counted from 1."""
        found = EDGE.findall(self.place)
        return int(found[-1][1]) if found and found[-1][0] not in ("storeys", "rooms") else None


@dataclass(frozen=True, slots=True)
class Explained:
    """One line of a room's area as people read it."""

    what: str
    dimensions: str
    area: str
    share: str
    source: str


@dataclass(frozen=True, slots=True)
class RoomResult:
    """A room: its area (None where it has none), its floor, how that came about, what is wrong and what looks so."""

    room: Room
    storey: str
    area: Decimal | None
    floor: Decimal | None
    lines: Sequence[Explained]
    faults: Sequence[Told]
    hints: Sequence[str]

    @property
    def share(self) -> str:
        """Return the share of the room where all of it has the same one."""
        shares = {line.share for line in self.lines}
        return shares.pop() if len(shares) == 1 else ""


@dataclass(frozen=True, slots=True)
class UnitResult:
    """A unit with its area and what it is compared with."""

    name: str
    area: Decimal
    comparisons: Sequence[tuple[str, Comparison, str]]


@dataclass(frozen=True, slots=True)
class Result:
    """What a survey comes to on a day under the rule in force."""

    standard: Standard
    area: Decimal
    rooms: Sequence[RoomResult]
    units: Sequence[UnitResult]
    faults: Sequence[Told]
    hints: Sequence[str]
    choices: Sequence[str]
    _by_id: Mapping[str, RoomResult] = field(default_factory=dict)

    @property
    def is_possible(self) -> bool:
        """Tell whether nothing forbids a result."""
        return not self.faults and not any(room.faults for room in self.rooms)

    def of(self, room_id: str) -> RoomResult | None:
        """Return one room."""
        return self._by_id.get(room_id)


def voice() -> Voice:
    """Return the engine's voice in the language of the page."""
    return sentences.voice("en" if formats.speaks_english() else "de")


def reckoned(content: Mapping[str, Any] | Survey, on: date) -> Result:
    """Return what measures come to, as far as they are possible. Raises aufmass.faults.Unreadable for other data."""
    survey = content if isinstance(content, Survey) else from_data(content)
    speaking = voice()
    rooms, whole, hints = _sorted(survey, check(survey), speaking)
    sound = replace(survey, storeys=tuple(
        replace(storey, rooms=tuple(room for room in storey.rooms if room.id not in rooms)) for storey in survey.storeys
    ))  # fmt: skip
    standard = for_calculation_on(on)
    living = living_area(sound, standard)
    for doubt in doubts(sound):
        hints[doubt.room].append(doubt.sentence.text(formats.voice()))
    areas = {one.room.id: one for unit in living.units for one in unit.rooms}
    told = [
        _room(room, storey.name, areas.get(room.id), rooms, hints, survey, speaking)
        for storey in survey.storeys for room in storey.rooms
    ]  # fmt: skip
    units = [_unit(one, speaking) for one in living.units]
    return Result(
        standard, total(one.area for one in units), told, units, whole, hints.get("", []),
        tuple(choice_lines(living.choices, speaking)), {one.room.id: one for one in told},
    )  # fmt: skip


def as_data(result: Result) -> dict[str, Any]:
    """Return a result for the page's own program."""
    first = next((pair for unit in result.units for pair in unit.comparisons), None)
    return {
        "area": formats.number(result.area, 2),
        "sum": f"{result.area:f}",
        "rooms": [_room_data(one) for one in result.rooms],
        "faults": [{"place": one.place, "text": one.text} for one in result.faults],
        "hints": [*result.hints],
        "comparison": None if first is None else {
            "label": first[0], "other": formats.number(first[1].other, 2),
            "difference": formats.number(first[1].difference, 2), "percent": formats.number(first[1].percent, 2),
            "text": first[2], "defect": first[1].is_defect,
        },
    }  # fmt: skip


def uses() -> list[dict[str, str]]:
    """Return all uses of rooms with their words and the colour they have in a plan."""
    speaking = voice()
    return [{"key": use.value, "label": speaking(use.label), "colour": MEANINGS[use].colour} for use in Use]


def _sorted(
    survey: Survey, found: Sequence[Fault], speaking: Voice
) -> tuple[dict[str, list[Told]], list[Told], dict[str, list[str]]]:
    """Return the faults of rooms, those of the whole, and the hints by room."""
    rooms: dict[str, list[Told]] = defaultdict(list)
    whole: list[Told] = []
    hints: dict[str, list[str]] = defaultdict(list)
    for fault in found:
        place = OF_A_ROOM.match(fault.place)
        room = survey.storeys[int(place[1]) - 1].rooms[int(place[2]) - 1] if place else None
        text = fault.sentence.text(speaking) if room else fault.text(speaking)
        if fault.is_hint:
            hints[room.id if room else ""].append(text)
        elif room is None or (place and place[3] == "id"):
            whole.append(Told(fault.place, fault.text(speaking)))
        else:
            rooms[room.id].append(Told(fault.place, text))
    return dict(rooms), whole, hints


def _room(
    room: Room, storey: str, found: RoomArea | None, faults: Mapping[str, Sequence[Told]],
    hints: Mapping[str, Sequence[str]], survey: Survey, speaking: Voice,
) -> RoomResult:  # fmt: skip
    wrong = faults.get(room.id, ())
    said_more = list(hints.get(room.id, ()))
    if found is None and not wrong:
        kinds = {unit.id: unit.kind for unit in survey.units}
        why = COMMERCIAL if kinds.get(room.unit or "") is UnitKind.COMMERCIAL else NOT_OF_A_UNIT
        said_more.append(why.text(formats.voice()))
    floor = square_metres(area(room.outline)) if len(room.outline) > 2 and not wrong else None  # noqa: PLR2004
    lines = tuple(_line(line, speaking) for line in found.lines) if found else ()
    return RoomResult(room, storey, found.area if found else None, floor, lines, wrong, said_more)


def _line(line: Line, speaking: Voice) -> Explained:
    return Explained(
        line.what.text(speaking), said(line.dimensions, speaking), speaking.number(square_metres(line.counted)),
        Share(line.share).text(speaking), speaking(line.source),
    )  # fmt: skip


def _unit(one: UnitArea, speaking: Voice) -> UnitResult:
    pairs = [
        (speaking(name), found, found.sentence.text(speaking) if name == AGREED else "")
        for name, found in comparisons(one)
    ]
    return UnitResult(one.unit.name if one.unit else "", one.area, pairs)


def _room_data(one: RoomResult) -> dict[str, Any]:
    return {
        "id": one.room.id,
        "name": one.room.name,
        "area": None if one.area is None else formats.number(one.area, 2),
        "floor": None if one.floor is None else formats.number(one.floor, 2),
        "lines": [
            {"what": line.what, "dimensions": line.dimensions, "area": line.area, "share": line.share,
             "source": line.source}
            for line in one.lines
        ],
        "faults": [{"place": fault.place, "edge": fault.edge, "text": fault.text} for fault in one.faults],
        "hints": [*one.hints],
    }  # fmt: skip
