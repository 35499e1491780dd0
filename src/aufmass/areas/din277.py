"""DIN 277: gross, net and construction areas, and the gross volume. No height is weighed here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from aufmass.areas.results import total
from aufmass.areas.roofs import roof_volume, standing_storeys
from aufmass.areas.standards import SOURCES, Source, Standard
from aufmass.geometry.ring import area
from aufmass.model import Obstacle, RecessKind, Room, Storey, Survey
from aufmass.numbers import cubic_metres, square_metres
from aufmass.uses import Category


@dataclass(frozen=True, slots=True)
class RoomShare:
    """A room of the balance: its net area, its category, and whether it is enclosed (R) or only bounded (S)."""

    room: Room
    category: Category
    enclosed: bool
    area: Decimal


@dataclass(frozen=True, slots=True)
class StoreyBalance:
    """One storey: gross areas, and its rooms. Without outer edges the gross area is not known."""

    storey: Storey
    gross: Decimal | None
    rooms: tuple[RoomShare, ...]

    def net(self, *, enclosed: bool, categories: Iterable[Category] = tuple(Category)) -> Decimal:
        """Return the net area of some categories, enclosed (R) or not (S)."""
        wanted = set(categories)
        return total(one.area for one in self.rooms if one.enclosed is enclosed and one.category in wanted)

    @property
    def construction(self) -> Decimal | None:
        """Return the construction area (KGF) of the enclosed part."""
        return None if self.gross is None else self.gross - self.net(enclosed=True)


@dataclass(frozen=True, slots=True)
class Balance:
    """All storeys, and the gross volume where outer edges are known."""

    storeys: tuple[StoreyBalance, ...]
    volume: Decimal | None
    source: Source = field(default=SOURCES[Standard.DIN_277])

    @property
    def gross(self) -> Decimal | None:
        """Return the enclosed gross area (BGF R) of all storeys."""
        known = [one.gross for one in self.storeys if one.gross is not None]
        return total(known) if len(known) == len(self.storeys) else None

    @property
    def construction(self) -> Decimal | None:
        """Return the construction area (KGF R) of all storeys."""
        return None if self.gross is None else self.gross - self.net(enclosed=True)

    def net(self, *, enclosed: bool, categories: Iterable[Category] = tuple(Category)) -> Decimal:
        """Return the net area of some categories in all storeys."""
        wanted = tuple(categories)
        return total(one.net(enclosed=enclosed, categories=wanted) for one in self.storeys)


def balance(survey: Survey) -> Balance:
    """Return areas and volume of a survey that was checked."""
    storeys = tuple(
        StoreyBalance(storey, _gross(storey), tuple(room_share(room) for room in storey.rooms))
        for storey in survey.storeys
    )
    return Balance(storeys, _volume(survey))


def room_share(room: Room) -> RoomShare:
    """Return the net area of a room: outline and bays without voids and without what reaches the ceiling."""
    net = area(room.outline) + sum(one.area for one in room.recesses if one.kind is RecessKind.BAY and one.to_floor)
    for one in room.deductions:
        is_high = one.height is None or (room.height is not None and one.height >= room.height)
        if is_high or one.kind is Obstacle.VOID:
            net -= area(one.outline)
    category = room.category or room.meaning.category
    return RoomShare(room, category, room.enclosed and not room.is_outdoor, square_metres(net))


def footprint_area(storey: Storey) -> Fraction:
    """Return the square millimetres within the outer edges of a storey."""
    return sum((area(shape) for shape in storey.footprint), start=Fraction(0))


def _gross(storey: Storey) -> Decimal | None:
    return square_metres(footprint_area(storey)) if storey.footprint else None


def _volume(survey: Survey) -> Decimal | None:
    """Return the volume from the underside of the slab to the outer surfaces of the roof."""
    storeys: Sequence[Storey] = standing_storeys(survey)
    if not storeys or not all(storey.footprint for storey in storeys):
        return None
    inside = sum((footprint_area(storey) * storey.height for storey in storeys), start=Fraction(0))
    slab = footprint_area(storeys[0]) * survey.base_slab
    return cubic_metres(inside + slab + roof_volume(survey.roof))
