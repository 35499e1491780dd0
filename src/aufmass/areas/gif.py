"""Rental area of commercial premises (gif MF/G) in brief: what is let, alone or together, and what is not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from aufmass.areas.din277 import RoomShare, room_share
from aufmass.areas.results import total
from aufmass.ceiling import Ceiling
from aufmass.geometry.planes import Plane, reaching
from aufmass.geometry.ring import Ring, area
from aufmass.model import Survey
from aufmass.numbers import square_metres
from aufmass.sentences import Choice
from aufmass.sentences import mark as _
from aufmass.uses import Category, Use

LOW: Final = 1_500


class Letting(Choice):
    """How an area is let."""

    NONE = "mf-g-0", _("MF/G-0: no rental area")
    EXCLUSIVE = "mf-g-1", _("MF/G-1: exclusive right of use")
    SHARED = "mf-g-2", _("MF/G-2: shared right of use")


@dataclass(frozen=True, slots=True)
class RentalArea:
    """The summary: square metres by letting, by tenant, and how much of it is low or in the open."""

    rooms: tuple[tuple[RoomShare, Letting], ...]
    low: Decimal

    def area(self, letting: Letting) -> Decimal:
        """Return the enclosed square metres of one kind of letting."""
        return total(one.area for one, kind in self.rooms if kind is letting and one.enclosed)

    @property
    def outdoor(self) -> Decimal:
        """Return the square metres that are not enclosed; they are shown apart."""
        return total(one.area for one, kind in self.rooms if kind is not Letting.NONE and not one.enclosed)

    @property
    def by_unit(self) -> dict[str, Decimal]:
        """Return the exclusive enclosed area of every unit by its number."""
        found: defaultdict[str, Decimal] = defaultdict(lambda: Decimal("0.00"))
        for one, kind in self.rooms:
            if kind is Letting.EXCLUSIVE and one.enclosed:
                found[one.room.unit or ""] += one.area
        return dict(found)


def rental_area(survey: Survey) -> RentalArea:
    """Return the summary of a survey that was checked."""
    shares = [room_share(room) for room in survey.rooms]
    rooms = tuple((one, letting_of(one)) for one in shares)
    low = total(_low(one) for one, kind in rooms if kind is not Letting.NONE)
    return RentalArea(rooms, low)


def letting_of(share: RoomShare) -> Letting:
    """Return how a room is let: technical areas and stairwells never, rooms of a unit alone, all others together."""
    if share.category is Category.TF or share.room.use is Use.STAIRWELL:
        return Letting.NONE
    return Letting.EXCLUSIVE if share.room.unit else Letting.SHARED


def _low(share: RoomShare) -> Decimal:
    """Return the part of a room up to 1.50 m high; the guideline wants it shown apart."""
    room = share.room
    if room.height is not None and room.height <= LOW:
        return square_metres(area(room.outline))
    planes = Ceiling.of(room).planes
    raised = [dormer.outline for dormer in room.dormers if dormer.height > LOW]
    return square_metres(_beneath(room.outline, planes) - sum(_beneath(shape, planes) for shape in raised))


def _beneath(shape: Ring, planes: Sequence[Plane]) -> Fraction:
    """Return the square millimetres of a shape where a plane is lower."""
    return sum(map(area, reaching([shape], planes, LOW)[1]), Fraction(0))
