"""Outlines of rooms from a DXF: closed polylines, named by the text within them. Needs ezdxf."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aufmass.checking.outline import outline_faults
from aufmass.geometry.ring import Point, Ring, is_inside, is_on_border
from aufmass.importing.found import Imported, numbered, use_of
from aufmass.model import FORMAT_VERSION, Basis, Room, Storey, Survey
from aufmass.sentences import Name, Sentence, Unusable
from aufmass.sentences import mark as _
from aufmass.uses import MEANINGS, Counting, Use

if TYPE_CHECKING:
    from ezdxf.document import Drawing
    from ezdxf.layouts.layout import Modelspace

OUTLINES: Final = "A-RAUM-POLY"
STAMPS: Final = "A-RAUMSTEMPEL"
MILLIMETRE, CENTIMETRE, METRE = 4, 5, 6  # $INSUNITS
UNITS: Final = {"mm": 1.0, "cm": 10.0, "m": 1_000.0}
NAMED: Final = {MILLIMETRE: "mm", CENTIMETRE: "cm", METRE: "m"}
NUMBERED: Final = re.compile(r"(\S*\d\S*)\s+(\D.*)")


def rooms_from_dxf(path: Path, *, height: int, unit: str | None = None, layer: str | None = None) -> Imported:
    """Return a survey of one storey with a clear height for all rooms; raises Unusable."""
    document = _open(path)
    factor = UNITS[_unit(document, unit)]
    space = document.modelspace()
    wanted = layer or (OUTLINES if OUTLINES in document.layers else None)
    outlines = [ring for ring in _outlines(space, wanted, factor, path) if not outline_faults(ring, smallest=200)]
    if not outlines:
        raise Unusable(_("%(file)s holds no closed polyline of the size of a room."), file=Name(path.name))
    texts = _texts(space, factor)
    rooms, notes = [], []
    for number, ring in enumerate(outlines, 1):
        words = [text for place, text in texts if is_inside(place, ring) or is_on_border(place, ring)]
        room, guessed = _room(str(number), ring, words, height)
        rooms.append(room)
        if guessed:
            template = _("Room %(id)s %(name)s: its use was not recognised; it is taken as a living room.")
            notes.append(Sentence(template, {"id": Name(room.id), "name": Name(room.name)}))
    storey = Storey("1", path.stem, 0, height + 300, rooms=tuple(numbered(rooms)))
    notes.append(Sentence(_("Heights are not in a plan: one clear height was taken for all rooms.")))
    return Imported(Survey(FORMAT_VERSION, path.stem, Basis.DOCUMENTS, (storey,)), tuple(notes))


def _open(path: Path) -> Drawing:
    try:
        from ezdxf.filemanagement import readfile  # noqa: PLC0415
        from ezdxf.lldxf.const import DXFError  # noqa: PLC0415
    except ImportError:
        raise Unusable(_("DXF needs the extra “survey”: pip install quartier[survey].")) from None
    try:
        return readfile(path)
    except (OSError, DXFError, ValueError):
        raise Unusable(_("%(file)s is no DXF that can be read."), file=Name(path.name)) from None


def _unit(document: Drawing, stated: str | None) -> str:
    """Return the unit of a drawing: stated by a person, or by the drawing; it is never guessed."""
    found = stated or NAMED.get(document.header.get("$INSUNITS", 0))
    if found is None:
        raise Unusable(_("The drawing does not say its unit; state mm, cm or m."))
    return found


def _outlines(space: Modelspace, layer: str | None, factor: float, path: Path) -> Iterator[Ring]:
    """Yield closed polylines in whole millimetres; one with arcs is refused, because its area would be wrong."""
    for name, corners in _polylines(space):
        if layer is None or name == layer:
            if any(bulge for _x, _y, bulge in corners):
                raise Unusable(
                    _("%(file)s has an outline with arcs; only straight edges can be used."), file=Name(path.name)
                )
            yield _without_repetition([Point(round(x * factor), round(y * factor)) for x, y, _bulge in corners])


def _polylines(space: Modelspace) -> Iterator[tuple[str, list[tuple[float, float, float]]]]:
    """Yield layer and corners of every closed polyline, of the new kind and of the old one."""
    from ezdxf.entities.lwpolyline import LWPolyline  # noqa: PLC0415
    from ezdxf.entities.polyline import Polyline  # noqa: PLC0415

    for entity in space.query("LWPOLYLINE POLYLINE"):
        if isinstance(entity, LWPolyline) and entity.closed:
            yield entity.dxf.layer, [(x, y, bulge) for x, y, bulge in entity.get_points("xyb")]
        elif isinstance(entity, Polyline) and entity.is_2d_polyline and entity.is_closed:
            corners = [(one.dxf.location.x, one.dxf.location.y, one.dxf.bulge) for one in entity.vertices]
            yield entity.dxf.layer, corners


def _without_repetition(points: Sequence[Point]) -> Ring:
    """Return corners without those that fall together in whole millimetres; many programs repeat the first one."""
    return tuple(point for place, point in enumerate(points) if point != points[place - 1])


def _texts(space: Modelspace, factor: float) -> list[tuple[Point, str]]:
    """Return the texts from above to below; where there are room stamps, only those."""
    from ezdxf.entities.mtext import MText  # noqa: PLC0415
    from ezdxf.entities.text import Text  # noqa: PLC0415

    found = []
    for entity in space.query("TEXT MTEXT"):
        if isinstance(entity, MText):
            place, text = entity.dxf.insert, str(entity.plain_text())
        elif isinstance(entity, Text):
            place, text = entity.get_placement()[1], entity.dxf.text
        else:
            continue
        point = Point(round(place.x * factor), round(place.y * factor))
        found += [(entity.dxf.layer, point, line.strip()) for line in text.splitlines() if line.strip()]
    stamps = [one for one in found if one[0] == STAMPS] or found
    return sorted(((point, text) for _layer, point, text in stamps), key=lambda one: -one[0].y)


def _room(number: str, outline: Ring, words: list[str], height: int) -> tuple[Room, bool]:
    """Return a room named by the first text in it that is no measure, and whether its use was guessed."""
    own, name = _title([text for text in words if not _is_measure(text)])
    use = use_of(name)
    is_outdoor = use is not None and MEANINGS[use].counting is Counting.OUTDOOR
    clear = None if is_outdoor else height
    return Room(own or number, name or own or number, use or Use.LIVING, outline, clear), use is None


def _title(words: list[str]) -> tuple[str, str]:
    """Return number and name from the texts of a stamp: "0.3 Bad", or "0.3" above "Bad"."""
    number = ""
    for text in words:
        if found := NUMBERED.fullmatch(text):
            return found[1], found[2]
        if any(sign.isalpha() for sign in text):
            return number, text
        number = number or text
    return number, ""


def _is_measure(text: str) -> bool:
    """Tell whether a text is an area, a height or a length."""
    return bool(re.search(r"m²|m2\b|qm|^h\s*=|×|\d\s?m$", text.lower()))
