"""The plan of a storey while it is being entered: no sheet, every room marked, faulty rooms in red."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from xml.sax.saxutils import escape

from aufmass.checking import check
from aufmass.checking.outline import outline_faults
from aufmass.drawing.plan import Style, plan
from aufmass.drawing.shapes import Box, Path, Shape, path, whole
from aufmass.drawing.svg import FONTS, Pen, attribute
from aufmass.geometry.ring import Ring
from aufmass.model import Room, Storey, Survey
from aufmass.sentences import Voice
from aufmass.sentences import mark as _

SCALE: Final = 100  # of lines and texts; the picture itself is in millimetres of the building
AIR: Final = 300
RED: Final = "#B3261E"
OF_A_ROOM: Final = re.compile(r"storeys\[1\]\.rooms\[(\d+)\]\.(\w+)")
DRAWN: Final = ("id", "unit", "share", "share_reason", "category")  # faults of these leave the picture as it is


def picture(survey: Survey, storey: Storey, voice: Voice, *, style: Style = Style.TECHNICAL) -> str:
    """Return the plan of a storey as an SVG without a sheet, one unit a millimetre of the building, upwards negative.

    The survey need not be possible: a room whose outline is faulty is drawn as a red outline alone, any other fault
    leaves a room without what stands in it. Every room is a path with `data-room`, faulty ones with `data-faulty`;
    nothing needs a style sheet, and nothing is refused: a storey without rooms is an empty picture.
    """
    broken, bare = _faulty(survey, storey)
    sound = [_plain(room) if place in bare else room for place, room in enumerate(storey.rooms) if place not in broken]
    shown = replace(storey, rooms=tuple(sound), footprint=_sound_footprint(storey))
    shapes = plan(survey, shown, SCALE, voice, style).shapes if sound else ()
    red = {place: path(storey.rooms[place].outline) for place in broken if storey.rooms[place].outline}
    box = _box(shapes, list(red.values()))
    size = f"{box.left:.0f} {-box.top:.0f} {box.width:.0f} {box.height:.0f}"
    pen = Pen(0, 0, 1, SCALE)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" role="img" font-family="{FONTS}" fill="none">',
        f"<title>{escape(voice(_('Floor plan, %(storey)s')) % {'storey': storey.name})}</title>",
        f"<desc>{escape(', '.join(room.name for room in storey.rooms))}</desc>",
        *(_room(room, pen, faulty=place in bare) for place, room in enumerate(storey.rooms) if place not in broken),
        *pen.elements(shapes),
        *_red(storey, red, pen),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _faulty(survey: Survey, storey: Storey) -> tuple[set[int], set[int]]:
    """Return the places of rooms whose outline cannot be used, and of those with any other fault."""
    alone = replace(survey, storeys=(storey,), roof=None)
    broken, bare = set[int](), set[int]()
    for fault in check(alone):
        if (found := OF_A_ROOM.match(fault.place)) and not fault.is_hint and found[2] not in DRAWN:
            (broken if found[2] == "outline" else bare).add(int(found[1]) - 1)
    return broken, bare - broken


def _plain(room: Room) -> Room:
    """Return a room with nothing in it and nothing in its walls."""
    return Room(room.id, room.name, room.use, room.outline, None, room.unit)


def _sound_footprint(storey: Storey) -> tuple[Ring, ...]:
    return tuple(ring for ring in storey.footprint if not outline_faults(ring))


def _box(shapes: tuple[Shape, ...], outlines: list[Path]) -> Box:
    """Return the box around everything, with some air; around nothing it is a few metres."""
    boxes = [*([whole(shapes, SCALE)] if shapes else []), *(Box.around(outline) for outline in outlines)]
    if not boxes:
        return Box(0, 0, 6_000, 4_000)
    box = boxes[0]
    for other in boxes[1:]:
        box = box.joined(other)
    return Box(box.left - AIR, box.bottom - AIR, box.right + AIR, box.top + AIR)


def _room(room: Room, pen: Pen, *, faulty: bool) -> str:
    """Return the floor of a room, which a page can mark."""
    colour = RED if faulty else room.meaning.colour
    mark = ' data-faulty=""' if faulty else ""
    look = f'fill="{colour}" fill-opacity="{0.18 if faulty else 1}"{mark}'
    name = f"<title>{escape(f'{room.id} {room.name}')}</title>"
    where = f"M{pen.points(path(room.outline))}Z"
    return f'<path class="room" data-room={attribute(room.id)} d="{where}" {look}>{name}</path>'


def _red(storey: Storey, outlines: dict[int, Path], pen: Pen) -> Iterator[str]:
    """Yield what is known of rooms that cannot be drawn: their outline, as it was entered."""
    for place, outline in outlines.items():
        room = storey.rooms[place]
        look = f'stroke="{RED}" stroke-width="50" fill="{RED}" fill-opacity="0.12" fill-rule="evenodd"'
        name = f"<title>{escape(f'{room.id} {room.name}')}</title>"
        where = f"M{pen.points(outline)}Z"
        yield f'<path class="room" data-room={attribute(room.id)} data-faulty="" d="{where}" {look}>{name}</path>'
