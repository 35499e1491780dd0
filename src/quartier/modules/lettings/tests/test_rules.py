"""The deposit, the drawing of the houses, and where announcements and flats differ."""

from decimal import Decimal

import pytest

from quartier.modules.lettings import rules
from quartier.modules.lettings.rules import Box, Difference, Side, Span, Stated, Topic, Unit


def test_the_deposit_is_at_most_three_base_rents() -> None:
    assert rules.deposit_limit(Decimal("726.10")) == Decimal("2178.30")


def test_a_house_is_drawn_floor_by_floor_with_left_on_the_left() -> None:
    units = [Unit("A.1", 0, Side.RIGHT), Unit("A.2", 0, Side.LEFT), Unit("A.3", 1, Side.WHOLE)]
    picture = rules.elevation([("Haus A", units)])
    assert (picture.width, picture.height) == (186, 148)
    assert picture.flats == [Box(8, 62, 84, 44, "A.2"), Box(94, 62, 84, 44, "A.1"), Box(8, 16, 170, 44, "A.3")]
    assert picture.roofs == [Box(4, 8, 178, 8)]
    assert picture.captions == [(93, 136, "Haus A")]


def test_houses_of_different_height_stand_on_the_same_ground() -> None:
    tall = [Unit("A.1", 0, Side.WHOLE), Unit("A.2", 1, Side.WHOLE)]
    picture = rules.elevation([("A", tall), ("B", [Unit("B.1", 0, Side.WHOLE)])])
    by_name = {box.name: box for box in picture.flats}
    assert by_name["A.1"].y == by_name["B.1"].y
    assert by_name["A.2"].y == by_name["A.1"].y - rules.STOREY


def test_a_cellar_flat_is_the_lowest_floor_of_its_house() -> None:
    picture = rules.elevation([("A", [Unit("A.1", -1, Side.WHOLE), Unit("A.2", 0, Side.WHOLE)])])
    assert [box.y for box in picture.flats] == [62, 16]


def test_the_fifth_house_begins_a_new_row() -> None:
    houses = [(name, [Unit(f"{name}.1", 0, Side.WHOLE)]) for name in "ABCDE"]
    picture = rules.elevation(houses)
    assert picture.width == 756
    assert picture.flats[4].x == picture.flats[0].x
    assert picture.flats[4].y > picture.captions[0][1]


@pytest.mark.parametrize("houses", [[], [("A", [])]])
def test_nothing_to_draw_is_no_mistake(houses: list[tuple[str, list[Unit]]]) -> None:
    picture = rules.elevation(houses)
    assert picture.flats == []
    assert picture.roofs == []


def test_no_box_of_the_drawing_lies_outside_it() -> None:
    houses = [(name, [Unit(f"{name}.{n}", n, Side.WHOLE) for n in range(count)]) for name, count in
              (("A", 4), ("B", 1), ("C", 3), ("D", 2), ("E", 6), ("F", 1))]  # fmt: skip
    picture = rules.elevation(houses)
    for box in [*picture.flats, *picture.roofs]:
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= picture.width
        assert box.y + box.height <= picture.height


STATED = Stated(area=Span(Decimal(59), Decimal(143)), rooms=Span(Decimal(2), Decimal(4)), units=40, year_built=2022,
                first_occupancy="Frühjahr 2024")  # fmt: skip


@pytest.mark.req("SBV-11")
def test_every_difference_between_announcement_and_flats_is_named() -> None:
    found = rules.differences(
        STATED,
        areas=[Decimal(60), Decimal("142.00")],
        rooms=[Decimal(2), Decimal("4.0")],
        groups=[("frei", 24, 24), ("gebunden", 13, None)],
    )
    assert found == [
        Difference(Topic.AREA, "59–143", "60–142"),
        Difference(Topic.UNITS, "40", "37"),
        Difference(Topic.YEAR, "2022", "Frühjahr 2024"),
    ]


def test_an_announcement_that_fits_has_no_differences() -> None:
    stated = Stated(Span(Decimal(60), Decimal(142)), Span(Decimal(2), Decimal(4)), 1, 2024, "Frühjahr 2024")
    fits = rules.differences(stated, areas=[Decimal(60), Decimal(142)], rooms=[Decimal(2), Decimal(4)],
                             groups=[("frei", 1, 1)])  # fmt: skip
    assert fits == []


def test_a_group_that_lists_fewer_flats_than_it_states_is_named() -> None:
    nothing = Stated(None, None, None, None, "")
    assert rules.differences(nothing, areas=[], rooms=[], groups=[("frei", 24, 23)]) == [
        Difference(Topic.GROUP, "24", "23", "frei")
    ]
