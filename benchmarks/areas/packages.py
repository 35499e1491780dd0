"""A whole package – papers, drawings in three formats, IFC, JSON – for a house and for a block of dwellings."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from benchmarks.buildings import block, house
from benchmarks.figures import Figure

ON = date(2026, 3, 2)
ROUNDS = 5
HOUSE_GOAL, BLOCK_GOAL, MEMORY_GOAL = 3.0, 60.0, 1_024.0


def measure(say: Callable[[str], None]) -> list[Figure]:
    """Make the packages; the block comes last, so that the memory is that of the largest."""
    say(f"a house of ten rooms, {ROUNDS} times …")
    small = sorted(_packed(house()) for _round in range(ROUNDS))[ROUNDS // 2]
    say("a block of a hundred dwellings …")
    large = _packed(block())
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    return [
        Figure("package_10_s", small, "s", HOUSE_GOAL),
        Figure("package_100_units_s", large, "s", BLOCK_GOAL),
        Figure("package_100_units_mib", used, "MiB", MEMORY_GOAL),
    ]


def _packed(survey: Any) -> float:
    from aufmass.ceiling import _zones  # noqa: PLC0415
    from aufmass.package import package, zipped  # noqa: PLC0415
    from aufmass.papers.facts import SheetFacts  # noqa: PLC0415
    from aufmass.sentences import german  # noqa: PLC0415

    _zones.cache_clear()
    facts = SheetFacts(ON, "Messwerk eG", "Jemand", "Messung", licence="Zum Messen.")
    begun = time.perf_counter()
    assert zipped(package(survey, facts, german()))
    return time.perf_counter() - begun
