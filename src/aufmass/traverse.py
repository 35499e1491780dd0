"""Outlines entered side by side, as they are measured along the walls, and how far they miss their start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import cos, radians, sin
from typing import Final

from aufmass.geometry.ring import Point, Ring, distance
from aufmass.numbers import Number
from aufmass.sentences import Length, Sentence, Unusable
from aufmass.sentences import mark as _

TOLERANCE: Final = 20  # mm: more than a tape is wrong in a room
RIGHT_ANGLE: Final = 90
FEWEST: Final = 3
STEPS: Final = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}


@dataclass(frozen=True, slots=True)
class Side:
    """One wall: its length in whole millimetres and its direction in degrees, 0 to the right, 90 up."""

    length: int
    direction: Decimal


@dataclass(frozen=True, slots=True)
class Traverse:
    """The way along the walls: its corners, and the gap between its end and its start in millimetres."""

    outline: Ring
    gap: Number

    @property
    def closes(self) -> bool:
        """Tell whether the gap is no more than a tape errs."""
        return self.gap <= TOLERANCE

    @property
    def sentence(self) -> Sentence | None:
        """Return a warning about the gap, or nothing."""
        if self.closes:
            return None
        return Sentence(
            _("The way along the walls misses its start by %(gap)s. Measure again."), {"gap": Length(self.gap)}
        )


def traverse(sides: Sequence[Side]) -> Traverse:
    """Return the corners of a way that begins at the origin, the gap spread over its sides; raises Unusable.

    Each corner takes the share of the gap that its way from the start has of the whole way, as surveyors do
    (Bowditch), so that a small gap bends no single wall.
    """
    if len(sides) < FEWEST:
        raise Unusable(_("A way along walls needs at least three sides."))
    if any(side.length <= 0 for side in sides):
        raise Unusable(_("Every side has to be longer than nothing."))
    reached, x, y = [Point(0, 0)], 0.0, 0.0
    for side in sides:
        across, up = _step(side)
        x, y = x + across, y + up
        reached.append(Point(round(x), round(y)))
    *corners, end = reached
    whole = sum(side.length for side in sides)
    way, closed = 0, [corners[0]]
    for side, corner in zip(sides, corners[1:], strict=False):
        way += side.length
        closed.append(Point(round(corner.x - end.x * way / whole), round(corner.y - end.y * way / whole)))
    return Traverse(tuple(closed), distance(Point(0, 0), end))


def _step(side: Side) -> tuple[float, float]:
    """Return how far a side goes to the right and up; along the axes it is exact."""
    if side.direction % RIGHT_ANGLE == 0:
        across, up = STEPS[int(side.direction) % 360]
        return side.length * across, side.length * up
    return side.length * cos(radians(side.direction)), side.length * sin(radians(side.direction))
