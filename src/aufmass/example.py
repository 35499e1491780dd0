"""An example to begin with: a small house with a flat on two storeys, a balcony, a stair and a roof."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from aufmass.geometry.ring import Point, Ring, ring
from aufmass.model import (
    FORMAT_VERSION,
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
from aufmass.sentences import Voice
from aufmass.sentences import mark as _
from aufmass.uses import Use

OUTSIDE, LIGHT = 365, 115
HOUSE = ring([(0, 0), (11_000, 0), (11_000, 10_000), (0, 10_000)])
WINDOW, DOOR = OpeningKind.WINDOW, OpeningKind.DOOR
PITCH = Decimal(35)
NAMES = {Use.LIVING: _("Living"), Use.CHILD: _("Child"), Use.STORE: _("Store"), Use.BATH: _("Bath")}
STAIR = ring([(6_500, 5_530), (9_500, 5_530), (9_500, 6_480), (6_500, 6_480)])


def example(voice: Voice) -> Survey:
    """Return the example with its names in one language."""
    return Survey(
        aufmass=FORMAT_VERSION,
        name=voice(_("Kiebitzhof, house 3")),
        basis=Basis.SURVEY,
        storeys=(
            Storey("EG", voice(_("Ground floor")), 0, 2_800, (HOUSE,), _ground_floor(voice)),
            Storey("DG", voice(_("Attic")), 2_800, 2_800, (HOUSE,), _attic(voice)),
        ),
        units=(Unit("WE1", voice(_("Dwelling 1")), agreed=Decimal(150)),),
        roof=Roof(HOUSE, 2_800, (Slope(1, 900, PITCH), Slope(3, 900, PITCH)), fitted_out=True),
        north=Decimal(20),
        terrain=-200,
        base_slab=250,
    )


def _box(left: int, bottom: int, right: int, top: int) -> Ring:
    return (Point(left, bottom), Point(right, bottom), Point(right, top), Point(left, top))


def _window(edge: int, offset: int, width: int = 1_260, *, sill: int = 900, height: int = 1_400) -> Opening:
    return Opening(WINDOW, edge, offset, width, height, sill)


def _door(edge: int, offset: int, width: int = 885, *, end: bool = False) -> Opening:
    return Opening(DOOR, edge, offset, width, 2_010, hinge=Hinge.END if end else Hinge.START)


def _ground_floor(voice: Voice) -> tuple[Room, ...]:
    return (*_by_day(voice), _hall(voice), *_by_night(voice), _balcony(voice))


def _room(
    voice: Voice, number: str, use: Use, outline: Ring, walls: tuple[int, ...], openings: tuple[Opening, ...]
) -> Room:
    return Room(number, voice(NAMES.get(use, use.label)), use, outline, 2_500, "WE1", openings=openings, walls=walls)


def _by_day(voice: Voice) -> tuple[Room, ...]:
    garden_door = Opening(DOOR, 1, 1_200, 1_760, 2_260, hinge=Hinge.BOTH)
    living = _room(
        *(voice, "0.1", Use.LIVING, _box(365, 365, 5_865, 4_365), (OUTSIDE, LIGHT, LIGHT, OUTSIDE)),
        (garden_door, _window(1, 3_700), _window(4, 1_400, 1_510), _door(3, 385)),
    )
    return (
        replace(living, recesses=(Recess(RecessKind.WINDOW, 1, 1_200, 1_760, 240, 2_260),)),
        _room(
            *(voice, "0.2", Use.KITCHEN, _box(5_980, 365, 8_980, 4_365), (OUTSIDE, LIGHT, LIGHT, LIGHT)),
            (_window(1, 870), _door(3, 300)),
        ),
        _room(
            *(voice, "0.3", Use.STORE, _box(9_095, 365, 10_635, 2_265), (OUTSIDE, OUTSIDE, LIGHT, LIGHT)),
            (_window(1, 390, 760), _door(4, 300, 760)),
        ),
        _room(
            *(voice, "0.4", Use.WC, _box(9_095, 2_380, 10_635, 4_365), (LIGHT, OUTSIDE, LIGHT, LIGHT)),
            (_window(2, 700, 635), _door(3, 300, 760)),
        ),
    )


def _hall(voice: Voice) -> Room:
    beneath = (
        Headroom(_box(8_700, 5_530, 9_500, 6_480), 2_000),
        Headroom(_box(7_500, 5_530, 8_700, 6_480), 1_000),
    )
    hall = _room(
        *(voice, "0.5", Use.HALL, _box(4_480, 4_480, 10_635, 6_480), (LIGHT, OUTSIDE, LIGHT, LIGHT)),
        (_door(2, 300, 1_010, end=True),),
    )
    return replace(hall, stairs=(Stair(STAIR, 15, beneath),))


def _by_night(voice: Voice) -> tuple[Room, ...]:
    return (
        _room(
            *(voice, "0.6", Use.BEDROOM, _box(365, 4_480, 4_365, 9_635), (LIGHT, LIGHT, OUTSIDE, OUTSIDE)),
            (_window(3, 1_245, 1_510), _door(2, 300)),
        ),
        _room(
            *(voice, "0.7", Use.CHILD, _box(4_480, 6_595, 7_580, 9_635), (LIGHT, LIGHT, OUTSIDE, LIGHT)),
            (_window(3, 920), _door(1, 300)),
        ),
        _room(
            *(voice, "0.8", Use.BATH, _box(7_695, 6_595, 10_635, 9_635), (LIGHT, OUTSIDE, OUTSIDE, LIGHT)),
            (_window(3, 1_000, 1_010, sill=1_200, height=1_100), _door(1, 1_955, end=True)),
        ),
    )


def _balcony(voice: Voice) -> Room:
    outline = _box(1_000, -1_800, 4_400, 0)
    return Room("0.9", voice(Use.BALCONY.label), Use.BALCONY, outline, None, "WE1")


def _attic(voice: Voice) -> tuple[Room, ...]:
    slopes = (Slope(1, 600, PITCH), Slope(3, 600, PITCH))
    studio = Room(
        *("1.1", voice(_("Studio")), Use.STUDY, _box(365, 365, 9_500, 9_635), 2_600, "WE1"),
        slopes=slopes,
        dormers=(Dormer(_box(3_000, 365, 5_400, 2_365), 2_300),),
        deductions=(
            Deduction(Obstacle.CHIMNEY, _box(2_000, 5_000, 2_500, 5_500)),
            Deduction(Obstacle.VOID, _box(6_500, 5_530, 9_400, 6_480)),
        ),
        openings=(
            _window(4, 3_800, 1_760),
            _window(1, 3_205, 1_760, sill=900, height=1_200),
            _door(2, 5_000, 760),
        ),
        walls=(OUTSIDE, LIGHT, OUTSIDE, OUTSIDE),
    )
    store = Room(
        *("1.2", voice(NAMES[Use.STORE]), Use.STORE, _box(9_615, 365, 10_635, 9_635), 2_600, "WE1"),
        slopes=slopes,
        openings=(_window(2, 4_250, 760),),
        walls=(OUTSIDE, OUTSIDE, OUTSIDE, LIGHT),
    )
    return studio, store
