"""What a drill found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """One fault: how often it was made, what was lost or done twice by it, and what else has to be said.

    `skipped` is the reason why it could not be tried here; then it proves nothing and fails nothing.
    """

    fault: str
    rounds: int = 0
    lost: Sequence[str] = ()
    doubled: Sequence[str] = ()
    seconds: float = 0.0
    note: str = ""
    skipped: str = ""

    @property
    def is_bad(self) -> bool:
        """Tell whether something was lost or doubled."""
        return bool(self.lost or self.doubled)

    @property
    def verdict(self) -> str:
        """Return one word."""
        return "skipped" if self.skipped else "LOST" if self.lost else "DOUBLED" if self.doubled else "held"


def table(outcomes: Sequence[Outcome]) -> str:
    """Return the outcomes as text in columns, what was lost or doubled named below."""
    rows = [("fault", "rounds", "lost", "doubled", "seconds", "verdict", "")]
    for one in outcomes:
        counts = (str(one.rounds), str(len(one.lost)), str(len(one.doubled)), f"{one.seconds:.0f}")
        rows.append((one.fault, *counts, one.verdict, one.skipped or one.note))
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[6]]).rstrip()
        for row in rows
    ]
    for one in outcomes:
        lines += [f"  {one.fault}: lost {what}" for what in one.lost[:10]]
        lines += [f"  {one.fault}: doubled {what}" for what in one.doubled[:10]]
    return "\n".join(lines)
