"""What is seen of a building from one side: walls, roof planes, dormers and openings, without what they hide."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from fractions import Fraction
from typing import Final

from aufmass.drawing.building import Building, Cover, along_edge, between
from aufmass.drawing.view import Rise, View, lowest_along, straight
from aufmass.drawing.walls import Gap, outward
from aufmass.geometry.region import region
from aufmass.geometry.ring import Point, Ring, area, bounds, cross, distance, edges, leftward
from aufmass.model import Dormer, OpeningKind, Room, Storey
from aufmass.numbers import Number
from aufmass.uses import Use

SAME: Final = 5  # mm within which things lie in one plane
COPING: Final = 200  # above the clear height of a dormer
ASIDE: Final = 200  # how far a dormer reaches beside its clear width
FEWEST: Final = 3


class Kind(Enum):
    """What a face is."""

    WALL = auto()
    ROOF = auto()
    DORMER = auto()
    BALCONY = auto()


@dataclass(frozen=True, slots=True)
class Face:
    """A part of the surface: its ring as seen, and how far away it is along its width."""

    kind: Kind
    ring: Ring
    start: Point
    end: Point
    box: tuple[float, float, float, float] = field(init=False)

    def __post_init__(self) -> None:
        """Keep the box around the ring."""
        left, bottom, right, top = bounds([self.ring])
        object.__setattr__(self, "box", (float(left), float(bottom), float(right), float(top)))

    def away(self, across: Number) -> Number:
        """Return how far away it is at a place."""
        if self.start.x == self.end.x:
            return self.start.y
        share = Fraction(across - self.start.x) / (self.end.x - self.start.x)
        return self.start.y + share * (self.end.y - self.start.y)

    def hides(self, other: Face) -> bool:
        """Tell whether it lies before another face where both are seen."""
        one, two = self.box, other.box
        if one[0] >= two[2] or two[0] >= one[2] or one[1] >= two[3] or two[1] >= one[3]:
            return False
        middle = Fraction(max(one[0], two[0]) + min(one[2], two[2])) / 2
        return self.away(middle) < other.away(middle) - SAME


@dataclass(frozen=True, slots=True)
class Seen:
    """Rings of one kind that lie in one plane, without what is before them."""

    kind: Kind
    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class SeenOpening:
    """A door or window in an outer wall: what of it is seen, and where it stands."""

    gap: Gap
    ring: Ring
    is_whole: bool


def faces(building: Building, view: View, *, beyond: bool = False) -> list[Face]:
    """Return everything that turns to somebody who looks; beyond a cut only what lies wholly behind it."""
    found = [face for storey in building.standing for face in _walls(building, storey, view)]
    terrain = building.survey.terrain
    for storey in building.storeys:
        if terrain is None or storey.level > terrain:
            found += _balconies(storey, view)
    if building.cover:
        found += _roof(building.cover, view)
        for storey in building.storeys:
            if storey not in building.standing:
                found += _dormers(building, storey, building.cover, view)
    return [face for face in found if not beyond or min(face.start.y, face.end.y) > 0]


def seen(found: Sequence[Face], before: Sequence[Ring] = ()) -> list[Seen]:
    """Return what is seen of faces; those in one plane become one, and `before` hides whatever is behind it."""
    planes: defaultdict[object, list[Face]] = defaultdict(list)
    for face in found:
        planes[_plane(face)].append(face)
    shown = []
    for members in planes.values():
        own = set(map(id, members))
        hiding = [one.ring for one in found if id(one) not in own and any(one.hides(face) for face in members)]
        rings = region([face.ring for face in members], [*hiding, *before])
        if rings:
            shown.append(Seen(members[0].kind, tuple(rings)))
    return shown


def seen_openings(building: Building, view: View, found: Sequence[Face]) -> Iterator[SeenOpening]:
    """Yield the openings in outer walls that turn to somebody who looks, and are not hidden."""
    for storey in building.storeys:
        outer = [edge for ring in building.outer(storey) for edge in edges(ring)]
        for gap in building.gaps(storey):
            x, y = outward(gap.room, gap.opening.edge)
            if y * view.right.x - x * view.right.y >= 0 or not any(_lies_on(gap, edge) for edge in outer):
                continue
            first, second = sorted((view.seen(gap.ring[2]), view.seen(gap.ring[3])))
            if first.x == second.x:
                continue
            low = storey.level + gap.opening.sill
            ring = _box(round(first.x), low, round(second.x), low + gap.opening.height)
            face = Face(Kind.WALL, ring, first, second)
            hiding = [one.ring for one in found if one.hides(face)]
            shown = region([ring], hiding)
            if shown:
                largest = max(shown, key=area)
                yield SeenOpening(gap, largest, is_whole=area(largest) == area(ring))


def is_to_outside(building: Building, storey: Storey, gap: Gap) -> bool:
    """Tell whether an opening leads out of the building."""
    return any(_lies_on(gap, edge) for ring in building.outer(storey) for edge in edges(ring))


def _lies_on(gap: Gap, edge: tuple[Point, Point]) -> bool:
    """Tell whether the outer side of an opening lies on an outer edge."""
    a, b = edge
    far = gap.ring[2:]
    reach = bounds([edge])
    for point in far:
        if not (reach[0] - SAME <= point.x <= reach[2] + SAME and reach[1] - SAME <= point.y <= reach[3] + SAME):
            return False
    return all(abs(float(cross(a, b, point))) <= SAME * float(distance(a, b)) for point in far)


def is_window(gap: Gap) -> bool:
    """Tell whether an opening has glass."""
    return gap.opening.kind is OpeningKind.WINDOW


def _plane(face: Face) -> object:
    """Return what faces in one plane have in common."""
    if face.kind is not Kind.WALL:
        return face
    across = face.end.x - face.start.x
    lean = Fraction(face.end.y - face.start.y) / across if across else Fraction(0)
    return round(lean * 1000), round((face.start.y - lean * face.start.x) / SAME)


def _box(left: int, bottom: int, right: int, top: int) -> Ring:
    return (Point(left, bottom), Point(right, bottom), Point(right, top), Point(left, top))


def _walls(building: Building, storey: Storey, view: View) -> Iterator[Face]:
    """Yield the walls of a storey above the ground."""
    low, high, terrain = storey.level, storey.level + storey.height, building.survey.terrain
    if storey is building.standing[0] and terrain is not None:
        low = min(low, terrain)
    if terrain is not None:
        low = max(low, terrain)
    if low >= high:
        return
    for ring in building.outer(storey):
        for a, b in edges(tuple(view.seen(point) for point in ring)):
            if a.x < b.x:
                yield Face(Kind.WALL, _box(round(a.x), low, round(b.x), high), a, b)


def _balconies(storey: Storey, view: View) -> Iterator[Face]:
    """Yield the slabs of balconies; nobody measured their railings."""
    for room in storey.rooms:
        if room.use in (Use.BALCONY, Use.ROOF_GARDEN):
            for a, b in edges(tuple(view.seen(point) for point in leftward(room.outline))):
                if a.x < b.x:
                    yield Face(Kind.BALCONY, _box(round(a.x), storey.level - COPING, round(b.x), storey.level), a, b)


def _roof(cover: Cover, view: View) -> Iterator[Face]:
    """Yield the walls beneath the edges of a roof, and its planes."""
    for a, b in edges(cover.outline):
        first, second = view.seen(a), view.seen(b)
        if first.x < second.x:
            ring = between(straight(along_edge(cover, a, b, view)), cover.base)
            if len(ring) >= FEWEST and area(ring):
                yield Face(Kind.WALL, ring, first, second)
    for plane, piece in cover.pieces():
        if view.rises_away(plane):
            corners = [view.seen(point) for point in piece]
            heights = [round(cover.base + plane.at(point)) for point in piece]
            ring = leftward(tuple(Point(round(one.x), high) for one, high in zip(corners, heights, strict=True)))
            if len(set(ring)) >= FEWEST and area(ring):
                left, _low, right, _high = bounds([ring])
                away = Fraction(sum(one.y for one in corners)) / len(corners)
                yield Face(Kind.ROOF, ring, Point(left, away), Point(right, away))


def _dormers(building: Building, storey: Storey, cover: Cover, view: View) -> Iterator[Face]:
    """Yield the fronts and cheeks of dormers above the roof."""
    for room in storey.rooms:
        for dormer in room.dormers:
            top = storey.level + dormer.height + COPING
            outline = _to_the_wall(room, dormer)
            for a, b in edges(leftward(outline)):
                first, second = view.seen(a), view.seen(b)
                if first.x >= second.x:
                    continue
                ring = _above(cover, a, b, view, top)
                if len(ring) >= FEWEST and area(ring):
                    yield Face(Kind.DORMER, ring, first, second)


def _to_the_wall(room: Room, dormer: Dormer) -> Ring:
    """Return the outline of a dormer whose front, where it lies on an edge of the room, stands on the outer wall."""
    walls = room.walls or (0,) * len(room.outline)
    moved = []
    ring = leftward(dormer.outline)
    for corner in ring:
        x, y = corner
        for number, (a, b) in enumerate(edges(room.outline), 1):
            turn = (b.x - a.x) * (corner.y - a.y) - (corner.x - a.x) * (b.y - a.y)
            if turn == 0 and walls[number - 1]:
                out = outward(room, number)
                x, y = x + out[0] * walls[number - 1], y + out[1] * walls[number - 1]
        moved.append(Point(x, y))
    return tuple(moved)


def _above(cover: Cover, a: Point, b: Point, view: View, top: int) -> Ring:
    """Return what of an upright face along an edge stands above a roof."""
    lower = straight(along_edge(cover, a, b, view))
    shown = [point for point in lower if point.y < top]
    if not shown:
        return ()
    rises = [Rise(0, top)]
    for first, second in itertools.pairwise(lower):
        if (first.y < top) != (second.y < top):
            share = Fraction(top - first.y) / (second.y - first.y)
            shown.append(Point(round(first.x + share * (second.x - first.x)), top))
    shown.sort()
    upper = lowest_along(rises, round(shown[0].x), round(shown[-1].x))
    ring = (*shown, *(point for point in reversed(upper) if point not in shown))
    return leftward(ring)
