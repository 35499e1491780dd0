"""Outlines of rooms from a DXF: closed polylines, named by the text within them. Needs ezdxf."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aufmass.geometry.ring import Point, Ring
from aufmass.importing.found import Imported, numbered, plain_text, use_of
from aufmass.importing.limits import DXF_BYTES, Limits, is_near
from aufmass.importing.outlines import UNITS, Polyline, Texts, ask_for_unit, outlines_of
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
NAMED: Final = {MILLIMETRE: "mm", CENTIMETRE: "cm", METRE: "m"}
NUMBERED: Final = re.compile(r"(\S*\d\S*)\s+(\D.*)")


def rooms_from_dxf(path: Path, *, height: int, unit: str | None = None, layer: str | None = None) -> Imported:
    """Return a survey of one storey with a clear height for all rooms; raises Unusable.

    What looks like a room but is open, crosses itself or has no sensible size is named by its place. When rooms would
    be far too small or too large in the unit that the drawing names, the unit is asked for.
    """
    limits = Limits(path, most_bytes=DXF_BYTES)
    document = _open(path)
    name = _unit(document, unit)
    space = document.modelspace()
    wanted = layer or (OUTLINES if OUTLINES in document.layers else None)
    found = outlines_of(_polylines(space), wanted, UNITS[name], path, limits)
    if unit is None:
        ask_for_unit(found, name)
    if not found.rings:
        raise found.refusal(path)
    rooms, notes = _rooms(found.rings, Texts(_texts(space, UNITS[name])), height, limits)
    storey = Storey("1", path.stem, 0, height + 300, rooms=tuple(numbered(rooms)))
    notes = [*found.notes(open_too=wanted is not None), *notes]
    notes.append(Sentence(_("Heights are not in a plan: one clear height was taken for all rooms.")))
    return Imported(Survey(FORMAT_VERSION, path.stem, Basis.DOCUMENTS, (storey,)), tuple(notes))


def _rooms(rings: Sequence[Ring], texts: Texts, height: int, limits: Limits) -> tuple[list[Room], list[Sentence]]:
    """Return outlines as rooms, and notes about those whose use was guessed."""
    rooms, notes = [], []
    for number, ring in enumerate(rings, 1):
        limits.passed(number)
        room, guessed = _room(str(number), ring, texts.within(ring), height)
        rooms.append(room)
        if guessed:
            template = _("Room %(id)s %(name)s: its use was not recognised; it is taken as a living room.")
            notes.append(Sentence(template, {"id": Name(room.id), "name": Name(room.name)}))
    return rooms, notes


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


def _polylines(space: Modelspace) -> Iterator[Polyline]:
    """Yield every flat polyline, of the new kind and of the old one."""
    from ezdxf.entities.lwpolyline import LWPolyline  # noqa: PLC0415
    from ezdxf.entities.polyline import Polyline as OldPolyline  # noqa: PLC0415

    for entity in space.query("LWPOLYLINE POLYLINE"):
        if isinstance(entity, LWPolyline):
            corners = [(x, y, bulge) for x, y, bulge in entity.get_points("xyb")]
            yield Polyline(entity.dxf.layer, corners, is_closed=bool(entity.closed))
        elif isinstance(entity, OldPolyline) and entity.is_2d_polyline:
            corners = [(one.dxf.location.x, one.dxf.location.y, one.dxf.bulge) for one in entity.vertices]
            yield Polyline(entity.dxf.layer, corners, is_closed=bool(entity.is_closed))


def _texts(space: Modelspace, factor: float) -> list[tuple[Point, str]]:
    """Return the texts with their places; where there are room stamps, only those."""
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
        if is_near(place.x * factor, place.y * factor):
            point = Point(round(place.x * factor), round(place.y * factor))
            lines = (plain_text(line) for line in text.splitlines())
            found += [(entity.dxf.layer, point, line) for line in lines if line]
    stamps = [one for one in found if one[0] == STAMPS] or found
    return [(point, text) for _layer, point, text in stamps]


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
