"""Stairs in a section: cut flights with their steps, others as they are seen beyond."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aufmass.drawing.building import Building
from aufmass.drawing.plan import WALL_COLOURS, Style
from aufmass.drawing.shapes import CUT, FINE, Fill, Layer, Path, Shape, Stroke
from aufmass.drawing.view import View
from aufmass.geometry.ring import Point, distance, is_rectangle
from aufmass.model import Stair, Storey

WAIST: Final = 160  # beneath the steps, upright; nobody measures it


def flights(building: Building, view: View, style: Style) -> Iterator[Shape]:
    """Yield the straight stairs that a line cuts, and those in the rooms it cuts that are seen beyond."""
    for storey in building.storeys:
        for room in storey.rooms:
            if not room.is_outdoor and view.crossings(room.outline):
                for stair in room.stairs:
                    if is_rectangle(stair.outline) and stair.risers > 1:
                        yield from _flight(storey, stair, view, style)


def _flight(storey: Storey, stair: Stair, view: View, style: Style) -> Iterator[Shape]:
    corners = [view.seen(point) for point in stair.outline]
    aways = [corner.y for corner in corners]
    is_cut = min(aways) <= 0 < max(aways)
    if not is_cut and max(aways) <= 0:
        return
    a, b, _c, d = corners
    lengthwise = (a, b) if distance(a, b) >= distance(a, d) else (a, d)
    start, end = round(lengthwise[0].x), round(lengthwise[1].x)
    if abs(end - start) * 2 < abs(round(lengthwise[1].y - lengthwise[0].y)):
        yield from _from_before(storey, stair, corners)
        return
    steps = step_path(storey, stair, start, end)
    if is_cut:
        under = ((end, storey.level + storey.height - WAIST), (_share(start, end, WAIST / storey.height), storey.level))
        yield Fill(Layer.FILL, ((*steps, *under),), WALL_COLOURS[style])
        yield Stroke(Layer.STAIR, (*steps, *under), closed=True, weight=CUT)
    else:
        yield Stroke(Layer.STAIR, steps, weight=FINE)


def step_path(storey: Storey, stair: Stair, start: int, end: int) -> Path:
    """Return the way over the steps from the floor to the next one: risers of one height, treads of one depth."""
    treads = stair.risers - 1
    points: list[tuple[float, float]] = [(start, storey.level)]
    for riser in range(1, stair.risers + 1):
        height = storey.level + storey.height * riser / stair.risers
        points.append((_share(start, end, (riser - 1) / treads), height))
        if riser < stair.risers:
            points.append((_share(start, end, riser / treads), height))
    return tuple(points)


def _share(start: float, end: float, share: float) -> float:
    return start + (end - start) * share


def _from_before(storey: Storey, stair: Stair, corners: list[Point]) -> Iterator[Shape]:
    """Yield a stair that runs towards or away from somebody: a line for every step."""
    left, right = float(min(one.x for one in corners)), float(max(one.x for one in corners))
    for riser in range(1, stair.risers + 1):
        height = storey.level + storey.height * riser / stair.risers
        yield Stroke(Layer.STAIR, ((left, height), (right, height)), weight=FINE)
    for x in (left, right):
        yield Stroke(Layer.STAIR, ((x, storey.level), (x, storey.level + storey.height)), weight=FINE)
