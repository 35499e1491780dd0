"""Bodies between a floor and the lowest of its ceilings, as faces that close exactly: no gap, no crack."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from aufmass.ceiling import Ceiling
from aufmass.geometry.planes import Plane, level, lowest, reaching
from aufmass.geometry.ring import Point, Ring, cross, edges, leftward
from aufmass.numbers import Number

Corner = tuple[Number, Number, Number]
Face = tuple[Corner, ...]
Roofed = tuple[Plane, Ring]
TRIANGLE = 3


@dataclass(frozen=True, slots=True)
class Solid:
    """Faces whose corners run counter-clockwise seen from outside."""

    faces: tuple[Face, ...]


def solid(shape: Ring, ceiling: Ceiling) -> Solid:
    """Return the body above a shape up to its ceiling; dormers are part of it. The open sky has no body."""
    outline = leftward(shape)
    roofed = [
        (plane, leftward(piece))
        for parts, floor in ceiling.lifted(outline)
        for plane, piece in _roofed(parts, ceiling.planes, floor)
    ]
    corners = list(dict.fromkeys(point for _plane, piece in roofed for point in piece))
    pieces = [(plane, _conforming(piece, corners)) for plane, piece in roofed]
    heights = {(a, b): plane for plane, piece in pieces for a, b in edges(piece)}
    tops: defaultdict[Point, set[Number]] = defaultdict(set)
    for plane, piece in pieces:
        for point in piece:
            tops[point].add(_high(point, plane)[2])
    faces: list[Sequence[Corner]] = [[_high(point, plane) for point in piece] for plane, piece in pieces]
    for (a, b), plane in heights.items():
        beyond = heights.get((b, a))
        if beyond is None or plane.at(a) + plane.at(b) > beyond.at(a) + beyond.at(b):
            low = (0, 0) if beyond is None else (_high(a, beyond)[2], _high(b, beyond)[2])
            rise = _upright(b, low[1], _high(b, plane)[2], tops[b])
            fall = _upright(a, low[0], _high(a, plane)[2], tops[a])
            faces.append([*rise, *reversed(fall)])
    border = [point for a, b in edges(outline) for point in _along(a, b, corners)]
    faces.append([(point.x, point.y, 0) for point in reversed(border)])
    return Solid(tuple(sound for face in faces if len(sound := _distinct(face)) >= TRIANGLE))


def planes_of(shape: Ring, planes: Sequence[Plane]) -> list[tuple[Plane, list[Ring]]]:
    """Return which plane is the lowest above which parts of a shape."""
    return [(plane, parts) for plane, parts in lowest(leftward(shape), planes) if parts]


def _roofed(parts: list[Ring], planes: Sequence[Plane], floor: int) -> list[Roofed]:
    """Return parts of a floor, each beneath one plane; a dormer is at least as high as it says."""
    high, low = reaching(parts, planes, floor) if floor else (parts, [])
    found = [(plane, piece) for part in high for plane, pieces in lowest(part, planes) for piece in pieces]
    return found + [(level(floor), piece) for piece in low]


def _conforming(piece: Ring, corners: Sequence[Point]) -> Ring:
    """Return a piece with every corner of its neighbours that lies on its border."""
    return tuple(point for a, b in edges(piece) for point in _along(a, b, corners))


def _along(a: Point, b: Point, corners: Sequence[Point]) -> list[Point]:
    """Return the first corner of an edge and those of others on it, without its last one."""
    left, right, bottom, top = min(a.x, b.x), max(a.x, b.x), min(a.y, b.y), max(a.y, b.y)
    on = [
        point
        for point in corners
        if left <= point.x <= right and bottom <= point.y <= top and point != b and cross(a, b, point) == 0
    ]
    found = list(dict.fromkeys([a, *on]))
    return sorted(found, key=lambda point: (point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y))


def _upright(point: Point, low: Number, high: Number, tops: set[Number]) -> list[Corner]:
    """Return the corners of an upright edge, with those of the faces that end on it."""
    return [(point.x, point.y, height) for height in sorted({low, high, *(one for one in tops if low < one < high)})]


def _high(point: Point, plane: Plane) -> Corner:
    return point.x, point.y, max(plane.at(point), 0)


def _distinct(face: Sequence[Corner]) -> Face:
    """Return a face without corners that fall together; a wall that begins at nothing is a triangle."""
    return tuple(corner for place, corner in enumerate(face) if corner != face[place - 1])
