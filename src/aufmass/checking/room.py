"""One room: heights, slopes, dormers, what stands in it and what its walls hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from aufmass.ceiling import slope_plane
from aufmass.checking.outline import edge_name, outline_faults
from aufmass.geometry.cut import overlap
from aufmass.geometry.ring import Ring, area, distance, edges, is_convex
from aufmass.model import Hinge, Opening, OpeningKind, Recess, Room, Slope
from aufmass.sentences import Area, Length, Sentence, Word
from aufmass.sentences import mark as _

Found = tuple[str, Sentence]

LOWEST_HEIGHT: Final = 300
HIGHEST_HEIGHT: Final = 30_000
STEEPEST: Final = 89
THICKEST_WALL: Final = 3_000
MOST_RISERS: Final = 200
HALF: Final = Decimal("0.5")
QUARTER: Final = Decimal("0.25")


def room_faults(room: Room) -> Iterator[Found]:
    """Yield where in a room something is impossible, and why; a bad outline hides the rest."""
    wrong = outline_faults(room.outline, smallest=200)
    yield from (("outline", sentence) for sentence in wrong)
    if wrong:
        return
    yield from _height(room)
    yield from _slopes(room)
    yield from _dormers(room)
    yield from _standing(room)
    yield from _stairs(room)
    yield from _in_walls(room, "recesses", room.recesses)
    yield from _in_walls(room, "openings", room.openings)
    yield from _walls(room)
    yield from _share(room)


def height_fault(height: int) -> Sentence | None:
    """Return why a clear height is impossible, or nothing."""
    if LOWEST_HEIGHT <= height <= HIGHEST_HEIGHT:
        return None
    return Sentence(_("A height of %(height)s is impossible. Heights are written in millimetres."), _at(height))


def slope_faults(outline: Ring, slopes: Sequence[Slope], ceiling: int | None) -> Iterator[Found]:
    """Yield what is wrong with sloping planes above an outline."""
    for number, slope in enumerate(slopes, 1):
        place = f"slopes[{number}]"
        if not 1 <= slope.edge <= len(outline):
            yield f"{place}.edge", _no_edge(slope.edge, outline)
            continue
        edge: dict[str, Word] = {"edge": edge_name(slope.edge, len(outline))}
        if not 0 < slope.pitch <= STEEPEST:
            template = _("A pitch of %(pitch)s° at edge %(edge)s is impossible; it lies between 0° and 89°.")
            yield f"{place}.pitch", Sentence(template, {**edge, "pitch": slope.pitch})
        elif slope.knee < 0 or slope.knee > HIGHEST_HEIGHT:
            yield f"{place}.knee", Sentence(_("A knee height of %(height)s is impossible."), _at(slope.knee))
        elif ceiling is not None and slope.knee >= ceiling:
            template = _("The slope at edge %(edge)s begins at %(height)s, not below the ceiling of %(ceiling)s.")
            yield f"{place}.knee", Sentence(template, {**edge, **_at(slope.knee), "ceiling": Length(ceiling)})
        elif min(slope_plane(outline, slope).at(corner) for corner in outline) < 0:
            template = _("The slope at edge %(edge)s would fall below the floor: part of the outline lies behind it.")
            yield place, Sentence(template, edge)
        if slope.edge in (earlier.edge for earlier in slopes[: number - 1]):
            yield f"{place}.edge", Sentence(_("There are two slopes at edge %(edge)s."), edge)


def _height(room: Room) -> Iterator[Found]:
    if room.height is None:
        if not room.is_outdoor:
            yield "height", Sentence(_("The clear height is missing; only an outdoor area can be open to the sky."))
        if room.slopes:
            yield "height", Sentence(_("Where the ceiling slopes, the highest clear height is needed."))
    elif wrong := height_fault(room.height):
        yield "height", wrong


def _slopes(room: Room) -> Iterator[Found]:
    yield from slope_faults(room.outline, room.slopes, room.height)


def _dormers(room: Room) -> Iterator[Found]:
    for number, dormer in enumerate(room.dormers, 1):
        place = f"dormers[{number}]"
        wrong = list(_inside(room.outline, dormer.outline, _("the room")))
        if not wrong and not is_convex(dormer.outline):
            wrong = [Sentence(_("A dormer has no corner that points inwards; give two dormers instead."))]
        if fault := height_fault(dormer.height):
            wrong.append(fault)
        yield from ((place, sentence) for sentence in wrong)
    yield from _apart([(f"dormers[{number}]", one.outline) for number, one in enumerate(room.dormers, 1)])


def _standing(room: Room) -> Iterator[Found]:
    for number, one in enumerate(room.deductions, 1):
        place = f"deductions[{number}]"
        yield from ((f"{place}.outline", sentence) for sentence in _inside(room.outline, one.outline, _("the room")))
        if one.height is not None and not 0 < one.height <= HIGHEST_HEIGHT:
            yield f"{place}.height", Sentence(_("A height of %(height)s is impossible."), _at(one.height))
    shapes = [(f"deductions[{number}]", one.outline) for number, one in enumerate(room.deductions, 1)]
    shapes += [(f"stairs[{number}]", one.outline) for number, one in enumerate(room.stairs, 1)]
    yield from _apart(shapes)


def _stairs(room: Room) -> Iterator[Found]:
    for number, stair in enumerate(room.stairs, 1):
        place = f"stairs[{number}]"
        yield from ((f"{place}.outline", sentence) for sentence in _inside(room.outline, stair.outline, _("the room")))
        if not 1 <= stair.risers <= MOST_RISERS:
            template = _("A stair of %(count)s risers is impossible.")
            yield f"{place}.risers", Sentence(template, {"count": stair.risers})
        beneath = [(f"{place}.beneath[{n}]", one.outline) for n, one in enumerate(stair.beneath, 1)]
        for inner, shape in beneath:
            yield from ((inner, sentence) for sentence in _inside(stair.outline, shape, _("the stair")))
        yield from _apart(beneath)


def _inside(outer: Ring, shape: Ring, name: str) -> Iterator[Sentence]:
    """Yield why a shape is no outline or does not lie in another one."""
    if wrong := outline_faults(shape):
        yield from wrong
    elif beyond := area(shape) - overlap(outer, shape):
        yield Sentence(_("It reaches %(area)s beyond %(name)s."), {"area": Area(beyond), "name": name})


def _apart(shapes: Sequence[tuple[str, Ring]]) -> Iterator[Found]:
    """Yield which shapes lie on one another; broken ones are named elsewhere."""
    sound = [(place, shape) for place, shape in shapes if not outline_faults(shape)]
    for number, (place, shape) in enumerate(sound):
        for other, earlier in sound[:number]:
            if common := overlap(shape, earlier):
                values: dict[str, Word] = {"area": Area(common), "other": _place(other)}
                yield place, Sentence(_("It covers %(area)s of %(other)s."), values)


def _in_walls(room: Room, name: str, held: Sequence[Recess | Opening]) -> Iterator[Found]:
    """Yield what does not fit into its edge: niches and openings alike."""
    lengths = [distance(a, b) for a, b in edges(room.outline)]
    taken: list[tuple[int, int, int]] = []
    for number, one in enumerate(held, 1):
        place = f"{name}[{number}]"
        if not 1 <= one.edge <= len(lengths):
            yield f"{place}.edge", _no_edge(one.edge, room.outline)
            continue
        values: dict[str, Word] = {"edge": edge_name(one.edge, len(lengths)), "length": Length(lengths[one.edge - 1])}
        end = one.offset + one.width
        if one.width <= 0 or one.height <= 0 or (isinstance(one, Recess) and one.depth <= 0):
            yield place, Sentence(_("Its width, height and depth have to be greater than nothing."))
        elif one.offset < 0 or end > lengths[one.edge - 1]:
            template = _("It reaches from %(start)s to %(end)s, but edge %(edge)s is %(length)s long.")
            yield place, Sentence(template, {**values, "start": Length(one.offset), "end": Length(end)})
        elif any(edge == one.edge and start < end and one.offset < stop for edge, start, stop in taken):
            yield place, Sentence(_("It overlaps another one at edge %(edge)s."), values)
        elif isinstance(one, Opening):
            yield from ((place, sentence) for sentence in _opening(room, one))
        taken.append((one.edge, one.offset, end))


def _opening(room: Room, opening: Opening) -> Iterator[Sentence]:
    if opening.sill < 0 or (room.height is not None and opening.sill + opening.height > room.height):
        values: dict[str, Word] = {"top": Length(opening.sill + opening.height), "ceiling": Length(room.height or 0)}
        yield Sentence(_("Its top edge at %(top)s lies above the ceiling at %(ceiling)s."), values)
    if opening.kind is not OpeningKind.DOOR and opening.hinge is not Hinge.START:
        yield Sentence(_("Only a door has hinges."))


def _walls(room: Room) -> Iterator[Found]:
    if room.walls and len(room.walls) != len(room.outline):
        values: dict[str, Word] = {"given": len(room.walls), "edges": len(room.outline)}
        yield "walls", Sentence(_("There are %(given)s wall thicknesses for %(edges)s edges."), values)
    for number, thickness in enumerate(room.walls, 1):
        if not 0 <= thickness <= THICKEST_WALL:
            yield f"walls[{number}]", Sentence(_("A wall of %(height)s is impossible."), _at(thickness))


def _share(room: Room) -> Iterator[Found]:
    if room.share is None:
        return
    if not room.is_outdoor:
        yield "share", Sentence(_("Only balconies, loggias, roof gardens and terraces count by a share."))
    elif not 0 <= room.share <= HALF:
        template = _("A share of %(share)s is not allowed: at most one half counts (§ 4 no. 4 WoFlV).")
        yield "share", Sentence(template, {"share": room.share})
    elif room.share > QUARTER and not room.share_reason:
        yield "share_reason", Sentence(_("More than a quarter counts only for a reason; give it."))


def _no_edge(number: int, outline: Ring) -> Sentence:
    values: dict[str, Word] = {"number": number, "count": len(outline)}
    return Sentence(_("There is no edge %(number)s; the outline has %(count)s."), values)


def _at(height: int) -> dict[str, Word]:
    return {"height": Length(height)}


def _place(path: str) -> Sentence:
    """Return a place in a room as words: deductions[2] is "deduction 2"."""
    name, _bracket, number = path.rpartition("[")
    return Sentence(PLACES[name.rpartition(".")[2]], {"number": int(number.rstrip("]"))})


PLACES: Final = {
    "deductions": _("deduction %(number)s"),
    "stairs": _("stair %(number)s"),
    "dormers": _("dormer %(number)s"),
    "beneath": _("floor %(number)s beneath the stair"),
}
