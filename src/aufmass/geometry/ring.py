"""Points and rings: areas, lengths, turning, and where a point lies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import isqrt, lcm
from typing import NamedTuple

from aufmass.numbers import Number, plain, quotient

ROOT_SCALE = 10**6  # roots that are not whole are exact to a millionth of a millimetre


class Point(NamedTuple):
    """A place in a storey: millimetres to the right and up."""

    x: Number
    y: Number


Ring = tuple[Point, ...]


def ring(points: Sequence[tuple[Number, Number]]) -> Ring:
    """Return a ring from pairs of numbers."""
    return tuple(Point(*point) for point in points)


def edges(shape: Ring) -> Iterator[tuple[Point, Point]]:
    """Yield every edge from its first to its second corner."""
    return zip(shape, (*shape[1:], *shape[:1]), strict=True)


def cross(origin: Point, first: Point, second: Point) -> Number:
    """Return twice the signed area of the triangle: positive when it turns left."""
    return (first.x - origin.x) * (second.y - origin.y) - (first.y - origin.y) * (second.x - origin.x)


def signed_area(shape: Ring) -> Fraction:
    """Return the area in square millimetres: positive when the corners run counter-clockwise."""
    common = lcm(*[one.denominator for point in shape for one in point])
    if common == 1:
        doubled = sum(a.x * b.y - b.x * a.y for a, b in edges(shape))
        return Fraction(doubled.numerator, 2)
    # Whole numbers over one common denominator: adding fractions one by one costs a divisor each time.
    whole = [(x.numerator * (common // x.denominator), y.numerator * (common // y.denominator)) for x, y in shape]
    around = zip(whole, (*whole[1:], *whole[:1]), strict=True)
    return Fraction(sum(x * v - u * y for (x, y), (u, v) in around), 2 * common * common)


def area(shape: Ring) -> Fraction:
    """Return the area in square millimetres, whichever way the corners run."""
    return abs(signed_area(shape))


def leftward(shape: Ring) -> Ring:
    """Return the ring with its corners counter-clockwise: the inside is on the left of every edge."""
    return shape if signed_area(shape) >= 0 else shape[::-1]


def root(square: Number) -> Number:
    """Return a square root: exact when it is whole, else to a millionth."""
    exact = Fraction(square)
    whole = isqrt(int(exact))
    if whole * whole == exact:
        return whole
    return Fraction(isqrt(int(exact * ROOT_SCALE**2)), ROOT_SCALE)


def distance(first: Point, second: Point) -> Number:
    """Return the length between two points in millimetres."""
    return root((second.x - first.x) ** 2 + (second.y - first.y) ** 2)


def is_inside(point: Point, shape: Ring) -> bool:
    """Tell whether a point lies in a ring; its border is not inside."""
    inside = False
    for a, b in edges(shape):
        turn = cross(a, b, point)
        if turn == 0 and _between(a, b, point):
            return False
        if (a.y > point.y) != (b.y > point.y) and (turn > 0) == (b.y > a.y):
            inside = not inside
    return inside


def is_on_border(point: Point, shape: Ring) -> bool:
    """Tell whether a point lies on an edge or a corner of a ring."""
    return any(cross(a, b, point) == 0 and _between(a, b, point) for a, b in edges(shape))


def _between(a: Point, b: Point, point: Point) -> bool:
    """Tell whether a point on the line through a and b lies from a to b."""
    return min(a.x, b.x) <= point.x <= max(a.x, b.x) and min(a.y, b.y) <= point.y <= max(a.y, b.y)


def meeting(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Return where the segments a–b and c–d meet; parallel ones never do."""
    along = (b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x)
    if along == 0:
        return None
    ahead, aside = cross(c, d, a), -cross(a, b, c)
    if along < 0:
        along, ahead, aside = -along, -ahead, -aside
    if not (0 <= ahead <= along and 0 <= aside <= along):
        return None
    return Point(
        a.x if a.x == b.x else quotient(a.x * along + ahead * (b.x - a.x), along),
        a.y if a.y == b.y else quotient(a.y * along + ahead * (b.y - a.y), along),
    )


def is_rectangle(shape: Ring) -> bool:
    """Tell whether four corners make right angles."""
    if len(shape) != 4:  # noqa: PLR2004
        return False
    a, b, c, d = shape
    closes = (b.x - a.x, b.y - a.y) == (c.x - d.x, c.y - d.y)
    return closes and (b.x - a.x) * (d.x - a.x) + (b.y - a.y) * (d.y - a.y) == 0


def is_convex(shape: Ring) -> bool:
    """Tell whether a simple ring has no corner that points inwards."""
    turned = leftward(shape)
    corners = zip((*turned[-1:], *turned[:-1]), turned, (*turned[1:], *turned[:1]), strict=True)
    return all(cross(before, here, after) >= 0 for before, here, after in corners)


def plain_point(x: Number, y: Number) -> Point:
    """Return a point with integers where they are whole."""
    return Point(plain(x), plain(y))


def bounds(shapes: Sequence[Ring]) -> tuple[Number, Number, Number, Number]:
    """Return left, bottom, right and top of all rings together."""
    xs = [point.x for shape in shapes for point in shape]
    ys = [point.y for shape in shapes for point in shape]
    return min(xs), min(ys), max(xs), max(ys)
