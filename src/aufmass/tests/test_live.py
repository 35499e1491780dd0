"""The live picture: every room can be marked, faulty ones are red, and nothing asks for a style sheet."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

from hypothesis import given, settings

from aufmass.drawing.live import picture
from aufmass.example import example
from aufmass.faults import Unreadable
from aufmass.geometry.ring import Point, ring
from aufmass.model import Room, Survey
from aufmass.reading import read
from aufmass.sentences import ENGLISH, german
from aufmass.tests.test_any_survey import SLIPS, slipped

HOUSE = example(ENGLISH)
SVG = "{http://www.w3.org/2000/svg}"


def rooms_of(survey: Survey, storey: int = 0) -> dict[str, ET.Element]:
    """The floors of a picture by the number of their room."""
    root = ET.fromstring(picture(survey, survey.storeys[storey], german()))
    return {one.get("data-room", ""): one for one in root.iter(f"{SVG}path") if one.get("data-room")}


def changed(place: int, **parts: object) -> Survey:
    """The example with one room of the ground floor changed."""
    storey = HOUSE.storeys[0]
    rooms = list(storey.rooms)
    rooms[place] = replace(rooms[place], **parts)  # type: ignore[arg-type]
    return replace(HOUSE, storeys=(replace(storey, rooms=tuple(rooms)), HOUSE.storeys[1]))


def test_every_room_is_a_path_in_millimetres_of_the_building() -> None:
    rooms = rooms_of(HOUSE)
    assert list(rooms) == [room.id for room in HOUSE.storeys[0].rooms]
    assert rooms["0.1"].get("d") == "M365,-365 5865,-365 5865,-4365 365,-4365Z"
    assert rooms["0.1"].find(f"{SVG}title").text == "0.1 Living"  # type: ignore[union-attr]


def test_it_needs_no_style_and_says_what_it_is() -> None:
    text = picture(HOUSE, HOUSE.storeys[0], ENGLISH)
    assert "style" not in text
    assert "<title>Floor plan, Ground floor</title>" in text
    left, top, width, height = (float(one) for one in ET.fromstring(text).get("viewBox", "").split())
    assert left < 0 < left + width
    assert top < -10_000
    assert height > 11_800


def test_a_room_that_crosses_itself_is_red_and_the_others_stay() -> None:
    crossed = ring([(4_480, 6_595), (7_580, 9_635), (7_580, 6_595), (4_480, 9_635)])
    rooms = rooms_of(changed(6, outline=crossed))
    assert [number for number, one in rooms.items() if one.get("data-faulty") is not None] == ["0.7"]
    assert len(rooms) == 9


def test_a_door_beyond_its_wall_marks_the_room_and_leaves_its_outline() -> None:
    kitchen = HOUSE.storeys[0].rooms[1]
    rooms = rooms_of(changed(1, openings=(replace(kitchen.openings[0], offset=99_999),)))
    assert rooms["0.2"].get("data-faulty") == ""
    assert rooms["0.2"].get("d") == "M5980,-365 8980,-365 8980,-4365 5980,-4365Z"


def test_strange_names_are_text() -> None:
    strange = changed(0, id='"><script>', name="<b>&amp;")
    assert '"><script>' in rooms_of(strange)


def test_an_empty_storey_is_an_empty_picture() -> None:
    storey = replace(HOUSE.storeys[0], rooms=(), footprint=())
    assert picture(HOUSE, storey, ENGLISH).startswith("<svg")
    dot = Room("1", "x", HOUSE.storeys[0].rooms[0].use, (Point(0, 0),), 2_500)
    assert 'data-faulty=""' in picture(HOUSE, replace(storey, rooms=(dot,)), ENGLISH)


@settings(max_examples=15, deadline=None)
@given(SLIPS)
def test_whatever_is_typed_there_is_a_picture(slips: list[tuple[tuple[object, ...], int, bool]]) -> None:
    try:
        survey = read(slipped(slips))
    except Unreadable:
        return
    for storey in survey.storeys:
        assert ET.fromstring(picture(survey, storey, german())) is not None
