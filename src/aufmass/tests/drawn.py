"""Reading drawings back: texts with their boxes, and rings from SVG, DXF and PDF in millimetres of the building."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET

import ezdxf.filemanagement
from ezdxf.entities.boundary_paths import PolylinePath
from ezdxf.entities.hatch import Hatch
from pypdf import PdfReader
from pypdf.generic import ContentStream

from aufmass.drawing.dxf import dxf
from aufmass.drawing.pdf import pdf
from aufmass.drawing.shapes import Fill, Label
from aufmass.drawing.sheet import Sheet
from aufmass.drawing.svg import svg

Rings = set[tuple[tuple[float, float], ...]]
SVG = "{http://www.w3.org/2000/svg}"


def boxed_texts(paper: Sheet) -> Iterator[Label]:
    """All texts of a sheet in paper coordinates."""
    for shape in paper.drawing.shapes:
        if isinstance(shape, Label):
            yield replace(shape, at=paper.on_paper(shape.at))
    yield from (shape for shape in paper.shapes if isinstance(shape, Label))


def walls_of(paper: Sheet) -> set[tuple[tuple[float, float], ...]]:
    """The corners of all walls in millimetres of the building, as the plan has them."""
    fill = next(one for one in paper.drawing.shapes if isinstance(one, Fill) and len(one.rings) > 3)
    return {tuple((round(x, 1), round(y, 1)) for x, y in one) for one in fill.rings}


def back(paper: Sheet, x: float, y: float) -> tuple[float, float]:
    """A place on paper, counted from above, in millimetres of the building."""
    across, up = (x - paper.origin[0]) * paper.scale, (paper.height - y - paper.origin[1]) * paper.scale
    return round(across, 1) + 0.0, round(up, 1) + 0.0


def alike(one: tuple[tuple[float, float], ...], rings: set[tuple[tuple[float, float], ...]]) -> bool:
    """Tell whether a ring is among others to within half a millimetre of the building at 1:100."""
    return any(
        len(other) == len(one)
        and all(abs(a - c) < 0.5 and abs(b - d) < 0.5 for (a, b), (c, d) in zip(one, other, strict=True))
        for other in rings
    )


def pdf_rings(page: object, paper: Sheet) -> Iterator[tuple[tuple[float, float], ...]]:
    """The rings of a PDF page in millimetres of the building."""
    matrices, current = [], (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    points: list[tuple[float, float]] = []
    stream = ContentStream(page.get_contents(), page.pdf)  # type: ignore[attr-defined]
    for operands, operator in stream.operations:
        numbers = [float(one) for one in operands] if operator in (b"m", b"l", b"cm") else []
        if operator == b"q":
            matrices.append(current)
        elif operator == b"Q":
            current = matrices.pop()
        elif operator == b"cm":
            current = _product(numbers, current)
        elif operator in (b"m", b"l"):
            if operator == b"m":
                points = []
            a, b, c, d, e, f = current
            x, y = a * numbers[0] + c * numbers[1] + e, b * numbers[0] + d * numbers[1] + f
            points.append(back(paper, x / 72 * 25.4, paper.height - y / 72 * 25.4))
        elif operator == b"h":
            yield tuple(points)


def _product(first: list[float], second: tuple[float, ...]) -> tuple[float, float, float, float, float, float]:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def overlapping(paper: Sheet) -> list[tuple[str, str]]:
    """Texts that lie on one another, and those that reach beyond the sheet."""
    boxed = [(label.text, label.box(1)) for label in boxed_texts(paper)]
    found = []
    for number, (text, box) in enumerate(boxed):
        if box.left < 0 or box.bottom < 0 or box.right > paper.width or box.top > paper.height:
            found.append((text, "the sheet"))
        found += [(text, other) for other, second in boxed[:number] if box.overlaps(second)]
    return found


def fills(paper: Sheet) -> Rings:
    """The rings of every area of the drawing itself."""
    return {
        tuple((round(x, 1) + 0.0, round(y, 1) + 0.0) for x, y in ring)
        for shape in paper.drawing.shapes
        if isinstance(shape, Fill)
        for ring in shape.rings
    }


def svg_fills(paper: Sheet) -> Rings:
    """The same, read from the SVG."""
    (drawing,) = (one for one in ET.fromstring(svg(paper)).iter(f"{SVG}g") if one.get("id") == "plan")
    filled = (one for one in drawing.iter(f"{SVG}path") if one.get("fill"))
    return {
        tuple(back(paper, *map(float, place.split(","))) for place in part.strip(" ZM").split())
        for one in filled
        for part in one.get("d", "").split("Z")[:-1]
    }


def dxf_fills(paper: Sheet) -> Rings:
    """The same, read from the DXF, which is sound."""
    document = ezdxf.filemanagement.read(io.StringIO(dxf(paper)))
    audit = document.audit()
    assert (audit.errors, audit.fixes) == ([], [])
    hatches = [one for one in document.modelspace().query("HATCH") if isinstance(one, Hatch)]
    rings = [one.vertices for hatch in hatches for one in hatch.paths if isinstance(one, PolylinePath)]
    return {tuple((round(x * 1_000, 1) + 0.0, round(y * 1_000, 1) + 0.0) for x, y, _ in one) for one in rings}


def pdf_fills(paper: Sheet) -> Rings:
    """The same, read from the PDF."""
    (page,) = PdfReader(io.BytesIO(pdf(paper))).pages
    return set(pdf_rings(page, paper))
