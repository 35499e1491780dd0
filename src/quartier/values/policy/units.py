"""Decimal numbers with a unit: the unit decides how they are written, not what they are."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated


@dataclass(frozen=True, slots=True)
class Unit:
    """The sign behind a number and how many places after the comma are shown and allowed."""

    sign: str
    least_places: int
    most_places: int


Euro = Annotated[Decimal, Unit("€", 2, 2)]
Percent = Annotated[Decimal, Unit("%", 0, 3)]
Points = Annotated[Decimal, Unit("points", 0, 2)]
