"""Cutting is exact: for any simple ring, any line, any convex shape."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from aufmass.geometry.cut import Line, convex_parts, cut, overlap, split, through, without
from aufmass.geometry.planes import level, lowest, rising, tangent, volume
from aufmass.geometry.ring import (
    Point,
    Ring,
    area,
    distance,
    is_convex,
    is_inside,
    is_on_border,
    is_rectangle,
    leftward,
    ring,
    signed_area,
)
from aufmass.numbers import half_up, metres
from aufmass.tests.make import rectangle

HORSESHOE = ring([(0, 0), (10, 0), (10, 10), (7, 10), (7, 3), (3, 3), (3, 10), (0, 10)])


def staircases() -> st.SearchStrategy[Ring]:
    """Simple rings with many corners pointing inwards: the outline of columns of different heights."""

    def outline(columns: list[tuple[int, int]]) -> Ring:
        points, x = [Point(0, 0)], 0
        for width, height in columns:
            points += [Point(x, height), Point(x + width, height)]
            x += width
        points = [*points, Point(x, 0)]
        return tuple(p for place, p in enumerate(points) if p != points[place - 1])

    column = st.tuples(st.integers(1, 9), st.integers(1, 30))
    return st.lists(column, min_size=1, max_size=8).map(outline)


LINES = st.tuples(st.integers(-4, 4), st.integers(-4, 4), st.integers(-60, 60)).filter(lambda one: one[:2] != (0, 0))


@given(staircases(), LINES)
def test_the_two_sides_of_a_line_are_the_whole(shape: Ring, numbers: tuple[int, int, int]) -> None:
    line = Line(*numbers)
    left, right = split(shape, line)
    assert sum(map(area, [*left, *right]), start=Fraction(0)) == area(shape)
    assert all(line.at(point) >= 0 for part in left for point in part)
    assert all(line.at(point) <= 0 for part in right for point in part)
    assert all(area(part) > 0 for part in [*left, *right])


@given(staircases(), LINES, LINES)
def test_parts_can_be_cut_again(shape: Ring, first: tuple[int, int, int], second: tuple[int, int, int]) -> None:
    parts = [part for side in split(shape, Line(*first)) for part in side]
    again = [piece for part in parts for side in split(part, Line(*second)) for piece in side]
    assert sum(map(area, again), start=Fraction(0)) == area(shape)


@given(staircases())
def test_convex_parts_are_convex_and_together_the_whole(shape: Ring) -> None:
    parts = convex_parts(shape)
    assert all(is_convex(part) for part in parts)
    assert sum(map(area, parts), start=Fraction(0)) == area(shape)


@given(staircases(), staircases(), st.integers(-20, 20), st.integers(-20, 20))
def test_overlap_is_the_same_from_both_sides(first: Ring, second: Ring, x: int, y: int) -> None:
    moved = tuple(Point(point.x + x, point.y + y) for point in second)
    assert overlap(first, moved) == overlap(moved, first) <= min(area(first), area(moved))
    assert overlap(first, moved) + sum(map(area, without([first], moved)), start=Fraction(0)) == area(first)


def test_a_line_cuts_a_horseshoe_into_three() -> None:
    high, low = split(HORSESHOE, Line(0, 1, -5))
    assert sorted(map(area, high)) == [15, 15]
    assert list(map(area, low)) == [42]


def test_a_line_along_an_edge_cuts_nothing_off() -> None:
    assert split(HORSESHOE, Line(0, 1, 0)) == ([HORSESHOE], [])
    assert split(HORSESHOE, Line(0, -1, 0)) == ([], [HORSESHOE])


def test_a_corner_that_only_touches_the_line_is_no_part() -> None:
    roof = ring([(0, 0), (4, 0), (4, 4), (2, 2), (0, 4)])
    high, low = split(roof, Line(0, 1, -2))
    assert sorted(map(area, high)) == [2, 2]
    assert list(map(area, low)) == [8]


def test_what_lies_within_a_convex_shape_is_cut_out() -> None:
    inside, outside = cut([HORSESHOE], rectangle(6, 6, (2, 2)))
    assert (sum(map(area, inside)), sum(map(area, outside))) == (16, 56)


def test_areas_lengths_and_places() -> None:
    assert signed_area(HORSESHOE) == 72
    assert signed_area(HORSESHOE[::-1]) == -72
    assert leftward(HORSESHOE[::-1]) == HORSESHOE
    assert distance(Point(0, 0), Point(3, 4)) == 5
    assert distance(Point(0, 0), Point(1, 1)) == Fraction(1_414_213, 1_000_000)
    assert is_inside(Point(1, 9), HORSESHOE)
    assert not is_inside(Point(5, 5), HORSESHOE)
    assert not is_inside(Point(0, 5), HORSESHOE)
    assert is_on_border(Point(0, 5), HORSESHOE)
    assert not is_on_border(Point(1, 5), HORSESHOE)
    assert is_rectangle(ring([(0, 0), (2, 1), (1, 3), (-1, 2)]))
    assert not is_rectangle(ring([(0, 0), (5, 0), (4, 3), (0, 3)]))


def test_planes_meet_in_a_ridge() -> None:
    floor = rectangle(8_000, 10_000)
    left = rising(floor[3], floor[0], 0, Decimal(45))
    right = rising(floor[1], floor[2], 0, Decimal(45))
    assert volume(floor, [left, right]) == 160 * 10**9
    assert [sum(map(area, parts)) for _plane, parts in lowest(floor, [left, right])] == [40 * 10**6, 40 * 10**6]
    assert volume(floor, [level(3_000)]) == 240 * 10**9
    assert volume(floor, [level(3_000), level(3_000)]) == 240 * 10**9


def test_the_tangent_of_45_degrees_is_exactly_one() -> None:
    assert tangent(Decimal(45)) == 1


def test_a_line_has_its_left_on_the_left() -> None:
    assert through(Point(0, 0), Point(5, 0)).at(Point(2, 1)) > 0


def test_halves_go_away_from_zero() -> None:
    assert [str(half_up(Fraction(value), 2)) for value in ("18.375", "-18.375", "10.445", "0.004")] == [
        "18.38",
        "-18.38",
        "10.45",
        "0.00",
    ]
    assert [str(metres(value)) for value in (4_250, 1_985, Fraction(10, 3))] == ["4.25", "1.985", "0.003"]
