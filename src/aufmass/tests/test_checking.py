"""Everything impossible is said in a sentence that names the place."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from aufmass.checking import check, ensure_possible
from aufmass.example import example
from aufmass.faults import Unreadable
from aufmass.geometry.ring import Point, Ring, ring
from aufmass.model import (
    Basis,
    Deduction,
    Dormer,
    Headroom,
    Hinge,
    Obstacle,
    Opening,
    OpeningKind,
    Recess,
    RecessKind,
    Roof,
    Room,
    Slope,
    Stair,
    Storey,
    Survey,
    Unit,
)
from aufmass.reading import read
from aufmass.sentences import ENGLISH, german
from aufmass.tests.make import rectangle, room
from aufmass.uses import Use
from aufmass.writing import data_of

D = Decimal
BOX = rectangle(4_000, 3_000)
LONG = ring([(0, 0), (6_000, 0), (6_000, 4_000), (3_500, 4_000), (3_500, 2_500), (0, 2_500)])
DOOR = Opening(OpeningKind.DOOR, 1, 500, 900, 2_010)


def said(*rooms: Room, **parts: Any) -> list[str]:
    """What is said about a survey of these rooms, in English and without no-break spaces."""
    storey = Storey("EG", "Erdgeschoss", 0, 2_800, parts.pop("footprint", ()), rooms)
    found = check(Survey(1, "Haus", Basis.SURVEY, parts.pop("storeys", (storey,)), **parts))
    return [fault.text(ENGLISH).replace("\N{NO-BREAK SPACE}", " ").split(": ", 1)[1] for fault in found]


@pytest.mark.parametrize(
    ("outline", "sentence"),
    [
        (((0, 0), (4_000, 0)), "The outline has 2 corners; it needs at least three."),
        (((0, 0), (4_000, 0), (4_000, 0), (0, 3_000)), "Corner 3 repeats corner 2."),
        (
            ((0, 0), (4_000, 0), (4_000, 3_000), (0, 0)),
            "The last corner repeats the first. Leave it out: the outline closes by itself.",
        ),
        (((0, 0), (4, 0), (4, 3)), "It would be only 0.003 m wide. Lengths are written in millimetres."),
        (((0, 0), (900_000, 0), (900_000, 3)), "It would be 900.00 m long. Lengths are written in millimetres."),
        (((0, 0), (4_000, 0), (0, 3_000), (4_000, 3_000)), "Edge 2–3 crosses edge 4–1 at 2.50 m."),
        (((0, 0), (4_000, 0), (4_000, 3_000), (2_000, 0), (0, 3_000)), "Edge 1–2 touches edge 3–4 at 2.00 m."),
        (((0, 0), (4_000, 0), (2_000, 0), (2_000, 3_000)), "The outline turns back on itself at corner 2."),
    ],
)
def test_an_impossible_outline_is_named(outline: Any, sentence: str) -> None:
    assert sentence in said(room(ring(outline)))


def test_edges_on_one_another_are_named() -> None:
    shape = ring(
        [(0, 0), (6_000, 0), (6_000, 3_000), (4_000, 3_000), (4_000, 0), (2_000, 0), (2_000, 3_000), (0, 3_000)]
    )
    assert "Edge 1–2 lies on edge 5–6 at 2.00 m." in said(room(shape))


def test_the_sentence_of_the_brief_is_exact() -> None:
    shape = ring(
        [(0, 0), (9_000, 0), (9_000, 2_000), (0, 2_000), (0, 4_000), (2_310, 4_000), (6_690, 4_000), (6_690, 1_000)]
    )
    assert "Edge 3–4 crosses edge 7–8 at 2.31 m." in said(room(shape))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"height": 0}, "A height of 0.00 m is impossible. Heights are written in millimetres."),
        ({"height": None}, "The clear height is missing; only an outdoor area can be open to the sky."),
        ({"slopes": (Slope(5, 600, D(45)),)}, "There is no edge 5; the outline has 4."),
        (
            {"slopes": (Slope(2, 600, D(90)),)},
            "A pitch of 90° at edge 2–3 is impossible; it lies between 0° and 89°.",
        ),
        ({"slopes": (Slope(2, -1, D(45)),)}, "A knee height of −0.001 m is impossible."),
        (
            {"slopes": (Slope(4, 2_500, D(45)),)},
            "The slope at edge 4–1 begins at 2.50 m, not below the ceiling of 2.50 m.",
        ),
        ({"slopes": (Slope(1, 600, D(45)), Slope(1, 700, D(45)))}, "There are two slopes at edge 1–2."),
        ({"dormers": (Dormer(rectangle(5_000, 1_000), 2_300),)}, "It reaches 1.00 m² beyond the room."),
        (
            {"dormers": (Dormer(rectangle(1_000, 1_000), 0),)},
            "A height of 0.00 m is impossible. Heights are written in millimetres.",
        ),
        (
            {"dormers": (Dormer(ring([(0, 0), (2_000, 0), (2_000, 2_000), (1_500, 500)]), 2_300),)},
            "A dormer has no corner that points inwards; give two dormers instead.",
        ),
        (
            {
                "deductions": (
                    Deduction(Obstacle.PILLAR, rectangle(500, 500)),
                    Deduction(Obstacle.CHIMNEY, rectangle(400, 900)),
                )
            },
            "It covers 0.20 m² of deduction 1.",
        ),
        ({"deductions": (Deduction(Obstacle.PILLAR, rectangle(500, 500), 0),)}, "A height of 0.00 m is impossible."),
        ({"stairs": (Stair(rectangle(2_000, 900), 0),)}, "A stair of 0 risers is impossible."),
        (
            {"stairs": (Stair(rectangle(2_000, 900), 14, (Headroom(rectangle(2_500, 900), 2_000),)),)},
            "It reaches 0.45 m² beyond the stair.",
        ),
        (
            {"recesses": (Recess(RecessKind.WINDOW, 1, 3_500, 1_000, 250, 2_200),)},
            "It reaches from 3.50 m to 4.50 m, but edge 1–2 is 4.00 m long.",
        ),
        (
            {"recesses": (Recess(RecessKind.WINDOW, 1, 0, 1_000, 0, 2_200),)},
            "Its width, height and depth have to be greater than nothing.",
        ),
        ({"openings": (DOOR, replace(DOOR, offset=1_000))}, "It overlaps another one at edge 1–2."),
        ({"openings": (replace(DOOR, height=2_600),)}, "Its top edge at 2.60 m lies above the ceiling at 2.50 m."),
        ({"openings": (Opening(OpeningKind.WINDOW, 1, 0, 900, 900, hinge=Hinge.END),)}, "Only a door has hinges."),
        ({"openings": (replace(DOOR, edge=0),)}, "There is no edge 0; the outline has 4."),
        ({"walls": (115, 115)}, "There are 2 wall thicknesses for 4 edges."),
        ({"walls": (115, 115, 115, 11_500)}, "A wall of 11.50 m is impossible."),
        ({"share": D("0.5")}, "Only balconies, loggias, roof gardens and terraces count by a share."),
        ({"unit": "WE9"}, "There is no unit “WE9”."),
    ],
)
def test_an_impossible_part_of_a_room_is_named(wrong: dict[str, Any], sentence: str) -> None:
    assert sentence in said(room(BOX, **{"height": 2_500, **wrong}))


def test_a_slope_behind_part_of_the_room_is_named() -> None:
    sloped = room(LONG, 2_500, slopes=(Slope(5, 100, D(45)),))
    assert said(sloped) == ["The slope at edge 5–6 would fall below the floor: part of the outline lies behind it."]


def test_a_balcony_counts_at_most_by_half_and_more_than_a_quarter_for_a_reason_only() -> None:
    balcony = room(BOX, None, use=Use.BALCONY)
    assert said(replace(balcony, share=D("0.8"))) == [
        "A share of 0.8 is not allowed: at most one half counts (§ 4 no. 4 WoFlV)."
    ]
    assert said(replace(balcony, share=D("0.5"))) == ["More than a quarter counts only for a reason; give it."]
    assert said(replace(balcony, share=D("0.5"), share_reason="Südlage")) == []


def test_rooms_on_one_another_are_named() -> None:
    assert said(room(BOX, id="1"), room(rectangle(4_000, 3_000, (3_000, 0)), id="2")) == [
        "It covers 3.00 m² of Room 2 Living room."
    ]


def test_a_room_beyond_the_outer_edges_is_named() -> None:
    assert said(room(BOX), footprint=(rectangle(3_900, 3_000),)) == [
        "It reaches 0.30 m² beyond the outer edges of the storey."
    ]


def test_names_stand_once() -> None:
    rooms = (room(BOX), room(rectangle(1_000, 1_000, (9_000, 0))))
    storey = Storey("EG", "EG", 0, 2_800, (), rooms)
    twice = check(Survey(1, "Haus", Basis.SURVEY, (storey,), (Unit("", "leer"),)))
    assert [str(fault.sentence) for fault in twice] == [
        "A number or short name is missing.",
        "“1” stands twice; each needs a name of its own.",
    ]


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"storeys": ()}, "There is no storey."),
        ({"units": (Unit("W1", "eins", agreed=D(-5)),)}, "An area to compare with has to be greater than nothing."),
        ({"footprint": (BOX, rectangle(500, 3_000, (3_800, 0)))}, "Its outer edges cover 0.60 m² twice."),
        ({"house_deduction": D(11), "one_dwelling_house": True}, "At most 10 % may be deducted (§ 44 para. 3 II. BV)."),
        ({"house_deduction": D(5)}, "The deduction is only for a house of one dwelling."),
        ({"base_slab": -1}, "A slab of −0.001 m is impossible."),
        ({"roof": Roof(BOX, 0, ())}, "A roof without slopes is left out: a flat roof needs none."),
        ({"roof": Roof(BOX[:2], 0, (Slope(1, 0, D(45)),))}, "The outline has 2 corners; it needs at least three."),
        ({"roof": Roof(BOX, 0, (Slope(9, 0, D(45)),))}, "There is no edge 9; the outline has 4."),
        (
            {"storeys": (Storey("2", "oben", 3_000, 2_800), Storey("1", "unten", 0, 2_800))},
            "The storeys do not stand from below to above.",
        ),
        (
            {"storeys": (Storey("1", "unten", 0, 0),)},
            "Its level or height is impossible. Heights are written in millimetres.",
        ),
    ],
)
def test_an_impossible_building_is_named(parts: dict[str, Any], sentence: str) -> None:
    assert sentence in said(room(BOX), **parts)


def test_the_unusual_is_a_hint_and_no_fault() -> None:
    tall = room(BOX, 5_000, openings=(replace(DOOR, width=400),))
    assert said(tall) == ["A clear height of 5.00 m is unusual.", "A door of 0.40 m is unusual."]
    survey = Survey(1, "Haus", Basis.SURVEY, (Storey("EG", "EG", 0, 5_200, (), (tall,)),), (Unit("W1", "leer"),))
    assert all(fault.is_hint for fault in check(survey))
    assert ensure_possible(survey) is survey


def test_faults_speak_german() -> None:
    broken = room(((Point(0, 0)), Point(4_000, 0), Point(0, 3_000), Point(4_000, 3_000)))
    with pytest.raises(Unreadable) as refused:
        ensure_possible(Survey(1, "Haus", Basis.SURVEY, (Storey("EG", "EG", 0, 2_800, (), (broken,)),)))
    (fault,) = refused.value.faults
    assert fault.place == "storeys[1].rooms[1].outline"
    german_text = fault.text(german()).replace("\N{NO-BREAK SPACE}", " ")
    assert german_text == "Raum 1 Living room: Kante 2–3 kreuzt Kante 4–1 bei 2,50 m."


def test_the_example_is_without_fault() -> None:
    assert check(example(german())) == ()


def test_a_survey_of_any_rings_is_judged_and_never_breaks() -> None:
    data = data_of(example(ENGLISH))
    for corner in range(4):
        data["storeys"][0]["rooms"][0]["outline"][corner] = [corner * 7, -corner]
        check(read(json.dumps(data)))


def shapes() -> list[Ring]:
    """Outlines that are odd but possible."""
    return [
        LONG,
        LONG[::-1],
        ring([(0, 0), (4_000, 0), (2_000, 3_000)]),
        ring([(0, 0), (9, 0), (9_000, 0), (0, 9_000)]),
    ]


@pytest.mark.parametrize("shape", shapes())
def test_odd_but_possible_outlines_pass(shape: Ring) -> None:
    assert said(room(shape)) == []
