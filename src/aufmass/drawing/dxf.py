"""Writes a sheet as DXF in metres: the layers of German offices, texts as texts, areas as hatches. Needs ezdxf."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Final

from aufmass.drawing.shapes import WEIGHTS, Arc, Fill, Label, Layer, Place, Shape, Stroke
from aufmass.drawing.sheet import Sheet
from aufmass.sentences import Unusable
from aufmass.sentences import mark as _

if TYPE_CHECKING:
    from ezdxf.document import Drawing
    from ezdxf.layouts.layout import Modelspace

METRES: Final = 6  # $INSUNITS
CAPITAL: Final = 0.72  # DXF measures capital letters, SVG the whole letter
DASH: Final = 0.0035  # a dash of 1.6 mm on paper
STYLE: Final = "AUFMASS"
BLACK: Final = 7


def dxf(sheet: Sheet) -> str:
    """Return the sheet as one DXF document; the building lies in its own coordinates, the sheet around it."""
    try:
        from ezdxf.filemanagement import new  # noqa: PLC0415
    except ImportError:
        raise Unusable(_("DXF needs the extra “survey”: pip install quartier[survey].")) from None
    document = new("R2010", setup=["linetypes"])
    document.header["$INSUNITS"] = METRES
    document.header["$LTSCALE"] = DASH * sheet.scale
    document.styles.add(STYLE, font="arial.ttf")
    for layer in Layer:
        found = document.layers.add(layer.value, color=BLACK, lineweight=_weight(WEIGHTS[layer]))
        found.description = layer.label
    writer = _Writer(document, sheet)
    for shape in sheet.drawing.shapes:
        writer.add(shape, on_paper=False)
    for shape in sheet.shapes:
        writer.add(shape, on_paper=True)
    stream = StringIO()
    document.write(stream)
    return stream.getvalue()


def _weight(millimetres: float) -> int:
    """Return a line weight as DXF counts it: in hundredths of a millimetre."""
    return round(millimetres * 100)


class _Writer:
    """Puts shapes into model space: those of the building as they are, those of the sheet around it."""

    def __init__(self, document: Drawing, sheet: Sheet) -> None:
        self.space: Modelspace = document.modelspace()
        self.sheet = sheet

    def add(self, shape: Shape, *, on_paper: bool) -> None:
        """Add one shape."""
        layer = shape.layer.value
        match shape:
            case Stroke():
                look = {"layer": layer, "lineweight": _weight(shape.width)}
                if shape.dashed:
                    look["linetype"] = "DASHED"
                points = [self.metres(place, on_paper=on_paper) for place in shape.points]
                self.space.add_lwpolyline(points, close=shape.closed, dxfattribs=look)
            case Fill():
                self._fill(shape, on_paper=on_paper)
            case Arc():
                centre = self.metres(shape.centre, on_paper=on_paper)
                radius = shape.radius * self._size(on_paper=on_paper)
                self.space.add_arc(centre, radius, shape.start, shape.end, dxfattribs={"layer": layer})
            case Label():
                self._text(shape, on_paper=on_paper)

    def metres(self, place: Place, *, on_paper: bool) -> Place:
        """Return a place in metres of the building."""
        if not on_paper:
            return place[0] / 1_000, place[1] / 1_000
        size = self._size(on_paper=True)
        return (place[0] - self.sheet.origin[0]) * size, (place[1] - self.sheet.origin[1]) * size

    def _size(self, *, on_paper: bool) -> float:
        """Return how many metres a millimetre is: of the building, or of the paper at its scale."""
        return self.sheet.scale / 1_000 if on_paper else 0.001

    def _fill(self, shape: Fill, *, on_paper: bool) -> None:
        hatch = self.space.add_hatch(dxfattribs={"layer": shape.layer.value, "hatch_style": 0})
        red, green, blue = (int(shape.colour[place : place + 2], 16) for place in (1, 3, 5))
        hatch.rgb = (red, green, blue)
        for ring in shape.rings:
            hatch.paths.add_polyline_path([self.metres(place, on_paper=on_paper) for place in ring], is_closed=True)

    def _text(self, shape: Label, *, on_paper: bool) -> None:
        from ezdxf.enums import TextEntityAlignment  # noqa: PLC0415

        anchors = {
            "start": TextEntityAlignment.LEFT,
            "middle": TextEntityAlignment.CENTER,
            "end": TextEntityAlignment.RIGHT,
        }
        height = shape.size * CAPITAL * self._size(on_paper=True)
        look = {"layer": shape.layer.value, "style": STYLE}
        text = self.space.add_text(shape.text, height=height, rotation=shape.angle, dxfattribs=look)
        text.set_placement(self.metres(shape.at, on_paper=on_paper), align=anchors[shape.anchor])
