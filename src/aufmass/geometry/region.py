"""What lies within some rings and not within others, as rings again: walls are the house without its air."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import atan2, pi

from aufmass.geometry.ring import Point, Ring, cross, edges, is_inside, leftward, meeting, plain_point
from aufmass.numbers import Number

Edge = tuple[Point, Point]
Box = tuple[Number, Number, Number, Number]


@dataclass(frozen=True, slots=True)
class _Shape:
    """A ring with its inside on the left, the box around it, and the side it stands on."""

    ring: Ring
    box: Box
    is_solid: bool


def region(solid: Sequence[Ring], hollow: Sequence[Ring] = ()) -> list[Ring]:
    """Return the border of what lies in any solid ring and in no hollow one: outer rings run left, holes right."""
    shapes = [_shape(one, is_solid=True) for one in solid] + [_shape(one, is_solid=False) for one in hollow]
    border: dict[Edge, None] = {}
    for first, second in _pieces([edge for shape in shapes for edge in edges(shape.ring)]):
        left, right = _is_filled(first, second, shapes), _is_filled(second, first, shapes)
        if left and not right:
            border[first, second] = None
        elif right and not left:
            border[second, first] = None
    return [_straightened(ring) for ring in _joined(list(border))]


def _shape(ring: Ring, *, is_solid: bool) -> _Shape:
    return _Shape(leftward(ring), _box(ring), is_solid)


def _box(points: Sequence[Point]) -> Box:
    xs, ys = [point.x for point in points], [point.y for point in points]
    return min(xs), min(ys), max(xs), max(ys)


def _pieces(all_edges: list[Edge]) -> Iterator[Edge]:
    """Yield the edges divided wherever another one meets them."""
    boxed = sorted(((_box(edge), edge) for edge in all_edges), key=lambda one: one[0][0])
    cuts: defaultdict[int, set[Point]] = defaultdict(set)
    for place, (box, (a, b)) in enumerate(boxed):
        for other in range(place + 1, len(boxed)):
            (left, bottom, _right, top), (c, d) = boxed[other]
            if left > box[2]:
                break
            if bottom <= box[3] and box[1] <= top:
                for point in _contacts(a, b, c, d):
                    cuts[place].add(point)
                    cuts[other].add(point)
    for place, (_place_box, (a, b)) in enumerate(boxed):
        across, up = b.x - a.x, b.y - a.y
        along = sorted({a, b, *cuts[place]}, key=lambda point: (point.x - a.x) * across + (point.y - a.y) * up)
        yield from pairwise(along)


def _contacts(a: Point, b: Point, c: Point, d: Point) -> Iterator[Point]:
    """Yield where two edges have to be divided: where they cross, or the corners of one on the other."""
    if cross(a, b, c) == 0 == cross(a, b, d):
        yield from (point for point in (c, d) if _covers(a, b, point))
        yield from (point for point in (a, b) if _covers(c, d, point))
    elif (place := meeting(a, b, c, d)) is not None:
        yield place


def _covers(a: Point, b: Point, point: Point) -> bool:
    return min(a.x, b.x) <= point.x <= max(a.x, b.x) and min(a.y, b.y) <= point.y <= max(a.y, b.y)


def _is_filled(first: Point, second: Point, shapes: Sequence[_Shape]) -> bool:
    """Tell whether the left of a piece is solid and not hollow."""
    middle = plain_point(Fraction(first.x + second.x) / 2, Fraction(first.y + second.y) / 2)
    is_solid = False
    for shape in shapes:
        left, bottom, right, top = shape.box
        if not (left <= middle.x <= right and bottom <= middle.y <= top):
            continue
        if shape.is_solid and is_solid:
            continue
        if _holds(shape.ring, middle, first, second):
            if not shape.is_solid:
                return False
            is_solid = True
    return is_solid


def _holds(ring: Ring, middle: Point, first: Point, second: Point) -> bool:
    """Tell whether a ring holds the left of a piece: it holds its middle, or the piece runs along its border."""
    for a, b in edges(ring):
        if cross(a, b, middle) == 0 and _covers(a, b, middle):
            return (b.x - a.x) * (second.x - first.x) + (b.y - a.y) * (second.y - first.y) > 0
    return is_inside(middle, ring)


def _joined(pieces: list[Edge]) -> Iterator[Ring]:
    """Yield rings from directed pieces; where several leave a point, the turn to the left keeps rings simple."""
    leaving: defaultdict[Point, list[Point]] = defaultdict(list)
    for first, second in pieces:
        leaving[first].append(second)
    while leaving:
        start = next(iter(leaving))
        points, here, before = [start], start, start
        while True:
            options = leaving[here]
            following = options[0] if len(options) == 1 else max(options, key=lambda one: _turn(before, here, one))
            options.remove(following)
            if not options:
                del leaving[here]
            if following == start:
                break
            points.append(following)
            before, here = here, following
        yield tuple(points)


def _turn(before: Point, here: Point, after: Point) -> float:
    """Return how far a way turns to the left, from a turn back on the right to one on the left."""
    came = atan2(here.y - before.y, here.x - before.x)
    goes = atan2(after.y - here.y, after.x - here.x)
    return (goes - came + pi) % (2 * pi)


def _straightened(ring: Ring) -> Ring:
    """Return the ring without corners in the middle of a straight edge."""
    around = zip((*ring[-1:], *ring[:-1]), ring, (*ring[1:], *ring[:1]), strict=True)
    return tuple(here for before, here, after in around if cross(before, here, after) != 0)
