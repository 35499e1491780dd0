"""Chains along oblique fronts: openings and the length of the front, parallel to it and readable from below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import atan2, degrees, hypot
from typing import Final

from aufmass.drawing.chains import ABOVE, MIDDLE, OVER, TEXT, TICK, written
from aufmass.drawing.shapes import VISIBLE, Box, Label, Layer, Place, Shape, Stroke
from aufmass.drawing.walls import Shell
from aufmass.geometry.ring import Point, distance, edges
from aufmass.numbers import Number
from aufmass.sentences import Voice

NEAR, APART = 6.0, 6.0  # from the front and from one another, on paper
ON_THE_FRONT: Final = 5  # mm
SHORTEST: Final = 6.0  # on paper


def oblique_chains(house: Shell, taken: Sequence[Box], scale: float, voice: Voice) -> Iterator[Shape]:
    """Yield the chains of every outer edge that does not run along the axes; numbers without space are left out."""
    boxes = list(taken)
    for ring in house.outer:
        for a, b in edges(ring):
            if a.x != b.x and a.y != b.y and distance(a, b) > SHORTEST * scale:
                front = _Front(a, b, scale)
                whole = [0, distance(a, b)]
                openings = sorted({*whole, *front.openings(house)})
                rows = [openings, whole] if len(openings) > len(whole) else [whole]
                for number, row in enumerate(rows):
                    for shape in front.chain(row, NEAR + APART * number, voice):
                        if isinstance(shape, Label):
                            if any(shape.box(scale).overlaps(box) for box in boxes):
                                continue
                            boxes.append(shape.box(scale))
                        yield shape


class _Front:
    """An outer edge with the house on its left: places along it and before it."""

    def __init__(self, a: Point, b: Point, scale: float) -> None:
        self.start, self.scale = (float(a.x), float(a.y)), scale
        x, y = float(b.x - a.x), float(b.y - a.y)
        self.length = hypot(x, y)
        self.along = x / self.length, y / self.length
        turn = degrees(atan2(y, x))
        self.is_turned = not -90 < turn <= 90  # noqa: PLR2004 – read from below or from the right
        self.angle = turn - 180 * (1 if turn > 0 else -1) if self.is_turned else turn

    def place(self, along: float, before: float) -> Place:
        """Return the point so far along the front and before it."""
        (x, y), (dx, dy) = self.start, self.along
        return x + along * dx + before * dy, y + along * dy - before * dx

    def openings(self, house: Shell) -> Iterator[Number]:
        """Yield where openings that lead through this front begin and end."""
        for gap in house.gaps:
            ends = [self._reach(point) for point in gap.ring[2:]]
            if all(abs(before) <= ON_THE_FRONT and 0 < along < self.length for along, before in ends):
                yield from (round(along) for along, _before in ends)

    def _reach(self, point: Point) -> tuple[float, float]:
        x, y = float(point.x) - self.start[0], float(point.y) - self.start[1]
        return x * self.along[0] + y * self.along[1], x * self.along[1] - y * self.along[0]

    def chain(self, row: Sequence[Number], before: float, voice: Voice) -> Iterator[Shape]:
        """Yield a chain at a distance on paper: its line, its ticks, its numbers."""
        away, over, reach = before * self.scale, OVER * self.scale, TICK * self.scale
        first, last = self.place(float(row[0]) - over, away), self.place(float(row[-1]) + over, away)
        yield Stroke(Layer.DIMENSION, (first, last))
        for along in row:
            here = float(along)
            yield Stroke(Layer.DIMENSION, (self.place(here, away - reach), self.place(here, away + reach)))
        for along in row:
            ends = self.place(float(along) - reach, away + reach), self.place(float(along) + reach, away - reach)
            yield Stroke(Layer.DIMENSION, ends, weight=VISIBLE)
        up = (ABOVE - MIDDLE * TEXT) * self.scale * (1 if self.is_turned else -1)
        for one, other in pairwise(row):
            place = self.place(float(one + other) / 2, away + up)
            yield Label(Layer.DIMENSION, place, written(other - one, voice), TEXT, angle=self.angle)
