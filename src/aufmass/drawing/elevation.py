"""Elevations: what somebody sees of a building from each side, named by the compass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import atan2, degrees, hypot
from typing import Final

from aufmass.drawing.building import Building
from aufmass.drawing.faces import Kind, Seen, SeenOpening, faces, is_window, seen, seen_openings
from aufmass.drawing.levels import GROUND, Mark, ground, heights, levels, marks, widths
from aufmass.drawing.plan import Style
from aufmass.drawing.shapes import (
    HATCH,
    Box,
    Drawing,
    Fill,
    Label,
    Layer,
    Path,
    Shape,
    Stroke,
    path,
    text_width,
)
from aufmass.drawing.view import View
from aufmass.geometry.ring import Point, bounds, edges
from aufmass.model import Survey
from aufmass.sentences import Choice, Voice
from aufmass.sentences import mark as _

OUTLINE: Final = 0.35
FRAME: Final = 60  # mm of a window or door around its glass or leaf
SILL: Final = 40
MOST_TURN, LEAST_SHARE = 30.0, 0.15  # of façades that no main view shows as they are
WALL_COLOUR, ROOF_COLOUR, GLASS, LEAF, EARTH = "#F6F1E7", "#C9BDB1", "#CFE0EF", "#A89B8C", "#DDE8CC"


class Wind(Choice):
    """Where a façade looks."""

    NORTH = "north", _("North elevation")
    NORTH_EAST = "north-east", _("North-east elevation")
    EAST = "east", _("East elevation")
    SOUTH_EAST = "south-east", _("South-east elevation")
    SOUTH = "south", _("South elevation")
    SOUTH_WEST = "south-west", _("South-west elevation")
    WEST = "west", _("West elevation")
    NORTH_WEST = "north-west", _("North-west elevation")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a building: how it is called and how it is looked at."""

    key: str
    wind: Wind
    view: View


def sides(building: Building) -> list[Side]:
    """Return the four sides along most walls, and those of further façades that look elsewhere."""
    x, y = building.right
    rights = [Point(x, y), Point(-y, x), Point(-x, -y), Point(y, -x)]
    rights += _further(building, rights)
    found, names = [], dict[str, int]()
    for right in rights:
        wind = _wind(building.survey, right)
        names[wind.value] = names.get(wind.value, 0) + 1
        number = f"-{names[wind.value]}" if names[wind.value] > 1 else ""
        found.append(Side(f"elevation-{wind.value}{number}", wind, View.along(Point(0, 0), right)))
    order = list(Wind)
    found = [side for side in found if faces(building, side.view)]
    return sorted(found, key=lambda side: ((order.index(side.wind) - order.index(Wind.SOUTH)) % len(order), side.key))


def elevation(building: Building, side: Side, scale: int, voice: Voice, style: Style = Style.TECHNICAL) -> Drawing:
    """Return one elevation; a side without any measured opening is dashed and says that it was not surveyed."""
    found = faces(building, side.view)
    shown = seen(found)
    openings = list(seen_openings(building, side.view, found))
    shapes = list(surfaces(shown, style, surveyed=bool(openings)))
    for opening in openings:
        shapes += _opening(opening, style)
    left, _low, right, _high = bounds([ring for one in shown for ring in one.rings])
    texts: list[Shape] = [] if openings else [_not_surveyed(shown, scale, voice)]
    terrain = building.survey.terrain
    if terrain is not None:
        texts += ground(terrain, [(float(left) - GROUND * scale, float(right) + GROUND * scale)], scale)
    if style is Style.TECHNICAL:
        texts += _measures(building, shown, scale, voice)
    title = voice(side.wind.label)
    about = voice(_("%(name)s, %(title)s, with %(count)s doors and windows.")) % {
        "name": building.survey.name,
        "title": title,
        "count": len(openings),
    }
    return Drawing(side.key, title, about, scale, (*shapes, *texts))


def _further(building: Building, known: list[Point]) -> Iterator[Point]:
    """Yield directions of façades that look further away from every main one than a view can show."""
    runs: dict[Point, float] = {}
    for storey in building.storeys:
        for ring in building.outer(storey):
            for a, b in edges(ring):
                step = Point(round((b.x - a.x) / 10), round((b.y - a.y) / 10))
                if step != Point(0, 0):
                    runs[step] = runs.get(step, 0) + hypot(b.x - a.x, b.y - a.y)
    whole = sum(runs.values())
    turns = [_bearing(one) for one in known]
    for step, run in sorted(runs.items(), key=lambda one: -one[1]):
        turn = _bearing(step)
        if run >= LEAST_SHARE * whole and all(abs((turn - one + 180) % 360 - 180) > MOST_TURN for one in turns):
            turns.append(turn)
            yield step


def _wind(survey: Survey, right: Point) -> Wind:
    """Return where the side looks that runs to the right of somebody who stands before it."""
    turn = (_bearing(right) - float(survey.north)) % 360
    return list(Wind)[round(turn / 45) % 8]


def _bearing(right: Point) -> float:
    """Return where somebody stands who sees an edge run to his right: degrees clockwise from up."""
    x, y = right.y, -right.x
    return degrees(atan2(x, y)) % 360


def surfaces(shown: list[Seen], style: Style, *, surveyed: bool, weight: float = OUTLINE) -> Iterator[Shape]:
    """Yield walls and roofs as outlines, dashed where nobody surveyed them; coloured ones are filled."""
    for one in shown:
        rings = tuple(path(ring) for ring in one.rings)
        if style is Style.MARKETING:
            yield Fill(Layer.FILL, rings, ROOF_COLOUR if one.kind is Kind.ROOF else WALL_COLOUR)
        layer = Layer.ROOF if one.kind is Kind.ROOF else Layer.SEEN
        for ring in rings:
            yield Stroke(layer, ring, closed=True, dashed=not surveyed, weight=weight)


def _opening(opening: SeenOpening, style: Style) -> Iterator[Shape]:
    """Yield a window with frame and sill, or a door with its leaf."""
    layer = Layer.WINDOW if is_window(opening.gap) else Layer.DOOR
    outline = path(opening.ring)
    if style is Style.MARKETING:
        yield Fill(Layer.FILL, (outline,), GLASS if is_window(opening.gap) else LEAF)
    yield Stroke(layer, outline, closed=True)
    box = Box.around(outline)
    if not opening.is_whole or min(box.width, box.height) <= 2 * FRAME:
        return
    foot = box.bottom + (FRAME if is_window(opening.gap) else 0)
    inner = Box(box.left + FRAME, foot, box.right - FRAME, box.top - FRAME)
    yield Stroke(layer, corners(inner), closed=True, weight=HATCH)
    if is_window(opening.gap) and opening.gap.opening.sill:
        yield Stroke(layer, ((box.left - SILL, box.bottom), (box.right + SILL, box.bottom)), weight=OUTLINE)


def corners(box: Box) -> Path:
    """Return the corners of a box."""
    return ((box.left, box.bottom), (box.right, box.bottom), (box.right, box.top), (box.left, box.top))


def _not_surveyed(shown: list[Seen], scale: float, voice: Voice) -> Label:
    """Return the text on a side that nobody measured, as large as the side allows."""
    left, low, right, high = (float(one) for one in bounds([ring for one in shown for ring in one.rings]))
    text = voice(_("not surveyed"))
    size = max(1.8, min(5.0, (right - left) * 0.8 / scale / text_width(text)))
    return Label(Layer.SEEN, ((left + right) / 2, (low + high) / 2), text, size)


def _measures(building: Building, shown: list[Seen], scale: float, voice: Voice) -> Iterator[Shape]:
    rings = [ring for one in shown for ring in one.rings]
    left, low, right, high = bounds(rings)
    survey = building.survey
    wanted = [*levels(building, voice), Mark(high, voice(_("Ridge") if survey.roof else _("Upper edge")))]
    yield from marks(wanted, float(right) + GROUND * scale, scale, voice, survey.dimensions)
    rows = [[low, *(mark.height for mark in levels(building, voice) if low < mark.height < high), high], [low, high]]
    yield from heights(rows, float(left) - GROUND * scale, scale, voice)
    if building.is_measured:
        ends = _ends(shown)
        yield from widths([ends, [ends[0], ends[-1]], [left, right]], float(low), scale, voice)


def _ends(shown: list[Seen]) -> list[int]:
    """Return where walls begin and end from left to right."""
    return sorted({round(point.x) for one in shown if one.kind is Kind.WALL for ring in one.rings for point in ring})
