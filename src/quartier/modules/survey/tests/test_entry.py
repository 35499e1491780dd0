"""What people type as sizes: the same cases hold for the browser (`measures.json`)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aufmass.geometry.ring import area, ring
from quartier.modules.survey.rules import entry
from quartier.values.sentences import Unreadable

CASES: dict[str, Any] = json.loads((Path(__file__).parent / "measures.json").read_text())


def test_lengths_and_outlines_are_read_as_in_the_browser() -> None:
    for text, expected in CASES["lengths"]:
        assert entry.length_of(text) == expected, text
    for text, corners, words in CASES["outlines"]:
        found = entry.outline_of(text)
        assert [[point.x, point.y] for point in found] == corners, text
        assert entry.words_of(found) == words, text


@pytest.mark.parametrize("text", [text for text, _why in CASES["not_lengths"]])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        entry.length_of(text)


@pytest.mark.parametrize("text", [text for text, _why in CASES["not_outlines"]])
def test_what_is_no_outline_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        entry.outline_of(text)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("4250x3800", "Do you mean 4250 mm? Then write 4,25."),
        ("425 x 380", "Do you mean 425 cm? Then write 4,25."),
        ("0,05x3,80", "0,05 m is impossible here: from 0,20 to 60,00 m."),
        ("70 m x 3", "70,00 m is impossible here"),
        ("4,2505x3", "finer than a millimetre"),
        ("5,00 r 3,20 o 2,10 r 1,00 u", "misses its start by 7,10 m across and 2,20 m up"),
        ("(0,00|0,00) (4,00|0,00)", "Corners are written"),
        ("x" * 500, "too long"),
    ],
)
def test_wrong_units_and_absurd_sizes_are_asked_back(text: str, asked: str) -> None:
    with pytest.raises(Unreadable, match=r"\S") as refusal:
        entry.outline_of(text)
    assert asked in str(refusal.value)


def test_a_small_gap_is_spread_and_oblique_rooms_come_back_as_they_were() -> None:
    closed = entry.outline_of("5,00 r 3,20 o 5,01 l 3,20 u")
    assert len(closed) == 4
    slanted = ring([(0, 0), (4_000, 0), (3_000, 2_500), (0, 2_500)])
    assert entry.outline_of(entry.words_of(slanted)) == slanted


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(200, 9_000), st.integers(200, 9_000)), min_size=1, max_size=5))
def test_parts_keep_their_area_and_words_are_read_back(sizes: list[tuple[int, int]]) -> None:
    outline = entry.outline_of(" + ".join(f"{entry.said(width)}x{entry.said(height)}" for width, height in sizes))
    assert area(outline) == sum(width * height for width, height in sizes)
    assert entry.outline_of(entry.words_of(outline)) == outline
