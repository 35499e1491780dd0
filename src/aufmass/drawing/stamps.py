"""Room stamps: placed where a room has space, smaller in small rooms, with a line to the room where it has none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from aufmass.drawing.shapes import LINE_HEIGHT, Box, Label, Layer, Path, Place, Shape, Stroke, path
from aufmass.geometry.ring import distance, is_rectangle
from aufmass.model import Room
from aufmass.numbers import metres
from aufmass.sentences import NBSP, Voice
from aufmass.sentences import mark as _

STEP = 1.5  # of the grid of candidates, on paper
CLEAR = 0.6  # between a stamp and anything else, on paper
MOST_STEPS = 40
FAR = 24  # rings of candidates around a room without space
RING = 2.5
NEIGHBOURS = ((1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a stamp."""

    text: str
    bold: bool = False


Versions = Sequence[tuple[float, list[Line]]]


def stamp_lines(room: Room, area: str, voice: Voice, *, plain: bool) -> Versions:
    """Return versions of a stamp from the fullest to the smallest, each with the size of its letters."""
    title = Line(room.name if plain else f"{room.id} {room.name}", bold=True)
    wrapped = [Line(part, bold=True) for part in title.text.split(" ")]
    if plain:
        sizes = (2.8, 2.2, 1.8)
        short = [(size, [*lines, Line(area)]) for size in sizes for lines in ([title], wrapped)]
        return [*short, (1.6, [Line(area)]), (1.6, [Line(room.id)])]
    full = [title, Line(area)]
    if room.height is not None:
        height = voice.number(metres(room.height))
        full.append(Line(voice(_("h = %(height)s m")) % {"height": height}))
    if is_rectangle(room.outline):
        width, depth = (voice.number(metres(distance(room.outline[0], room.outline[end]))) for end in (1, 3))
        full.append(Line(f"{width}{NBSP}×{NBSP}{depth}"))
    named = [(2.2, full), (1.8, full), (1.8, full[:2]), (1.8, [*wrapped, Line(area)]), (1.6, [*wrapped, Line(area)])]
    number = Line(room.id, bold=True)
    return [*named, (1.6, [number, Line(area)]), (1.6, [number])]


def place_stamps(
    wanted: Sequence[tuple[Room, Versions]], taken: Mapping[str, Sequence[Box]], texts: list[Box], scale: float
) -> Iterator[Shape]:
    """Yield the stamps of all rooms; `taken` is what stands in a room, `texts` is every text on the drawing so far."""
    for room, versions in wanted:
        stamp = inside_outline(
            path(room.outline), versions, [*taken.get(room.id, ()), *texts], scale
        ) or inside_outline(path(room.outline), versions, texts, scale)
        shapes: list[Shape] = list(stamp) or _outside(room, versions[-1], texts, scale)
        texts += [shape.box(scale) for shape in shapes if isinstance(shape, Label)]
        yield from shapes


def inside_outline(outline: Path, versions: Versions, taken: Sequence[Box], scale: float) -> list[Label]:
    """Return the fullest stamp that fits into an outline beside what is taken, near its middle; else nothing."""
    whole = Box.around(outline)
    near = [box for box in taken if box.overlaps(whole)]
    is_box = _is_box(outline, whole)
    for size, lines in versions:
        stamp = _size(lines, size, (0, 0), scale)
        if stamp.width > whole.width or stamp.height > whole.height:
            continue
        for spot in _spots(outline, whole, scale):
            box = stamp.moved(spot)
            if not any(box.overlaps(other) for other in near) and (whole.holds(box) if is_box else holds(outline, box)):
                return list(_labels(lines, size, spot, scale))
    return []


def _is_box(outline: Path, whole: Box) -> bool:
    """Tell whether an outline is its own box."""
    corners = {(x, y) for x in (whole.left, whole.right) for y in (whole.bottom, whole.top)}
    return len(outline) == len(corners) and set(outline) == corners


def _outside(room: Room, version: tuple[float, list[Line]], taken: Sequence[Box], scale: float) -> list[Shape]:
    """Return the smallest stamp at the nearest free spot around the room, with a line to the room."""
    size, lines = version
    middle = _middle(path(room.outline))
    for ring in range(1, FAR):
        for x, y in NEIGHBOURS:
            spot = middle[0] + x * ring * RING * scale, middle[1] + y * ring * RING * scale
            box = _size(lines, size, (0, 0), scale).moved(spot)
            if not any(box.overlaps(other) for other in taken):
                return [*_labels(lines, size, spot, scale), Stroke(Layer.STAMP, (middle, spot))]
    return []


def _spots(outline: Path, box: Box, scale: float) -> Iterator[Place]:
    """Yield candidates within the box of a room, those near its middle first."""
    x, y = _middle(outline)
    step = max(STEP * scale, max(box.width, box.height) / MOST_STEPS)
    for across, up in _order(int(box.width / step) + 1, int(box.height / step) + 1):
        yield x + across * step, y + up * step


@lru_cache(maxsize=1024)
def _order(columns: int, rows: int) -> tuple[tuple[int, int], ...]:
    """Return the steps to all places of a grid around its middle, the shortest first."""
    steps = [(across - columns // 2, up - rows // 2) for across in range(columns) for up in range(rows)]
    return tuple(sorted(steps, key=lambda one: one[0] ** 2 + one[1] ** 2))


def _middle(outline: Path) -> Place:
    """Return the centre of gravity."""
    doubled = x = y = 0.0
    for (a, b), (c, d) in pairwise((*outline, outline[0])):
        turn = a * d - c * b
        doubled, x, y = doubled + turn, x + (a + c) * turn, y + (b + d) * turn
    return x / (3 * doubled), y / (3 * doubled)


def _size(lines: Sequence[Line], size: float, spot: Place, scale: float) -> Box:
    """Return the box of a stamp around a spot with some air."""
    boxes = [label.box(scale) for label in _labels(lines, size, spot, scale)]
    air = CLEAR * scale
    return Box(
        min(box.left for box in boxes) - air,
        min(box.bottom for box in boxes) - air,
        max(box.right for box in boxes) + air,
        max(box.top for box in boxes) + air,
    )


def _labels(lines: Sequence[Line], size: float, spot: Place, scale: float) -> Iterator[Label]:
    down = size * LINE_HEIGHT * scale
    top = spot[1] + (len(lines) - 1) * down / 2 - 0.275 * size * scale
    for number, line in enumerate(lines):
        yield Label(Layer.STAMP, (spot[0], top - number * down), line.text, size, bold=line.bold)


def holds(outline: Path, box: Box) -> bool:
    """Tell whether a box lies within an outline: its corners do, and no edge passes through it."""
    corners = ((box.left, box.bottom), (box.right, box.bottom), (box.right, box.top), (box.left, box.top))
    if not all(_contains(outline, corner) for corner in corners):
        return False
    return not any(_passes(a, b, box) for a, b in pairwise((*outline, outline[0])))


def _contains(outline: Path, place: Place) -> bool:
    inside = False
    for (ax, ay), (bx, by) in pairwise((*outline, outline[0])):
        if (ay > place[1]) != (by > place[1]) and place[0] < ax + (place[1] - ay) * (bx - ax) / (by - ay):
            inside = not inside
    return inside


def _passes(a: Place, b: Place, box: Box) -> bool:
    """Tell whether a segment passes through a box."""
    low, high = 0.0, 1.0
    for start, run, least, most in (
        (a[0], b[0] - a[0], box.left, box.right),
        (a[1], b[1] - a[1], box.bottom, box.top),
    ):
        if run == 0:
            if not least < start < most:
                return False
        else:
            first, second = sorted(((least - start) / run, (most - start) / run))
            low, high = max(low, first), min(high, second)
    return low < high
