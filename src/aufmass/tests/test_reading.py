"""The format: what is written is read again, and whatever has a wrong shape is named by its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aufmass.example import example
from aufmass.faults import Unreadable
from aufmass.reading import read
from aufmass.sentences import ENGLISH, german
from aufmass.writing import SCHEMA, data_of, schema_text, write


def refused(text: str | bytes) -> list[str]:
    """What is said about a text that is no survey."""
    with pytest.raises(Unreadable) as refusal:
        read(text)
    return [fault.text(ENGLISH) for fault in refusal.value.faults]


def changed(path: str, value: Any) -> str:
    """The example with one value in another shape; a value of ... takes it away."""
    data = data_of(example(ENGLISH))
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = data
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return json.dumps(data)


def test_what_is_written_is_read_again() -> None:
    survey = example(german())
    assert read(write(survey)) == survey
    assert read(write(survey).encode()) == survey


def test_the_published_schema_follows_the_model() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text()


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("name", ..., "name: “name” is missing."),
        ("name", 7, "name: 7 is no text of one line and up to 500 signs."),
        ("name", "a\nb", 'name: "a\\nb" is no text of one line and up to 500 signs.'),
        ("basis", "guess", 'basis: "guess" is not one of: documents, measurements, survey, point_cloud.'),
        ("basis", ["survey"], 'basis: ["survey"] is not one of: documents, measurements, survey, point_cloud.'),
        ("storeys", {}, "storeys: Here belongs a list in brackets."),
        ("storeys.0", [], "storeys[1]: Here belongs an object in braces."),
        ("storeys.0.hight", 1, "storeys[1].hight: “hight” is unknown; do you mean “height”?"),
        ("storeys.0.xyz", 1, "storeys[1].xyz: “xyz” is unknown here."),
        (
            "storeys.0.rooms.0.height",
            2.5,
            "storeys[1].rooms[1].height: 2.5 is no whole number; 4.25 m are written 4250.",
        ),
        (
            "storeys.0.rooms.0.height",
            "2500",
            'storeys[1].rooms[1].height: "2500" is no whole number; 4.25 m are written 4250.',
        ),
        (
            "storeys.0.rooms.0.height",
            True,
            "storeys[1].rooms[1].height: true is no whole number; 4.25 m are written 4250.",
        ),
        (
            "storeys.0.rooms.0.height",
            10**12,
            "storeys[1].rooms[1].height: 1000000000000 is no whole number; 4.25 m are written 4250.",
        ),
        (
            "storeys.0.rooms.0.outline.1",
            [1, 2, 3],
            "storeys[1].rooms[1].outline[2]: A corner is a pair of numbers such as [4250, 0].",
        ),
        (
            "storeys.0.rooms.0.outline",
            "0,0 4,0",
            "storeys[1].rooms[1].outline: Here belongs a list of corners such as [[0, 0], [4250, 0], [4250, 3800]].",
        ),
        ("storeys.0.rooms.0.heatable", "ja", 'storeys[1].rooms[1].heatable: "ja" is neither true nor false.'),
        ("measured_on", "22.11.2026", 'measured_on: "22.11.2026" is no day such as "2026-11-22".'),
        ("north", "east", 'north: "east" is no number such as 38.5.'),
        ("north", "NaN", 'north: "NaN" is no number such as 38.5.'),
        ("aufmass", 2, "aufmass: Version 2 of the format is unknown; this program reads 1."),
        ("aufmass", ..., 'This is no survey: it begins with { "aufmass": 1, … }.'),
    ],
)
def test_a_wrong_shape_is_named_by_its_place(path: str, value: Any, sentence: str) -> None:
    assert refused(changed(path, value)) == [sentence]


def test_all_wrong_shapes_are_named_at_once() -> None:
    data = json.loads(changed("name", 1))
    data["units"][0]["kind"] = "castle"
    data["roof"]["slopes"][0]["pitch"] = None
    assert len(refused(json.dumps(data))) == 3


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "This is no JSON: line 1, column 2."),
        (b"\xff\xfe\x00", "The file is not written in UTF-8."),
        ("[" * 100_000, "The file is nested too deeply to be a survey."),
        ('{"aufmass": 1, "aufmass": 1}', "“aufmass” stands twice in one object, or is no number."),
        ('{"aufmass": NaN}', "“NaN” stands twice in one object, or is no number."),
        ("[]", 'This is no survey: it begins with { "aufmass": 1, … }.'),
        (" " * 32_000_001, "The file is larger than 32 MB; a survey never is."),
    ],
    ids=range(7),
)
def test_what_is_no_survey_is_refused_in_a_sentence(text: str | bytes, sentence: str) -> None:
    assert refused(text) == [sentence]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=12,
)


@given(
    JSON,
    st.sampled_from(["storeys", "storeys.0.rooms", "storeys.0.rooms.2", "storeys.0.rooms.4.stairs", "roof", "north"]),
)
def test_any_json_is_read_or_refused_and_never_breaks(value: Any, path: str) -> None:
    faults = []
    try:
        read(changed(path, value))
    except Unreadable as refusal:
        faults = refusal.faults
    assert all(fault.text(german()) for fault in faults)
