"""Buildings to measure with: a thousand mixed rooms, a house of ten rooms, a building of a hundred dwellings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from aufmass.example import example
from aufmass.geometry.ring import Point, Ring, ring
from aufmass.model import (
    Basis,
    Deduction,
    Dormer,
    Headroom,
    Obstacle,
    Opening,
    OpeningKind,
    Recess,
    RecessKind,
    Room,
    Slope,
    Stair,
    Storey,
    Survey,
    Unit,
)
from aufmass.sentences import german
from aufmass.uses import Use

PITCH = Decimal(38)
OUTSIDE, PARTY, LIGHT = 365, 240, 115
CELL, A_ROW = 8_000, 25
FLAT_WIDTH, FLAT_DEPTH, CORRIDOR = 8_000, 9_000, 1_800
FLATS_IN_A_ROW, STOREYS = 5, 10


def box(left: int, bottom: int, right: int, top: int) -> Ring:
    """A rectangle by its corners."""
    return (Point(left, bottom), Point(right, bottom), Point(right, top), Point(left, top))


def rooms(count: int) -> Survey:
    """So many rooms of ten kinds on one storey, in units of four; no two have the same measures."""
    made = tuple(_room(number) for number in range(count))
    units = tuple(Unit(f"W{number}", f"Wohnung {number}") for number in range(-(-count // 4)))
    rows = -(-count // A_ROW)
    outer = box(-500, -2_000, A_ROW * CELL, rows * CELL)
    return Survey(1, "Räume", Basis.SURVEY, (Storey("EG", "Erdgeschoss", 0, 3_000, (outer,), made),), units=units)


def _room(number: int) -> Room:
    """A room of one of ten kinds in a cell of its own."""
    left, bottom = number % A_ROW * CELL, number // A_ROW * CELL
    width, depth = 4_000 + number * 7 % 1_500, 3_500 + number * 11 % 1_500
    plain = Room(f"{number}", f"Raum {number}", Use.LIVING, box(0, 0, width, depth), 2_500, f"W{number // 4}")
    made = KINDS[number % len(KINDS)](plain, width, depth)

    def at(shape: Ring) -> Ring:
        return tuple(Point(one.x + left, one.y + bottom) for one in shape)

    return replace(
        made,
        outline=at(made.outline),
        dormers=tuple(replace(one, outline=at(one.outline)) for one in made.dormers),
        deductions=tuple(replace(one, outline=at(one.outline)) for one in made.deductions),
        stairs=tuple(
            replace(
                one,
                outline=at(one.outline),
                beneath=tuple(replace(part, outline=at(part.outline)) for part in one.beneath),
            )
            for one in made.stairs
        ),
    )


def _angled(room: Room, width: int, depth: int) -> Room:
    half, part = width // 2, depth // 2
    return replace(room, outline=ring([(0, 0), (width, 0), (width, depth), (half, depth), (half, part), (0, part)]))


def _oblique(room: Room, width: int, depth: int) -> Room:
    return replace(room, outline=ring([(0, 0), (width, 0), (width - 613, depth), (217, depth - 131)]))


def _one_slope(room: Room, _width: int, _depth: int) -> Room:
    return replace(room, use=Use.BEDROOM, slopes=(Slope(4, 900, PITCH),))


def _two_slopes(room: Room, width: int, _depth: int) -> Room:
    slopes = (Slope(2, 600, PITCH), Slope(4, 450, Decimal("42.5")))
    chimney = Deduction(Obstacle.CHIMNEY, box(width // 2, 1_000, width // 2 + 450, 1_450))
    return replace(room, use=Use.STUDY, slopes=slopes, deductions=(chimney,))


def _dormer(room: Room, _width: int, depth: int) -> Room:
    return replace(
        room, use=Use.CHILD, slopes=(Slope(4, 800, PITCH),), dormers=(Dormer(box(0, 800, 1_400, depth - 900), 2_300),)
    )


def _stairs(room: Room, _width: int, _depth: int) -> Room:
    beneath = (Headroom(box(500, 500, 1_100, 1_400), 2_000), Headroom(box(1_100, 500, 2_000, 1_400), 1_000))
    return replace(room, use=Use.HALL, stairs=(Stair(box(500, 500, 3_300, 1_400), 15, beneath),))


def _niches(room: Room, _width: int, _depth: int) -> Room:
    recesses = (
        Recess(RecessKind.WINDOW, 1, 500, 1_200, 250, 2_200),
        Recess(RecessKind.BAY, 3, 800, 1_500, 600, 2_400),
        Recess(RecessKind.CUPBOARD, 2, 700, 1_100, 300, 2_400),
    )
    return replace(room, recesses=recesses, deductions=(Deduction(Obstacle.PILLAR, box(900, 900, 1_300, 1_300)),))


KINDS: tuple[Callable[[Room, int, int], Room], ...] = (
    lambda room, _width, _depth: room,
    _angled,
    _oblique,
    _one_slope,
    _two_slopes,
    _dormer,
    _stairs,
    _niches,
    lambda room, _width, _depth: replace(room, use=Use.BALCONY, height=None),
    lambda room, _width, _depth: replace(room, use=Use.WINTER_GARDEN, heatable=False, height=1_900),
)


def house() -> Survey:
    """The example without its balcony: ten rooms on two storeys beneath a roof."""
    found = example(german())
    ground, attic = found.storeys
    return replace(found, storeys=(replace(ground, rooms=ground.rooms[:-1]), attic))


def block() -> Survey:
    """Ten storeys of ten dwellings, each with four rooms and a balcony, on both sides of a corridor."""
    storeys = tuple(_storey(number) for number in range(STOREYS))
    units = tuple(
        Unit(f"W{storey}{flat}", f"Wohnung {storey}.{flat}", agreed=Decimal(62))
        for storey in range(STOREYS)
        for flat in range(2 * FLATS_IN_A_ROW)
    )
    return Survey(1, "Wohnanlage", Basis.SURVEY, storeys, units=units, terrain=-300, base_slab=300)


def _storey(number: int) -> Storey:
    width = FLATS_IN_A_ROW * FLAT_WIDTH + (FLATS_IN_A_ROW - 1) * PARTY
    top = 2 * (FLAT_DEPTH + PARTY) + CORRIDOR
    made = [room for flat in range(2 * FLATS_IN_A_ROW) for room in _flat(number, flat)]
    corridor = box(0, FLAT_DEPTH + PARTY, width, FLAT_DEPTH + PARTY + CORRIDOR)
    window = Opening(OpeningKind.WINDOW, 2, 300, 1_010, 1_400, 900)
    made.append(Room(f"{number}.00", "Flur", Use.STAIRWELL, corridor, 2_500, openings=(window,)))
    outer = box(-OUTSIDE, -OUTSIDE, width + OUTSIDE, top + OUTSIDE)
    return Storey(f"{number}", f"{number}. Obergeschoss", number * 2_800, 2_800, (outer,), tuple(made))


def _flat(storey: int, flat: int) -> list[Room]:
    """The rooms of one dwelling; those beyond the corridor are turned by half a circle."""
    left = flat % FLATS_IN_A_ROW * (FLAT_WIDTH + PARTY)
    depth = 2 * (FLAT_DEPTH + PARTY) + CORRIDOR
    turned = flat >= FLATS_IN_A_ROW
    unit = f"W{storey}{flat}"

    def room(part: int, use: Use, shape: Ring, *openings: Opening, height: int | None = 2_500) -> Room:
        placed = tuple(
            Point(left + FLAT_WIDTH - one.x, depth - one.y) if turned else Point(left + one.x, one.y) for one in shape
        )
        name = use.label if use is not Use.HALL else "Diele"
        return Room(f"{storey}.{flat}.{part}", name, use, placed, height, unit, openings=openings)

    def door(edge: int, offset: int, width: int = 885) -> Opening:
        return Opening(OpeningKind.DOOR, edge, offset, width, 2_010)

    def window(offset: int, width: int) -> Opening:
        return Opening(OpeningKind.WINDOW, 1, offset, width, 1_400, 900)

    living, bedroom = box(0, 0, 4_500, 5_000), box(4_500 + LIGHT, 0, FLAT_WIDTH, 5_000)
    bath, hall = box(0, 5_000 + LIGHT, 2_600, FLAT_DEPTH), box(2_600 + LIGHT, 5_000 + LIGHT, FLAT_WIDTH, FLAT_DEPTH)
    return [
        room(1, Use.LIVING, living, window(2_800, 1_260), door(3, 400), door(1, 700)),
        room(2, Use.BEDROOM, bedroom, window(900, 1_510), door(3, 1_900)),
        room(3, Use.BATH, bath, door(2, 900, 760)),
        room(4, Use.HALL, hall, door(3, 2_000, 1_010)),
        room(5, Use.BALCONY, box(500, -1_900, 4_000, -OUTSIDE), height=None),
    ]
