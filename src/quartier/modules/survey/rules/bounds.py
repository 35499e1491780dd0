"""How large a survey may be that anybody may send: no building is larger, and nothing takes longer than a moment."""

from __future__ import annotations

from typing import Final

from aufmass.model import Room, Survey
from quartier.values.sentences import Sentence
from quartier.values.sentences import mark as _

MOST_BYTES: Final = 2_000_000
MOST_ROOMS: Final = 300
MOST_STOREYS: Final = 40
MOST_UNITS: Final = 100
MOST_CORNERS: Final = 120
MOST_PARTS: Final = 60
MOST_VERSIONS: Final = 100


def too_large(survey: Survey) -> Sentence | None:
    """Return what is too much, None for a survey of a usual size."""
    if len(survey.storeys) > MOST_STOREYS or len(survey.units) > MOST_UNITS:
        return Sentence(_("A calculation has at most 40 storeys and 100 units."))
    if sum(len(storey.rooms) for storey in survey.storeys) > MOST_ROOMS:
        return Sentence(_("A calculation has at most 300 rooms. Please divide the building."))
    if any(_is_wild(room) for room in survey.rooms) or (survey.roof and len(survey.roof.outline) > MOST_CORNERS):
        return Sentence(_("A room has at most 120 corners and 60 parts."))
    if any(len(ring) > MOST_CORNERS for storey in survey.storeys for ring in storey.footprint):
        return Sentence(_("A room has at most 120 corners and 60 parts."))
    return None


def _is_wild(room: Room) -> bool:
    parts = (room.slopes, room.dormers, room.deductions, room.recesses, room.stairs, room.openings)
    shapes = [room.outline, *(one.outline for kind in (room.dormers, room.deductions, room.stairs) for one in kind)]
    shapes += [part.outline for stair in room.stairs for part in stair.beneath]
    return sum(map(len, parts)) > MOST_PARTS or len(shapes) > MOST_PARTS or max(map(len, shapes)) > MOST_CORNERS
