"""Sections: what is cut is what was measured, heights to the millimetre, and nothing is drawn that nobody knows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from aufmass.checking import ensure_possible
from aufmass.drawing.building import Building
from aufmass.drawing.cuts import Cut, cuts
from aufmass.drawing.flights import step_path
from aufmass.drawing.hollows import voids
from aufmass.drawing.levels import level_text
from aufmass.drawing.plan import Style
from aufmass.drawing.section import cut_bodies, section
from aufmass.drawing.shapes import Drawing, Fill, Label, Layer, Stroke
from aufmass.drawing.view import View
from aufmass.example import example
from aufmass.geometry.ring import Point, area, ring, signed_area
from aufmass.model import Basis, Deduction, Obstacle, Opening, OpeningKind, Roof, Slope, Storey, Survey
from aufmass.sentences import ENGLISH, Unusable, german
from aufmass.tests.make import rectangle, room

HOUSE = example(ENGLISH)
NORTHWARD, EASTWARD = Point(0, 1), Point(1, 0)


def cut_at(survey: Survey, x: int = 0, y: int = 0, right: Point = EASTWARD) -> tuple[Building, Cut]:
    """A section through a place."""
    return Building(ensure_possible(survey)), Cut("A", View.along(Point(x, y), right))


def solid_area(survey: Survey, x: int = 0, y: int = 0, right: Point = EASTWARD) -> float:
    """How much a section cuts, in square millimetres."""
    building, cut = cut_at(survey, x, y, right)
    return float(sum(map(signed_area, cut_bodies(building, cut, voids(building, cut.view)))))


def drawn(survey: Survey, x: int = 0, y: int = 0, right: Point = EASTWARD) -> Drawing:
    """A section at 1:100."""
    return section(*cut_at(survey, x, y, right), 100, ENGLISH)


def texts(drawing: Drawing) -> list[str]:
    """All texts of a drawing."""
    return [shape.text.replace("\N{NO-BREAK SPACE}", " ") for shape in drawing.shapes if isinstance(shape, Label)]


def two_rooms(**parts: object) -> Survey:
    """Two rooms of 4.00 × 3.00 m in walls of 0.30 m, 0.10 m between them, with a slab of 0.25 m."""
    rooms = (room(rectangle(4_000, 3_000, (300, 300)), id="1"), room(rectangle(4_000, 3_000, (4_400, 300)), id="2"))
    storey = Storey("EG", "Erdgeschoss", 0, 2_750, (rectangle(8_700, 3_600),), rooms)
    return replace(Survey(1, "Zwei Räume", Basis.SURVEY, (storey,), base_slab=250), **parts)  # type: ignore[arg-type]


def test_walls_slabs_and_ceiling_are_the_house_without_its_rooms() -> None:
    assert solid_area(two_rooms(), y=1_500) == 8_700 * 3_000 - 2 * 4_000 * 2_500
    assert solid_area(two_rooms(), x=1_500, right=NORTHWARD) == 3_600 * 3_000 - 3_000 * 2_500
    assert solid_area(two_rooms(), x=4_350, right=NORTHWARD) == 3_600 * 3_000


def test_openings_are_cut_out_at_their_height() -> None:
    window = Opening(OpeningKind.WINDOW, 4, 1_000, 1_000, 1_250, 900)
    base = two_rooms()
    storey = base.storeys[0]
    first = replace(storey.rooms[0], openings=(window,))
    opened = replace(base, storeys=(replace(storey, rooms=(first, storey.rooms[1])),))
    assert solid_area(base, y=1_500) - solid_area(opened, y=1_500) == 300 * 1_250
    assert solid_area(base, y=500) == solid_area(opened, y=500)
    glass = [one for one in drawn(opened, y=1_500).shapes if isinstance(one, Stroke) and one.layer is Layer.WINDOW]
    assert {(x, z) for one in glass for x, z in one.points} == {(x, z) for x in (0, 150, 300) for z in (900, 2_150)}


def test_a_gable_roof_is_a_band_above_its_empty_attic() -> None:
    roof = Roof(rectangle(8_700, 3_600), 2_750, (Slope(1, 0, Decimal(45)), Slope(3, 0, Decimal(45))))
    survey = two_rooms(roof=roof)
    below = 3_600 * 3_000 - 3_000 * 2_500
    empty = (1_800 - 300) ** 2  # 0.30 m upright is the build-up of a roof nobody measured
    assert solid_area(survey, x=1_500, right=NORTHWARD) == pytest.approx(below + 1_800 * 1_800 - empty, abs=2_000)
    assert "Build-ups that were not measured are drawn from the heights of storeys and rooms." in (
        drawn(survey, x=1_500, right=NORTHWARD).notes
    )


def test_the_attic_of_the_example_has_its_slopes_and_the_thickness_of_its_roof() -> None:
    # The studio begins 0.365 m behind the fronts, at 0.60 m, and rises by 35° to 2.60 m.
    building, cut = cut_at(HOUSE, x=6_000, right=NORTHWARD)
    studio = next(void for void in voids(building, cut.view) if void.room.id == "1.1")
    assert [(point.x, point.y) for point in studio.ceiling] == [
        (365, 600),
        (3_221, 2_600),
        (6_779, 2_600),
        (9_635, 600),
    ]
    assert building.top == 7_201
    text = texts(section(building, cut, 100, ENGLISH))
    assert {"1.1 Studio", "2.60", "1.00 m", "2.00 m", "+7.20¹ Ridge", "+3.70 Eaves", "−0.20 Ground"} <= set(text)


def test_lines_of_one_and_two_metres_end_at_the_ceiling() -> None:
    lines = [one for one in drawn(HOUSE, x=6_000, right=NORTHWARD).shapes if isinstance(one, Stroke) and one.dashed]
    found = {one.layer: one.points for one in lines}
    for layer, height in ((Layer.ONE_METRE, 1_000), (Layer.TWO_METRES, 2_000)):
        (left, level), (right, other) = found[layer]
        assert level == other == 2_800 + height
        assert (left - 365) * 0.70021 == pytest.approx(height - 600, abs=1)
        assert (9_635 - right) * 0.70021 == pytest.approx(height - 600, abs=1)


def test_a_cut_stair_rises_from_floor_to_floor_in_equal_steps() -> None:
    storey, stair = HOUSE.storeys[0], HOUSE.storeys[0].rooms[4].stairs[0]
    way = step_path(storey, stair, 6_500, 9_500)
    assert (way[0], way[-1]) == ((6_500, 0), (9_500, 2_800))
    risers = [after[1] - before[1] for before, after in pairwise(way) if after[1] != before[1]]
    assert len(risers) == 15
    assert all(riser == pytest.approx(2_800 / 15) for riser in risers)
    cut = [one for one in drawn(HOUSE, y=6_000).shapes if isinstance(one, Stroke) and one.layer is Layer.STAIR]
    assert [one.closed for one in cut] == [True]
    beyond = [one for one in drawn(HOUSE, y=5_000).shapes if isinstance(one, Stroke) and one.layer is Layer.STAIR]
    assert [one.closed for one in beyond] == [False]
    before = drawn(HOUSE, y=7_000).shapes
    assert not any(one.layer is Layer.STAIR for one in before)


def test_the_void_above_a_stair_interrupts_the_ceiling() -> None:
    closed = replace(HOUSE.storeys[1].rooms[0], deductions=())
    upper = replace(HOUSE.storeys[1], rooms=(closed, HOUSE.storeys[1].rooms[1]))
    survey = replace(HOUSE, storeys=(HOUSE.storeys[0], upper))
    assert solid_area(survey, y=6_000) - solid_area(HOUSE, y=6_000) == 2_900 * 300


def test_chimneys_are_cut_to_their_height() -> None:
    base = two_rooms()
    chimney = Deduction(Obstacle.CHIMNEY, rectangle(500, 500, (1_000, 1_000)))
    bench = Deduction(Obstacle.FACING_WALL, rectangle(500, 500, (2_000, 1_000)), 1_200)
    storey = base.storeys[0]
    first = replace(storey.rooms[0], deductions=(chimney, bench))
    survey = replace(base, storeys=(replace(storey, rooms=(first, storey.rooms[1])),))
    fills = [one.rings[0] for one in drawn(survey, y=1_250).shapes if isinstance(one, Fill)]
    assert ((1_000, 0), (1_500, 0), (1_500, 2_500), (1_000, 2_500)) in fills
    assert ((2_000, 0), (2_500, 0), (2_500, 1_200), (2_000, 1_200)) in fills


def test_the_ground_ends_at_the_walls_and_runs_beneath_a_house_that_stands_on_it() -> None:
    def lines(survey: Survey) -> list[tuple[float, float]]:
        shapes = drawn(survey, y=1_500).shapes
        strokes = [one for one in shapes if isinstance(one, Stroke) and one.layer is Layer.TERRAIN]
        return [(one.points[0][0], one.points[1][0]) for one in strokes if one.points[0][1] == one.points[1][1]]

    assert lines(two_rooms()) == []
    assert lines(two_rooms(terrain=-200)) == [(-900, 0), (8_700, 9_600)]
    assert lines(two_rooms(terrain=-400)) == [(-900, 0), (8_700, 9_600)]
    assert solid_area(two_rooms(terrain=-400), y=1_500) == 8_700 * 3_150 - 2 * 4_000 * 2_500


def test_where_nobody_measured_walls_only_rooms_are_drawn() -> None:
    bare = two_rooms()
    survey = replace(bare, storeys=(replace(bare.storeys[0], footprint=()),))
    drawing = drawn(survey, y=1_500)
    assert not any(isinstance(one, Fill) for one in drawing.shapes)
    outlines = [one for one in drawing.shapes if isinstance(one, Stroke) and one.layer is Layer.ROOM]
    assert [(one.points[0], one.width) for one in outlines] == [((300, 0), 0.35), ((4_400, 0), 0.35)]
    assert drawing.notes == ()


def test_an_oblique_line_cuts_at_its_own_length() -> None:
    # A line of 3 by 4 through a room of 3.00 m depth runs 3.00 ÷ 0.8 m within it.
    survey = two_rooms()
    (cut,) = cuts(Building(survey), (Point(500, 0), Point(3_500, 4_000)))
    (only,) = voids(Building(survey), cut.view)
    assert only.end - only.start == 3_750
    assert solid_area(survey, x=500, right=Point(3, 4)) == pytest.approx(4_500 * 3_000 - 3_750 * 2_500, abs=10)


def test_lines_that_cut_nothing_are_refused() -> None:
    with pytest.raises(Unusable, match="meets no room"):
        drawn(two_rooms(), y=9_000)
    with pytest.raises(Unusable, match="two different points"):
        cuts(Building(HOUSE), (Point(5, 5), Point(5, 5)))


def test_the_chosen_lines_cross_at_a_right_angle_and_meet_the_stair() -> None:
    first, second = cuts(Building(HOUSE))
    assert (first.name, second.name) == ("A", "B")
    assert first.view.right.x * second.view.right.x + first.view.right.y * second.view.right.y == 0
    assert first.view.right == NORTHWARD  # across the ridge
    stair = HOUSE.storeys[0].rooms[4].stairs[0].outline
    assert first.view.crossings(stair)
    assert second.view.crossings(stair)


def test_what_is_seen_in_a_room_stands_at_its_place() -> None:
    drawing = drawn(HOUSE, y=2_000)
    doors = [one.points for one in drawing.shapes if isinstance(one, Stroke) and one.layer is Layer.DOOR and one.closed]
    # The door of the living room: 0.385 m from its upper right corner, which is at 5.865 m.
    assert ((4_595.0, 0.0), (5_480.0, 0.0), (5_480.0, 2_010.0), (4_595.0, 2_010.0)) in doors


def test_what_nobody_surveyed_within_the_outer_edges_is_no_wall() -> None:
    base = two_rooms()
    storey = base.storeys[0]
    survey = replace(base, storeys=(replace(storey, rooms=storey.rooms[:1]),))
    drawing = drawn(survey, y=1_500)
    assert "not surveyed" in texts(drawing)
    hollow = (8_700 - 4_300 - 2 * 300) * 2_550  # with usual walls and a usual ceiling around it
    assert solid_area(survey, y=1_500) == 8_700 * 3_000 - 4_000 * 2_500 - hollow
    assert "not surveyed" not in texts(drawn(base, y=1_500))


def test_balconies_are_slabs_before_the_house() -> None:
    assert (
        solid_area(HOUSE, x=2_000, right=NORTHWARD)
        - solid_area(
            replace(HOUSE, storeys=(replace(HOUSE.storeys[0], rooms=HOUSE.storeys[0].rooms[:-1]), HOUSE.storeys[1])),
            *(2_000, 0, NORTHWARD),
        )
        == 1_800 * 200
    )


def test_a_coloured_section_has_no_numbers() -> None:
    drawing = section(*cut_at(HOUSE, x=6_000, right=NORTHWARD), 100, ENGLISH, Style.MARKETING)
    assert not any(one.layer is Layer.DIMENSION for one in drawing.shapes)
    assert "Studio" in texts(drawing)
    assert {"#FBE9C6", "#EEEEEE"} <= {one.colour for one in drawing.shapes if isinstance(one, Fill)}


@pytest.mark.parametrize(
    ("height", "text"),
    [(0, "±0,00"), (2_800, "+2,80"), (-200, "−0,20"), (7_201, "+7,20¹"), (-5, "−0,00⁵"), (12_345, "+12,34⁵")],
)
def test_levels_are_written_as_on_german_plans(height: int, text: str) -> None:
    assert level_text(height, german()) == text


def test_oblique_rooms_are_cut_to_the_millimetre() -> None:
    outline = ring([(0, 0), (6_000, 1_000), (5_000, 6_000), (-500, 5_000)])
    survey = replace(two_rooms(), storeys=(Storey("EG", "EG", 0, 2_800, (), (room(outline),)),))
    building, cut = cut_at(survey, y=3_000)
    (only,) = voids(building, cut.view)
    assert (only.start, only.end) == (-300, 5_600)
    assert area(only.ring) == 5_900 * 2_500
