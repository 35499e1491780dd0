"""Heights above a floor: sloping planes, the lowest of them, and volumes beneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm, radians, tan

from aufmass.geometry.cut import Line, split
from aufmass.geometry.ring import Point, Ring, cross, distance, edges, leftward
from aufmass.numbers import Number

TANGENT_SCALE = 10**12


@dataclass(frozen=True, slots=True)
class Plane:
    """The height a·x + b·y + c above the floor, in millimetres."""

    a: Number
    b: Number
    c: Number

    def at(self, point: Point) -> Number:
        """Return the height above a point of the floor."""
        return self.a * point.x + self.b * point.y + self.c


def level(height: Number) -> Plane:
    """Return a plane of one height everywhere."""
    return Plane(0, 0, height)


@lru_cache(maxsize=4096)
def rising(first: Point, second: Point, knee: int, pitch: Decimal) -> Plane:
    """Return the plane that leaves the edge at knee height and rises to its left by so many degrees."""
    steep = tangent(pitch) / Fraction(distance(first, second))
    a, b = -steep * (second.y - first.y), steep * (second.x - first.x)
    return Plane(a, b, knee - a * first.x - b * first.y)


def tangent(degrees: Decimal) -> Fraction:
    """Return the tangent of an angle to twelve decimals; that of 45° is exactly one."""
    return Fraction(round(tan(radians(degrees)) * TANGENT_SCALE), TANGENT_SCALE)


def reaching(shapes: Sequence[Ring], planes: Sequence[Plane], height: Number) -> tuple[list[Ring], list[Ring]]:
    """Return the parts of rings where every plane is at least this high, and the parts where one is lower."""
    high, low = list(shapes), []
    for plane in planes:
        line = _contour(plane, height)
        if line.a == 0 == line.b:
            halves = [([shape], []) if line.c >= 0 else ([], [shape]) for shape in high]
        else:
            halves = [split(shape, line) for shape in high]
        high = [part for above, _below in halves for part in above]
        low += [part for _above, below in halves for part in below]
    return high, low


def _contour(plane: Plane, height: Number) -> Line:
    """Return the line where a plane has a height, with whole numbers: only their signs and ratios matter."""
    a, b, c = plane.a, plane.b, plane.c - height
    whole = lcm(a.denominator, b.denominator, c.denominator)
    return Line(*(value.numerator * (whole // value.denominator) for value in (a, b, c)))


def lowest(shape: Ring, planes: Sequence[Plane]) -> list[tuple[Plane, list[Ring]]]:
    """Return for every plane the parts of a ring above which it is the lowest."""
    distinct = list(dict.fromkeys(planes))
    found = []
    for plane in distinct:
        others = [Plane(one.a - plane.a, one.b - plane.b, one.c - plane.c) for one in distinct if one != plane]
        found.append((plane, reaching([shape], others, 0)[0]))
    return found


def volume(shape: Ring, planes: Sequence[Plane]) -> Fraction:
    """Return the cubic millimetres between the floor and the lowest plane; below the floor nothing is counted."""
    total = Fraction(0)
    for plane, parts in lowest(shape, planes):
        total += sum((_under(part, plane) for part in reaching(parts, [plane], 0)[0]), start=Fraction(0))
    return total


def _under(shape: Ring, plane: Plane) -> Fraction:
    """Return the volume between a ring and one plane, by the ring's area and its first moments."""
    doubled = across = upward = Fraction(0)
    origin = Point(0, 0)
    for p, q in edges(leftward(shape)):
        turn = cross(origin, p, q)
        doubled += turn
        across += (p.x + q.x) * turn
        upward += (p.y + q.y) * turn
    return plane.c * doubled / 2 + plane.a * across / 6 + plane.b * upward / 6
