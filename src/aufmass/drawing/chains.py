"""Dimension chains around a storey: openings, walls and rooms, offsets, overall; oblique ticks, texts apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import count, pairwise

from aufmass.drawing.shapes import VISIBLE, Box, Label, Layer, Place, Shape, Stroke
from aufmass.drawing.walls import Shell
from aufmass.geometry.ring import Point, Ring, edges
from aufmass.model import Storey
from aufmass.numbers import Number, half_up
from aufmass.sentences import Voice

BENEATH = 1.4  # more between chains where heights stand beneath the first
TEXT = 1.8  # all lengths here on paper
FIRST, APART, TIER, TICK, OVER = 9.0, 6.5, 2.4, 0.9, 1.5
ABOVE = 1.8  # the middle of a number above its chain
MIDDLE = 0.275  # of a number above its baseline
NEAR = 700  # a room this close to a front is measured with it
Edge = tuple[Point, Point]
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
METRE, CENTIMETRE = 1_000, 10


@dataclass(frozen=True, slots=True)
class Side:
    """One of four sides of a house: which way it looks, and how its lengths run."""

    x: int
    y: int

    @property
    def is_level(self) -> bool:
        """Tell whether its lengths run from left to right."""
        return self.x == 0

    @property
    def is_outward(self) -> bool:
        """Tell whether numbers above a chain, or left of it, stand on the far side of the house."""
        return self.y > 0 or self.x < 0

    def along(self, point: Point) -> Number:
        """Return the place of a point along the side."""
        return point.x if self.is_level else point.y

    def away(self, point: Point) -> Number:
        """Return how far out a point is."""
        return point.x * self.x + point.y * self.y

    def away_of(self, x: float, y: float) -> float:
        """Return how far out a place is."""
        return x * self.x + y * self.y

    def place(self, along: float, away: float) -> Place:
        """Return the point at a place along and away."""
        return (along, away * self.y) if self.is_level else (away * self.x, along)


SIDES = (Side(0, -1), Side(1, 0), Side(0, 1), Side(-1, 0))


def chains(storey: Storey, house: Shell, scale: float, voice: Voice) -> list[Shape]:
    """Return the chains on all four sides, each outside of what is drawn there already."""
    found: list[Shape] = []
    for side in SIDES:
        rows, opened = _rows(storey, house, side)
        away = float(max(side.away(point) for ring in _outlines(storey, house) for point in ring)) + FIRST * scale
        for row in rows:
            shapes, away = chain(row, away, side, scale, voice)
            found += shapes
            if row is rows[0] and opened:
                found += _beneath(opened, shapes, side, scale, voice)
                away += 0 if side.is_outward else BENEATH * scale
    return found


def _beneath(
    opened: dict[tuple[Number, Number], int], shapes: list[Shape], side: Side, scale: float, voice: Voice
) -> Iterator[Label]:
    """Yield the heights of openings on the other side of their chain, where there is space."""
    first = next(shape for shape in shapes if isinstance(shape, Stroke))
    x, y = first.points[0]
    line = side.away_of(x, y)
    placed: list[Box] = []
    for (low, high), height in opened.items():
        label = _text(written(height, voice), float(low + high) / 2, line, 0, side, scale, turn=-1)
        box = label.box(scale)
        if (box.width if side.is_level else box.height) < high - low and not any(box.overlaps(one) for one in placed):
            placed.append(box)
            yield label


def written(length: Number, voice: Voice) -> str:
    """Return a length as on German plans: metres from 1.00 on, centimetres below, millimetres raised."""
    whole = int(half_up(length, 0))
    centimetres, rest = divmod(whole, CENTIMETRE)
    text = voice.number(Decimal(centimetres).scaleb(-2)) if whole >= METRE else str(centimetres)
    return text + (str(rest).translate(SUPERSCRIPTS) if rest else "")


def _outlines(storey: Storey, house: Shell) -> list[Ring]:
    return [*house.outer, *(room.outline for room in storey.rooms)]


def _rows(storey: Storey, house: Shell, side: Side) -> tuple[list[list[Number]], dict[tuple[Number, Number], int]]:
    """Return the places of every chain of a side from near to far, and how high its openings are.

    A chain that says nothing new is left out.
    """
    facing = [edge for ring in house.outer for edge in edges(ring) if _normal(edge) == (side.x, side.y)]
    ends = {side.along(point) for edge in facing for point in edge}
    overall = sorted(side.along(point) for ring in house.outer for point in ring)
    if not facing:
        return [], {}
    openings, opened = set(ends), dict[tuple[Number, Number], int]()
    for gap in house.gaps:
        if any(_stands_in(gap.ring, front, side) for front in facing):
            reach = _reach((gap.ring[0], gap.ring[1]), side)
            openings.update(reach)
            opened[reach] = gap.opening.height
    rooms = set(ends)
    fronts = {(side.away(front[0]), *_reach(front, side)) for front in facing}
    for room in storey.rooms:
        if not room.is_outdoor:
            for edge in edges(room.outline):
                reach, away = _reach(edge, side), side.away(edge[0])
                if any(_is_behind(away, reach, front) for front in fronts):
                    rooms.update(reach)
    rows = [sorted(openings), sorted(rooms), sorted(ends), [overall[0], overall[-1]]]
    return [row for number, row in enumerate(rows) if row not in rows[number + 1 :] and len(row) > 1], opened


def _normal(edge: Edge) -> tuple[int, int]:
    """Return the direction to the right of an edge along the axes; (0, 0) for an oblique one."""
    across, up = edge[1].x - edge[0].x, edge[1].y - edge[0].y
    return (0, 0) if across and up else ((up > 0) - (up < 0), (across < 0) - (across > 0))


def _reach(edge: Edge, side: Side) -> tuple[Number, Number]:
    """Return from where to where an edge runs along a side."""
    first, second = side.along(edge[0]), side.along(edge[1])
    return min(first, second), max(first, second)


def _stands_in(ring: Ring, front: Edge, side: Side) -> bool:
    """Tell whether the far side of an opening lies on a front."""
    (low, high), (start, end) = _reach(front, side), _reach((ring[2], ring[3]), side)
    return side.away(ring[2]) == side.away(ring[3]) == side.away(front[0]) and low <= start < end <= high


def _is_behind(away: Number, reach: tuple[Number, Number], front: tuple[Number, Number, Number]) -> bool:
    """Tell whether the edge of a room runs along a front just behind it."""
    before, low, high = front
    return 0 <= before - away <= NEAR and low <= reach[0] < reach[1] <= high


def chain(row: list[Number], away: float, side: Side, scale: float, voice: Voice) -> tuple[list[Shape], float]:
    """Return one chain through places along a side, and where the next one can lie."""
    numbers: list[tuple[int, float, str]] = []
    placed: list[Box] = []
    for first, second in pairwise(row):
        middle, text = float(first + second) / 2, written(second - first, voice)
        boxes = ((tier, _text(text, middle, 0, tier, side, scale).box(scale)) for tier in count())
        tier, box = next(one for one in boxes if not any(one[1].overlaps(other) for other in placed))
        placed.append(box)
        numbers.append((tier, middle, text))
    highest = max((tier for tier, _middle, _text in numbers), default=0)
    line = away if side.is_outward else away + highest * TIER * scale
    ends = float(row[0]) - OVER * scale, float(row[-1]) + OVER * scale
    shapes: list[Shape] = [Stroke(Layer.DIMENSION, (side.place(ends[0], line), side.place(ends[1], line)))]
    ticks = [tick(float(along), line, side, scale) for along in row]
    shapes += [part for number in (0, 1) for part in (both[number] for both in ticks)]
    shapes += (_text(text, middle, line, tier, side, scale) for tier, middle, text in numbers)
    return shapes, away + (APART + highest * TIER) * scale


def tick(along: float, away: float, side: Side, scale: float) -> tuple[Stroke, Stroke]:
    """Return the short line across at one place of a chain, and its oblique tick."""
    reach = TICK * scale
    low, high = (side.place(along, away + step * reach) for step in (-1, 1))
    x, y = side.place(along, away)
    oblique = ((x - reach, y - reach), (x + reach, y + reach))
    return Stroke(Layer.DIMENSION, (low, high)), Stroke(Layer.DIMENSION, oblique, weight=VISIBLE)


def _text(text: str, along: float, away: float, tier: int, side: Side, scale: float, turn: int = 1) -> Label:
    """Return a number above its chain, or left of it; higher tiers lie further away, turned ones on the other side."""
    reach = (ABOVE + tier * TIER) * scale * turn
    x, y = side.place(along, away + reach if side.is_outward else away - reach)
    below = MIDDLE * TEXT * scale
    if side.is_level:
        return Label(Layer.DIMENSION, (x, y - below), text, TEXT)
    return Label(Layer.DIMENSION, (x + below, y), text, TEXT, angle=90)
