"""Sheets of a whole building: one scale, no text upon another, the same geometry in every format."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from aufmass.checking import ensure_possible
from aufmass.drawing.block import Imprint
from aufmass.drawing.pdf import pdf
from aufmass.drawing.plan import Style
from aufmass.drawing.shapes import Layer
from aufmass.drawing.sheet import FORMATS, SCALES, Sheet
from aufmass.drawing.sheets import all_sheets
from aufmass.example import example
from aufmass.geometry.ring import Point
from aufmass.importing.ifc import rooms_from_ifc
from aufmass.model import Basis, Storey, Survey
from aufmass.sentences import ENGLISH, Unusable, german
from aufmass.tests.drawn import alike, boxed_texts, dxf_fills, fills, overlapping, pdf_fills, svg_fills
from aufmass.tests.houses import house
from aufmass.tests.make import rectangle, room

HOUSE = example(ENGLISH)
KEYS = [
    "plan-EG",
    "plan-DG",
    "section-A",
    "section-B",
    *(f"elevation-{one}" for one in ("south", "west", "north", "east")),
]
DATA = Path(os.environ.get("AUFMASS_DATA", "/nowhere"))


def long_house(length: int) -> Survey:
    """One long room."""
    storey = Storey("EG", "Lang", 0, 2_800, (), (room(rectangle(length, 4_000)),))
    return Survey(1, "Halle", Basis.SURVEY, (storey,))


def test_a_set_has_plans_sections_and_elevations_with_stable_names() -> None:
    assert [paper.key for paper in all_sheets(HOUSE, ENGLISH)] == KEYS
    assert [paper.title for paper in all_sheets(HOUSE, german())][2:5] == ["Schnitt A–A", "Schnitt B–B", "Ansicht Süd"]


def test_the_whole_set_has_the_largest_scale_that_fits_on_a3() -> None:
    papers = all_sheets(HOUSE, ENGLISH)
    assert {paper.scale for paper in papers} == {100}
    assert {paper.format for paper in papers} <= {"A4", "A3"}
    small = ensure_possible(
        Survey(1, "Zimmer", Basis.SURVEY, (Storey("EG", "EG", 0, 2_800, (), (room(rectangle(4_000, 5_000)),)),))
    )
    assert {paper.scale for paper in all_sheets(small, ENGLISH)} == {50}
    assert {paper.scale for paper in all_sheets(long_house(60_000), ENGLISH)} == {200}
    large = all_sheets(long_house(150_000), ENGLISH)
    assert {paper.scale for paper in large} == {200}
    assert "A1" in {paper.format for paper in large}
    assert {paper.scale for paper in all_sheets(long_house(300_000), ENGLISH)} == {500}


def test_a_scale_that_somebody_asks_for_is_kept_or_refused() -> None:
    assert {paper.scale for paper in all_sheets(HOUSE, ENGLISH, scale=200)} == {200}
    with pytest.raises(Unusable, match="Halle does not fit on A0 at 1:50"):
        all_sheets(long_house(150_000), ENGLISH, scale=50)
    with pytest.raises(Unusable, match="Leer has no rooms to draw"):
        all_sheets(Survey(1, "Leer", Basis.SURVEY, ()), ENGLISH)


def test_a_line_of_ones_own_takes_the_place_of_both_sections() -> None:
    papers = all_sheets(HOUSE, ENGLISH, line=(Point(2_000, -1_000), Point(2_000, 11_000)))
    assert [paper.key for paper in papers if paper.key.startswith("section")] == ["section-A"]
    (cut,) = (paper for paper in papers if paper.key == "section-A")
    assert "through the rooms: Living, Bedroom, Studio" in cut.description


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize("scale", SCALES)
def test_no_text_lies_on_another_on_any_sheet(scale: int, style: Style) -> None:
    for paper in all_sheets(HOUSE, german(), scale=scale, style=style):
        assert overlapping(paper) == [], paper.key


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(Style))
def test_no_text_lies_on_another_in_any_house(seed: int, style: Style) -> None:
    for paper in all_sheets(ensure_possible(house(seed)), german(), style=style):
        assert overlapping(paper) == [], paper.key


@pytest.mark.parametrize("name", ["AC20-FZK-Haus.ifc", "Duplex_A_20110907.ifc", "LargeBuilding.ifc"])
def test_imported_buildings_are_drawn(name: str) -> None:
    if not (DATA / name).exists():
        pytest.skip("the sample building is not here")
    for paper in all_sheets(rooms_from_ifc(DATA / name).survey, german()):
        assert overlapping(paper) == [], paper.key


@pytest.mark.parametrize(("key", "style"), [("section-A", Style.TECHNICAL), ("elevation-south", Style.MARKETING)])
def test_every_format_has_the_same_geometry(key: str, style: Style) -> None:
    paper = next(one for one in all_sheets(HOUSE, ENGLISH, style=style) if one.key == key)
    drawn = fills(paper)
    assert len(drawn) > 3
    assert svg_fills(paper) == drawn
    found = dxf_fills(paper)
    assert {one for one in drawn if one not in found} == set()
    printed = pdf_fills(paper)
    assert [one for one in drawn if not alike(one, printed)] == []


def test_a_set_is_one_pdf_with_a_page_for_each_sheet() -> None:
    papers = all_sheets(HOUSE, german())
    reader = PdfReader(io.BytesIO(pdf(papers)))
    assert len(reader.pages) == len(papers)
    for page, paper in zip(reader.pages, papers, strict=True):
        assert [float(side) / 72 * 25.4 for side in page.mediabox[2:]] == pytest.approx(FORMATS[paper.format], abs=0.01)
        assert paper.title in page.extract_text()
    assert reader.metadata is not None
    assert reader.metadata.title == HOUSE.name


def texts(paper: Sheet) -> str:
    """Everything that stands on a sheet."""
    return " ".join(label.text for label in boxed_texts(paper)).replace("\N{NO-BREAK SPACE}", " ")


def test_who_drew_it_for_whom_and_what_may_be_done_with_it_stand_on_every_sheet() -> None:
    licence = "Für eigene Zwecke; die Weitergabe ist nur mit allen Blättern und dieser Zeile erlaubt."
    imprint = Imprint("Ingenieurbüro Ahorn, Dipl.-Ing. (FH) A. Beispiel", "Erna Muster", licence, date(2026, 11, 23))
    for paper in all_sheets(replace(HOUSE, measured_on=date(2026, 11, 20)), german(), imprint=imprint):
        text = texts(paper)
        for part in (
            "Ingenieurbüro Ahorn",
            "Für: Erna Muster",
            "Weitergabe",
            "23.11.2026",
            "20.11.2026",
            "Aufmaß vor Ort",
        ):
            assert part in text
        assert overlapping(paper) == []


def test_only_plans_have_an_arrow_to_the_north_and_lines_of_sections() -> None:
    for paper in all_sheets(HOUSE, ENGLISH):
        north = [one for one in paper.shapes if getattr(one, "text", "") == "N"]
        cuts = [one for one in paper.drawing.shapes if one.layer is Layer.CUTTING and hasattr(one, "text")]
        assert (len(north), len(cuts)) == ((1, 4) if paper.key.startswith("plan") else (0, 0))


def test_sheets_are_counted() -> None:
    assert "Sheet 3/8, A4" in texts(all_sheets(HOUSE, ENGLISH)[2])
