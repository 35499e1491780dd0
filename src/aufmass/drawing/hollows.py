"""What a section cuts: the solid building along a line, and what is hollow in it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from aufmass.drawing.building import BUILD_UP, Building, between
from aufmass.drawing.fittings import SOLID
from aufmass.drawing.shapes import CUT, FINE, Fill, Layer, Shape, Stroke, path
from aufmass.drawing.view import Rise, View, lowest_along, profile, straight
from aufmass.drawing.walls import beyond
from aufmass.geometry.ring import Point, Ring, bounds
from aufmass.model import Obstacle, OpeningKind, RecessKind, Room, Storey
from aufmass.uses import Use

SLAB: Final = 200  # of balconies and uppermost ceilings that nobody measured
THINNEST, THICKEST = 80, 800  # of roofs, upright
LEAST: Final = 100
WIDEST, MARGIN, BESIDE = (
    1_500,
    300,
    600,
)  # of what can be a wall; how much of it is drawn as wall; how near its rooms are


@dataclass(frozen=True, slots=True)
class Void:
    """A room where a line cuts it: from where to where, and its ceiling above its floor."""

    storey: Storey
    room: Room
    start: int
    end: int
    ceiling: tuple[Point, ...]

    @property
    def ring(self) -> Ring:
        """Return its ring."""
        floor = self.storey.level
        return between([Point(point.x, point.y + floor) for point in self.ceiling], floor)

    @property
    def highest(self) -> int:
        """Return its greatest clear height."""
        return round(max(point.y for point in self.ceiling))


def box(left: int, bottom: int, right: int, top: int) -> Ring:
    """Return an upright rectangle."""
    return (Point(left, bottom), Point(right, bottom), Point(right, top), Point(left, top))


def voids(building: Building, view: View) -> list[Void]:
    """Return the rooms that a line cuts, from below to above and from left to right."""
    found = []
    for storey in building.storeys:
        for room in storey.rooms:
            if not room.is_outdoor:
                missing = room.height or storey.height
                for start, end in view.crossings(room.outline):
                    ceiling = tuple(profile(building.ceiling(room), view, start, end, missing))
                    found.append(Void(storey, room, start, end, ceiling))
    return sorted(found, key=lambda one: (one.storey.level, one.start))


def solids(building: Building, view: View) -> list[Ring]:
    """Return the building along the line as if nothing in it were hollow."""
    found = []
    for storey in building.standing:
        low = building.bottom if storey is building.standing[0] else storey.level
        for ring in building.shell(storey).outer:
            found += [box(start, low, end, storey.level + storey.height) for start, end in view.crossings(ring)]
    for storey in building.storeys:
        found += _balconies(storey, view)
    cover = building.cover
    if cover and (found or building.survey.roof or building.shell(building.storeys[-1]).outer):
        for start, end in view.crossings(cover.outline):
            upper = straight(lowest_along(cover.rises(view), start, end, cover.base))
            found.append(between(upper, cover.base))
        found += _dormers(building, view)
    return [ring for ring in found if len(ring) > 2]  # noqa: PLR2004


def _balconies(storey: Storey, view: View) -> Iterator[Ring]:
    for room in storey.rooms:
        if room.is_outdoor and room.use is not Use.TERRACE:
            for start, end in view.crossings(room.outline):
                yield box(start, storey.level - SLAB, end, storey.level)


def _dormers(building: Building, view: View) -> Iterator[Ring]:
    """Yield what dormers add to the roof along a line."""
    for storey in building.storeys:
        for room in storey.rooms:
            spans = [span for dormer in room.dormers for span in view.crossings(dormer.outline)]
            heights = [one.height for one in room.dormers for _span in view.crossings(one.outline)]
            for (start, end), height in zip(spans, heights, strict=True):
                left, right = _to_the_outside(building, storey, room, view, start, end)
                yield box(left, storey.level, right, storey.level + height + SLAB)


def _to_the_outside(
    building: Building, storey: Storey, room: Room, view: View, start: int, end: int
) -> tuple[int, int]:
    """Return a dormer with its wall, where it ends at an outer wall of its room."""
    for ring in building.outer(storey):
        for low, high in view.crossings(ring):
            for first, last in view.crossings(room.outline):
                left = low if first == start and start - low < THICKEST else start
                right = high if last == end and high - end < THICKEST else end
                if low <= start and end <= high and first <= start and end <= last:
                    return left, right
    return start, end


def other_hollows(building: Building, view: View, cut_rooms: list[Void]) -> Iterator[Ring]:
    """Yield openings, niches, and holes in floors along the line."""
    for storey in building.storeys:
        for gap in building.gaps(storey):
            low = storey.level + gap.opening.sill
            for start, end in view.crossings(gap.ring):
                yield box(start, low, end, low + gap.opening.height)
        for room in storey.rooms:
            for recess in room.recesses:
                if recess.to_floor and recess.kind is not RecessKind.CUPBOARD:
                    for start, end in view.crossings(beyond(room, recess, recess.depth)):
                        yield box(start, storey.level, end, storey.level + recess.height)
    yield from _holes(building, view, cut_rooms)


def unknown(building: Building, view: View, cut_rooms: list[Void]) -> Iterator[Ring]:
    """Yield what lies within the outer edges but beside every room: nobody surveyed it, and it is no wall."""
    for storey in building.standing:
        for ring in building.shell(storey).outer:
            for start, end in view.crossings(ring):
                here = start
                rooms = [(one.start, one.end) for one in cut_rooms if one.storey is storey and start <= one.start < end]
                for first, last in (*sorted(rooms), (end, end)):
                    if first - here > WIDEST and not _is_wall(storey, view, here, first):
                        yield box(here + MARGIN, storey.level, first - MARGIN, storey.level + storey.height - SLAB)
                    here = max(here, last)


def _is_wall(storey: Storey, view: View, start: int, end: int) -> bool:
    """Tell whether there is a room close beside a line between two places: then the line runs within a wall."""
    middle = (start + end) // 2
    for aside in (-BESIDE, BESIDE):
        beside = View.along(view.at(0, aside), view.right)
        for room in storey.rooms:
            if any(low < middle < high for low, high in beside.crossings(room.outline)):
                return True
    return False


def _holes(building: Building, view: View, cut_rooms: list[Void]) -> Iterator[Ring]:
    """Yield the holes in floors: those that were measured, and flights of stairs in stairwells."""
    for lower, storey in zip(building.storeys, building.storeys[1:], strict=False):
        outlines = [one.outline for room in storey.rooms for one in room.deductions if one.kind is Obstacle.VOID]
        upper = [bounds([room.outline]) for room in storey.rooms if room.stairs or room.use is Use.STAIRWELL]
        for room in lower.rooms:
            for stair in room.stairs:
                left, bottom, right, top = bounds([stair.outline])
                middle = (left + right) / 2, (bottom + top) / 2
                if any(one[0] < middle[0] < one[2] and one[1] < middle[1] < one[3] for one in upper):
                    outlines.append(stair.outline)
        for outline in outlines:
            for start, end in view.crossings(outline):
                beneath = [one for one in cut_rooms if one.storey == lower and one.start < end and start < one.end]
                low = min((lower.level + one.highest for one in beneath), default=None)
                if low is not None and low < storey.level:
                    yield box(start, low, end, storey.level)


def attic_space(building: Building, view: View, cut_rooms: list[Void]) -> Iterator[Ring]:
    """Yield the space between the uppermost ceilings and the roof, whose build-up is that of sloping ceilings."""
    cover = building.cover
    if cover is None:
        return
    rises = cover.rises(view)
    attic = [void for void in cut_rooms if void.storey.level >= cover.base]
    floor = max((void.storey.level + void.highest + SLAB for void in attic), default=cover.base)
    thickness = _thickness(rises, attic)
    inner = [Rise(rise.steep, rise.start - thickness) for rise in rises]
    walls = LEAST * 3
    for start, end in view.crossings(cover.outline):
        within = lowest_along(inner, start + walls, end - walls, floor) if start + 2 * walls < end else []
        for first, last in _above(straight(within), floor):
            upper = straight(lowest_along(inner, first, last, floor))
            if max(point.y for point in upper) > floor + LEAST:
                yield between(upper, floor)


def _above(points: list[Point], floor: int) -> Iterator[tuple[int, int]]:
    """Yield from where to where a way runs above a level."""
    here: int | None = None
    for first, second in itertools.pairwise(points):
        if max(first.y, second.y) > floor:
            here = round(first.x) if here is None else here
        elif here is not None:
            yield here, round(first.x)
            here = None
    if here is not None:
        yield here, round(points[-1].x)


def _thickness(rises: list[Rise], attic: list[Void]) -> int:
    """Return how thick the roof is, upright: as the sloping ceilings beneath it tell."""
    gaps = [
        round(min(rise.at(point.x) for rise in rises) - void.storey.level - point.y)
        for void in attic
        if void.room.slopes
        for point in void.ceiling
        if point.y < void.highest
    ]
    return min((gap for gap in gaps if THINNEST <= gap <= THICKEST), default=BUILD_UP)


def standing_cut(building: Building, cut_rooms: list[Void], view: View) -> Iterator[Shape]:
    """Yield the chimneys, pillars and facing walls that a line cuts."""
    for void in cut_rooms:
        for part in void.room.deductions:
            if part.kind is Obstacle.VOID:
                continue
            for start, end in view.crossings(part.outline):
                ceiling = profile(building.ceiling(void.room), view, start, end, void.highest)
                lowest = round(min(point.y for point in ceiling))
                high = void.storey.level + min(part.height or lowest, lowest)
                ring = path(box(start, void.storey.level, end, high))
                yield Fill(Layer.FILL, (ring,), SOLID)
                yield Stroke(Layer.INNER_WALL, ring, closed=True, weight=CUT)


def openings_cut(building: Building, view: View) -> Iterator[Shape]:
    """Yield what is cut of windows and doors: both faces of the wall, and glass in its middle."""
    for storey in building.storeys:
        for gap in building.gaps(storey):
            low = storey.level + gap.opening.sill
            high = low + gap.opening.height
            for start, end in view.crossings(gap.ring):
                is_window = gap.opening.kind is OpeningKind.WINDOW
                layer = Layer.WINDOW if is_window else Layer.DOOR
                for x in (start, end, *([(start + end) / 2] if is_window else [])):
                    yield Stroke(layer, ((x, low), (x, high)), weight=FINE)
