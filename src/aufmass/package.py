"""Everything that is handed over for a survey: area sheet, drawings, building model, data, and a list of it all."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from aufmass.areas.standards import Standard
from aufmass.drawing.block import Imprint
from aufmass.drawing.dxf import dxf
from aufmass.drawing.pdf import pdf
from aufmass.drawing.plan import Style
from aufmass.drawing.sheets import all_sheets
from aufmass.drawing.svg import svg
from aufmass.exporting.dated import dated
from aufmass.exporting.ifc import ifc
from aufmass.model import Survey
from aufmass.papers.area_sheet import area_sheet
from aufmass.papers.facts import SheetFacts
from aufmass.sentences import Choice, Voice
from aufmass.sentences import mark as _
from aufmass.telling import disclaimer, headline
from aufmass.writing import write


class Part(Choice):
    """What can be ordered singly; a package holds any of them."""

    AREAS = "areas", _("Calculation of living area")
    PLAN = "plan", _("Floor plans")
    SECTION = "section", _("Sections")
    ELEVATION = "elevation", _("Elevations")
    CUBATURE = "cubature", _("Calculation of areas and volumes")
    IFC = "ifc", _("Building model (IFC)")
    DXF = "dxf", _("Drawings for CAD (DXF)")
    JSON = "json", _("Survey as data (JSON)")


ALL: Final = frozenset(Part)
DRAWN: Final = (Part.PLAN, Part.SECTION, Part.ELEVATION)
PDF, SVG, DXF = "application/pdf", "image/svg+xml", "image/vnd.dxf"
IFC, JSON, TEXT = "application/x-step", "application/json", "text/plain; charset=utf-8"
EARLIEST: Final = (1980, 1, 1, 0, 0, 0)  # the first day a ZIP knows: the same pieces give the same bytes
UMLAUTS: Final = {
    ord(sign): plain for sign, plain in zip("äöüÄÖÜß", ("ae", "oe", "ue", "Ae", "Oe", "Ue", "ss"), strict=True)
}
WORDS: Final = {
    "areas": _("living-area"),
    "cubature": _("areas-and-volumes"),
    "drawings": _("drawings"),
    "plan": _("floor-plan"),
    "section": _("section"),
    "elevation": _("elevation"),
    "north": _("north"),
    "east": _("east"),
    "south": _("south"),
    "west": _("west"),
    "technical": _("technical"),
    "marketing": _("marketing"),
    "readme": _("README"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of a package: a name in ASCII without folders, its media type, its bytes, and what it is."""

    name: str
    media_type: str
    content: bytes
    part: Part | None = None
    title: str = ""


def package(
    survey: Survey,
    facts: SheetFacts,
    voice: Voice,
    *,
    parts: Collection[Part] = ALL,
    styles: Sequence[Style] = (Style.TECHNICAL,),
) -> list[Piece]:
    """Return the files of a survey that was checked; the same survey, facts and parts give the same bytes.

    A list of the files comes last. Raises Unusable without the extra “survey”, for a photo that is none, and when
    nothing can be drawn.
    """
    pieces = [*_papers(survey, facts, voice, parts), *_drawings(survey, facts, voice, parts, styles)]
    if Part.IFC in parts:
        remarks = {"Basis": voice(survey.basis.label), "Note": disclaimer(survey, voice), "Licence": facts.licence}
        content = ifc(survey, on=facts.on, author=facts.author, remarks=remarks)
        pieces.append(Piece(f"{_slug(survey.name)}.ifc", IFC, content, Part.IFC, voice(Part.IFC.label)))
    if Part.JSON in parts:
        title = voice(Part.JSON.label)
        pieces.append(Piece(f"{_slug(survey.name)}.json", JSON, write(survey).encode(), Part.JSON, title))
    return [*pieces, _readme(survey, facts, voice, pieces)]


def zipped(pieces: Sequence[Piece]) -> bytes:
    """Return pieces as one ZIP; the same pieces give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for piece in pieces:
            archive.writestr(zipfile.ZipInfo(piece.name, EARLIEST), piece.content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _papers(survey: Survey, facts: SheetFacts, voice: Voice, parts: Collection[Part]) -> Iterator[Piece]:
    rules = {Part.AREAS: (Standard.WOFLV,), Part.CUBATURE: (Standard.DIN_277, Standard.CUBATURE)}
    for part, standards in rules.items():
        if part in parts:
            content = area_sheet(survey, facts, voice, standards)
            yield Piece(f"{voice(WORDS[part.value])}.pdf", PDF, content, part, voice(part.label))


def _drawings(
    survey: Survey, facts: SheetFacts, voice: Voice, parts: Collection[Part], styles: Sequence[Style]
) -> Iterator[Piece]:
    """Yield the drawings as one PDF and each sheet as SVG, and as DXF where that is asked for."""
    wanted = {part.value: part for part in DRAWN if part in parts}
    if Part.DXF in parts and not wanted:
        wanted = {Part.PLAN.value: Part.DXF}
    imprint = Imprint(facts.author, facts.recipient, facts.licence, facts.on)
    for style in styles if wanted else ():
        suffix = "" if style is styles[0] else f"-{voice(WORDS[style.value])}"
        sheets = all_sheets(survey, voice, style=style, imprint=imprint)
        drawn = [(wanted[kind], one) for one in sheets if (kind := one.key.partition("-")[0]) in wanted]
        if any(part is not Part.DXF for part, _sheet in drawn):
            content = pdf([one for _part, one in drawn], facts.on)
            yield Piece(f"{voice(WORDS['drawings'])}{suffix}.pdf", PDF, content, drawn[0][0], voice(_("All drawings")))
        for part, one in drawn:
            name = f"{_named(one.key, voice)}{suffix}"
            if part is not Part.DXF:
                yield Piece(f"{name}.svg", SVG, svg(one).encode(), part, one.title)
            if Part.DXF in parts:
                yield Piece(f"{name}.dxf", DXF, dated(dxf(one), facts.on).encode(), Part.DXF, one.title)


def _named(key: str, voice: Voice) -> str:
    """Return a key of a sheet as the name of a file in the language of the voice: plan-EG is grundriss-EG."""
    return _slug("-".join(voice(WORDS[word]) if word in WORDS else word for word in key.split("-")))


def _slug(text: str) -> str:
    """Return a text as a name of files that every machine takes."""
    plain = unicodedata.normalize("NFKD", text.translate(UMLAUTS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:80] or "survey"


def _readme(survey: Survey, facts: SheetFacts, voice: Voice, pieces: Sequence[Piece]) -> Piece:
    """Return the list of files with what they rest on and who may use them."""
    lines = [*headline(survey, voice), voice(_("Made on %(day)s")) % {"day": voice.day(facts.on)}, ""]
    width = max((len(piece.name) for piece in pieces), default=0)
    lines += [f"{piece.name:<{width}}  {piece.title}" for piece in pieces]
    if facts.licence:
        lines += ["", facts.licence]
    return Piece(f"{voice(WORDS['readme'])}.txt", TEXT, ("\n".join(lines) + "\n").encode())
