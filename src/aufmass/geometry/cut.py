"""Cutting rings exactly: along a line, by a convex shape, into convex parts; any simple ring, convex or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from aufmass.geometry.ring import Point, Ring, area, cross, edges, is_convex, leftward
from aufmass.numbers import Number, quotient


@dataclass(frozen=True, slots=True)
class Line:
    """The line a·x + b·y + c = 0; its left is where the value is positive."""

    a: Number
    b: Number
    c: Number

    def at(self, point: Point) -> Number:
        """Return the value at a point: positive on the left, nothing on the line."""
        return self.a * point.x + self.b * point.y + self.c

    def along(self, point: Point) -> Number:
        """Return how far along the line a point lies, in steps of the line's own."""
        return self.b * point.x - self.a * point.y


def through(first: Point, second: Point) -> Line:
    """Return the line from one point to another, with its left on the left."""
    across, up = second.x - first.x, second.y - first.y
    return Line(-up, across, up * first.x - across * first.y)


def split(shape: Ring, line: Line) -> tuple[list[Ring], list[Ring]]:
    """Return the parts of a ring left and right of a line; together they are the ring."""
    sides = [line.at(point) for point in shape]
    if min(sides) >= 0:
        return [shape], []
    if max(sides) <= 0:
        return [], [shape]
    turned = leftward(shape)
    if turned is not shape:
        sides.reverse()
    marked = [_Marked(point, side) for point, side in zip(turned, sides, strict=True)]
    opposite = [_Marked(point, -side) for point, side in marked]
    return _left_of(marked, line), _left_of(opposite, Line(-line.a, -line.b, -line.c))


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


class _Marked(NamedTuple):
    """A corner with its side of a line: positive on the left, nothing on the line."""

    point: Point
    side: Number


_Run = list[_Marked]  # corners left of a line, from where it rises to where it falls


def _left_of(shape: list[_Marked], line: Line) -> list[Ring]:
    """Join the runs left of a line: next to it their ends lie in pairs around what is inside."""
    runs = _runs(shape)
    if len(runs) == 1:
        return _sound([_tidy(runs[0])])
    ends = [(_end(run[0], run[1], line), place, 0) for place, run in enumerate(runs)]
    ends += [(_end(run[-1], run[-2], line), place, 1) for place, run in enumerate(runs)]
    ends.sort()
    follows: dict[int, int] = {}
    for (_a, first, kind), (_b, second, _other) in zip(ends[::2], ends[1::2], strict=True):
        follows[first if kind else second] = second if kind else first
    parts = []
    while follows:
        start, place, points = next(iter(follows)), -1, list[_Marked]()
        while place != start:
            place = start if place < 0 else place
            points += runs[place]
            place = follows.pop(place)
        parts.append(_tidy(points))
    return _sound(parts)


def _sound(parts: list[Ring]) -> list[Ring]:
    """Return the rings that hold something."""
    return [part for part in parts if len(part) > 2]  # noqa: PLR2004


def _runs(shape: list[_Marked]) -> list[_Run]:
    """Return every run of corners left of the line, each with the points where it meets the line."""
    count = len(shape)
    first = next(place for place in range(count) if shape[place].side <= 0 < shape[(place + 1) % count].side)
    runs: list[_Run] = []
    for step in range(first, first + count):
        a, b = shape[step % count], shape[(step + 1) % count]
        if a.side <= 0 < b.side:
            runs.append([_crossing(a, b), b])
        elif a.side > 0 >= b.side:
            runs[-1].append(_crossing(a, b))
        elif b.side > 0:
            runs[-1].append(b)
    return runs


def _end(on: _Marked, off: _Marked, line: Line) -> tuple[Number, Number]:
    """Return an end by its place on the line and, where two meet, by how it leans just off the line."""
    here = line.along(on.point)
    return here, Fraction(line.along(off.point) - here) / off.side


def _crossing(a: _Marked, b: _Marked) -> _Marked:
    """Return where an edge meets the line."""
    if a.side == 0:
        return a
    if b.side == 0:
        return b
    return _Marked(
        Point(_between(a.point.x, b.point.x, a.side, b.side), _between(a.point.y, b.point.y, a.side, b.side)), 0
    )


def _between(first: Number, second: Number, left: Number, right: Number) -> Number:
    """Return the number between two that lie so far on the left and on the right of a line."""
    if first == second:
        return first
    return quotient(second * left - first * right, left - right)


def _tidy(run: _Run) -> Ring:
    """Return the points without repetitions."""
    return tuple(one.point for place, one in enumerate(run) if one.point != run[place - 1].point)
