"""A building as drawings need it: its walls storey by storey, its roof, and how it stands; each worked out once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import gcd
from typing import Final

from aufmass.areas.living import WOFLV, room_area
from aufmass.areas.roofs import standing_storeys
from aufmass.ceiling import Ceiling, slope_plane
from aufmass.drawing.view import Rise, View, lowest_along
from aufmass.drawing.walls import Gap, Shell, shell, widened
from aufmass.geometry.planes import Plane, level, lowest
from aufmass.geometry.region import region
from aufmass.geometry.ring import Point, Ring, area, distance, edges, leftward, signed_area
from aufmass.model import Room, Storey, Survey
from aufmass.numbers import Number

GUESSED_WALL: Final = 200  # of buildings whose walls nobody measured
BUILD_UP: Final = 300  # of roofs that nobody measured, upright
MOST_PLANES: Final = 24


@dataclass(frozen=True, slots=True)
class Cover:
    """A roof: planes above an outline, their heights counted from a level."""

    outline: Ring
    base: int
    planes: tuple[Plane, ...]

    def rises(self, view: View) -> list[Rise]:
        """Return the planes along a line, in absolute heights."""
        rises = (view.rise(plane) for plane in self.planes)
        return [Rise(rise.steep, rise.start + self.base) for rise in rises]

    def height(self, point: Point) -> Number:
        """Return the height of the roof above a point."""
        return self.base + min(plane.at(point) for plane in self.planes)

    def pieces(self) -> list[tuple[Plane, Ring]]:
        """Return every plane with the parts of the outline above which it is the lowest."""
        return [(plane, ring) for plane, rings in lowest(self.outline, self.planes) for ring in rings]

    @property
    def ridge(self) -> int:
        """Return the height of its highest point."""
        return round(max(self.base + plane.at(corner) for plane, ring in self.pieces() for corner in ring))

    @property
    def eaves(self) -> int:
        """Return the height of its lowest corner."""
        return round(min(self.height(corner) for corner in self.outline))


class Building:
    """A survey that was checked, with what every drawing of it needs."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self._shells: dict[str, Shell] = {}
        self._outer: dict[str, tuple[Ring, ...]] = {}
        self._ceilings: dict[str, Ceiling] = {}
        self._areas: dict[str, Decimal] = {}

    def shell(self, storey: Storey) -> Shell:
        """Return the walls of a storey."""
        if storey.id not in self._shells:
            self._shells[storey.id] = shell(storey)
        return self._shells[storey.id]

    def outer(self, storey: Storey) -> tuple[Ring, ...]:
        """Return the outer edges of a storey; where nobody measured any, about where they may be."""
        if storey.id not in self._outer:
            known = self.shell(storey).outer
            inner = [room for room in storey.rooms if not room.is_outdoor]
            guessed = (replace(room, walls=(GUESSED_WALL,) * len(room.outline)) for room in inner)
            self._outer[storey.id] = known or tuple(region([widened(room) for room in guessed]))
        return self._outer[storey.id]

    @property
    def is_measured(self) -> bool:
        """Tell whether outer edges or walls were measured anywhere."""
        return any(self.shell(storey).outer for storey in self.storeys)

    def ceiling(self, room: Room) -> Ceiling:
        """Return the ceiling of a room."""
        if room.id not in self._ceilings:
            self._ceilings[room.id] = Ceiling.of(room)
        return self._ceilings[room.id]

    def living_area(self, room: Room) -> Decimal:
        """Return the living area of a room under the WoFlV: nothing where it does not count."""
        if room.id not in self._areas:
            self._areas[room.id] = room_area(room, WOFLV, self.survey.interpretations).area
        return self._areas[room.id]

    @cached_property
    def storeys(self) -> list[Storey]:
        """Return the storeys with anything to draw."""
        return [storey for storey in self.survey.storeys if storey.rooms or storey.footprint]

    @cached_property
    def standing(self) -> list[Storey]:
        """Return the storeys with upright walls: those below the roof."""
        known = {storey.id for storey in standing_storeys(self.survey)}
        if self.survey.roof is None and self.cover is not None:
            known.discard(self.storeys[-1].id)
        return [storey for storey in self.storeys if storey.id in known]

    @cached_property
    def cover(self) -> Cover | None:
        """Return the roof as measured, else as the sloping ceilings of the uppermost storey tell; or nothing."""
        roof = self.survey.roof
        if roof is not None:
            planes = (slope_plane(roof.outline, slope) for slope in roof.slopes)
            return Cover(leftward(roof.outline), roof.level, tuple(dict.fromkeys(planes))) if roof.slopes else None
        if not self.storeys or not self.shell(self.storeys[-1]).outer:
            return None
        top = self.storeys[-1]
        sloping = [room for room in top.rooms if room.slopes]
        found = dict.fromkeys(_lifted(slope_plane(room.outline, slope)) for room in sloping for slope in room.slopes)
        if not sloping or len(found) > MOST_PLANES:
            return None
        outline = max(self.outer(top), key=area)
        cover = Cover(outline, top.level, (*found, level(top.height)))
        return cover if all(self._is_beneath(room, cover) for room in sloping) else None

    def _is_beneath(self, room: Room, cover: Cover) -> bool:
        """Tell whether a roof leaves space for a room: no plane of another room cuts through it."""
        planes = self.ceiling(room).planes
        return all(
            cover.height(corner) - cover.base >= min(plane.at(corner) for plane in planes)
            for plane, rings in lowest(room.outline, planes)
            for ring in rings
            for corner in ring
        )

    @property
    def top(self) -> int:
        """Return the height of its highest point."""
        heights = [storey.level + storey.height for storey in self.standing]
        return max([*heights, *([self.cover.ridge] if self.cover else [])])

    @property
    def bottom(self) -> int:
        """Return the height of its lowest point: beneath its slab, or where it stands on the ground."""
        low = self.storeys[0].level - self.survey.base_slab
        return low if self.survey.terrain is None else min(low, self.survey.terrain)

    @cached_property
    def right(self) -> Point:
        """Return the direction in which most of its walls run: up to a right angle, the shortest whole numbers."""
        runs: Counter[Point] = Counter()
        for storey in self.storeys:
            for ring in self.outer(storey):
                for a, b in edges(ring):
                    runs[_direction(a, b)] += round(distance(a, b))
        return max(runs, key=lambda one: (runs[one], one == Point(1, 0))) if runs else Point(1, 0)

    def gaps(self, storey: Storey) -> tuple[Gap, ...]:
        """Return the openings of a storey."""
        return self.shell(storey).gaps


def _lifted(plane: Plane) -> Plane:
    """Return a sloping ceiling with the build-up of a roof above it."""
    return Plane(plane.a, plane.b, Fraction(plane.c) + BUILD_UP)


def _direction(a: Point, b: Point) -> Point:
    """Return the direction of an edge, turned by right angles into the first quarter."""
    x, y = round(b.x - a.x), round(b.y - a.y)
    while not (x > 0 and y >= 0):
        x, y = -y, x
    common = gcd(x, y)
    return Point(x // common, y // common)


def along_edge(cover: Cover, a: Point, b: Point, view: View) -> list[Point]:
    """Return the upper edge of the wall beneath a roof along one of its edges, as seen."""
    first, second = view.seen(a), view.seen(b)
    if first.x == second.x:
        return []
    share = Fraction(1, 1) / (second.x - first.x)
    rises = []
    for plane in cover.planes:
        steep = Fraction(plane.at(b) - plane.at(a)) * share
        rises.append(Rise(steep, cover.base + plane.at(a) - steep * first.x))
    start, end = sorted((round(first.x), round(second.x)))
    return lowest_along(rises, start, end)


def ring_area(ring: Ring) -> Number:
    """Return the area of a ring, whichever way it runs."""
    return abs(signed_area(ring))


def between(points: list[Point], base: int) -> Ring:
    """Return the ring between a way and a level beneath it."""
    ring = (Point(points[0].x, base), Point(points[-1].x, base), *reversed(points))
    return tuple(here for here, after in pairwise((*ring, ring[0])) if here != after)
