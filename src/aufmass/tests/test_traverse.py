"""Walls entered one after another close, or say by how much they do not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aufmass.geometry.ring import area, ring
from aufmass.sentences import Unusable, german
from aufmass.traverse import Side, traverse


def sides(*pairs: tuple[int, int]) -> list[Side]:
    """Sides from lengths and directions."""
    return [Side(length, Decimal(direction)) for length, direction in pairs]


def test_a_way_that_closes_is_exact() -> None:
    found = traverse(sides((4_250, 0), (3_800, 90), (4_250, 180), (3_800, 270)))
    assert found.outline == ring([(0, 0), (4_250, 0), (4_250, 3_800), (0, 3_800)])
    assert (found.gap, found.closes, found.sentence) == (0, True, None)


def test_a_small_gap_is_spread_over_all_walls() -> None:
    found = traverse(sides((4_000, 0), (3_000, 90), (3_986, 180), (3_000, 270)))
    assert (found.gap, found.closes) == (14, True)
    assert found.outline == ring([(0, 0), (3_996, 0), (3_993, 3_000), (3, 3_000)])


@pytest.mark.parametrize(("length", "closes"), [(3_980, True), (3_979, False)])
def test_two_centimetres_are_the_limit(length: int, *, closes: bool) -> None:
    found = traverse(sides((4_000, 0), (3_000, 90), (length, 180), (3_000, 270)))
    assert found.closes is closes
    assert (found.sentence is None) is closes


def test_a_gap_is_said_in_metres() -> None:
    sentence = traverse(sides((4_000, 0), (3_000, 90), (3_700, 180), (3_000, 270))).sentence
    assert sentence is not None
    text = sentence.text(german()).replace("\N{NO-BREAK SPACE}", " ")
    assert text == "Der Weg entlang der Wände verfehlt seinen Anfang um 0,30 m. Messen Sie nach."


def test_oblique_walls_close_to_the_millimetre() -> None:
    found = traverse([Side(5_000, Decimal("36.8699")), Side(3_000, Decimal(270)), Side(4_000, Decimal(180))])
    assert found.gap == 0
    assert area(found.outline) == 6_000_000


@given(st.lists(st.tuples(st.integers(1, 9_000), st.sampled_from([0, 90, 180, 270])), min_size=3, max_size=12))
def test_there_are_as_many_corners_as_walls(pairs: list[tuple[int, int]]) -> None:
    assert len(traverse(sides(*pairs)).outline) == len(pairs)


@pytest.mark.parametrize(
    ("way", "sentence"),
    [
        (sides((4_000, 0), (4_000, 180)), "A way along walls needs at least three sides."),
        (sides((4_000, 0), (0, 90), (4_000, 180)), "Every side has to be longer than nothing."),
    ],
)
def test_what_is_no_way_is_refused(way: list[Side], sentence: str) -> None:
    with pytest.raises(Unusable, match=sentence):
        traverse(way)
