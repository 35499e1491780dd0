"""What is seen in a room beyond a cut: corners, the upper edges of walls, doors and windows."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from aufmass.drawing.building import Building
from aufmass.drawing.hollows import Void, box
from aufmass.drawing.plan import Style
from aufmass.drawing.shapes import FINE, HATCH, Fill, Layer, Shape, Stroke, path
from aufmass.drawing.view import View
from aufmass.geometry.ring import Point, edges, leftward
from aufmass.model import OpeningKind, Room
from aufmass.numbers import Number

GLASS, LEAF = "#CFE0EF", "#D8CFC4"
FRAME: Final = 50
NEAR: Final = 2

Edge = tuple[Point, Point]


def inside(building: Building, void: Void, view: View, style: Style) -> Iterator[Shape]:
    """Yield what is seen in a cut room beyond the cut, as far as nothing of the room stands before it."""
    room, storey = void.room, void.storey
    seen = [view.seen(point) for point in room.outline]
    ring = leftward(tuple(seen))
    walls = [(a, b) for a, b in edges(ring) if a.x > b.x and max(a.y, b.y) > 0]
    for a, b in walls:
        left, right = max(round(b.x), void.start), min(round(a.x), void.end)
        if right - left > NEAR and _is_free(Fraction(left + right) / 2, (a, b), walls):
            for x in (left, right):
                if void.start + NEAR < x < void.end - NEAR:
                    high = _height(building, room, view, x, _away((a, b), x))
                    yield Stroke(Layer.SEEN, ((x, storey.level), (x, storey.level + high)), weight=FINE)
            heights = [_height(building, room, view, x, _away((a, b), x)) for x in (left, right)]
            ends = tuple((float(x), storey.level + high) for x, high in zip((left, right), heights, strict=True))
            if room.slopes and min(heights) < void.highest:
                yield Stroke(Layer.SEEN, ends, weight=FINE)
    yield from _openings(building, void, view, walls, style)


def _openings(building: Building, void: Void, view: View, walls: list[Edge], style: Style) -> Iterator[Shape]:
    room, storey = void.room, void.storey
    for gap in building.gaps(storey):
        if gap.room is not room:
            continue
        a, b = (view.seen(point) for point in gap.ring[:2])
        left, right = sorted((round(a.x), round(b.x)))
        wall = next((one for one in walls if _runs_along(one, a, b)), None)
        if wall is None or left < void.start or right > void.end or right - left <= NEAR:
            continue
        if not _is_free(Fraction(left + right) / 2, wall, walls):
            continue
        opening = gap.opening
        is_window = opening.kind is OpeningKind.WINDOW
        layer = Layer.WINDOW if is_window else Layer.DOOR
        low = storey.level + opening.sill
        ring = path(box(left, low, right, low + opening.height))
        if style is Style.MARKETING and opening.kind is not OpeningKind.PASSAGE:
            yield Fill(Layer.FILL, (ring,), GLASS if is_window else LEAF)
        yield Stroke(layer, ring, closed=True, weight=FINE)
        if opening.kind is not OpeningKind.PASSAGE and right - left > 3 * FRAME:
            foot = low + (FRAME if is_window else 0)
            inner = box(left + FRAME, foot, right - FRAME, low + opening.height - FRAME)
            yield Stroke(layer, path(inner), closed=True, weight=HATCH)


def _runs_along(wall: Edge, a: Point, b: Point) -> bool:
    """Tell whether an opening stands in a wall."""
    low, high = min(wall[0].x, wall[1].x), max(wall[0].x, wall[1].x)
    if not (low - NEAR <= min(a.x, b.x) and max(a.x, b.x) <= high + NEAR):
        return False
    return all(abs(float(_away(wall, point.x) - point.y)) <= NEAR for point in (a, b)) and min(a.y, b.y) > 0


def _away(wall: Edge, across: Number) -> Number:
    """Return how far away a wall is at a place."""
    a, b = wall
    return a.y + Fraction(across - a.x) / (b.x - a.x) * (b.y - a.y)


def _is_free(across: Number, wall: Edge, walls: list[Edge]) -> bool:
    """Tell whether no other wall of the room stands between the cut and a wall."""
    away = _away(wall, across)
    others = (one for one in walls if one != wall and min(one[0].x, one[1].x) < across < max(one[0].x, one[1].x))
    return away > 0 and not any(0 < _away(other, across) < away for other in others)


def _height(building: Building, room: Room, view: View, across: Number, away: Number) -> float:
    """Return the clear height at a place beyond the cut."""
    share = Fraction(1) / view.length
    x = view.origin.x + (across * view.right.x - away * view.right.y) * share
    y = view.origin.y + (across * view.right.y + away * view.right.x) * share
    place, ceiling = Point(x, y), building.ceiling(room)
    return float(min((plane.at(place) for plane in ceiling.planes), default=room.height or 0))
