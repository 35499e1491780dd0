"""Cutting rings exactly: along a line, by a convex shape, into convex parts; any simple ring, convex or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from aufmass.geometry.ring import Point, Ring, area, cross, edges, is_convex, leftward
from aufmass.numbers import Number


@dataclass(frozen=True, slots=True)
class Line:
    """The line a·x + b·y + c = 0; its left is where the value is positive."""

    a: Number
    b: Number
    c: Number

    def at(self, point: Point) -> Number:
        """Return the value at a point: positive on the left, nothing on the line."""
        return self.a * point.x + self.b * point.y + self.c


def through(first: Point, second: Point) -> Line:
    """Return the line from one point to another, with its left on the left."""
    across, up = second.x - first.x, second.y - first.y
    return Line(-up, across, up * first.x - across * first.y)


def split(shape: Ring, line: Line) -> tuple[list[Ring], list[Ring]]:
    """Return the parts of a ring left and right of a line; together they are the ring."""
    sides = [line.at(point) for point in shape]
    if all(side >= 0 for side in sides):
        return [shape], []
    if all(side <= 0 for side in sides):
        return [], [shape]
    turned = leftward(shape)
    return _left_of(turned, line), _left_of(turned, Line(-line.a, -line.b, -line.c))


def cut(shapes: Sequence[Ring], convex: Ring) -> tuple[list[Ring], list[Ring]]:
    """Return the parts of rings inside and outside a convex ring."""
    inside, outside = list(shapes), []
    for first, second in edges(leftward(convex)):
        line = through(first, second)
        halves = [split(shape, line) for shape in inside]
        inside = [part for left, _right in halves for part in left]
        outside += [part for _left, right in halves for part in right]
    return inside, outside


def convex_parts(shape: Ring) -> list[Ring]:
    """Return convex rings that together are the ring."""
    turned = leftward(shape)
    if is_convex(turned):
        return [turned]
    before = (*turned[-1:], *turned[:-1])
    after = (*turned[1:], *turned[:1])
    corner, following = next((b, h) for b, h, a in zip(before, turned, after, strict=True) if cross(b, h, a) < 0)
    left, right = split(turned, through(corner, following))
    return [part for half in (*left, *right) for part in convex_parts(half)]


def without(shapes: Sequence[Ring], taken: Ring) -> list[Ring]:
    """Return what is left of rings when a simple ring is taken away."""
    remaining = list(shapes)
    for part in convex_parts(taken):
        remaining = cut(remaining, part)[1]
    return remaining


def overlap(first: Ring, second: Ring) -> Fraction:
    """Return the common area of two simple rings in square millimetres."""
    parts = convex_parts(second)
    return sum((area(piece) for part in parts for piece in cut([first], part)[0]), start=Fraction(0))


@dataclass(frozen=True, slots=True)
class _Chain:
    """A run of corners left of a line, from where it rises to where it falls."""

    points: tuple[Point, ...]
    begins: tuple[Number, Number]
    ends: tuple[Number, Number]


def _left_of(shape: Ring, line: Line) -> list[Ring]:
    """Join the chains left of a line: next to it their ends lie in pairs around what is inside."""
    chains = _chains(shape, line)
    ends = sorted(
        [(chain.begins, place, 0) for place, chain in enumerate(chains)]
        + [(chain.ends, place, 1) for place, chain in enumerate(chains)]
    )
    follows: dict[int, int] = {}
    for (_a, first, kind), (_b, second, _other) in zip(ends[::2], ends[1::2], strict=True):
        follows[first if kind else second] = second if kind else first
    parts = []
    while follows:
        start, place, points = next(iter(follows)), -1, list[Point]()
        while place != start:
            place = start if place < 0 else place
            points += chains[place].points
            place = follows.pop(place)
        parts.append(_tidy(points))
    return [part for part in parts if len(part) > 2]  # noqa: PLR2004


def _chains(shape: Ring, line: Line) -> list[_Chain]:
    """Return every run of corners left of the line, each with the points where it meets the line."""
    around = list(edges(shape))
    first = next(place for place, (a, b) in enumerate(around) if line.at(a) <= 0 < line.at(b))
    chains, points = [], list[Point]()
    for a, b in around[first:] + around[:first]:
        before, after = line.at(a), line.at(b)
        if before <= 0 < after:
            points = [_crossing(a, b, before, after), b]
        elif before > 0 >= after:
            points.append(_crossing(a, b, before, after))
            chains.append(_chain(points, line))
            points = []
        elif after > 0:
            points.append(b)
    return chains


def _chain(points: list[Point], line: Line) -> _Chain:
    """Return a chain with its ends by their place on the line and, where two meet, by how they lean just off it."""

    def end(on: Point, off: Point) -> tuple[Number, Number]:
        along, further = line.b * on.x - line.a * on.y, line.b * off.x - line.a * off.y
        return along, Fraction(further - along) / line.at(off)

    return _Chain(tuple(points), end(points[0], points[1]), end(points[-1], points[-2]))


def _crossing(a: Point, b: Point, before: Number, after: Number) -> Point:
    """Return where an edge meets the line, given the values at its corners."""
    if before == 0:
        return a
    if after == 0:
        return b
    share = Fraction(before) / (before - after)
    return Point(_whole(a.x + share * (b.x - a.x)), _whole(a.y + share * (b.y - a.y)))


def _whole(value: Number) -> Number:
    """Return a whole fraction as an integer: integers are quicker."""
    return value.numerator if value.denominator == 1 else value


def _tidy(points: list[Point]) -> Ring:
    """Return the points without repetitions."""
    return tuple(point for place, point in enumerate(points) if point != points[place - 1])
