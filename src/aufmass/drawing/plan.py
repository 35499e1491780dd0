"""The plan of one storey, cut between 1.00 m and 1.50 m above its floor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import hypot
from typing import Final

from aufmass.drawing.building import Building
from aufmass.drawing.chains import chains, written
from aufmass.drawing.cuts import Cut, cut_marks
from aufmass.drawing.fittings import fitting_shapes, height_label, height_lines
from aufmass.drawing.levels import level_text
from aufmass.drawing.oblique import oblique_chains
from aufmass.drawing.openings import opening_shapes
from aufmass.drawing.shapes import (
    CUT,
    FINE,
    VISIBLE,
    Arc,
    Box,
    Drawing,
    Fill,
    Label,
    Layer,
    Path,
    Shape,
    Stroke,
    extent,
    path,
    whole,
)
from aufmass.drawing.stamps import holds, place_stamps, stamp_lines
from aufmass.drawing.walls import Shell, outward
from aufmass.geometry.ring import area
from aufmass.model import OpeningKind, Room, Storey, Survey
from aufmass.numbers import square_metres
from aufmass.sentences import NBSP, Choice, Voice
from aufmass.sentences import mark as _


class Style(Choice):
    """How a plan looks."""

    TECHNICAL = "technical", _("Technical")
    MARKETING = "marketing", _("Marketing")


WALL_COLOURS: Final = {Style.TECHNICAL: "#C3C8CE", Style.MARKETING: "#3B4148"}
HEIGHT_TEXT = 1.6
SILL_TEXT, SILL_AWAY = 1.5, 1.6
STRAIGHT = 0.001
FULLEST = 100  # the smallest scale with heights of sills
BARE = 0.35
NEAR_THE_END = 0.8


def plan(
    survey: Survey,
    storey: Storey,
    scale: int,
    voice: Voice,
    style: Style = Style.TECHNICAL,
    *,
    building: Building | None = None,
    found: Sequence[Cut] = (),
) -> Drawing:
    """Return the plan of a storey of a survey that was checked, with texts sized for a scale such as 100.

    A building spares the walls from being worked out again; `found` are the sections whose lines are marked.
    """
    title = voice(_("Floor plan, %(storey)s")) % {"storey": storey.name}
    house = building or Building(survey)
    shapes = _shapes(house, storey, scale, voice, style)
    if style is Style.TECHNICAL and found:
        shapes += cut_marks(found, whole(shapes, scale), scale)
    note = voice(_("Areas: living area under the WoFlV; in brackets the floor of rooms that do not count."))
    level = voice(_("Upper edge of the floor: %(level)s.")) % {"level": level_text(storey.level, voice)}
    about = _description(survey, storey, voice)
    return Drawing(f"plan-{storey.id}", title, about, scale, tuple(shapes), (level, note), is_plan=True)


def _shapes(building: Building, storey: Storey, scale: int, voice: Voice, style: Style) -> list[Shape]:
    """Return everything on a plan but the lines of sections."""
    house = building.shell(storey)
    drawn = [*_rooms(storey, house, style), *_walls(house, style)]
    for gap in house.gaps:
        if style is Style.MARKETING and gap.opening.kind is not OpeningKind.WINDOW:
            drawn.append(Fill(Layer.FILL, (path(gap.ring),), gap.room.meaning.colour))
        drawn += opening_shapes(gap)
    fitted = [list(fitting_shapes(room, scale, voice)) for room in storey.rooms]
    drawn += [shape for shapes in fitted for shape in shapes]
    texts: list[Shape] = []
    if style is Style.TECHNICAL:
        texts += chains(storey, house, scale, voice)
        texts += _heights(storey, scale, voice)
        texts += oblique_chains(house, [one.box(scale) for one in texts if isinstance(one, Label)], scale, voice)
    boxes = [shape.box(scale) for shape in (*drawn, *texts) if isinstance(shape, Label)]
    wanted = [
        (room, stamp_lines(room, _area(building, room, voice), voice, plain=style is Style.MARKETING))
        for room in storey.rooms
    ]
    leaves = [extent(shape, scale) for gap in house.gaps for shape in opening_shapes(gap) if isinstance(shape, Arc)]
    taken = {
        room.id: [*leaves, *(extent(shape, scale) for shape in shapes)]
        for room, shapes in zip(storey.rooms, fitted, strict=True)
    }
    stamps = list(place_stamps(wanted, taken, boxes, scale))
    is_full = style is Style.TECHNICAL and scale <= FULLEST
    return [*drawn, *texts, *stamps, *(_sills(house, [*boxes, *leaves], scale, voice) if is_full else ())]


def _description(survey: Survey, storey: Storey, voice: Voice) -> str:
    """Return what the drawing shows, for those who cannot see it."""
    rooms = ", ".join(room.name for room in storey.rooms)
    values = {"name": survey.name, "storey": storey.name, "rooms": rooms}
    return voice(_("%(name)s, %(storey)s, with the rooms: %(rooms)s.")) % values


def _rooms(storey: Storey, house: Shell, style: Style) -> Iterator[Shape]:
    """Yield the rooms: fine lines within walls, heavier ones where nobody stated how thick the walls are."""
    inner = FINE if house.walls else BARE
    for room in storey.rooms:
        if style is Style.MARKETING:
            yield Fill(Layer.FILL, (path(room.outline),), room.meaning.colour)
        yield Stroke(Layer.ROOM, path(room.outline), closed=True, weight=VISIBLE if room.is_outdoor else inner)


def _walls(house: Shell, style: Style) -> Iterator[Shape]:
    """Yield the walls: filled, with heavy borders; those that touch the outer edge are outer walls."""
    if not house.walls:
        return
    yield Fill(Layer.FILL, tuple(path(ring) for ring in house.walls), WALL_COLOURS[style])
    outer = {point for ring in house.outer for point in ring}
    reach = Box.around([place for ring in house.outer for place in path(ring)]) if outer else None
    for ring in house.walls:
        drawn = path(ring)
        layer = Layer.OUTER_WALL if reach and _touches(drawn, reach) else Layer.INNER_WALL
        yield Stroke(layer, drawn, closed=True, weight=CUT)


def _touches(ring: Path, reach: Box) -> bool:
    """Tell whether a ring reaches the box of the house."""
    box = Box.around(ring)
    return box.left == reach.left or box.right == reach.right or box.bottom == reach.bottom or box.top == reach.top


def _heights(storey: Storey, scale: int, voice: Voice) -> Iterator[Label]:
    """Yield a text at the longest line of each height in every room with space for it."""
    for room in storey.rooms:
        longest = {line.layer: line for line in sorted(height_lines(room), key=_length)}
        for line in longest.values():
            (ax, ay), (bx, by) = line.points
            place = ax + (bx - ax) * NEAR_THE_END, ay + (by - ay) * NEAR_THE_END + 0.4 * scale
            label = Label(line.layer, place, height_label(line, voice), HEIGHT_TEXT)
            if label.box(scale).width < (1 - NEAR_THE_END) * 2 * _length(line):
                yield label


def _sills(house: Shell, taken: list[Box], scale: int, voice: Voice) -> Iterator[Label]:
    """Yield the heights of sills inside the windows they belong to, where a room and other texts leave space."""
    for gap in house.gaps:
        if gap.opening.kind is not OpeningKind.WINDOW or not gap.opening.sill:
            continue
        first, second = path(gap.ring[:2])
        x, y = (float(part) for part in outward(gap.room, gap.opening.edge))
        if min(abs(x), abs(y)) > STRAIGHT:
            continue
        is_level = abs(y) > abs(x)
        middle = (first[0] + second[0]) / 2 - x * SILL_AWAY * scale, (first[1] + second[1]) / 2 - y * SILL_AWAY * scale
        down = 0.275 * SILL_TEXT * scale
        place = (middle[0], middle[1] - down) if is_level else (middle[0] + down, middle[1])
        text = voice(_("sill %(height)s")) % {"height": written(gap.opening.sill, voice)}
        label = Label(Layer.DIMENSION, place, text, SILL_TEXT, angle=0 if is_level else 90)
        box = label.box(scale)
        if holds(path(gap.room.outline), box) and not any(box.overlaps(other) for other in taken):
            taken.append(box)
            yield label


def _length(line: Stroke) -> float:
    (ax, ay), (bx, by) = line.points
    return hypot(bx - ax, by - ay)


def _area(building: Building, room: Room, voice: Voice) -> str:
    """Return the area in a stamp: the living area, or in brackets the floor of a room that is none."""
    counted = building.living_area(room)
    if counted:
        return f"{voice.number(counted)}{NBSP}m²"
    return f"({voice.number(square_metres(area(room.outline)))}{NBSP}m²)"
