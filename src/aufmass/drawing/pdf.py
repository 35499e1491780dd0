"""Writes a sheet as PDF to scale, set by typst: vectors and text, one millimetre on paper is one millimetre."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from math import cos, radians, sin, tan
from typing import Final

from aufmass.drawing.shapes import INK, THIN, Arc, Fill, Label, Layer, Path, Place, Shape, Stroke, ink
from aufmass.drawing.sheet import Sheet
from aufmass.sentences import Unusable
from aufmass.sentences import mark as _

Placing = Callable[[Place], Place]
FONTS: Final = ("Liberation Sans", "Arimo", "Arial", "Helvetica", "DejaVu Sans", "Libertinus Serif")
ANCHORS: Final = {"start": "0", "middle": "0.5", "end": "1"}
HEAD: Final = """#set document(title: {title}, description: {description}, date: {date})
#set text(font: ({fonts}), lang: "{language}", fill: rgb("{ink}"))
#let put(x, y, body, size, share, angle, weight) = place(top + left, dx: x * 1mm, dy: y * 1mm, context {{
  let line = text(size: size * 1mm, weight: weight, top-edge: "baseline", bottom-edge: "baseline", body)
  rotate(angle, origin: top + left, move(dx: -share * measure(line).width, line))
}})
#let draw(look, ..parts) = place(top + left, curve(stroke: look, ..parts))
#let fill(colour, ..parts) = place(top + left, curve(fill: rgb(colour), fill-rule: "even-odd", ..parts))
#let at(x, y) = (x * 1mm, y * 1mm)
"""


def pdf(sheets: Sheet | Sequence[Sheet], on: date | None = None) -> bytes:
    """Return one or several sheets as one PDF, a page each; the same sheets and day give the same bytes."""
    try:
        import typst  # noqa: PLC0415
    except ImportError:
        raise Unusable(_("PDF needs the extra “survey”: pip install quartier[survey].")) from None
    families = set(typst.Fonts().families())
    fonts = [name for name in FONTS if name in families]  # from the first one; signs it lacks from the next
    pages = [sheets] if isinstance(sheets, Sheet) else sheets
    return bytes(typst.compile(source(pages, fonts, on).encode(), format="pdf"))


def source(sheets: Sequence[Sheet], fonts: Sequence[str], on: date | None = None) -> str:
    """Return sheets as typst reads them."""
    head = HEAD.format(
        title=_string(sheets[0].title if len(sheets) == 1 else sheets[0].about),
        description=_string(" ".join(sheet.description for sheet in sheets)),
        date=f"datetime(year: {on.year}, month: {on.month}, day: {on.day})" if on else "none",
        fonts="".join(f"{_string(font)}, " for font in fonts),
        language=sheets[0].language,
        ink=INK,
    )
    return head + "\n".join(line for sheet in sheets for line in _page(sheet)) + "\n"


def _page(sheet: Sheet) -> Iterator[str]:
    """Yield one page; setting its size begins a new one."""
    yield f"#set page(width: {sheet.width}mm, height: {sheet.height}mm, margin: 0mm)"
    yield from (_element(shape, lambda place: _down(sheet, sheet.on_paper(place))) for shape in sheet.drawing.shapes)
    yield from (_element(shape, lambda place: _down(sheet, place)) for shape in sheet.shapes)


def _down(sheet: Sheet, place: Place) -> Place:
    return place[0], sheet.height - place[1]


def _element(shape: Shape, at: Placing) -> str:
    match shape:
        case Fill():
            rings = ", ".join(part for ring in shape.rings for part in (*_through(ring, at), "curve.close()"))
            return f'#fill("{shape.colour}", {rings})'
        case Stroke():
            parts = [*_through(shape.points, at), *(["curve.close()"] if shape.closed else [])]
            return f"#draw({_look(shape.layer, shape.width, dashed=shape.dashed)}, {', '.join(parts)})"
        case Arc():
            return f"#draw({_look(shape.layer, THIN)}, {', '.join(_arc(shape, at))})"
        case Label():
            x, y = at(shape.at)
            weight = '"bold"' if shape.bold else '"regular"'
            numbers = f"{_number(x)}, {_number(y)}, {_string(shape.text)}, {_number(shape.size)}"
            return f"#put({numbers}, {ANCHORS[shape.anchor]}, {-shape.angle:g}deg, {weight})"


def _look(layer: Layer, width: float, *, dashed: bool = False) -> str:
    colour = ink(layer, width)
    dash = ', dash: (1.6mm, 1mm), cap: "butt"' if dashed else ""
    return f'(paint: rgb("{colour}"), thickness: {width:g}mm{dash})'


def _through(path: Path, at: Placing) -> Iterator[str]:
    """Yield the parts of a curve through places."""
    for number, place in enumerate(path):
        yield f"curve.{'line' if number else 'move'}({_point(at(place))})"


def _arc(arc: Arc, at: Placing) -> Iterator[str]:
    """Yield an arc of at most a quarter as one cubic curve; it differs from the circle by less than 0.03 %."""
    reach = 4 / 3 * tan(radians(arc.end - arc.start) / 4) * arc.radius
    start, end = arc.at(arc.start), arc.at(arc.end)
    a, b = radians(arc.start), radians(arc.end)
    first = start[0] - reach * sin(a), start[1] + reach * cos(a)
    second = end[0] + reach * sin(b), end[1] - reach * cos(b)
    yield f"curve.move({_point(at(start))})"
    yield f"curve.cubic({_point(at(first))}, {_point(at(second))}, {_point(at(end))})"


def _point(place: Place) -> str:
    return f"at({_number(place[0])}, {_number(place[1])})"


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _string(text: str) -> str:
    """Return a text as typst quotes it; nothing in it is read as markup."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'
