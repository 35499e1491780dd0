"""The 41 worked areas: WoFlV, II. BV and net area under DIN 277, from published calculations and from the statutes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aufmass.areas.standards import Standard
from aufmass.geometry.ring import ring
from aufmass.model import (
    Deduction,
    Dimensions,
    Dormer,
    Headroom,
    Obstacle,
    Recess,
    RecessKind,
    Room,
    Slope,
    Stair,
)
from aufmass.tests.make import area_of, net_of, rectangle, room, survey
from aufmass.uses import Use

D = Decimal
TWENTY = rectangle(5_000, 4_000)
TWELVE = rectangle(4_000, 3_000)
FORTY_FIVE = D(45)
BOTH_SIDES = (Slope(2, 600, FORTY_FIVE), Slope(4, 600, FORTY_FIVE))


def obstacle(kind: Obstacle, width: int, depth: int, height: int | None = None) -> Room:
    """A room of 20 m² with something standing in a corner."""
    return room(TWENTY, deductions=(Deduction(kind, rectangle(width, depth), height),))


def niche(kind: RecessKind, width: int, depth: int, height: int, *, to_floor: bool = True) -> Room:
    """A room of 20 m² with a recess in its first wall."""
    return room(TWENTY, recesses=(Recess(kind, 1, 1_000, width, depth, height, to_floor),))


def stair(width: int, depth: int, risers: int, *beneath: Headroom) -> Room:
    """A room of 12 m² with a stair."""
    return room(TWELVE, stairs=(Stair(rectangle(width, depth), risers, beneath),))


BENEATH = (Headroom(rectangle(400, 1_000), 2_000), Headroom(rectangle(950, 1_000, (400, 0)), 1_000))
KNEE_60 = room(rectangle(7_000, 5_000), 2_300, slopes=BOTH_SIDES)
WITH_DORMER = room(
    rectangle(7_000, 5_000), 2_300, slopes=BOTH_SIDES, dormers=(Dormer(rectangle(1_400, 2_000, (0, 1_500)), 2_300),)
)

VECTORS = {
    "V01 rectangle": (room(rectangle(4_250, 3_800)), "16.15", "16.15", "16.15"),
    "V02 L-shape": (
        room(ring([(0, 0), (6_000, 0), (6_000, 4_000), (3_500, 4_000), (3_500, 2_500), (0, 2_500)])),
        *("18.75", "18.75", "18.75"),
    ),
    "V03 trapezium": (
        room(ring([(0, 0), (5_200, 0), (4_600, 3_750), (0, 3_750)])),
        *("18.38", "18.38", "18.38"),
    ),
    "V04 slopes to the floor": (
        # 1 m to the middle of 0.50 m each way: 2 m high at 1.00 m from the eaves
        room(rectangle(3_000, 4_000), 3_500, slopes=(Slope(2, 0, D("63.434948823")), Slope(4, 0, D("63.434948823")))),
        *("6.00", "6.00", "12.00"),
    ),
    "V05 one slope": (
        room(rectangle(5_000, 4_500), 2_400, slopes=(Slope(4, 1_200, D(40)),)),
        *("20.35", "20.35", "22.50"),
    ),
    "V06 two slopes": (KNEE_60, "26.00", "26.00", "35.00"),
    "V07 dormer": (WITH_DORMER, "27.80", "27.80", "35.00"),
    "V08a chimney": (obstacle(Obstacle.CHIMNEY, 450, 450), "19.80", "19.80", "19.80"),
    "V08b small pillar": (obstacle(Obstacle.PILLAR, 300, 300), "20.00", "20.00", "19.91"),
    "V08c facing wall 1.50": (obstacle(Obstacle.FACING_WALL, 3_000, 200, 1_500), "20.00", "20.00", "20.00"),
    "V08d facing wall 1.51": (obstacle(Obstacle.FACING_WALL, 3_000, 200, 1_510), "19.40", "20.00", "20.00"),
    "V08e pillar of 0.10": (obstacle(Obstacle.PILLAR, 400, 250), "20.00", "20.00", "19.90"),
    "V09a stair": (stair(2_500, 1_000, 14), "9.50", "9.50", "12.00"),
    "V09b floor beneath": (stair(2_500, 1_000, 14, *BENEATH), "10.38", "9.90", "12.00"),
    "V09c three risers": (stair(1_200, 1_000, 3), "12.00", "12.00", "12.00"),
    "V09d four risers": (stair(1_200, 1_000, 4), "10.80", "10.80", "12.00"),
    "V10a window niche": (niche(RecessKind.WINDOW, 1_200, 250, 2_200), "20.30", "20.30", "20.00"),
    "V10b shallow niche": (niche(RecessKind.WINDOW, 1_200, 130, 2_200), "20.00", "20.00", "20.00"),
    "V10c with parapet": (niche(RecessKind.WINDOW, 1_200, 250, 1_300, to_floor=False), "20.00", "20.00", "20.00"),
    "V10d door niche": (niche(RecessKind.DOOR, 900, 240, 2_100), "20.00", "20.00", "20.00"),
    "V10e low niche": (niche(RecessKind.WINDOW, 1_200, 250, 1_900), "20.15", "20.15", "20.00"),
    "V11a bay": (niche(RecessKind.BAY, 2_000, 600, 2_400), "21.20", "21.20", "21.20"),
    "V11b small bay": (niche(RecessKind.BAY, 1_200, 400, 2_400), "20.48", "20.00", "20.48"),
    "V12 wall cupboard": (niche(RecessKind.CUPBOARD, 1_500, 300, 2_400), "20.45", "20.00", "20.00"),
    "V13a balcony": (room(rectangle(4_000, 2_000), None, use=Use.BALCONY), "2.00", "4.00", "8.00"),
    "V13b balcony by half": (
        room(rectangle(4_000, 2_000), None, use=Use.BALCONY, share=D("0.5"), share_reason="Südlage, ruhig"),
        *("4.00", "4.00", "8.00"),
    ),
    "V15a cold winter garden": (
        room(TWELVE, use=Use.WINTER_GARDEN, heatable=False),
        *("6.00", "6.00", "12.00"),
    ),
    "V15b warm winter garden": (room(TWELVE, use=Use.WINTER_GARDEN), "12.00", "6.00", "12.00"),
    "V20a 1.99": (room(rectangle(4_000, 2_500), 1_990), "5.00", "5.00", "10.00"),
    "V20b 2.00": (room(rectangle(4_000, 2_500), 2_000), "10.00", "10.00", "10.00"),
    "V20c mansard": (room(rectangle(5_000, 3_390), 1_900), "8.48", "8.48", "16.95"),
    "V20d 0.99": (room(rectangle(4_000, 2_500), 990), "0.00", "0.00", "10.00"),
    "V20d 1.00": (room(rectangle(4_000, 2_500), 1_000), "5.00", "5.00", "10.00"),
}


@pytest.mark.parametrize(("subject", "woflv", "ii_bv", "net"), VECTORS.values(), ids=VECTORS)
def test_a_room_has_the_worked_area(subject: Room, woflv: str, ii_bv: str, net: str) -> None:
    assert area_of(subject, Standard.WOFLV) == D(woflv)
    assert area_of(subject, Standard.II_BV) == D(ii_bv)
    assert net_of(subject) == D(net)


def test_v01_shell_dimensions_lose_three_per_cent_under_the_second_ordinance_only() -> None:
    whole = survey(room(rectangle(4_250, 3_800)), dimensions=Dimensions.SHELL)
    assert area_of(whole, Standard.II_BV) == D("15.67")
    assert area_of(whole, Standard.WOFLV) == D("16.15")


def test_v14_roof_terraces_of_the_federal_court_case() -> None:
    flat = survey(
        room(rectangle(90_110, 1_000), id="1"),
        room(rectangle(25_200, 1_000, (0, 2_000)), None, use=Use.ROOF_GARDEN, id="2"),
        room(rectangle(20_000, 1_000, (0, 4_000)), None, use=Use.ROOF_GARDEN, id="3"),
    )
    assert area_of(flat, Standard.WOFLV) == D("101.41")
    assert area_of(flat, Standard.II_BV) == D("112.71")


def test_v16_cellar_garage_and_shop_are_no_living_area() -> None:
    whole = survey(
        room(rectangle(5_000, 3_000), use=Use.CELLAR, id="1"),
        room(rectangle(6_000, 3_000, (0, 4_000)), use=Use.GARAGE, id="2"),
        room(rectangle(6_000, 5_000, (0, 8_000)), use=Use.SHOP, id="3"),
    )
    assert area_of(whole, Standard.WOFLV) == area_of(whole, Standard.II_BV) == D("0.00")
    assert net_of(whole) == D("63.00")


def test_v17_whole_flat_and_a_strip_under_the_roof() -> None:
    flat = survey(
        room(rectangle(5_000, 4_000), id="1"),
        room(rectangle(3_000, 2_000, (5_200, 0)), use=Use.HALL, id="2"),
        room(rectangle(2_000, 2_000, (8_400, 0)), use=Use.PLANT, id="3"),
        room(rectangle(4_000, 2_000, (0, -3_000)), None, use=Use.BALCONY, id="4"),
    )
    assert area_of(flat) == D("28.00")
    assert net_of(flat) == D("38.00")
    assert area_of(room(rectangle(10_000, 1_000), 1_500)) == D("5.00")


def test_v21_each_room_is_rounded_half_up_before_the_sum() -> None:
    rooms = (
        room(rectangle(2_089, 5_000), id="1"),
        room(rectangle(2_467, 5_000, (0, 6_000)), id="2"),
        room(rectangle(2_500, 3_250, (0, 12_000)), id="3"),
    )
    assert [area_of(one) for one in rooms] == [D("10.45"), D("12.34"), D("8.13")]
    assert area_of(survey(*rooms)) == D("30.92")


def test_v22_shell_dimensions_and_the_house_of_one_dwelling() -> None:
    shell = {"dimensions": Dimensions.SHELL, "one_dwelling_house": True}
    subject = room(rectangle(12_000, 7_000))
    assert area_of(survey(subject, **shell), Standard.II_BV) == D("81.48")
    assert area_of(survey(subject, **shell, house_deduction=D(10)), Standard.II_BV) == D("73.33")
