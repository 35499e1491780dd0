"""How much is taken."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import timedelta

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one installation, in bytes unless the name says otherwise; a provider may choose narrower ones.

    Refuses values that are no bounds.
    """

    largest: int = 100 * MB
    part: int = 8 * MB
    quota: int = 20_000 * MB
    open_uploads: int = 20
    pixels: int = 100_000_000
    entries: int = 2_000
    unpacked: int = 2000 * MB
    ratio: int = 100

    def __post_init__(self) -> None:
        for bound in fields(self):
            if getattr(self, bound.name) < 1:
                raise ValueError(f"documents: “{bound.name}” must be at least 1")


# An upload that nobody went on with for a day is cleared away, and so are bytes that no row speaks of.
ABANDONED_AFTER = timedelta(days=1)
# A link to a file works this long, for the account that asked for it.
LINK_SECONDS = 600
