"""Elevations: named by the compass, with everything at its true place and height, and only what is seen."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from aufmass.checking import ensure_possible
from aufmass.drawing.building import Building
from aufmass.drawing.elevation import elevation, sides
from aufmass.drawing.faces import Kind, faces, seen
from aufmass.drawing.plan import Style
from aufmass.drawing.shapes import Box, Drawing, Fill, Label, Layer, Stroke
from aufmass.drawing.sheets import all_sheets
from aufmass.example import example
from aufmass.geometry.ring import ring, signed_area
from aufmass.model import Basis, Opening, OpeningKind, Storey, Survey
from aufmass.sentences import ENGLISH, german
from aufmass.tests.make import rectangle, room
from aufmass.uses import Use

HOUSE = example(ENGLISH)


def looked_at(survey: Survey, key: str, style: Style = Style.TECHNICAL) -> Drawing:
    """An elevation at 1:100."""
    building = Building(ensure_possible(survey))
    return next(elevation(building, side, 100, ENGLISH, style) for side in sides(building) if side.key == key)


def surfaces(survey: Survey, key: str) -> dict[Kind, float]:
    """How much is seen of each kind, in square millimetres."""
    building = Building(survey)
    view = next(side.view for side in sides(building) if side.key == key)
    found: dict[Kind, float] = {}
    for one in seen(faces(building, view)):
        found[one.kind] = found.get(one.kind, 0) + float(sum(map(signed_area, one.rings)))
    return found


def boxes(drawing: Drawing, layer: Layer) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right and top of the outlines on a layer, without their frames."""
    outlines = [one for one in drawing.shapes if isinstance(one, Stroke) and one.layer is layer and one.closed]
    whole = [Box.around(one.points) for one in outlines if one.weight is None]
    return [(box.left, box.bottom, box.right, box.top) for box in whole]


def texts(drawing: Drawing) -> list[str]:
    """All texts."""
    return [shape.text.replace("\N{NO-BREAK SPACE}", " ") for shape in drawing.shapes if isinstance(shape, Label)]


@pytest.mark.parametrize(
    ("north", "names"),
    [
        (0, ["south", "west", "north", "east"]),
        (20, ["south", "west", "north", "east"]),
        (45, ["south-west", "north-west", "north-east", "south-east"]),
        (90, ["south", "west", "north", "east"]),
        (340, ["south", "west", "north", "east"]),
    ],
)
def test_sides_are_named_by_the_compass(north: int, names: list[str]) -> None:
    building = Building(replace(HOUSE, north=Decimal(north)))
    found = sides(building)
    assert sorted(side.key for side in found) == sorted(f"elevation-{name}" for name in names)
    assert found[0].wind.value.startswith("south")


def test_north_to_the_right_makes_the_upper_side_the_west() -> None:
    # North is 90° clockwise from up: on the right of the plan. Then up is west and the windows there look west.
    survey = replace(HOUSE, north=Decimal(90))
    windows = boxes(looked_at(survey, "elevation-west"), Layer.WINDOW)
    assert sorted((left, right) for left, _low, right, _high in windows) == [
        (-9_635, -8_625),
        (-6_660, -5_400),
        (-3_120, -1_610),
    ]
    assert looked_at(survey, "elevation-west").title == "West elevation"


def test_windows_and_doors_stand_at_their_place_and_height() -> None:
    south = looked_at(HOUSE, "elevation-south")
    assert set(boxes(south, Layer.DOOR)) == {(1_565, 0, 3_325, 2_260)}
    assert set(boxes(south, Layer.WINDOW)) == {
        (4_065, 900, 5_325, 2_300),
        (6_850, 900, 8_110, 2_300),
        (9_485, 900, 10_245, 2_300),
        (3_570, 3_700, 5_330, 4_900),  # in the dormer
    }


def test_from_behind_left_and_right_change_places() -> None:
    north = boxes(looked_at(HOUSE, "elevation-north"), Layer.WINDOW)
    # The bath: 1.00 m from its corner at 10.635 m, seen from the other side.
    assert (-9_635, 1_200, -8_625, 2_300) in north


def test_walls_roof_and_gables_have_their_true_areas() -> None:
    ridge = 7_201
    # Walls from the ground at −0.20 m to the eaves at 3.70 m, less the slab of the balcony before them.
    north = surfaces(HOUSE, "elevation-north")
    assert north[Kind.WALL] == 11_000 * 3_900
    assert north[Kind.ROOF] == 11_000 * (ridge - 3_700)
    west = surfaces(HOUSE, "elevation-west")
    assert west[Kind.WALL] == pytest.approx(10_000 * 3_900 + 10_000 * (ridge - 3_700) / 2, abs=10_000)
    south = surfaces(HOUSE, "elevation-south")
    assert south[Kind.BALCONY] == 3_400 * 200
    assert south[Kind.WALL] == 11_000 * 3_900 - 3_400 * 200
    assert south[Kind.ROOF] + south[Kind.DORMER] == pytest.approx(11_000 * (ridge - 3_700), abs=10)


def test_heights_are_written_to_the_millimetre() -> None:
    text = texts(looked_at(HOUSE, "elevation-east"))
    assert {"±0.00 Ground floor", "+2.80 Attic", "+3.70 Eaves", "+7.20¹ Ridge", "−0.20 Ground"} <= set(text)
    assert "7.40¹" in text
    assert {"5.00", "10.00", "11.80"} <= set(text)  # to the ridge, the walls, with the balcony


def test_what_lies_beneath_the_ground_has_no_elevation() -> None:
    survey = replace(HOUSE, roof=None, terrain=9_000, storeys=HOUSE.storeys[:1])
    assert sides(Building(survey)) == []
    assert [paper.key for paper in all_sheets(survey, ENGLISH)] == ["plan-EG", "section-A", "section-B"]


def test_what_stands_behind_is_hidden() -> None:
    # A tower behind a low wing: of its front only what rises above the wing is seen.
    low = room(rectangle(7_400, 3_400, (300, 300)), id="1", walls=(300,) * 4)
    window = Opening(OpeningKind.WINDOW, 1, 500, 1_000, 1_000, 500)
    high = room(rectangle(3_400, 3_400, (300, 4_300)), id="2", walls=(300,) * 4, openings=(window,))
    foot = ring([(0, 0), (8_000, 0), (8_000, 4_000), (4_000, 4_000), (4_000, 8_000), (0, 8_000)])
    ground = Storey("EG", "EG", 0, 3_000, (foot,), (low, replace(high, id="3", openings=())))
    upper = Storey("OG", "OG", 3_000, 3_000, (rectangle(4_000, 4_000, (0, 4_000)),), (high,))
    survey = ensure_possible(Survey(1, "Turm", Basis.SURVEY, (ground, upper)))
    assert surfaces(survey, "elevation-south") == {Kind.WALL: 8_000 * 3_000 + 4_000 * 3_000}
    assert boxes(looked_at(survey, "elevation-south"), Layer.WINDOW) == [(800, 3_500, 1_800, 4_500)]
    hidden = replace(survey, storeys=(ground, replace(upper, level=1_500)))
    assert surfaces(hidden, "elevation-south") == {Kind.WALL: 8_000 * 3_000 + 4_000 * 1_500}
    assert boxes(looked_at(hidden, "elevation-south"), Layer.WINDOW) == []


def test_a_side_without_any_measured_opening_is_not_surveyed() -> None:
    storeys = []
    for storey in HOUSE.storeys:
        rooms = tuple(
            replace(one, openings=tuple(opening for opening in one.openings if opening.kind is OpeningKind.DOOR))
            for one in storey.rooms
        )
        storeys.append(replace(storey, rooms=rooms))
    survey = replace(HOUSE, storeys=tuple(storeys))
    north = looked_at(survey, "elevation-north")
    assert "not surveyed" in texts(north)
    outlines = [one for one in north.shapes if isinstance(one, Stroke) and one.layer in (Layer.SEEN, Layer.ROOF)]
    assert outlines
    assert all(one.dashed for one in outlines)
    assert "not surveyed" not in texts(looked_at(survey, "elevation-south"))
    building = Building(survey)
    assert "nicht aufgemessen" in texts(elevation(building, sides(building)[2], 100, german()))


def test_without_walls_nothing_is_pretended() -> None:
    survey = replace(HOUSE, roof=None, storeys=tuple(_bare(storey) for storey in HOUSE.storeys))
    for key in ("south", "west", "north", "east"):
        drawing = looked_at(survey, f"elevation-{key}")
        assert "not surveyed" in texts(drawing)
        assert "11.00" not in texts(drawing)


def _bare(storey: Storey) -> Storey:
    rooms = tuple(replace(one, walls=(), openings=()) for one in storey.rooms)
    return replace(storey, footprint=(), rooms=rooms)


def test_a_loggia_is_cut_into_the_house() -> None:
    inner = room(rectangle(5_400, 3_400, (300, 300)), id="1", walls=(300,) * 4)
    loggia = room(rectangle(2_000, 1_500, (3_700, 3_700)), None, id="2", use=Use.LOGGIA)
    window = Opening(OpeningKind.WINDOW, 3, 400, 1_000, 1_300, 900)
    storey = Storey("EG", "EG", 0, 2_800, (rectangle(6_000, 5_200),), (replace(inner, openings=(window,)), loggia))
    survey = ensure_possible(Survey(1, "Loggia", Basis.SURVEY, (storey,)))
    assert Building(survey).shell(storey).gaps[0].ring[2].y == 3_700  # the window ends at the loggia
    assert (-5_300, 900, -4_300, 2_200) in boxes(looked_at(survey, "elevation-north"), Layer.WINDOW)


def test_a_coloured_elevation_has_walls_roof_and_glass_but_no_numbers() -> None:
    drawing = looked_at(HOUSE, "elevation-south", Style.MARKETING)
    assert {"#F6F1E7", "#C9BDB1", "#CFE0EF"} <= {one.colour for one in drawing.shapes if isinstance(one, Fill)}
    assert not any(one.layer is Layer.DIMENSION for one in drawing.shapes)
