"""Writes a sheet as SVG: millimetres of paper, real text, title and description for those who cannot see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape, quoteattr

from aufmass.drawing.shapes import INK, LINES, Arc, Fill, Label, Layer, Path, Place, Shape, Stroke
from aufmass.drawing.sheet import Sheet

FONTS = "'Liberation Sans', Arimo, Arial, Helvetica, sans-serif"
CUT_LAYERS = {Layer.OUTER_WALL, Layer.INNER_WALL, Layer.SHEET}
DASHES = "1.6 1"
Placing = Callable[[Place], Place]


def svg(sheet: Sheet) -> str:
    """Return the sheet as one SVG document."""
    size = f'width="{sheet.width}mm" height="{sheet.height}mm" viewBox="0 0 {sheet.width} {sheet.height}"'
    meaning = f'role="img" aria-labelledby="title desc" lang="{sheet.language}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {meaning} font-family="{FONTS}" fill="none">',
        f'<title id="title">{escape(sheet.title)}</title>',
        f'<desc id="desc">{escape(sheet.description)}</desc>',
        f'<rect width="{sheet.width}" height="{sheet.height}" fill="#FFFFFF"/>',
        *_group("plan", sheet.drawing.shapes, lambda place: _down(sheet, sheet.on_paper(place))),
        *_group("sheet", sheet.shapes, lambda place: _down(sheet, place)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _down(sheet: Sheet, place: Place) -> Place:
    """Return a place of the paper counted from its upper edge, as SVG does."""
    return place[0], sheet.height - place[1]


def _group(name: str, shapes: tuple[Shape, ...], at: Placing) -> Iterator[str]:
    yield f'<g id="{name}">'
    yield from (_element(shape, at) for shape in shapes)
    yield "</g>"


def _element(shape: Shape, at: Placing) -> str:
    layer = f"data-layer={quoteattr(shape.layer.value)}"
    match shape:
        case Fill():
            paths = " ".join(f"M{_points(ring, at)}Z" for ring in shape.rings)
            return f'<path {layer} d="{paths}" fill="{shape.colour}" fill-rule="evenodd"/>'
        case Stroke():
            dashes = f' stroke-dasharray="{DASHES}"' if shape.dashed else ""
            end = "Z" if shape.closed else ""
            path = f"M{_points(shape.points, at)}{end}"
            return f'<path {layer} d="{path}" stroke="{_ink(shape.layer)}" stroke-width="{shape.width:g}"{dashes}/>'
        case Arc():
            return _arc(shape, at, layer)
        case Label():
            return _text(shape, at, layer)


def _arc(shape: Arc, at: Placing, layer: str) -> str:
    start, end = at(shape.at(shape.start)), at(shape.at(shape.end))
    centre, reach = at(shape.centre), at((shape.centre[0] + shape.radius, shape.centre[1]))
    radius = _number(reach[0] - centre[0])
    path = f"M{_point(start)}A{radius} {radius} 0 0 0 {_point(end)}"
    return f'<path {layer} d="{path}" stroke="{_ink(shape.layer)}" stroke-width="0.18"/>'


def _text(shape: Label, at: Placing, layer: str) -> str:
    x, y = at(shape.at)
    turn = f' transform="rotate({-shape.angle:g} {_number(x)} {_number(y)})"' if shape.angle else ""
    weight = ' font-weight="700"' if shape.bold else ""
    place = f'x="{_number(x)}" y="{_number(y)}"'
    look = f'font-size="{_number(shape.size)}" text-anchor="{shape.anchor}" fill="{INK}"'
    return f"<text {layer} {place} {look}{weight}{turn}>{escape(shape.text)}</text>"


def _ink(layer: Layer) -> str:
    return INK if layer in CUT_LAYERS else LINES


def _points(path: Path, at: Placing) -> str:
    return " ".join(_point(at(place)) for place in path)


def _point(place: Place) -> str:
    return f"{_number(place[0])},{_number(place[1])}"


def _number(value: float) -> str:
    """Return millimetres of paper with four decimals: less than a hundredth of a millimetre of the building."""
    return f"{value:.4f}".rstrip("0").rstrip(".")
