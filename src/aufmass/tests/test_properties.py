"""What holds for every room: parts are the whole, turning and moving changes nothing, nothing is negative."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aufmass.areas.living import RULES, Rules, room_area
from aufmass.ceiling import Ceiling
from aufmass.checking.room import room_faults
from aufmass.geometry.cut import Line, split
from aufmass.geometry.ring import Point, Ring, area, bounds
from aufmass.model import Deduction, Interpretations, Obstacle, Room, Slope
from aufmass.tests.make import rectangle, room

CHOICES = Interpretations()
PITCHES = st.decimals(min_value=20, max_value=60, places=1)


@st.composite
def roof_rooms(draw: st.DrawFn) -> Room:
    """A rectangular room beneath one or two slopes, sometimes with a chimney."""
    width, depth = draw(st.integers(1_000, 9_000)), draw(st.integers(1_000, 9_000))
    height = draw(st.integers(2_000, 3_500))
    edges = draw(st.sets(st.integers(1, 4), max_size=3))
    slopes = tuple(Slope(edge, draw(st.integers(0, 1_900)), draw(PITCHES)) for edge in sorted(edges))
    chimney = (Deduction(Obstacle.CHIMNEY, rectangle(500, 400, (width // 4, depth // 4))),)
    return room(rectangle(width, depth), height, slopes=slopes, deductions=draw(st.sampled_from([(), chimney])))


def exact(subject: Room, rules: Rules) -> Fraction:
    """The unrounded area of a room."""
    return room_area(subject, rules, CHOICES).exact


@given(roof_rooms(), st.sampled_from(list(RULES.values())))
def test_an_area_is_never_negative_and_never_larger_than_the_floor(subject: Room, rules: Rules) -> None:
    assert 0 <= exact(subject, rules) <= area(subject.outline)


@given(roof_rooms())
def test_zones_of_height_are_together_the_floor(subject: Room) -> None:
    zones = Ceiling.of(subject).zones(subject.outline)
    assert sum((zone.area for zone in zones), start=Fraction(0)) == area(subject.outline)


def _turned(shape: Ring, quarters: int, x: int, y: int) -> Ring:
    for _ in range(quarters):
        shape = tuple(Point(-point.y, point.x) for point in shape)
    return tuple(Point(point.x + x, point.y + y) for point in shape)


@given(roof_rooms(), st.integers(0, 3), st.integers(-10_000, 10_000), st.integers(-10_000, 10_000))
def test_turning_and_moving_a_room_changes_nothing(subject: Room, quarters: int, x: int, y: int) -> None:
    things = tuple(replace(one, outline=_turned(one.outline, quarters, x, y)) for one in subject.deductions)
    moved = replace(subject, outline=_turned(subject.outline, quarters, x, y), deductions=things)
    for rules in RULES.values():
        assert exact(moved, rules) == exact(subject, rules)


@given(subject=roof_rooms(), first=st.integers(0, 3), back=st.booleans())
def test_where_the_outline_begins_and_its_direction_change_nothing(subject: Room, first: int, *, back: bool) -> None:
    corners = subject.outline[first:] + subject.outline[:first]
    slopes = tuple(replace(one, edge=(one.edge - 1 - first) % 4 + 1) for one in subject.slopes)
    if back:
        corners = corners[::-1]
        slopes = tuple(replace(one, edge=(4 - one.edge) or 4) for one in slopes)
    for rules in RULES.values():
        assert exact(replace(subject, outline=corners, slopes=slopes), rules) == exact(subject, rules)


@given(subject=roof_rooms(), tenths=st.integers(1, 9), across=st.booleans())
def test_the_parts_of_a_divided_room_are_the_room(subject: Room, tenths: int, *, across: bool) -> None:
    bare = replace(subject, deductions=())
    left, bottom, right, top = bounds([bare.outline])
    place = Fraction(tenths, 10)
    line = Line(1, 0, -(left + place * (right - left))) if across else Line(0, 1, -(bottom + place * (top - bottom)))
    ceiling = Ceiling.of(bare)
    parts = [part for side in split(bare.outline, line) for part in side]
    for zone in ceiling.zones(bare.outline):
        found = (one.area for part in parts for one in ceiling.zones(part) if one.band is zone.band)
        assert sum(found, start=Fraction(0)) == zone.area
    assert sum((ceiling.volume(part) or 0 for part in parts), start=Fraction(0)) == ceiling.volume(bare.outline)


@given(st.integers(3, 40), st.integers(-30, 30))
def test_oblique_rooms_have_the_area_of_their_corners(degrees: int, shift: int) -> None:
    # A parallelogram: its slope runs along the oblique edge, whose length is no whole number.
    outline = (Point(0, 0), Point(4_000, 0), Point(4_000 + 10 * shift, 3_000), Point(10 * shift, 3_000))
    subject = room(outline, 2_600, slopes=(Slope(4, 800, Decimal(degrees)),))
    assert not list(room_faults(subject))
    zones = Ceiling.of(subject).zones(outline)
    assert sum((zone.area for zone in zones), start=Fraction(0)) == 12_000_000


def test_a_room_open_to_the_sky_has_no_volume() -> None:
    assert Ceiling.of(room(rectangle(4_000, 3_000), None)).volume(rectangle(4_000, 3_000)) is None


def test_a_dormer_lifts_the_volume_beneath_it() -> None:
    subject = room(rectangle(4_000, 3_000), 2_400, slopes=(Slope(4, 400, Decimal(45)),))
    lifted = replace(Ceiling.of(subject), dormers=((rectangle(1_000, 3_000), 2_400),))
    # Without it the slope takes half a block of 2 by 2 by 3 metres, with it only what lies beyond 1 m.
    assert Ceiling.of(subject).volume(subject.outline) == pytest.approx((28.8 - 6) * 10**9)
    assert lifted.volume(subject.outline) == pytest.approx((28.8 - 1.5) * 10**9)
