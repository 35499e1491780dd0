"""What stands in rooms and hangs above them: stairs, chimneys, voids, dormers, lines of height."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aufmass.ceiling import FULL_HEIGHT, HALF_HEIGHT, Band, Ceiling
from aufmass.drawing.shapes import CUT, FINE, Box, Fill, Label, Layer, Path, Place, Shape, Stroke, path
from aufmass.geometry.ring import Ring, edges, is_rectangle
from aufmass.model import Deduction, Obstacle, Room, Stair
from aufmass.sentences import Voice
from aufmass.sentences import mark as _

SOLID: Final = "#8A9096"
TEXT: Final = 1.8
HEIGHT_LAYERS: Final = {HALF_HEIGHT: Layer.ONE_METRE, FULL_HEIGHT: Layer.TWO_METRES}


def fitting_shapes(room: Room, scale: float, voice: Voice) -> Iterator[Shape]:
    """Yield what is drawn inside a room; only stairs bring their text along, which interrupts the treads."""
    for stair in room.stairs:
        yield from _stair(stair, scale, voice)
    for deduction in room.deductions:
        yield from _standing(deduction)
    for dormer in room.dormers:
        yield Stroke(Layer.TWO_METRES, path(dormer.outline), closed=True, dashed=True)
    yield from height_lines(room)


def height_lines(room: Room) -> Iterator[Stroke]:
    """Yield the dashed lines at 1 m and 2 m of clear height: exactly where the zones of the calculation meet."""
    if not room.slopes:
        return
    ceiling = Ceiling.of(room)
    zones = ceiling.zones(room.outline)
    for height, bands in ((HALF_HEIGHT, (Band.HIGH, Band.MIDDLE)), (FULL_HEIGHT, (Band.HIGH,))):
        pieces = [piece for zone in zones if zone.band in bands for piece in zone.pieces]
        for piece in pieces:
            for a, b in edges(piece):
                if any(plane.a or plane.b for plane in ceiling.planes if plane.at(a) == height == plane.at(b)):
                    yield Stroke(HEIGHT_LAYERS[height], path((a, b)), dashed=True)


def height_label(line: Stroke, voice: Voice) -> str:
    """Return what stands at a line of height."""
    return voice(_("1.00 m") if line.layer is Layer.ONE_METRE else _("2.00 m"))


def _stair(stair: Stair, scale: float, voice: Voice) -> Iterator[Shape]:
    yield Stroke(Layer.STAIR, path(stair.outline), closed=True)
    if not is_rectangle(stair.outline) or stair.risers <= 1:
        return
    start, end, side = _walk(stair.outline)
    label, near = _count(stair, start, end, side, voice)
    text = label.box(scale)
    for tread in range(1, stair.risers - 1):
        here = _between(start, end, tread / (stair.risers - 1))
        ends = _moved(here, side, -near), _moved(here, side, near)
        is_behind_text = _passes(ends, text)
        yield Stroke(Layer.STAIR, (ends[0], here if is_behind_text else ends[1]), weight=FINE)
    yield from _arrow(start, end, side)
    yield label


def _count(stair: Stair, start: Place, end: Place, side: Place, voice: Voice) -> tuple[Label, float]:
    """Return the number of risers above the walking line, and the share of the width on whose end it stands."""
    is_upright = abs(end[1] - start[1]) > abs(end[0] - start[0])
    near = 0.5 if (side[0] < 0 if is_upright else side[1] > 0) else -0.5
    text = voice(_("%(count)s risers")) % {"count": stair.risers}
    place = _moved(_between(start, end, 0.5), side, near * 0.4)
    return Label(Layer.STAIR, place, text, TEXT, angle=90 if is_upright else 0), near


def _passes(ends: Path, text: Box) -> bool:
    """Tell whether a tread along an axis runs behind a text."""
    box = Box.around(ends)
    across = box.left < text.right and text.left < box.right if box.width else text.left < box.left < text.right
    return across and (
        box.bottom < text.top and text.bottom < box.top if box.height else text.bottom < box.top < text.top
    )


def _walk(outline: Ring) -> tuple[Place, Place, Place]:
    """Return the walking line along the longer side, away from the first corner, and the vector across it."""
    a, b, c, d = path(outline)
    lengths = [((p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2) for p, q in ((a, b), (a, d))]
    if lengths[0] >= lengths[1]:
        return _between(a, d, 0.5), _between(b, c, 0.5), (d[0] - a[0], d[1] - a[1])
    return _between(a, b, 0.5), _between(d, c, 0.5), (b[0] - a[0], b[1] - a[1])


def _arrow(start: Place, end: Place, side: Place) -> Iterator[Shape]:
    """Yield the walking line with a ring at its foot and an arrow at its head."""
    yield Stroke(Layer.STAIR, (start, end), weight=FINE)
    back = _between(end, start, 0.06)
    yield Stroke(Layer.STAIR, (_moved(back, side, 0.1), end, _moved(back, side, -0.1)))


def _standing(deduction: Deduction) -> Iterator[Shape]:
    outline = path(deduction.outline)
    if deduction.kind is Obstacle.VOID:
        yield Stroke(Layer.STAIR, outline, closed=True, dashed=True, weight=FINE)
        yield from _diagonals(outline)
        return
    colour = SOLID if deduction.height is None else "#E3E5E8"
    yield Fill(Layer.FILL, (outline,), colour)
    yield Stroke(Layer.INNER_WALL, outline, closed=True, weight=CUT if deduction.height is None else None)
    if deduction.kind is Obstacle.CHIMNEY:
        yield from _diagonals(outline)


def _diagonals(outline: Path) -> Iterator[Shape]:
    if len(outline) == 4:  # noqa: PLR2004
        a, b, c, d = outline
        yield Stroke(Layer.STAIR, (a, c), weight=FINE)
        yield Stroke(Layer.STAIR, (b, d), weight=FINE)


def _between(a: Place, b: Place, share: float) -> Place:
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def _moved(place: Place, vector: Place, share: float) -> Place:
    return place[0] + share * vector[0], place[1] + share * vector[1]
