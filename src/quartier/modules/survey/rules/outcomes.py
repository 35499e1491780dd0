"""What came of a visit as a whole, from what came of each unit (WR-055, WR-056)."""

from __future__ import annotations

from collections.abc import Iterable

MEASURED, PARTLY, NO_ACCESS = "measured", "partly", "no_access"


def overall(outcomes: Iterable[str]) -> str:
    """Return the outcome of a visit; nothing at all is no access.

    >>> overall(["measured", "no_access"]), overall(["measured"]), overall([])
    ('partly', 'measured', 'no_access')
    """
    found = set(outcomes)
    if found == {MEASURED}:
        return MEASURED
    return PARTLY if found & {MEASURED, PARTLY} else NO_ACCESS
