"""When an invoice is due by a provider's terms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from quartier.core.providers.policies.billing import Due
from quartier.law.bgb.periods import add


def due_on(parts: Sequence[Due], issued_on: date, place: int = 0) -> date:
    """Return the day on which the part of that place is due; at once where the terms name no time (WR-074, CC-68)."""
    if not parts:
        return issued_on
    after = parts[min(place, len(parts) - 1)].after
    return issued_on if after is None else add(issued_on, after)
