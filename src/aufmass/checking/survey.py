"""A whole survey: names, units, storeys, rooms beside one another, the roof; and hints for a second look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import Final

from aufmass.checking.outline import outline_faults
from aufmass.checking.room import room_faults, slope_faults
from aufmass.faults import Fault, Unreadable
from aufmass.geometry.cut import overlap, without
from aufmass.geometry.ring import Ring, area, bounds
from aufmass.model import OpeningKind, Roof, Room, Storey, Survey
from aufmass.reading import MOST_ROOMS
from aufmass.sentences import Area, Length, Name, Sentence, Word
from aufmass.sentences import mark as _

MOST_FAULTS: Final = 200
DEEPEST: Final = 100_000
HIGHEST: Final = 400_000
MOST_HOUSE_DEDUCTION: Final = 10
TALL_ROOM: Final = 4_500
LARGE_ROOM: Final = 200_000_000
NARROW_DOOR, WIDE_DOOR = 500, 3_000


def check(survey: Survey) -> tuple[Fault, ...]:
    """Return the faults, at most some hundred, and when there is none, the hints."""
    faults = list(islice(_faults(survey), MOST_FAULTS))
    return tuple(faults or _hints(survey))


def _faults(survey: Survey) -> Iterator[Fault]:
    yield from _names(survey)
    yield from _compared(survey)
    yield from _whole(survey)
    for number, storey in enumerate(survey.storeys, 1):
        yield from _storey(storey, f"storeys[{number}]")
    if survey.roof:
        yield from _roof(survey.roof)


def ensure_possible(survey: Survey) -> Survey:
    """Return the survey; raises Unreadable with its faults, never for a hint."""
    if faults := [fault for fault in check(survey) if not fault.is_hint]:
        raise Unreadable(faults)
    return survey


def subject(room: Room) -> Sentence:
    """Return how a room is called in a sentence."""
    return Sentence(_("Room %(id)s %(name)s"), {"id": Name(room.id), "name": Name(room.name)})


def _names(survey: Survey) -> Iterator[Fault]:
    rooms = [
        (f"storeys[{s}].rooms[{r}].id", room.id)
        for s, storey in enumerate(survey.storeys, 1)
        for r, room in enumerate(storey.rooms, 1)
    ]
    yield from _once([(f"storeys[{number}].id", one.id) for number, one in enumerate(survey.storeys, 1)])
    yield from _once([(f"units[{number}].id", one.id) for number, one in enumerate(survey.units, 1)])
    yield from _once(rooms)
    units = {unit.id for unit in survey.units}
    for (place, _id), room in zip(rooms, survey.rooms, strict=True):
        if room.unit is not None and room.unit not in units:
            sentence = Sentence(_("There is no unit “%(unit)s”."), {"unit": Name(room.unit)})
            yield Fault(place.replace(".id", ".unit"), sentence, subject(room))


def _once(named: Iterable[tuple[str, str]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, name in named:
        if not name:
            yield Fault(place, Sentence(_("A number or short name is missing.")))
        elif name in seen:
            yield Fault(
                place, Sentence(_("“%(name)s” stands twice; each needs a name of its own."), {"name": Name(name)})
            )
        seen.add(name)


def _compared(survey: Survey) -> Iterator[Fault]:
    for number, unit in enumerate(survey.units, 1):
        for name in ("agreed", "previous"):
            other = getattr(unit, name)
            if other is not None and other <= 0:
                sentence = Sentence(_("An area to compare with has to be greater than nothing."))
                yield Fault(f"units[{number}].{name}", sentence)


def _whole(survey: Survey) -> Iterator[Fault]:
    if not survey.storeys:
        yield Fault("storeys", Sentence(_("There is no storey.")))
    if (count := sum(len(storey.rooms) for storey in survey.storeys)) > MOST_ROOMS:
        values: dict[str, Word] = {"count": count, "most": MOST_ROOMS}
        yield Fault("storeys", Sentence(_("There are %(count)s rooms; at most %(most)s can be used."), values))
    levels = [storey.level for storey in survey.storeys]
    if levels != sorted(levels):
        yield Fault("storeys", Sentence(_("The storeys do not stand from below to above.")))
    if not 0 <= survey.house_deduction <= MOST_HOUSE_DEDUCTION:
        yield Fault("house_deduction", Sentence(_("At most 10 %% may be deducted (§ 44 para. 3 II. BV).")))
    if survey.house_deduction and not survey.one_dwelling_house:
        yield Fault("house_deduction", Sentence(_("The deduction is only for a house of one dwelling.")))
    if not 0 <= survey.base_slab <= DEEPEST:
        yield Fault(
            "base_slab", Sentence(_("A slab of %(height)s is impossible."), {"height": Length(survey.base_slab)})
        )


def _storey(storey: Storey, place: str) -> Iterator[Fault]:
    about = Sentence(_("Storey %(name)s"), {"name": Name(storey.name)})
    if not -DEEPEST <= storey.level <= HIGHEST or not 0 < storey.height <= DEEPEST:
        sentence = Sentence(_("Its level or height is impossible. Heights are written in millimetres."))
        yield Fault(f"{place}.height", sentence, about)
    sound: list[Room] = []
    for number, room in enumerate(storey.rooms, 1):
        found = list(room_faults(room))
        yield from (Fault(f"{place}.rooms[{number}].{inner}", what, subject(room)) for inner, what in found)
        if not any(inner == "outline" for inner, _what in found):
            sound.append(room)
    wrong = [sentence for shape in storey.footprint for sentence in outline_faults(shape)]
    yield from (Fault(f"{place}.footprint", sentence, about) for sentence in wrong)
    yield from _beside(sound, place)
    if storey.footprint and not wrong:
        yield from (Fault(f"{place}.footprint", sentence, about) for sentence in _doubled(storey.footprint))
        yield from _beyond(sound, storey.footprint, place)


def _doubled(footprint: tuple[Ring, ...]) -> Iterator[Sentence]:
    for number, shape in enumerate(footprint):
        for earlier in footprint[:number]:
            if common := overlap(shape, earlier):
                yield Sentence(_("Its outer edges cover %(area)s twice."), {"area": Area(common)})


def _beside(rooms: list[Room], place: str) -> Iterator[Fault]:
    """Yield which rooms lie on one another; only neighbours from left to right are compared."""
    boxes = sorted(((bounds([room.outline]), room) for room in rooms), key=lambda one: one[0])
    for number, (box, room) in enumerate(boxes):
        for other, neighbour in boxes[number + 1 :]:
            if other[0] >= box[2]:
                break
            if other[1] < box[3] and box[1] < other[3] and (common := overlap(room.outline, neighbour.outline)):
                values: dict[str, Word] = {"other": subject(neighbour), "area": Area(common)}
                sentence = Sentence(_("It covers %(area)s of %(other)s."), values)
                yield Fault(f"{place}.rooms", sentence, subject(room))


def _beyond(rooms: list[Room], footprint: tuple[Ring, ...], place: str) -> Iterator[Fault]:
    for room in rooms:
        rest = [room.outline]
        for shape in footprint:
            rest = without(rest, shape)
        if rest and not room.is_outdoor and room.enclosed:
            values: dict[str, Word] = {"area": Area(sum(area(piece) for piece in rest))}
            sentence = Sentence(_("It reaches %(area)s beyond the outer edges of the storey."), values)
            yield Fault(f"{place}.rooms", sentence, subject(room))


def _roof(roof: Roof) -> Iterator[Fault]:
    about = Sentence(_("Roof"))
    wrong = outline_faults(roof.outline)
    yield from (Fault("roof.outline", sentence, about) for sentence in wrong)
    if not wrong:
        found = slope_faults(roof.outline, roof.slopes, None)
        yield from (Fault(f"roof.{inner}", sentence, about) for inner, sentence in found)
        if not roof.slopes:
            yield Fault("roof.slopes", Sentence(_("A roof without slopes is left out: a flat roof needs none.")), about)


def _hints(survey: Survey) -> Iterator[Fault]:
    """Yield what is possible but unusual."""
    for s, storey in enumerate(survey.storeys, 1):
        for r, room in enumerate(storey.rooms, 1):
            for sentence in _room_hints(room):
                yield Fault(f"storeys[{s}].rooms[{r}]", sentence, subject(room), is_hint=True)
    used = {room.unit for room in survey.rooms}
    for number, unit in enumerate(survey.units, 1):
        if unit.id not in used:
            values: dict[str, Word] = {"unit": Name(unit.name)}
            yield Fault(f"units[{number}]", Sentence(_("No room belongs to “%(unit)s”."), values), is_hint=True)


def _room_hints(room: Room) -> Iterator[Sentence]:
    if room.height is not None and room.height > TALL_ROOM:
        yield Sentence(_("A clear height of %(height)s is unusual."), {"height": Length(room.height)})
    if area(room.outline) > LARGE_ROOM:
        yield Sentence(_("A room of %(area)s is unusual."), {"area": Area(area(room.outline))})
    for opening in room.openings:
        if opening.kind is OpeningKind.DOOR and not NARROW_DOOR <= opening.width <= WIDE_DOOR:
            yield Sentence(_("A door of %(width)s is unusual."), {"width": Length(opening.width)})
    if room.is_outdoor and room.share is not None and room.share < Decimal("0.25"):
        yield Sentence(_("Less than a quarter of an outdoor area is unusual."))
