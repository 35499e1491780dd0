"""What a drawing is made of: strokes, fills, arcs and labels on layers, in millimetres of the building."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Final, Literal

from aufmass.geometry.ring import Ring
from aufmass.sentences import Choice
from aufmass.sentences import mark as _

Place = tuple[float, float]
Path = tuple[Place, ...]
Anchor = Literal["start", "middle", "end"]

CUT, VISIBLE, FINE, HATCH = 0.50, 0.25, 0.18, 0.13  # millimetres on paper
THIN: Final = FINE  # of arcs
INK: Final = "#1A1A1A"
LINES: Final = "#5A5A5A"
BOLD: Final = 1.12
LINE_HEIGHT: Final = 1.25


# Widths of letters in parts of their size, in the widest common sans serif, so that nothing overlaps in any of them.
NARROW, COMMON, CAPITAL, WIDE = 0.37, 0.62, 0.76, 0.99
WIDTHS: Final = {
    **dict.fromkeys("ijlftr.,;:!|'()[]/ \N{NO-BREAK SPACE}²³⁰¹⁴⁵⁶⁷⁸⁹", NARROW),
    **dict.fromkeys("mwMWÖÜÄOQGD@%…—", WIDE),
}


def text_width(text: str, *, bold: bool = False) -> float:
    """Return how wide a text is at most, in parts of its size."""
    widths = (WIDTHS.get(sign, CAPITAL if sign.isupper() else COMMON) for sign in text)
    return sum(widths) * (BOLD if bold else 1)


class Layer(Choice):
    """Layers as German offices name them."""

    OUTER_WALL = "A-WAND-AUSSEN", _("Outer walls")
    INNER_WALL = "A-WAND-INNEN", _("Inner walls")
    FILL = "A-SCHRAFFUR", _("Filled areas")
    DOOR = "A-TUER", _("Doors")
    WINDOW = "A-FENSTER", _("Windows")
    STAIR = "A-TREPPE", _("Stairs")
    ONE_METRE = "A-DACH-1M", _("Line of 1 m clear height")
    TWO_METRES = "A-DACH-2M", _("Line of 2 m clear height")
    DIMENSION = "A-MASS", _("Dimensions")
    STAMP = "A-RAUMSTEMPEL", _("Room stamps")
    ROOM = "A-RAUM-POLY", _("Outlines of rooms")
    ROOF = "A-DACH", _("Roofs")
    SEEN = "A-ANSICHT", _("Seen beyond the cut")
    TERRAIN = "A-GELAENDE", _("Ground")
    CUTTING = "A-SCHNITTLINIE", _("Lines of sections")
    SHEET = "A-BLATT", _("Sheet")


WEIGHTS: Final[dict[Layer, float]] = {
    Layer.OUTER_WALL: CUT,
    Layer.INNER_WALL: CUT,
    Layer.FILL: HATCH,
    Layer.DOOR: VISIBLE,
    Layer.WINDOW: VISIBLE,
    Layer.STAIR: VISIBLE,
    Layer.ONE_METRE: FINE,
    Layer.TWO_METRES: FINE,
    Layer.DIMENSION: FINE,
    Layer.STAMP: FINE,
    Layer.ROOM: FINE,
    Layer.ROOF: 0.35,
    Layer.SEEN: VISIBLE,
    Layer.TERRAIN: CUT,
    Layer.CUTTING: CUT,
    Layer.SHEET: VISIBLE,
}


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points; dashed where it is above or below the cut."""

    layer: Layer
    points: Path
    closed: bool = False
    dashed: bool = False
    weight: float | None = None

    @property
    def width(self) -> float:
        """Return its weight in millimetres on paper."""
        return self.weight or WEIGHTS[self.layer]


@dataclass(frozen=True, slots=True)
class Fill:
    """An area of colour within rings; what lies in two of them is a hole."""

    layer: Layer
    rings: tuple[Path, ...]
    colour: str


@dataclass(frozen=True, slots=True)
class Arc:
    """A part of a circle, counter-clockwise from one angle to another, in degrees."""

    layer: Layer
    centre: Place
    radius: float
    start: float
    end: float

    def at(self, degrees: float) -> Place:
        """Return the point at an angle."""
        return (
            self.centre[0] + self.radius * cos(radians(degrees)),
            self.centre[1] + self.radius * sin(radians(degrees)),
        )


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text; its size is on paper, its place in the building is that of its baseline."""

    layer: Layer
    at: Place
    text: str
    size: float
    anchor: Anchor = "middle"
    angle: float = 0
    bold: bool = False

    def box(self, scale: float) -> Box:
        """Return the box around it, wide enough for every common font."""
        width = text_width(self.text, bold=self.bold) * self.size * scale
        up, down = self.size * 0.8 * scale, self.size * 0.25 * scale
        begin = {"start": 0.0, "middle": -width / 2, "end": -width}[self.anchor]
        turn = radians(self.angle)
        corners = [(x, y) for x in (begin, begin + width) for y in (-down, up)]
        xs = [self.at[0] + x * cos(turn) - y * sin(turn) for x, y in corners]
        ys = [self.at[1] + x * sin(turn) + y * cos(turn) for x, y in corners]
        return Box(min(xs), min(ys), max(xs), max(ys))


CUT_LAYERS: Final = {Layer.OUTER_WALL, Layer.INNER_WALL, Layer.SHEET, Layer.TERRAIN, Layer.CUTTING}


def ink(layer: Layer, width: float) -> str:
    """Return the colour of a line: black where something is cut, else grey."""
    return INK if layer in CUT_LAYERS or width >= CUT else LINES


Shape = Stroke | Fill | Arc | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn plan, section or elevation: its shapes in millimetres of the building, for one scale."""

    key: str
    title: str
    description: str
    scale: int
    shapes: tuple[Shape, ...]
    notes: tuple[str, ...] = ()
    is_plan: bool = False

    @property
    def box(self) -> Box:
        """Return the box around everything."""
        return whole(self.shapes, self.scale)


@dataclass(frozen=True, slots=True)
class Box:
    """A box along the axes."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def around(cls, points: Sequence[Place]) -> Box:
        """Return the box around points."""
        xs, ys = [x for x, _y in points], [y for _x, y in points]
        return cls(min(xs), min(ys), max(xs), max(ys))

    @property
    def width(self) -> float:
        """Return how wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Return how high it is."""
        return self.top - self.bottom

    def overlaps(self, other: Box) -> bool:
        """Tell whether two boxes share more than a border."""
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.top <= other.bottom or other.top <= self.bottom)

    def holds(self, other: Box) -> bool:
        """Tell whether another box lies within it."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.bottom <= other.bottom
            and other.top <= self.top
        )

    def moved(self, place: Place) -> Box:
        """Return the box moved as the origin to a place."""
        return Box(self.left + place[0], self.bottom + place[1], self.right + place[0], self.top + place[1])

    def joined(self, other: Box) -> Box:
        """Return the box around both."""
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )


def path(ring: Ring) -> Path:
    """Return an exact ring as places."""
    return tuple((float(point.x), float(point.y)) for point in ring)


def extent(shape: Shape, scale: float) -> Box:
    """Return the box around a shape."""
    match shape:
        case Stroke():
            return Box.around(shape.points)
        case Fill():
            return Box.around([place for ring in shape.rings for place in ring])
        case Arc():
            steps = 12
            span = shape.end - shape.start
            return Box.around([shape.at(shape.start + span * step / steps) for step in range(steps + 1)])
        case Label():
            return shape.box(scale)


def whole(shapes: Sequence[Shape], scale: float) -> Box:
    """Return the box around all shapes."""
    boxes = [extent(shape, scale) for shape in shapes]
    found = boxes[0]
    for box in boxes[1:]:
        found = found.joined(box)
    return found
