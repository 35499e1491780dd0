"""Sections: a building cut upright along a line, and what is seen beyond the cut."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aufmass.drawing.building import Building
from aufmass.drawing.cuts import Cut
from aufmass.drawing.elevation import surfaces
from aufmass.drawing.faces import faces, seen
from aufmass.drawing.flights import flights
from aufmass.drawing.hollows import Void, attic_space, openings_cut, other_hollows, solids, standing_cut, unknown, voids
from aufmass.drawing.inside import inside
from aufmass.drawing.levels import GROUND, Mark, ground, heights, levels, marks, widths
from aufmass.drawing.plan import BARE, WALL_COLOURS, Style
from aufmass.drawing.rooms_cut import room_texts
from aufmass.drawing.shapes import CUT, VISIBLE, Box, Drawing, Fill, Layer, Shape, Stroke, extent, path, whole
from aufmass.drawing.stamps import Line, inside_outline
from aufmass.geometry.region import region
from aufmass.geometry.ring import Ring
from aufmass.sentences import Unusable, Voice
from aufmass.sentences import mark as _

ASSUMED: Final = _("Build-ups that were not measured are drawn from the heights of storeys and rooms.")


def section(building: Building, cut: Cut, scale: int, voice: Voice, style: Style = Style.TECHNICAL) -> Drawing:
    """Return the section along a line; raises Unusable where the line meets no room."""
    cut_rooms = voids(building, cut.view)
    if not cut_rooms:
        raise Unusable(_("The line of the section meets no room."))
    bodies = cut_bodies(building, cut, cut_rooms)
    shapes = [*_beyond(building, cut, style), *_rooms(cut_rooms, style, bare=not bodies)]
    for void in cut_rooms:
        shapes += inside(building, void, cut.view, style)
    shapes += _bodies(bodies, style)
    shapes += standing_cut(building, cut_rooms, cut.view)
    shapes += openings_cut(building, cut.view)
    shapes += flights(building, cut.view, style)
    standing = [box for shape in shapes for box in _extents(shape, scale)]
    texts = [
        *_measures(building, cut, cut_rooms, whole(shapes, scale), scale, voice, style),
        *room_texts(cut_rooms, standing, scale, voice, style),
        *_unknown(building, cut, cut_rooms, scale, voice),
    ]
    names = ", ".join(dict.fromkeys(void.room.name for void in cut_rooms))
    title = voice(_("Section %(name)s–%(name)s")) % {"name": cut.name}
    about = voice(_("%(name)s, %(title)s, through the rooms: %(rooms)s.")) % {
        "name": building.survey.name,
        "title": title,
        "rooms": names,
    }
    notes = (voice(ASSUMED),) if bodies else ()
    return Drawing(f"section-{cut.name}", title, about, scale, (*shapes, *texts), notes)


def _unknown(building: Building, cut: Cut, cut_rooms: list[Void], scale: int, voice: Voice) -> Iterator[Shape]:
    """Yield the text where nobody surveyed anything, if it fits."""
    versions = [(size, [Line(voice(_("not surveyed")))]) for size in (2.2, 1.8)]
    for ring in unknown(building, cut.view, cut_rooms):
        yield from inside_outline(path(ring), versions, [], scale)


def _extents(shape: Shape, scale: float) -> list[Box]:
    """Return the boxes around what a name should not lie on; that of a stair is made of its steps."""
    if shape.layer in (Layer.WINDOW, Layer.DOOR, Layer.SEEN):
        return [extent(shape, scale)]
    if shape.layer is Layer.STAIR and isinstance(shape, Stroke):
        return [Box.around(shape.points[place : place + 3]) for place in range(len(shape.points) - 1)]
    return []


def cut_bodies(building: Building, cut: Cut, cut_rooms: list[Void]) -> list[Ring]:
    """Return the borders of everything solid that the line meets: walls, slabs and roof."""
    solid = solids(building, cut.view)
    if not solid:
        return []
    hollow = [void.ring for void in cut_rooms]
    hollow += [*other_hollows(building, cut.view, cut_rooms), *attic_space(building, cut.view, cut_rooms)]
    hollow += unknown(building, cut.view, cut_rooms)
    return region(solid, hollow)


def _beyond(building: Building, cut: Cut, style: Style) -> Iterator[Shape]:
    """Yield what is seen of the building beside and above the cut, as far as anybody measured it."""
    if building.is_measured:
        before = region(solids(building, cut.view))
        shown = seen(faces(building, cut.view, beyond=True), before)
        yield from surfaces(shown, style, surveyed=True, weight=VISIBLE)


def _rooms(cut_rooms: list[Void], style: Style, *, bare: bool) -> Iterator[Shape]:
    """Yield the rooms: filled on coloured sections, as outlines where nobody measured walls."""
    for void in cut_rooms:
        if style is Style.MARKETING:
            yield Fill(Layer.FILL, (path(void.ring),), void.room.meaning.colour)
        if bare:
            yield Stroke(Layer.ROOM, path(void.ring), closed=True, weight=BARE)


def _bodies(bodies: list[Ring], style: Style) -> Iterator[Shape]:
    if bodies:
        yield Fill(Layer.FILL, tuple(path(ring) for ring in bodies), WALL_COLOURS[style])
    for ring in bodies:
        yield Stroke(Layer.OUTER_WALL, path(ring), closed=True, weight=CUT)


def _measures(
    building: Building, cut: Cut, cut_rooms: list[Void], reach: Box, scale: int, voice: Voice, style: Style
) -> Iterator[Shape]:
    """Yield ground, chains and levels."""
    left, low, right, high = reach.left, reach.bottom, reach.right, reach.top
    terrain = building.survey.terrain
    if terrain is not None:
        side = GROUND * scale
        yield from ground(terrain, _outside(building, cut, left - side, right + side, terrain), scale)
    if style is not Style.TECHNICAL:
        return
    is_ridge = bool(building.survey.roof and building.cover and round(high) == building.cover.ridge)
    wanted = [*levels(building, voice), Mark(round(high), voice(_("Ridge") if is_ridge else _("Upper edge")))]
    yield from marks(wanted, right + GROUND * scale, scale, voice, building.survey.dimensions)
    first = [
        void for void in cut_rooms if void.start == min(one.start for one in cut_rooms if one.storey == void.storey)
    ]
    clear = [height for void in first for height in (void.storey.level, void.storey.level + void.highest)]
    edges = [storey.level for storey in building.storeys] + [round(low), round(high)]
    yield from heights([[*clear, *edges], edges, [round(low), round(high)]], left - GROUND * scale, scale, voice)
    widest = max(building.storeys, key=lambda one: sum(void.storey == one for void in cut_rooms))
    row = [place for void in cut_rooms if void.storey == widest for place in (void.start, void.end)]
    spans = [span for one in solids(building, cut.view) for span in (one[0].x, one[1].x)] or row
    ends = [round(min(spans)), round(max(spans))]
    lowest = min(low, terrain - 2 * scale if terrain is not None else low)
    yield from widths([[*row, *ends], ends], lowest, scale, voice)


def _outside(building: Building, cut: Cut, left: float, right: float, terrain: int) -> list[tuple[float, float]]:
    """Return where the ground is seen: beside the walls that stand in it."""
    standing = [
        span
        for storey in building.standing
        if (building.bottom if storey is building.standing[0] else storey.level) <= terrain
        for ring in building.outer(storey)
        for span in cut.view.crossings(ring)
    ]
    spans, here = [], left
    for start, end in sorted(standing):
        if start > here:
            spans.append((here, float(start)))
        here = max(here, float(end))
    return [*spans, (here, right)] if here < right else spans
