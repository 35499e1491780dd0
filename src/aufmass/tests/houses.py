"""Houses by chance, from a seed: straight or turned, with or without outer edges, walls, roofs, attics and stairs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from aufmass.geometry.ring import Point, Ring
from aufmass.model import (
    Basis,
    Deduction,
    Dormer,
    Hinge,
    Obstacle,
    Opening,
    OpeningKind,
    Roof,
    Room,
    Slope,
    Stair,
    Storey,
    Survey,
)
from aufmass.uses import Use

INNER, OUTER = 125, 375
USES = (Use.LIVING, Use.BEDROOM, Use.KITCHEN, Use.BATH, Use.HALL, Use.STORE, Use.CHILD)


def house(seed: int) -> Survey:
    """A house; the same seed always gives the same one."""
    chance = Random(seed)
    widths = [chance.randrange(40, 130) * 50 for _ in range(chance.randint(1, 4))]
    depths = [chance.randrange(40, 110) * 50 for _ in range(chance.randint(1, 3))]
    whole = _box(0, 0, sum(widths) + INNER * (len(widths) - 1) + 2 * OUTER, _depth(depths))
    has_outline, has_walls = chance.random() < 0.7, chance.random() < 0.8
    storeys = []
    for number in range(chance.randint(1, 4)):
        rooms = _rooms(chance, number, widths, depths, has_walls=has_walls)
        storeys.append(Storey(f"{number}", f"Geschoss {number}", number * 2_750, 2_750, (whole,) * has_outline, rooms))
    survey = Survey(1, f"Haus {seed}", Basis.SURVEY, tuple(storeys), north=Decimal(chance.randrange(360)))
    survey = replace(survey, terrain=chance.choice((None, -150, 900)), base_slab=chance.choice((0, 250)))
    survey = _roofed(chance, survey, whole)
    return _turned(survey) if chance.random() < 0.3 else survey


def _depth(depths: list[int]) -> int:
    return sum(depths) + INNER * (len(depths) - 1) + 2 * OUTER


def _box(left: int, bottom: int, right: int, top: int) -> Ring:
    return (Point(left, bottom), Point(right, bottom), Point(right, top), Point(left, top))


def _rooms(chance: Random, storey: int, widths: list[int], depths: list[int], *, has_walls: bool) -> tuple[Room, ...]:
    rooms, y = [], OUTER
    for row, depth in enumerate(depths):
        x = OUTER
        for column, width in enumerate(widths):
            ends = (row == 0, column == len(widths) - 1, row == len(depths) - 1, column == 0)
            walls = tuple(OUTER if end else INNER for end in ends)
            openings = tuple(_openings(chance, ends, (width, depth)))
            outline = _box(x, y, x + width, y + depth)
            use = chance.choice(USES)
            stairs: tuple[Stair, ...] = ()
            if width > 3_600 and depth > 2_200 and chance.random() < 0.4:
                stairs = (Stair(_box(x + 600, y + 800, x + 3_400, y + 1_700), 16),)
            room = Room(
                *(f"{storey}.{row}{column}", use.label, use, outline, 2_500),
                stairs=stairs,
                openings=openings if has_walls else (),
                walls=walls if has_walls else (),
            )
            if chance.random() < 0.15:
                pillar = Deduction(Obstacle.CHIMNEY, _box(x + 100, y + 100, x + 500, y + 500))
                room = replace(room, deductions=(pillar,))
            rooms.append(room)
            x += width + INNER
        y += depth + INNER
    if chance.random() < 0.3:
        outline = _box(1_000, -1_500, min(3_000, OUTER + widths[0]), 0)
        rooms.append(Room(f"{storey}.B", "Balkon", Use.BALCONY, outline, None))
    return tuple(rooms)


def _openings(chance: Random, ends: tuple[bool, ...], size: tuple[int, int]) -> list[Opening]:
    found = []
    for edge, is_end in enumerate(ends, 1):
        length = size[(edge - 1) % 2]
        if chance.random() < 0.6:
            width = chance.choice((510, 760, 1_010, 1_260))
            if is_end:
                offset = chance.randrange(100, max(length - width - 100, 101))
                found.append(Opening(OpeningKind.WINDOW, edge, offset, width, 1_250, 900))
            elif edge < 3:
                hinge = chance.choice(list(Hinge))
                found.append(Opening(OpeningKind.DOOR, edge, 200, 885, 2_010, hinge=hinge))
    return found


def _roofed(chance: Random, survey: Survey, whole: Ring) -> Survey:
    kind = chance.choice(("flat", "gable", "hip", "attic"))
    top = survey.storeys[-1]
    pitch = Decimal(chance.choice(("22", "35", "45")))
    if kind in ("gable", "hip"):
        edges = (1, 3) if kind == "gable" else (1, 2, 3, 4)
        level = top.level + top.height
        return replace(survey, roof=Roof(whole, level, tuple(Slope(edge, 0, pitch) for edge in edges)))
    if kind == "attic":
        depth = top.rooms[0].outline[2].y - top.rooms[0].outline[0].y
        sloped = []
        for room in top.rooms:
            if room.outline[0].y == OUTER and depth > 2_500 and not room.is_outdoor:
                slopes = (Slope(1, 1_200, pitch),)
                dormers: tuple[Dormer, ...] = ()
                if chance.random() < 0.4:
                    left = int(room.outline[0].x) + 300
                    dormers = (Dormer(_box(left, OUTER, left + 1_200, OUTER + 900), 2_300),)
                kept = tuple(one for one in room.openings if one.edge in (2, 4) and one.kind is OpeningKind.DOOR)
                sloped.append(replace(room, slopes=slopes, dormers=dormers, openings=kept, stairs=()))
            else:
                sloped.append(room)
        return replace(survey, storeys=(*survey.storeys[:-1], replace(top, rooms=tuple(sloped))))
    return survey


def _turned(survey: Survey) -> Survey:
    """The same house turned by the angle of a triangle of 3, 4 and 5, so that every corner stays whole."""

    def ring(one: Ring) -> Ring:
        return tuple(Point((4 * p.x - 3 * p.y) // 5, (3 * p.x + 4 * p.y) // 5) for p in one)

    def room(one: Room) -> Room:
        return replace(
            one,
            outline=ring(one.outline),
            stairs=tuple(replace(stair, outline=ring(stair.outline)) for stair in one.stairs),
            deductions=tuple(replace(part, outline=ring(part.outline)) for part in one.deductions),
            dormers=tuple(replace(part, outline=ring(part.outline)) for part in one.dormers),
        )

    storeys = tuple(
        replace(one, footprint=tuple(map(ring, one.footprint)), rooms=tuple(map(room, one.rooms)))
        for one in survey.storeys
    )
    roof = replace(survey.roof, outline=ring(survey.roof.outline)) if survey.roof else None
    return replace(survey, storeys=storeys, roof=roof)
