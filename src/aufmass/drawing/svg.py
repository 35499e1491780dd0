"""Writes a sheet as SVG: millimetres of paper, real text, title and description for those who cannot see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from aufmass.drawing.shapes import INK, LINES, THIN, Arc, Fill, Label, Layer, Path, Place, Shape, Stroke
from aufmass.drawing.sheet import Sheet

FONTS = "'Liberation Sans', Arimo, Arial, Helvetica, sans-serif"
CUT_LAYERS = {Layer.OUTER_WALL, Layer.INNER_WALL, Layer.SHEET, Layer.TERRAIN, Layer.CUTTING}
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
    yield from (pen.element(shape) for shape in shapes)
    yield "</g>"


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes shapes: where their zero lies, how long their millimetre is, and how long one of paper is."""

    left: float
    top: float
    unit: float
    paper: float

    def element(self, shape: Shape) -> str:
        """Return one shape."""
        layer = f'data-layer="{shape.layer.value}"'
        match shape:
            case Fill():
                paths = " ".join(f"M{self.points(ring)}Z" for ring in shape.rings)
                return f'<path {layer} d="{paths}" fill="{shape.colour}" fill-rule="evenodd"/>'
            case Stroke():
                dashes = f' stroke-dasharray="{number(DASH * self.paper)} {number(GAP * self.paper)}"'
                look = self._line(shape.layer, shape.width) + (dashes if shape.dashed else "")
                return f'<path {layer} d="M{self.points(shape.points)}{"Z" if shape.closed else ""}" {look}/>'
            case Arc():
                radius = number(shape.radius * self.unit)
                start, end = self.point(shape.at(shape.start)), self.point(shape.at(shape.end))
                look = self._line(shape.layer, THIN)
                return f'<path {layer} d="M{start}A{radius} {radius} 0 0 0 {end}" {look}/>'
            case Label():
                return self._text(shape, layer)

    def points(self, path: Path) -> str:
        """Return places one after another."""
        return " ".join(self.point(place) for place in path)

    def point(self, place: Place) -> str:
        """Return one place."""
        return f"{number(self.left + place[0] * self.unit)},{number(self.top - place[1] * self.unit)}"

    def _line(self, layer: Layer, width: float) -> str:
        return f'stroke="{INK if layer in CUT_LAYERS else LINES}" stroke-width="{number(width * self.paper)}"'

    def _text(self, shape: Label, layer: str) -> str:
        x, y = self.point(shape.at).split(",")
        turn = f' transform="rotate({-shape.angle:g} {x} {y})"' if shape.angle else ""
        weight = ' font-weight="700"' if shape.bold else ""
        look = f'font-size="{number(shape.size * self.paper)}" text-anchor="{shape.anchor}" fill="{INK}"'
        return f'<text {layer} x="{x}" y="{y}" {look}{weight}{turn}>{escape(shape.text)}</text>'


def number(value: float) -> str:
    """Return millimetres with four decimals: of paper, less than a hundredth of a millimetre of the building."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def attribute(text: str) -> str:
    """Return a text as the value of an attribute, with its quotes."""
    return quoteattr(text)
