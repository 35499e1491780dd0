"""A thousand mixed rooms under every rule, read from their file and not, beside bare areas of the same polygons."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from benchmarks.buildings import rooms
from benchmarks.figures import Figure, median_ratio

COUNT, ROUNDS = 1_000, 9
GOAL = 0.5


def measure(say: Callable[[str], None]) -> list[Figure]:
    """Calculate every rule line by line; before each round whatever was kept in mind is forgotten."""
    import numpy as np  # noqa: PLC0415 – comes with the extra

    from aufmass import ceiling  # noqa: PLC0415
    from aufmass.checking import check  # noqa: PLC0415
    from aufmass.reading import read  # noqa: PLC0415
    from aufmass.writing import write  # noqa: PLC0415

    subject = rooms(COUNT)
    say(f"{ROUNDS} times {COUNT} rooms under six rules …")
    outlines = [np.array(room.outline, dtype=float) for room in subject.rooms]
    ours, bare, used = [], [], []
    for _round in range(ROUNDS):
        ceiling._zones.cache_clear()
        begun = time.process_time()
        ours.append(_seconds(lambda: everything(subject)))
        used.append(time.process_time() - begun)
        bare.append(_seconds(lambda: [_shoelace(np, one) for one in outlines]))
    text = write(subject)
    reading, checking = (_best(work) for work in (lambda: read(text), lambda: check(subject)))
    return [
        Figure("rooms_1000_s", sorted(ours)[ROUNDS // 2], "s", GOAL),
        # What other work on the machine leaves alone.
        Figure("rooms_1000_cpu_s", sorted(used)[ROUNDS // 2], "s"),
        Figure("rooms_1000_shoelace_s", sorted(bare)[ROUNDS // 2], "s"),
        Figure("rooms_1000_ratio", median_ratio(ours, bare), "×"),
        Figure("rooms_1000_read_s", reading, "s"),
        Figure("rooms_1000_check_s", checking, "s"),
    ]


def everything(subject: Any) -> list[Any]:
    """All areas and volumes that a sheet would print."""
    from aufmass.areas.cubature import cubature  # noqa: PLC0415
    from aufmass.areas.din277 import balance  # noqa: PLC0415
    from aufmass.areas.gif import Letting, rental_area  # noqa: PLC0415
    from aufmass.areas.living import RULES, living_area  # noqa: PLC0415
    from aufmass.uses import Category  # noqa: PLC0415

    found: list[Any] = []
    for standard in RULES:
        for unit in living_area(subject, standard).units:
            found += [unit.area, *(room.area for room in unit.rooms)]
    whole, let = balance(subject), rental_area(subject)
    found += [whole.gross, whole.construction, whole.volume, let.low, cubature(subject).volume]
    found += [whole.net(enclosed=one, categories=[category]) for category in Category for one in (True, False)]
    return found + [let.area(kind) for kind in Letting]


def _shoelace(np: Any, outline: Any) -> float:
    """The area of a polygon as numpy has it in one line."""
    x, y = outline[:, 0], outline[:, 1]
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _best(work: Callable[[], object]) -> float:
    return min(_seconds(work) for _round in range(3))
