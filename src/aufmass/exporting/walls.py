"""Bodies of walls for a building model: what lies between the outer edges and the rooms, outer apart from inner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from aufmass.checking.outline import outline_faults
from aufmass.drawing.walls import Gap, beyond, outward, shell
from aufmass.geometry.cut import through
from aufmass.geometry.region import region
from aufmass.geometry.ring import (
    Point,
    Ring,
    bounds,
    cross,
    edges,
    is_inside,
    is_on_border,
    leftward,
    meeting,
    signed_area,
)
from aufmass.model import Room, Storey
from aufmass.numbers import Number

REACH = 600  # what is farther from a room than this is no inner wall
HALF = Fraction(1, 2)
PROBES = (1, 10, 19)  # where along an edge is looked for a room behind it, in twentieths


@dataclass(frozen=True, slots=True)
class Wall:
    """One connected piece of wall on the floor: its outline, the holes in it, whether it stands outside."""

    ring: Ring
    holes: tuple[Ring, ...]
    is_outer: bool

    def holds(self, point: Point) -> bool:
        """Tell whether a point lies in the wall."""
        return is_inside(point, self.ring) and not any(is_inside(point, hole) for hole in self.holes)


def walls(storey: Storey) -> tuple[list[Wall], tuple[Gap, ...]]:
    """Return the walls of a storey without their openings, and the openings."""
    house = shell(storey)
    inner = [room for room in storey.rooms if not room.is_outdoor]
    niches = [beyond(room, one, one.depth) for room in inner for one in room.recesses]
    hollow = [room.outline for room in inner] + niches
    if not house.outer:
        return [], house.gaps
    grown = [_grown(room, inner) for room in inner]
    outside = [Wall(ring, holes, is_outer=True) for ring, holes in _connected(region(house.outer, grown + niches))]
    between = [Wall(ring, holes, is_outer=False) for ring, holes in _connected(region(grown, hollow))]
    return [*(_placed(one, house.outer) for one in outside), *between], house.gaps


def _placed(wall: Wall, outer: Sequence[Ring]) -> Wall:
    """Return a wall as an inner one when it touches no outer edge: what is left between rooms far apart."""
    touches = any(is_on_border(corner, ring) for corner in wall.ring for ring in outer)
    return wall if touches else replace(wall, is_outer=False)


def _connected(rings: Sequence[Ring]) -> list[tuple[Ring, tuple[Ring, ...]]]:
    """Return outer rings with the holes in each."""
    outer = [ring for ring in rings if signed_area(ring) > 0]
    holes = [ring for ring in rings if signed_area(ring) < 0]
    return [(ring, tuple(hole for hole in holes if _is_within(hole, ring))) for ring in outer]


def _is_within(hole: Ring, ring: Ring) -> bool:
    return all(is_inside(point, ring) or is_on_border(point, ring) for point in hole) and any(
        is_inside(point, ring) for point in hole
    )


def _grown(room: Room, others: Sequence[Room]) -> Ring:
    """Return a room with half of every wall that has another room behind it; as it is where that makes no outline."""
    ring = leftward(room.outline)
    subject = replace(room, outline=ring)
    near = [leftward(one.outline) for one in others if one is not room and _is_near(ring, one.outline)]
    moved = []
    for number, (a, b) in enumerate(edges(ring), 1):
        x, y = outward(subject, number)
        depth = ceil(_behind(a, b, (x, y), near) * HALF)  # two rooms meet or overlap, so that no film is left
        moved.append((Point(a.x + x * depth, a.y + y * depth), Point(b.x + x * depth, b.y + y * depth)))
    corners: list[Point] = []
    for (a, b), (c, d) in zip((*moved[-1:], *moved[:-1]), moved, strict=True):
        if cross(a, b, Point(b.x + d.x - c.x, b.y + d.y - c.y)) == 0:
            corners += [b, c]
        else:
            corners.append(_crossing((a, b), (c, d)))
    whole = [Point(round(point.x), round(point.y)) for point in corners]
    grown = tuple(point for place, point in enumerate(whole) if point != whole[place - 1])
    return ring if outline_faults(grown) or signed_area(grown) < signed_area(ring) else grown


def _is_near(ring: Ring, other: Ring) -> bool:
    """Tell whether another outline is within reach of this one."""
    return (
        min(one.x for one in other) <= max(one.x for one in ring) + REACH
        and max(one.x for one in other) >= min(one.x for one in ring) - REACH
        and min(one.y for one in other) <= max(one.y for one in ring) + REACH
        and max(one.y for one in other) >= min(one.y for one in ring) - REACH
    )


def _behind(a: Point, b: Point, way: tuple[Number, Number], near: Sequence[Ring]) -> Number:
    """Return how far it is from an edge to the nearest room behind it; 0 where there is none."""
    far = [Point(corner.x + way[0] * REACH, corner.y + way[1] * REACH) for corner in (a, b)]
    left, bottom, right, top = bounds([(a, b, *far)])
    sides = [
        (c, d)
        for ring in near
        for c, d in edges(ring)
        if min(c.x, d.x) <= right and left <= max(c.x, d.x) and min(c.y, d.y) <= top and bottom <= max(c.y, d.y)
    ]
    found = []
    for part in PROBES if sides else ():
        start = Point(a.x + part * (b.x - a.x) // 20, a.y + part * (b.y - a.y) // 20)
        end = Point(start.x + way[0] * REACH, start.y + way[1] * REACH)
        hits = [meeting(start, end, c, d) for c, d in sides]
        found += [(hit.x - start.x) * way[0] + (hit.y - start.y) * way[1] for hit in hits if hit is not None]
    return min(found, default=0)


def _crossing(first: tuple[Point, Point], second: tuple[Point, Point]) -> Point:
    """Return where two lines meet that are not parallel."""
    one, other = through(*first), through(*second)
    down = Fraction(one.a * other.b - other.a * one.b)
    x, y = (one.b * other.c - other.b * one.c) / down, (other.a * one.c - one.a * other.c) / down
    return Point(round(x), round(y))
