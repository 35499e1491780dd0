"""What lies within some rings and not within others, as rings again: walls are the house without its air."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, pi

from aufmass.geometry.ring import Point, Ring, cross, edges, leftward, meeting
from aufmass.numbers import Number, quotient

Edge = tuple[Point, Point]
Box = tuple[Number, Number, Number, Number]
STRIPS = 64


@dataclass(frozen=True, slots=True)
class _Shape:
    """A ring with its inside on the left, the box around it, and the side it stands on."""

    ring: Ring
    box: Box
    is_solid: bool


def region(solid: Sequence[Ring], hollow: Sequence[Ring] = ()) -> list[Ring]:
    """Return the border of what lies in any solid ring and in no hollow one: outer rings run left, holes right."""
    shapes = [_shape(one, is_solid=True) for one in solid] + [_shape(one, is_solid=False) for one in hollow]
    near = _Near(shapes)
    border: dict[Edge, None] = {}
    for first, second in _pieces([edge for shape in shapes for edge in edges(shape.ring)]):
        left, right = _filled(first, second, near)
        if left and not right:
            border[first, second] = None
        elif right and not left:
            border[second, first] = None
    return [
        tuple(Point(quotient(x, 2), quotient(y, 2)) for x, y in _straightened(ring)) for ring in _joined(list(border))
    ]


def _shape(ring: Ring, *, is_solid: bool) -> _Shape:
    doubled = tuple(Point(2 * x, 2 * y) for x, y in leftward(ring))  # so that middles of whole numbers are whole
    return _Shape(doubled, _box(doubled), is_solid)


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


class _Near:
    """Finds the shapes above and below a place: those whose boxes lie in the same strip from left to right."""

    def __init__(self, shapes: Sequence[_Shape]) -> None:
        self._left = min((shape.box[0] for shape in shapes), default=0)
        self._right = max((shape.box[2] for shape in shapes), default=0)
        self._width = max((self._right - self._left) // STRIPS, 1)
        self._strips: defaultdict[int, list[_Shape]] = defaultdict(list)
        for shape in shapes:
            for strip in range(self._strip(shape.box[0]), self._strip(shape.box[2]) + 1):
                self._strips[strip].append(shape)

    def __call__(self, x: Number) -> Sequence[_Shape]:
        """Return what may lie at a place."""
        return self._strips[self._strip(x)]

    def _strip(self, x: Number) -> int:
        return int((x - self._left) // self._width)


def _filled(first: Point, second: Point, near: _Near) -> tuple[bool, bool]:
    """Tell whether the left and the right of a piece are solid and not hollow."""
    middle = Point(quotient(first.x + second.x, 2), quotient(first.y + second.y, 2))
    is_left = is_right = False
    for shape in near(middle.x):
        left, bottom, right, top = shape.box
        if not (left <= middle.x <= right and bottom <= middle.y <= top) or (shape.is_solid and is_left and is_right):
            continue
        on_left, on_right = _sides(shape.ring, middle, first, second)
        if shape.is_solid:
            is_left, is_right = is_left or on_left, is_right or on_right
        else:
            is_left, is_right = is_left and not on_left, is_right and not on_right
    return is_left, is_right


def _sides(ring: Ring, middle: Point, first: Point, second: Point) -> tuple[bool, bool]:
    """Tell whether a ring holds the left and the right of a piece: its middle, or the side of a common border."""
    inside, (x, y) = False, middle
    for a, b in edges(ring):
        if (y < a.y and y < b.y) or (y > a.y and y > b.y):
            continue
        turn = cross(a, b, middle)
        if turn == 0 and min(a.x, b.x) <= x <= max(a.x, b.x):
            along = (b.x - a.x) * (second.x - first.x) + (b.y - a.y) * (second.y - first.y) > 0
            return along, not along
        if (a.y > y) != (b.y > y) and (turn > 0) == (b.y > a.y):
            inside = not inside
    return inside, inside


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
