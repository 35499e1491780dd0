"""The result while somebody draws: an edit of fifty rooms sent and answered, beside the engine's bare calculation."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from benchmarks.buildings import rooms
from benchmarks.figures import Figure, median_ratio

COUNT, ROUNDS = 50, 15
GOAL_MS = 200


def measure(say: Callable[[str], None]) -> list[Figure]:
    """Reckon and word fifty rooms as the page does after each edit; the saving itself is one row."""
    from datetime import date  # noqa: PLC0415

    from aufmass.areas.living import living_area  # noqa: PLC0415
    from aufmass.writing import data_of  # noqa: PLC0415
    from quartier.modules.survey.queries import surveys  # noqa: PLC0415 – models load late

    subject = rooms(COUNT)
    content = data_of(subject)
    say(f"{ROUNDS} times the answer to an edit of {COUNT} rooms …")
    ours = [_ms(lambda: surveys.as_data(surveys.reckoned(content, date(2026, 11, 23)))) for _round in range(ROUNDS)]
    bare = [_ms(lambda: living_area(subject)) for _round in range(ROUNDS)]
    return [
        Figure("live_ms", sorted(ours)[ROUNDS // 2], "ms", GOAL_MS),
        Figure("live_engine_ms", sorted(bare)[ROUNDS // 2], "ms"),
        Figure("live_ratio", median_ratio(ours, bare), "×"),
    ]


def _ms(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000
