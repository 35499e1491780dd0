"""Where a building is cut: along lines that meet stairs, many rooms and the ridge, or where somebody wants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final

from aufmass.drawing.building import Building
from aufmass.drawing.shapes import CUT, INK, Box, Fill, Label, Layer, Place, Shape, Stroke
from aufmass.drawing.view import View
from aufmass.geometry.ring import Point
from aufmass.sentences import Unusable
from aufmass.sentences import mark as _

MOST: Final = 48  # lines that are tried in each direction
STAIR, OPENING = 4.0, 0.5  # how much a stair and a door or window count against a room
AIR, DASH, ARROW, LETTER = 1.0, 7.0, 2.6, 3.5  # on paper


@dataclass(frozen=True, slots=True)
class Cut:
    """A section by its letter and its line."""

    name: str
    view: View


def cuts(building: Building, line: tuple[Point, Point] | None = None) -> list[Cut]:
    """Return the lines of sections: one that was given, else A across the ridge and B along it."""
    if line is not None:
        return [Cut("A", _between(*line))]
    across = _across(building)
    along = Point(-across.y, across.x) if across.x > 0 and across.y == 0 else Point(across.y, -across.x)
    found = [_best(building, right) for right in (across, along)]
    return [Cut(name, view) for name, view in zip("AB", (one for one in found if one), strict=False)]


def _between(first: Point, second: Point) -> View:
    right = Point(second.x - first.x, second.y - first.y)
    if right == Point(0, 0):
        raise Unusable(_("A section needs a line between two different points."))
    if right.x == 0 or right.y == 0:
        right = Point((right.x > 0) - (right.x < 0), (right.y > 0) - (right.y < 0))
    return View.along(first, right)


def _across(building: Building) -> Point:
    """Return the direction along walls that runs across the ridge; without a roof across the longer side."""
    x, y = building.right
    choices = [Point(x, y), Point(-y, x)]
    if building.cover:
        steep = building.cover.planes
        return max(choices, key=lambda one: sum(abs(float(plane.a * one.x + plane.b * one.y)) for plane in steep))
    outlines = [room.outline for room in building.survey.rooms]
    if not outlines:
        return choices[0]

    def length(right: Point) -> Fraction:
        places = [Fraction(p.x * right.x + p.y * right.y) for ring in outlines for p in ring]
        return max(places) - min(places)

    return min(choices, key=length)


def _best(building: Building, right: Point) -> View | None:
    """Return the line in a direction that shows most, or nothing where there is no room."""
    flat = View.along(Point(0, 0), right)
    rooms = [room for room in building.survey.rooms if not room.is_outdoor]
    spans = [_span(flat, room.outline) for room in rooms]
    stairs = [_span(flat, stair.outline) for room in rooms for stair in room.stairs]
    gaps = [_span(flat, gap.ring) for storey in building.storeys for gap in building.gaps(storey)]
    ends = sorted({round(end) for span in (*spans, *stairs) for end in span})
    places = [(low + high) // 2 for low, high in pairwise(ends) if high - low > 1]
    places = places[:: max(1, len(places) // MOST)]
    if not places:
        return None

    def shown(place: int) -> tuple[float, float]:
        met = sum(1.0 for low, high in spans if low < place < high)
        met += STAIR * len([0 for low, high in stairs if low < place < high])
        met += OPENING * len([0 for low, high in gaps if low < place < high])
        return met, -abs(place - (ends[0] + ends[-1]) / 2)

    best = max(places, key=shown)
    share = Fraction(best) / flat.length
    return View.along(Point(round(-right.y * share), round(right.x * share)), right)


def _span(view: View, ring: tuple[Point, ...]) -> tuple[int, int]:
    """Return from where to where a ring is away."""
    places = [view.seen(point).y for point in ring]
    return round(min(places)), round(max(places))


def cut_marks(found: Sequence[Cut], reach: Box, scale: float) -> Iterator[Shape]:
    """Yield the ends of lines of sections around a plan: a heavy dash, an arrow the way one looks, the letter."""
    for cut in found:
        x, y = float(cut.view.origin.x), float(cut.view.origin.y)
        dx, dy = float(cut.view.right.x / cut.view.length), float(cut.view.right.y / cut.view.length)
        air = AIR * scale + ARROW * 1.6 * scale * min(abs(dx), abs(dy)) * 2
        clear = Box(reach.left - air, reach.bottom - air, reach.right + air, reach.top + air)
        for turn in (-1, 1):
            px, py = _leave((x, y), (turn * dx, turn * dy), clear)
            yield from _mark(cut.name, (px, py), (dx, dy), turn, scale)


def _mark(name: str, at: Place, along: Place, turn: int, scale: float) -> Iterator[Shape]:
    """Yield one end of a line of a section."""
    (px, py), (dx, dy), foot = at, along, ARROW * 0.5 * scale
    x, y = px + turn * dx * DASH * scale, py + turn * dy * DASH * scale
    tip = x - dy * ARROW * 1.6 * scale, y + dx * ARROW * 1.6 * scale
    yield Stroke(Layer.CUTTING, (at, (x, y)), weight=CUT)
    yield Fill(Layer.CUTTING, (((x + dx * foot, y + dy * foot), tip, (x - dx * foot, y - dy * foot)),), INK)
    text = x + turn * dx * 3.6 * scale, y + turn * dy * 3.6 * scale - LETTER * 0.275 * scale
    yield Label(Layer.CUTTING, text, name, LETTER, bold=True)


def _leave(start: Place, way: Place, reach: Box) -> Place:
    """Return where a ray leaves a box."""
    shares = []
    for place, step, low, high in (
        (start[0], way[0], reach.left, reach.right),
        (start[1], way[1], reach.bottom, reach.top),
    ):
        if step:
            shares.append(((high if step > 0 else low) - place) / step)
    share = max(min(shares), 0)
    return start[0] + share * way[0], start[1] + share * way[1]
