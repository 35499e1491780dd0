"""Plans: one geometry in every format, texts that never lie on one another, walls without openings."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree as ET

import ezdxf.filemanagement
import pytest
from ezdxf.entities.boundary_paths import PolylinePath
from ezdxf.entities.hatch import Hatch
from ezdxf.entities.lwpolyline import LWPolyline
from pypdf import PdfReader

from aufmass.ceiling import Ceiling
from aufmass.checking import ensure_possible
from aufmass.drawing.chains import written
from aufmass.drawing.dxf import dxf
from aufmass.drawing.fittings import height_lines
from aufmass.drawing.pdf import pdf
from aufmass.drawing.plan import Style
from aufmass.drawing.shapes import Arc, Fill, Label, Layer, Stroke
from aufmass.drawing.sheet import FORMATS, SCALES, Sheet, sheet
from aufmass.drawing.svg import svg
from aufmass.drawing.walls import shell
from aufmass.example import example
from aufmass.geometry.region import region
from aufmass.geometry.ring import Point, area, ring, signed_area
from aufmass.model import Basis, Opening, OpeningKind, Slope, Storey, Survey
from aufmass.sentences import ENGLISH, Unusable, german
from aufmass.tests.drawn import alike, back, boxed_texts, pdf_rings, walls_of
from aufmass.tests.make import rectangle, room

HOUSE = example(ENGLISH)
SVG = "{http://www.w3.org/2000/svg}"


def drawn(storey: int = 0, scale: int = 100, style: Style = Style.TECHNICAL) -> Sheet:
    """A sheet of the example."""
    return sheet(HOUSE, HOUSE.storeys[storey], ENGLISH, scale, style)


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("storey", [0, 1])
def test_no_two_texts_lie_on_one_another_and_all_lie_on_the_sheet(storey: int, scale: int, style: Style) -> None:
    paper = drawn(storey, scale, style)
    labels = list(boxed_texts(paper))
    boxes = [label.box(1) for label in labels]
    for number, box in enumerate(boxes):
        assert box.left >= 0
        assert box.right <= paper.width
        assert box.bottom >= 0
        assert box.top <= paper.height
        assert [labels[place].text for place in range(number) if box.overlaps(boxes[place])] == []


def test_stamps_lie_in_their_rooms_and_beside_doors_and_stairs() -> None:
    paper = drawn()
    arcs = [shape for shape in paper.drawing.shapes if isinstance(shape, Arc)]
    for label in paper.drawing.shapes:
        if isinstance(label, Label) and label.layer is Layer.STAMP:
            box = label.box(100)
            owner = next(one for one in HOUSE.storeys[0].rooms if _within(one.outline, label.at))
            assert _within(owner.outline, (box.left, box.bottom))
            assert _within(owner.outline, (box.right, box.top))
            hinges = [
                arc for arc in arcs if box.left < arc.centre[0] < box.right and box.bottom < arc.centre[1] < box.top
            ]
            assert hinges == []


def _within(outline: tuple[Point, ...], place: tuple[float, float]) -> bool:
    xs, ys = [float(point.x) for point in outline], [float(point.y) for point in outline]
    return min(xs) <= place[0] <= max(xs) and min(ys) <= place[1] <= max(ys)


def test_every_room_has_its_name_and_area() -> None:
    texts = [label.text.replace("\N{NO-BREAK SPACE}", " ") for label in boxed_texts(drawn())]
    assert {"0.1 Living", "22.42 m²", "0.9 Balcony", "1.53 m²", "15 risers", "h = 2.50 m"} <= set(texts)


def test_chains_add_up_to_the_house() -> None:
    texts = [label.text for label in boxed_texts(drawn()) if label.layer is Layer.DIMENSION]
    assert texts.count("11.00") == texts.count("10.00") == 2
    # North side: window by window, then wall by wall; 36⁵ is 36.5 cm.
    assert {"1.61", "1.51", "2.28", "1.26", "1.96⁵", "36⁵", "11⁵", "4.00", "3.10", "2.94"} <= set(texts)


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (11_000, "11,00"),
        (1_985, "1,98⁵"),
        (1_000, "1,00"),
        (999, "99⁹"),
        (365, "36⁵"),
        (115, "11⁵"),
        (240, "24"),
        (5, "0⁵"),
    ],
)
def test_lengths_are_written_as_on_german_plans(length: int, text: str) -> None:
    assert written(length, german()) == text


def test_walls_are_the_house_without_rooms_and_openings() -> None:
    storey = HOUSE.storeys[0]
    house = shell(storey)
    inner = [one for one in storey.rooms if not one.is_outdoor]
    taken = sum(area(one.outline) for one in inner) + sum(area(gap.ring) for gap in house.gaps)
    # The niche of the garden door lies within its opening, so it takes nothing more.
    assert sum(map(signed_area, house.walls)) == 110_000_000 - taken
    assert {area(gap.ring) for gap in house.gaps if gap.opening.width == 1_760} == {1_760 * 365}


def test_without_outer_edges_walls_follow_from_their_thickness() -> None:
    storey = HOUSE.storeys[0]
    assert sum(map(signed_area, shell(replace(storey, footprint=())).walls)) == sum(
        map(signed_area, shell(storey).walls)
    )
    bare = replace(storey, footprint=(), rooms=tuple(replace(one, walls=()) for one in storey.rooms))
    assert shell(bare).walls == ()
    outlines = sheet(replace(HOUSE, storeys=(bare,)), bare, ENGLISH).drawing.shapes
    inner = [shape for shape in outlines if isinstance(shape, Stroke) and shape.layer is Layer.ROOM]
    assert [shape.width for shape in inner] == [0.35] * 8 + [0.25]


def test_height_lines_are_where_the_zones_of_the_calculation_meet() -> None:
    attic = HOUSE.storeys[1].rooms[1]
    planes = Ceiling.of(attic).planes
    lines = list(height_lines(attic))
    assert [line.layer for line in lines].count(Layer.TWO_METRES) == 2
    for line in lines:
        height = 1_000 if line.layer is Layer.ONE_METRE else 2_000
        for x, y in line.points:
            assert min(plane.at(Point(Fraction(x), Fraction(y))) for plane in planes) == pytest.approx(height, abs=1e-6)


def test_oblique_walls_are_cut_through() -> None:
    turned = room(ring([(0, 0), (4_000, 3_000), (2_200, 5_400), (-1_800, 2_400)]), walls=(300, 300, 300, 300))
    door = Opening(OpeningKind.DOOR, 1, 1_000, 900, 2_010)
    house = shell(Storey("EG", "EG", 0, 2_800, (), (replace(turned, openings=(door,)),)))
    closed = shell(Storey("EG", "EG", 0, 2_800, (), (turned,)))
    assert (len(closed.walls), len(house.walls)) == (2, 1)
    gone = sum(map(signed_area, closed.walls)) - sum(map(signed_area, house.walls))
    assert gone == pytest.approx(900 * 300, rel=0.001)


def test_oblique_fronts_have_chains_of_their_own() -> None:
    turned = room(ring([(0, 0), (4_000, 3_000), (2_200, 5_400), (-1_800, 2_400)]), walls=(300, 300, 300, 300))
    door = Opening(OpeningKind.DOOR, 1, 1_000, 900, 2_010)
    storey = Storey("EG", "EG", 0, 2_800, (), (replace(turned, openings=(door,)),))
    labels = [
        one
        for one in sheet(replace(HOUSE, storeys=(storey,)), storey, ENGLISH).drawing.shapes
        if isinstance(one, Label) and one.layer is Layer.DIMENSION
    ]
    assert sorted(one.text for one in labels) == ["1.30", "3.40", "3.60", "3.60", "5.60", "5.60", "90"]
    assert {round(one.angle, 1) for one in labels} == {36.9, -53.1}


def test_regions_keep_holes_and_islands_apart() -> None:
    walls = region([rectangle(10, 10)], [rectangle(3, 3, (2, 2)), rectangle(2, 2, (5, 2)), rectangle(3, 3, (7, 7))])
    assert sorted(map(signed_area, walls)) == [-13, 91]
    joined = region([rectangle(10, 10), rectangle(10, 10, (5, 5)), rectangle(3, 3, (20, 0))])
    assert sorted(map(signed_area, joined)) == [9, 175]
    assert region([rectangle(5, 5), rectangle(5, 5, (5, 5))]) == [rectangle(5, 5), rectangle(5, 5, (5, 5))]
    assert region([rectangle(4, 4)], [rectangle(9, 9, (-1, -1))]) == []


@pytest.mark.parametrize("scale", SCALES)
def test_svg_has_the_walls_to_scale_and_real_text(scale: int) -> None:
    paper = drawn(scale=scale)
    root = ET.fromstring(svg(paper))
    assert root.get("width") == f"{paper.width}mm"
    assert root.find(f"{SVG}title").text == "Floor plan, Ground floor"  # type: ignore[union-attr]
    assert "Living" in (root.find(f"{SVG}desc").text or "")  # type: ignore[union-attr]
    fill = next(one for one in root.iter(f"{SVG}path") if one.get("fill") and one.get("d", "").count("M") > 3)
    rings = {
        tuple(back(paper, *map(float, place.split(","))) for place in part.strip(" ZM").split())
        for part in fill.get("d", "").split("Z")[:-1]
    }
    assert rings == walls_of(paper)
    assert {"0.1 Living", "0.9 Balcony"} <= {one.text for one in root.iter(f"{SVG}text")}


def test_dxf_is_sound_in_metres_and_has_the_same_walls() -> None:
    paper = drawn()
    document = ezdxf.filemanagement.read(io.StringIO(dxf(paper)))
    audit = document.audit()
    assert (audit.errors, audit.fixes) == ([], [])
    assert document.header["$INSUNITS"] == 6
    assert {layer.value for layer in Layer} <= {layer.dxf.name for layer in document.layers}
    space = document.modelspace()
    lines = [one for one in space.query("LWPOLYLINE[layer ? 'A-WAND-.*']") if isinstance(one, LWPolyline)]
    found = {tuple((round(x * 1_000, 1), round(y * 1_000, 1)) for x, y in one.get_points("xy")) for one in lines}
    assert walls_of(paper) <= found
    assert {"0.1 Living", "22.42\N{NO-BREAK SPACE}m²"} <= {one.dxf.text for one in space.query("TEXT")}
    hatches = [one for one in space.query("HATCH") if isinstance(one, Hatch)]
    rings = [one.vertices for hatch in hatches for one in hatch.paths if isinstance(one, PolylinePath)]
    assert walls_of(paper) <= {tuple((round(x * 1_000, 1), round(y * 1_000, 1)) for x, y, _ in one) for one in rings}


def test_pdf_is_to_scale_with_text_and_the_same_walls() -> None:
    paper = drawn()
    reader = PdfReader(io.BytesIO(pdf(paper)))
    (page,) = reader.pages
    assert [float(side) / 72 * 25.4 for side in page.mediabox[2:]] == pytest.approx(FORMATS["A3"], abs=0.01)
    text = page.extract_text()
    assert "0.1 Living" in text
    assert "Scale 1:100" in text
    rings = set(pdf_rings(page, paper))
    assert [one for one in walls_of(paper) if not alike(one, rings)] == []


def test_a_marketing_plan_has_colours_and_no_chains() -> None:
    paper = drawn(style=Style.MARKETING)
    assert not any(shape.layer is Layer.DIMENSION for shape in paper.drawing.shapes)
    colours = {shape.colour for shape in paper.drawing.shapes if isinstance(shape, Fill)}
    assert {"#FBE9C6", "#DCE8F5", "#CFEBE6", "#EEEEEE", "#E3F0D5"} <= colours


def test_the_basis_and_its_meaning_stand_on_the_sheet() -> None:
    measured = replace(HOUSE, basis=Basis.MEASUREMENTS)
    texts = " ".join(label.text for label in boxed_texts(sheet(measured, HOUSE.storeys[0], ENGLISH)))
    assert "Calculated from measurements of the customer, whose correctness was not examined." in texts
    assert "not examined" not in " ".join(label.text for label in boxed_texts(drawn()))


def test_strange_names_stay_text_in_every_format() -> None:
    strange = '<b>"#x\\" & $y$'
    rooms = tuple(replace(one, name=strange) for one in HOUSE.storeys[0].rooms)
    storey = replace(HOUSE.storeys[0], rooms=rooms)
    paper = sheet(replace(HOUSE, storeys=(storey,)), storey, ENGLISH, 50)
    texts = {one.text for one in ET.fromstring(svg(paper)).iter(f"{SVG}text")}
    assert f"0.1 {strange}" in texts
    assert '<b>"#x\\" & $y$' in PdfReader(io.BytesIO(pdf(paper))).pages[0].extract_text()


def test_what_cannot_be_drawn_is_refused() -> None:
    empty = Storey("EG", "Leer", 0, 2_800)
    with pytest.raises(Unusable, match="Leer has no rooms to draw"):
        sheet(Survey(1, "x", Basis.SURVEY, (empty,)), empty, ENGLISH)
    long = Storey("EG", "Lang", 0, 2_800, (), (room(rectangle(300_000, 4_000)),))
    with pytest.raises(Unusable, match="Lang does not fit on A0 at 1:100"):
        sheet(Survey(1, "x", Basis.SURVEY, (long,)), long, ENGLISH)


def test_tiny_rooms_keep_their_number() -> None:
    rooms = tuple(room(rectangle(300, 300, (400 * place, 0)), id=str(place), walls=(100,) * 4) for place in range(5))
    survey = ensure_possible(Survey(1, "Schächte", Basis.SURVEY, (Storey("EG", "EG", 0, 2_800, (), rooms),)))
    texts = [label.text for label in boxed_texts(sheet(survey, survey.storeys[0], ENGLISH, 200))]
    assert {"0", "1", "2", "3", "4"} <= set(texts)


def test_sloping_oblique_rooms_are_drawn() -> None:
    outline = ring([(0, 0), (6_000, 1_000), (5_000, 6_000), (-500, 5_000)])
    sloped = room(outline, 2_500, slopes=(Slope(1, 700, Decimal("37.5")),), walls=(300,) * 4)
    survey = ensure_possible(Survey(1, "Schräg", Basis.SURVEY, (Storey("EG", "EG", 0, 2_800, (), (sloped,)),)))
    paper = sheet(survey, survey.storeys[0], ENGLISH)
    lines = [one for one in paper.drawing.shapes if isinstance(one, Stroke) and one.layer is Layer.TWO_METRES]
    assert len(lines) == 1
    assert re.search(r'data-layer="A-DACH-2M" d="M', svg(paper))
