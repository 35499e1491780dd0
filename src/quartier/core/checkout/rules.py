"""The way of an order before the click: its steps, and who may go where."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

# In this order, as the documents have it (WR-012, WR-015, WR-017); each needs those before it.
STEPS: Final = ("basket", "details", "person", "payment", "review")
DRAFT_HOLDS: Final = timedelta(days=14)
LINK_HOLDS: Final = timedelta(days=30)
LINK_KEPT: Final = timedelta(days=90)
MOST_FILES: Final = 20
CONSUMER: Final = "consumer"
BUSINESS: Final = "business"


def steps_of(*, paid: bool) -> tuple[str, ...]:
    """Return the steps of an order: what costs nothing asks for no payment."""
    return STEPS if paid else tuple(step for step in STEPS if step != "payment")


def gap_before(step: str, done: Collection[str], *, paid: bool) -> str:
    """Return the first step before this one that is not completed, "" when nothing is missing.

    >>> gap_before("review", ["basket", "person"], paid=True)
    'details'
    >>> gap_before("person", ["basket", "details"], paid=True)
    ''
    """
    steps = steps_of(paid=paid)
    place = steps.index(step) if step in steps else len(steps)
    return next((one for one in steps[:place] if one not in done), "")


def after(step: str, *, paid: bool) -> str:
    """Return the step that follows."""
    steps = steps_of(paid=paid)
    return steps[steps.index(step) + 1]


def without(done: Sequence[str], *steps: str) -> list[str]:
    """Return what stays completed when steps have to be looked at again."""
    return [one for one in done if one not in steps]


def is_named(person: Mapping[str, Any]) -> bool:
    """Tell whether somebody has said who they are, in the part in which they order."""
    if person.get("standing") == BUSINESS:
        return bool(person.get("organisation") or person.get("name"))
    return person.get("standing") == CONSUMER and bool(person.get("name")) and bool(person.get("given_name"))


def digest_of(token: str, *, purpose: str, schema: str) -> str:
    """Return what is kept of a secret: SHA-256 of a random value of 256 bits, apart for every purpose and provider."""
    return hashlib.sha256(f"{schema}:{purpose}:{token}".encode()).hexdigest()
