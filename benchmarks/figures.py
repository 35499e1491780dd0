"""What a benchmark finds: named numbers, some with a goal."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. `best` says on which side of the goal the good lies; without a goal nothing is met."""

    name: str
    value: float
    unit: str = ""
    goal: float | None = None
    best: Literal["high", "low"] = "low"

    @property
    def met(self) -> bool | None:
        """Tell whether the goal is reached, by the measured value and not by the printed one."""
        if self.goal is None:
            return None
        return self.value >= self.goal if self.best == "high" else self.value <= self.goal

    def line(self, bench: str) -> str:
        """Return the figure as one line of JSON."""
        return json.dumps(
            {
                "bench": bench,
                "figure": self.name,
                "value": round(self.value, 3),
                "unit": self.unit,
                "goal": self.goal,
                "met": self.met,
            },
            ensure_ascii=False,
        )


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as text in columns."""
    rows = [("figure", "value", "unit", "goal", "met")]
    for figure in figures:
        goal = "" if figure.goal is None else f"{'≥' if figure.best == 'high' else '≤'} {figure.goal:g}"
        met = {None: "", True: "yes", False: "NO"}[figure.met]
        rows.append((figure.name, f"{figure.value:.3f}".rstrip("0").rstrip("."), figure.unit, goal, met))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share of all values does not exceed."""
    if not values:
        raise ValueError("no values")
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def median_ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the median of the ratios round by round: what slows the machine slows both sides of a round."""
    return median(our / their for our, their in zip(ours, theirs, strict=True))
