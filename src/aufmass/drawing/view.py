"""Looking at a building from one side: where a point lies to the right, and how far away it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from aufmass.ceiling import Ceiling
from aufmass.geometry.planes import Plane
from aufmass.geometry.ring import Point, Ring, cross, distance, edges
from aufmass.numbers import Number


@dataclass(frozen=True, slots=True)
class Rise:
    """A height along a line: so much at its zero, so much more for every millimetre to the right."""

    steep: Number
    start: Number

    def at(self, across: Number) -> Number:
        """Return the height at a place."""
        return self.start + self.steep * across


@dataclass(frozen=True, slots=True)
class View:
    """A line through an origin that runs to the right of somebody who looks to its left."""

    origin: Point
    right: Point
    length: Number

    @classmethod
    def along(cls, origin: Point, right: Point) -> View:
        """Return the view with a line through an origin in a direction."""
        return cls(origin, right, distance(Point(0, 0), right))

    def seen(self, point: Point) -> Point:
        """Return how far to the right and how far away a point is, in whole millimetres."""
        x, y = point.x - self.origin.x, point.y - self.origin.y
        if self.length == 1:
            return Point(round(x * self.right.x + y * self.right.y), round(y * self.right.x - x * self.right.y))
        across = x * self.right.x + y * self.right.y
        away = y * self.right.x - x * self.right.y
        return Point(round(Fraction(across) / self.length), round(Fraction(away) / self.length))

    def at(self, across: Number, away: Number) -> Point:
        """Return the point so far to the right and so far away, in whole millimetres."""
        share = Fraction(1) / self.length
        x = self.origin.x + (across * self.right.x - away * self.right.y) * share
        return Point(round(x), round(self.origin.y + (across * self.right.y + away * self.right.x) * share))

    def rise(self, plane: Plane) -> Rise:
        """Return the height of a plane along the line."""
        steep = Fraction(plane.a * self.right.x + plane.b * self.right.y) / self.length
        return Rise(steep, plane.at(self.origin))

    def rises_away(self, plane: Plane) -> bool:
        """Tell whether somebody sees a plane from above: it rises away from him."""
        return plane.b * self.right.x - plane.a * self.right.y > 0

    def crossings(self, ring: Ring) -> list[tuple[int, int]]:
        """Return from where to where the line runs within a ring."""
        places = []
        for a, b in edges(tuple(self.seen(point) for point in ring)):
            if (a.y > 0) != (b.y > 0):
                places.append(round(a.x + Fraction(a.y) / (a.y - b.y) * (b.x - a.x)))
        places.sort()
        return [(start, end) for start, end in zip(places[::2], places[1::2], strict=True) if start < end]


def profile(ceiling: Ceiling, view: View, start: int, end: int, missing: int) -> list[Point]:
    """Return the corners of a ceiling along the line from one place to another: how far right, how high."""
    rises = [view.rise(plane) for plane in ceiling.planes] or [Rise(0, missing)]
    lifts = [(low, high, height) for ring, height in ceiling.dormers for low, high in view.crossings(ring)]
    stops = {start, end, *(place for low, high, _ in lifts for place in (low, high) if start < place < end)}
    found: list[Point] = []
    for first, second in pairwise(sorted(stops)):
        lift = max((height for low, high, height in lifts if low <= first and second <= high), default=0)
        found += lowest_along(rises, first, second, lift)
    return straight(found)


def lowest_along(rises: Sequence[Rise], start: int, end: int, lift: Number = 0) -> list[Point]:
    """Return the corners of the lowest of some heights between two places, at least so high."""
    lines = [*rises, Rise(0, lift)]
    places = {Fraction(start), Fraction(end)}
    for number, one in enumerate(lines):
        for other in lines[number + 1 :]:
            if one.steep != other.steep:
                place = Fraction(other.start - one.start) / (one.steep - other.steep)
                if start < place < end:
                    places.add(place)
    heights = ((place, max(min(rise.at(place) for rise in rises), lift)) for place in sorted(places))
    return [Point(round(place), round(height)) for place, height in heights]


def straight(points: Iterable[Point]) -> list[Point]:
    """Return a way without repetitions and without corners in the middle of straight parts."""
    found: list[Point] = []
    for point in points:
        if found and found[-1] == point:
            continue
        while len(found) > 1 and _is_straight(found[-2], found[-1], point):
            found.pop()
        found.append(point)
    return found


def _is_straight(first: Point, middle: Point, last: Point) -> bool:
    """Tell whether the middle of three points lies on the way, to within the rounding of whole millimetres."""
    turn = float(cross(first, middle, last))
    return 2 * abs(turn) <= abs(float(last.x - first.x)) + abs(float(last.y - first.y))
