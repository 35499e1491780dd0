"""Writes a sheet as SVG: millimetres of paper, real text, title and description for those who cannot see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from aufmass.drawing.shapes import INK, THIN, Arc, Fill, Label, Path, Place, Shape, Stroke, ink
from aufmass.drawing.sheet import Sheet

FONTS = "'Liberation Sans', Arimo, Arial, Helvetica, sans-serif"
DASH, GAP = 1.6, 1.0


def svg(sheet: Sheet) -> str:
    """Return the sheet as one SVG document."""
    size = f'width="{sheet.width}mm" height="{sheet.height}mm" viewBox="0 0 {sheet.width} {sheet.height}"'
    meaning = f'role="img" aria-labelledby="title desc" lang="{sheet.language}"'
    part = 1 / sheet.scale
    drawing = Pen(sheet.origin[0], sheet.height - sheet.origin[1], part, 1)
    around = Pen(0, sheet.height, 1, 1)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {meaning} font-family="{FONTS}" fill="none">',
        f'<title id="title">{escape(sheet.title)}</title>',
        f'<desc id="desc">{escape(sheet.description)}</desc>',
        f'<rect width="{sheet.width}" height="{sheet.height}" fill="#FFFFFF"/>',
        *group("plan", sheet.drawing.shapes, drawing),
        *group("sheet", sheet.shapes, around),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def group(name: str, shapes: Iterable[Shape], pen: Pen) -> Iterator[str]:
    """Yield shapes within a named group."""
    yield f'<g id="{name}">'
    yield from pen.elements(shapes)
    yield "</g>"


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes shapes: where their zero lies, how long their millimetre is, and how long one of paper is."""

    left: float
    top: float
    unit: float
    paper: float

    def elements(self, shapes: Iterable[Shape]) -> Iterator[str]:
        """Yield shapes in their order; lines of one look are one path, texts of one look stand in one group."""
        for _look, alike in groupby(shapes, _looks):
            members = list(alike)
            first = members[0]
            if isinstance(first, Stroke):
                ways = "".join(self._way(one) for one in members if isinstance(one, Stroke))
                yield f'<path data-layer="{first.layer.value}" d="{ways}" {self._line(first)}/>'
            elif isinstance(first, Label):
                yield f'<g data-layer="{first.layer.value}" {self._letters(first)}>'
                yield from (self._text(one) for one in members if isinstance(one, Label))
                yield "</g>"
            else:
                yield from (self._element(one) for one in members if isinstance(one, Fill | Arc))

    def _element(self, shape: Fill | Arc) -> str:
        """Return an area or an arc."""
        layer = f'data-layer="{shape.layer.value}"'
        if isinstance(shape, Fill):
            paths = " ".join(f"M{self.points(ring)}Z" for ring in shape.rings)
            return f'<path {layer} d="{paths}" fill="{shape.colour}" fill-rule="evenodd"/>'
        radius = number(shape.radius * self.unit)
        start, end = self.point(shape.at(shape.start)), self.point(shape.at(shape.end))
        look = self._line(Stroke(shape.layer, (), weight=THIN))
        return f'<path {layer} d="M{start}A{radius} {radius} 0 0 0 {end}" {look}/>'

    def _way(self, stroke: Stroke) -> str:
        """Return the way of a line."""
        return f"M{self.points(stroke.points)}{'Z' if stroke.closed else ''}"

    def points(self, path: Path) -> str:
        """Return places one after another."""
        return " ".join(self.point(place) for place in path)

    def point(self, place: Place) -> str:
        """Return one place."""
        return f"{number(self.left + place[0] * self.unit)},{number(self.top - place[1] * self.unit)}"

    def _line(self, stroke: Stroke) -> str:
        """Return how a line looks."""
        dashes = f' stroke-dasharray="{number(DASH * self.paper)} {number(GAP * self.paper)}"'
        width = f'stroke="{ink(stroke.layer, stroke.width)}" stroke-width="{number(stroke.width * self.paper)}"'
        return width + (dashes if stroke.dashed else "")

    def _letters(self, label: Label) -> str:
        """Return how a text looks."""
        weight = ' font-weight="700"' if label.bold else ""
        return f'font-size="{number(label.size * self.paper)}" text-anchor="{label.anchor}" fill="{INK}"{weight}'

    def _text(self, label: Label) -> str:
        """Return a text at its place."""
        x, y = self.point(label.at).split(",")
        turn = f' transform="rotate({-label.angle:g} {x} {y})"' if label.angle else ""
        return f'<text x="{x}" y="{y}"{turn}>{escape(label.text)}</text>'


def _looks(shape: Shape) -> tuple[object, ...]:
    """Return what shapes have in common that can be written together."""
    match shape:
        case Stroke():
            return "line", shape.layer, shape.width, shape.dashed
        case Label():
            return "text", shape.layer, shape.size, shape.anchor, shape.bold
        case _:
            return ("other",)


def number(value: float) -> str:
    """Return millimetres with four decimals: of paper, less than a hundredth of a millimetre of the building."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def attribute(text: str) -> str:
    """Return a text as the value of an attribute, with its quotes."""
    return quoteattr(text)
