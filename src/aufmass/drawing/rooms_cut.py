"""Texts in a section: names of rooms, clear heights as dimensions, and the heights of 1 m and 2 m under slopes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aufmass.ceiling import FULL_HEIGHT, HALF_HEIGHT
from aufmass.drawing.chains import Side, tick, written
from aufmass.drawing.hollows import Void
from aufmass.drawing.plan import Style
from aufmass.drawing.shapes import Box, Label, Layer, Shape, Stroke, extent, path
from aufmass.drawing.stamps import Line, Versions, inside_outline
from aufmass.sentences import Voice
from aufmass.sentences import mark as _

TEXT: Final = 1.8
SHARE: Final = 0.16  # of a room, from its left, where its height is written
NEAREST: Final = 4.5  # from a wall, on paper
UP: Final = Side(-1, 0)
LINES: Final = ((HALF_HEIGHT, Layer.ONE_METRE, _("1.00 m")), (FULL_HEIGHT, Layer.TWO_METRES, _("2.00 m")))


def room_texts(cut_rooms: list[Void], drawn: list[Box], scale: float, voice: Voice, style: Style) -> Iterator[Shape]:
    """Yield clear heights, lines of height and names of rooms, none upon another and beside what is drawn."""
    taken: list[Box] = []
    for void in cut_rooms:
        if style is Style.TECHNICAL:
            for shape in (*_clear_height(void, scale, voice), *_height_lines(void, scale, voice)):
                if isinstance(shape, Label) and any(shape.box(scale).overlaps(box) for box in taken):
                    continue
                if isinstance(shape, Label | Stroke):
                    taken.append(extent(shape, scale))
                yield shape
    for void in cut_rooms:
        names, outline = _names(void, plain=style is Style.MARKETING), path(void.ring)
        for label in inside_outline(outline, names, [*taken, *drawn], scale) or inside_outline(
            outline, names, taken, scale
        ):
            taken.append(label.box(scale))
            yield label


def _names(void: Void, *, plain: bool) -> Versions:
    """Return how a room is named, from the fullest to the smallest."""
    room = void.room
    if plain:
        return [(size, [Line(room.name, bold=True)]) for size in (2.8, 2.2, 1.8)]
    number, name = Line(room.id, bold=True), Line(f"{room.id} {room.name}", bold=True)
    return [(2.2, [name]), (1.8, [name]), (1.8, [number, Line(room.name)]), (1.8, [number]), (1.6, [number])]


def _clear_height(void: Void, scale: float, voice: Voice) -> Iterator[Shape]:
    """Yield the clear height as a dimension where the room is highest."""
    tops = [point.x for point in void.ceiling if point.y == void.highest]
    start, end = float(min(tops)), float(max(tops))
    x = start + min(max((end - start) * SHARE, NEAREST * scale), (end - start) / 2)
    low, high = float(void.storey.level), float(void.storey.level + void.highest)
    if void.end - void.start < 5 * scale:
        return
    yield Stroke(Layer.DIMENSION, ((x, low), (x, high)))
    for height in (low, high):
        yield from tick(height, -x, UP, scale)
    text = written(void.highest, voice)
    yield Label(Layer.DIMENSION, (x - 0.7 * scale, (low + high) / 2), text, TEXT, angle=90)


def _height_lines(void: Void, scale: float, voice: Voice) -> Iterator[Shape]:
    """Yield the heights of 1 m and 2 m above the floor across a room with sloping ceilings."""
    if not void.room.slopes:
        return
    for height, layer, text in LINES:
        ends = _reach(void, height)
        if ends and ends[1] - ends[0] > 8 * scale and height < void.highest:
            level = float(void.storey.level + height)
            yield Stroke(layer, ((ends[0], level), (ends[1], level)), dashed=True)
            yield Label(layer, (ends[1] - 6.0 * scale, level + 0.5 * scale), voice(text), 1.6)


def _reach(void: Void, height: int) -> tuple[float, float] | None:
    """Return the first and the last place where a room is at least so high."""
    places = [float(point.x) for point in void.ceiling if point.y >= height]
    for first, second in zip(void.ceiling, void.ceiling[1:], strict=False):
        if (first.y < height) != (second.y < height):
            places.append(float(first.x + (second.x - first.x) * (height - first.y) / (second.y - first.y)))
    return (min(places), max(places)) if places else None
