"""Where rooms lie whose sizes alone are known: in rows, from left to right and downwards. Drawn rooms stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from aufmass.geometry.ring import Point, Ring, bounds
from aufmass.model import Room, Storey

WALL: Final = 115
WIDEST_ROW: Final = 12_000


def moved(outline: Ring, across: int, up: int) -> Ring:
    """Return an outline elsewhere."""
    return tuple(Point(point.x + across, point.y + up) for point in outline)


def in_rows(rooms: Sequence[Room]) -> tuple[Room, ...]:
    """Return rooms in rows, in their order; the same sizes always lie the same way."""
    placed, right, top, deepest = list[Room](), 0, 0, 0
    for room in rooms:
        left, low, far, high = (int(one) for one in bounds([room.outline]))
        if right and right + far - left > WIDEST_ROW:
            right, top, deepest = 0, top - deepest - WALL, 0
        placed.append(shifted(room, right - left, top - high))
        right, deepest = right + far - left + WALL, max(deepest, high - low)
    return tuple(placed)


def arranged(before: Storey | None, rooms: Sequence[Room]) -> tuple[Room, ...]:
    """Return the rooms of a storey after a change of its table.

    What lay in rows lies in rows again. Where somebody has drawn, every room keeps its place but those that are new or
    would lie on another one now: these come below everything.
    """
    known = before.rooms if before else ()
    if not known or in_rows(known) == known:
        return in_rows(rooms)
    old = {room.id: room.outline for room in known}
    kept, loose = list[Room](), list[Room]()
    for room in rooms:
        same = old.get(room.id) == room.outline
        free = same or (room.id in old and not any(_meet(room, other) for other in rooms if other.id != room.id))
        (kept if free else loose).append(room)
    if not kept:
        return in_rows(rooms)
    left, low, _far, _high = (int(one) for one in bounds([room.outline for room in kept]))
    below = {room.id: shifted(room, left, low - WALL) for room in in_rows(loose)}
    return tuple(below.get(room.id, room) for room in rooms)


def resized(room: Room, outline: Ring) -> Room:
    """Return a room with another outline at its old place; what hangs on edges that are gone is left out."""
    left, low, _far, _high = (int(one) for one in bounds([room.outline])) if room.outline else (0, 0, 0, 0)
    new_left, new_low, _f, _h = (int(one) for one in bounds([outline]))
    edges = len(outline)
    return replace(
        room,
        outline=moved(outline, left - new_left, low - new_low),
        slopes=tuple(one for one in room.slopes if one.edge <= edges),
        recesses=tuple(one for one in room.recesses if one.edge <= edges),
        openings=tuple(one for one in room.openings if one.edge <= edges),
        walls=room.walls if len(room.walls) == edges else (),
    )


def shifted(room: Room, across: int, up: int) -> Room:
    """Return a room elsewhere, with everything that stands in it."""
    if not across and not up:
        return room
    return replace(
        room,
        outline=moved(room.outline, across, up),
        dormers=tuple(replace(one, outline=moved(one.outline, across, up)) for one in room.dormers),
        deductions=tuple(replace(one, outline=moved(one.outline, across, up)) for one in room.deductions),
        stairs=tuple(
            replace(
                one,
                outline=moved(one.outline, across, up),
                beneath=tuple(replace(part, outline=moved(part.outline, across, up)) for part in one.beneath),
            )
            for one in room.stairs
        ),
    )


def _meet(one: Room, other: Room) -> bool:
    """Tell whether the boxes around two rooms have a common inside."""
    a, b = bounds([one.outline]), bounds([other.outline])
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
