"""Surveys in few words, for tests."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from aufmass.areas.din277 import balance
from aufmass.areas.living import living_area
from aufmass.areas.standards import Standard
from aufmass.checking import ensure_possible
from aufmass.geometry.ring import Point, Ring
from aufmass.model import Basis, Room, Storey, Survey
from aufmass.uses import Use


def rectangle(width: int, depth: int, at: tuple[int, int] = (0, 0)) -> Ring:
    """A rectangle with its lower left corner at a place."""
    x, y = at
    return (Point(x, y), Point(x + width, y), Point(x + width, y + depth), Point(x, y + depth))


def room(outline: Ring, height: int | None = 2_500, *, use: Use = Use.LIVING, id: str = "1", **parts: Any) -> Room:  # noqa: A002
    """A room with a name."""
    return Room(id=id, name=use.label, use=use, outline=outline, height=height, **parts)


def survey(*rooms: Room, **parts: Any) -> Survey:
    """A survey of one storey, checked."""
    storey = Storey("EG", "Erdgeschoss", 0, 2_800, parts.pop("footprint", ()), rooms)
    return ensure_possible(Survey(1, "Kiebitzhof", Basis.SURVEY, (storey,), **parts))


def area_of(subject: Room | Survey, standard: Standard = Standard.WOFLV) -> Decimal:
    """The living area of a room alone, or of the only unit of a survey."""
    whole = survey(subject) if isinstance(subject, Room) else subject
    (unit,) = living_area(whole, standard).units
    return unit.area


def net_of(subject: Room | Survey) -> Decimal:
    """The net area under DIN 277, enclosed or not."""
    whole = balance(survey(subject) if isinstance(subject, Room) else subject)
    return whole.net(enclosed=True) + whole.net(enclosed=False)
