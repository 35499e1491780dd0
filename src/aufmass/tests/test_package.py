"""Packages: every file opens in a program that is not ours, parts come singly, the same order gives the same bytes."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Collection
from datetime import date

import ifcopenshell
import pytest
from ezdxf import recover
from lxml import etree
from pypdf import PdfReader

from aufmass.drawing.plan import Style
from aufmass.example import example
from aufmass.package import ALL, Part, Piece, package, zipped
from aufmass.papers.facts import SheetFacts
from aufmass.reading import read
from aufmass.sentences import ENGLISH, german

FACTS = SheetFacts(date(2026, 11, 23), author="Aufmaßbüro Halm", licence="Nur für eigene Zwecke.")
HOUSE = example(german())


@pytest.fixture(scope="module")
def whole() -> list[Piece]:
    """Everything about the example."""
    return package(HOUSE, FACTS, german())


def named(pieces: Collection[Piece], end: str) -> dict[str, bytes]:
    """The files that end so."""
    return {piece.name: piece.content for piece in pieces if piece.name.endswith(end)}


def test_a_package_holds_every_paper_drawing_and_model(whole: list[Piece]) -> None:
    names = [piece.name for piece in whole]
    assert len(set(names)) == len(names)
    assert all(name.isascii() and "/" not in name for name in names)
    assert {"wohnflaeche.pdf", "flaechen-und-rauminhalt.pdf", "zeichnungen.pdf", "Kiebitzhof-Haus-3.ifc"} <= set(names)
    assert {"grundriss-EG.svg", "grundriss-DG.dxf", "schnitt-A.svg", "ansicht-sued.dxf", "LIESMICH.txt"} <= set(names)


def test_other_programs_open_every_file(whole: list[Piece]) -> None:
    for content in named(whole, ".dxf").values():
        document, auditor = recover.read(io.BytesIO(content))
        assert not auditor.has_errors
        assert len(document.modelspace()) > 20
    for content in named(whole, ".svg").values():
        assert etree.fromstring(content).tag == "{http://www.w3.org/2000/svg}svg"
    (model,) = named(whole, ".ifc").values()
    assert len(ifcopenshell.file.from_string(model.decode()).by_type("IfcSpace")) == 11
    (data,) = named(whole, ".json").values()
    assert read(data) == HOUSE
    drawings = PdfReader(io.BytesIO(named(whole, "zeichnungen.pdf")["zeichnungen.pdf"]))
    assert len(drawings.pages) == len(named(whole, ".svg")) == len(named(whole, ".dxf"))


@pytest.mark.req("WR-041")
def test_every_result_says_who_may_use_it(whole: list[Piece]) -> None:
    for name, content in named(whole, ".pdf").items():
        for page in PdfReader(io.BytesIO(content)).pages[-1:]:
            assert FACTS.licence in " ".join(page.extract_text().split()), name
    others = {**named(whole, ".svg"), **named(whole, ".ifc"), **named(whole, ".txt")}
    assert all(" ".join(FACTS.licence.split()).split()[-1].encode() in content for content in others.values())


def test_the_same_survey_and_day_give_the_same_bytes(whole: list[Piece]) -> None:
    again = package(HOUSE, FACTS, german())
    assert [piece.name for piece, other in zip(whole, again, strict=True) if piece != other] == []
    assert zipped(again) == zipped(whole)


def test_a_zip_holds_every_piece(whole: list[Piece]) -> None:
    with zipfile.ZipFile(io.BytesIO(zipped(whole))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {one.name: one.content for one in whole}


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        ({Part.AREAS}, ["living-area.pdf", "README.txt"]),
        ({Part.CUBATURE}, ["areas-and-volumes.pdf", "README.txt"]),
        ({Part.PLAN}, ["drawings.pdf", "floor-plan-EG.svg", "floor-plan-DG.svg", "README.txt"]),
        ({Part.SECTION}, ["drawings.pdf", "section-A.svg", "section-B.svg", "README.txt"]),
        ({Part.DXF}, ["floor-plan-EG.dxf", "floor-plan-DG.dxf", "README.txt"]),
        (
            {Part.SECTION, Part.DXF},
            ["drawings.pdf", *(f"section-{n}.{k}" for n in "AB" for k in ("svg", "dxf")), "README.txt"],
        ),
        ({Part.JSON}, ["Kiebitzhof-house-3.json", "README.txt"]),
    ],
)
def test_what_is_sold_singly_comes_singly(parts: set[Part], names: list[str]) -> None:
    assert [piece.name for piece in package(example(ENGLISH), FACTS, ENGLISH, parts=parts)] == names


def test_a_second_style_has_names_of_its_own() -> None:
    found = package(HOUSE, FACTS, german(), parts={Part.PLAN}, styles=(Style.TECHNICAL, Style.MARKETING))
    assert {"zeichnungen.pdf", "zeichnungen-farbig.pdf", "grundriss-EG-farbig.svg"} <= {one.name for one in found}


def test_the_list_names_every_file(whole: list[Piece]) -> None:
    text = whole[-1].content.decode()
    assert all(piece.name in text for piece in whole[:-1])
    assert "Grundlage: Aufmaß vor Ort" in text
    assert {piece.part for piece in whole} == {*ALL, None}
    assert json.dumps(text)
