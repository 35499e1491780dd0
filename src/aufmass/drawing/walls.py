"""Walls of a storey: the house within its outer edges, without its rooms, niches and openings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from aufmass.geometry.cut import through
from aufmass.geometry.region import region
from aufmass.geometry.ring import (
    Point,
    Ring,
    bounds,
    cross,
    distance,
    edges,
    leftward,
    meeting,
    plain_point,
    signed_area,
)
from aufmass.model import Opening, Recess, Room, Storey
from aufmass.numbers import Number, plain

Bounds = tuple[Number, Number, Number, Number]

Wall = tuple[Bounds, tuple[Point, Point], Room | None]  # an edge within its box, and the room it belongs to

REACH = 1_500  # no wall is thicker
OVERSHOOT = 1  # mm, so that no film of wall stays before an oblique opening


@dataclass(frozen=True, slots=True)
class Gap:
    """An opening with the piece of wall it takes away: its first two corners lie on the edge of the room."""

    room: Room
    opening: Opening
    ring: Ring

    @property
    def is_leftward(self) -> bool:
        """Tell whether the corners of the room run counter-clockwise."""
        return signed_area(self.room.outline) > 0


@dataclass(frozen=True, slots=True)
class Shell:
    """The walls of a storey: outer edges, all borders of walls, and the openings in them."""

    outer: tuple[Ring, ...]
    walls: tuple[Ring, ...]
    gaps: tuple[Gap, ...]


def shell(storey: Storey) -> Shell:
    """Return the walls of a storey that was checked; without outer edges they follow from the thickness of walls."""
    inner = [room for room in storey.rooms if not room.is_outdoor]
    outer = _without_loggias(storey) or _union_of_walls(inner)
    walls: list[Wall] = [(bounds([edge]), edge, room) for room in storey.rooms for edge in edges(room.outline)]
    walls += [(bounds([edge]), edge, None) for ring in outer for edge in edges(ring)]
    gaps = [
        Gap(room, opening, beyond(room, opening, _depth(room, opening, walls)))
        for room in inner
        for opening in room.openings
    ]
    niches = [beyond(room, recess, recess.depth) for room in inner for recess in room.recesses]
    hollow = [room.outline for room in inner] + niches + [gap.ring for gap in gaps if area_of(gap.ring)]
    return Shell(tuple(outer), tuple(region(outer, hollow)) if outer else (), tuple(gaps))


def _without_loggias(storey: Storey) -> list[Ring]:
    """Return the outer edges without what is open to the sky or the air within them."""
    footprint = [leftward(ring) for ring in storey.footprint]
    open_air = [room.outline for room in storey.rooms if room.is_outdoor]
    cut_in = [one for one in open_air if any(_overlaps(bounds([one]), bounds([ring])) for ring in footprint)]
    return region(footprint, cut_in) if cut_in else footprint


def area_of(ring: Ring) -> bool:
    """Tell whether a ring holds anything: an opening in a wall without thickness does not."""
    return signed_area(ring) != 0


def beyond(room: Room, held: Opening | Recess, depth: Number) -> Ring:
    """Return the rectangle that something takes from the wall: from the room's edge outwards, by its depth."""
    a, b = room.outline[held.edge - 1], room.outline[held.edge % len(room.outline)]
    length = distance(a, b)
    start, end = Fraction(held.offset) / length, Fraction(held.offset + held.width) / length
    first, second = (plain_point(a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)) for share in (start, end))
    x, y = outward(room, held.edge)
    if depth and a.x != b.x and a.y != b.y:
        depth += OVERSHOOT
    return (
        first,
        second,
        plain_point(second.x + x * depth, second.y + y * depth),
        plain_point(first.x + x * depth, first.y + y * depth),
    )


def outward(room: Room, edge: int) -> tuple[Number, Number]:
    """Return the direction away from a room at an edge, one millimetre long."""
    a, b = room.outline[edge - 1], room.outline[edge % len(room.outline)]
    length = distance(a, b)
    side = 1 if signed_area(room.outline) > 0 else -1
    return plain(Fraction(side * (b.y - a.y)) / length), plain(Fraction(side * (a.x - b.x)) / length)


def thickness(room: Room, edge: int) -> int:
    """Return the stated thickness of the wall at an edge; 0 where none is stated."""
    return room.walls[edge - 1] if room.walls else 0


def _depth(room: Room, opening: Opening, walls: Sequence[Wall]) -> Number:
    """Return how far it is through the wall: to the next room or outer edge, else as thick as stated."""
    probe = beyond(room, Opening(opening.kind, opening.edge, opening.offset + opening.width // 2, 0, 1), 0)[0]
    x, y = outward(room, opening.edge)
    end = Point(probe.x + x * REACH, probe.y + y * REACH)
    way = bounds([(probe, end)])
    near = (edge for box, edge, owner in walls if owner is not room and _meets(way, box))
    hits = (meeting(probe, end, a, b) for a, b in near)
    found = [distance(probe, hit) for hit in hits if hit is not None]
    return min(found, default=thickness(room, opening.edge))


def _meets(one: Bounds, other: Bounds) -> bool:
    """Tell whether two boxes have a point in common."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _overlaps(one: Bounds, other: Bounds) -> bool:
    """Tell whether two boxes have more than a border in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _union_of_walls(rooms: Sequence[Room]) -> list[Ring]:
    """Return the outer edges of rooms with their walls around them."""
    return region([widened(room) for room in rooms if any(room.walls)])


def widened(room: Room) -> Ring:
    """Return a room with its walls: every edge moved outwards by its thickness, corners in whole millimetres."""
    moved = []
    for number, (a, b) in enumerate(edges(room.outline), 1):
        x, y = (part * thickness(room, number) for part in outward(room, number))
        moved.append((Point(a.x + x, a.y + y), Point(b.x + x, b.y + y)))
    corners: list[Point] = []
    for (a, b), (c, d) in zip((*moved[-1:], *moved[:-1]), moved, strict=True):
        if cross(a, b, Point(b.x + d.x - c.x, b.y + d.y - c.y)) == 0:
            corners += [b, c]
        else:
            first, second = through(a, b), through(c, d)
            down = first.a * second.b - second.a * first.b
            x = Fraction(first.b * second.c - second.b * first.c) / down
            corners.append(Point(x, Fraction(second.a * first.c - first.a * second.c) / down))
    whole = [Point(round(point.x), round(point.y)) for point in corners]
    return tuple(point for place, point in enumerate(whole) if point != whole[place - 1])
