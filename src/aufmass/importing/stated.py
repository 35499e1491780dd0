"""A survey that a model of ours states beside its bodies: taken whole, as long as the bodies still agree with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, Final

from aufmass.ceiling import Ceiling
from aufmass.faults import Unreadable
from aufmass.geometry.ring import area
from aufmass.model import Room, Survey
from aufmass.reading import from_data

STATED: Final = "Aufmass_Stated"
CLOSE: Final = Fraction(1, 1_000)
Measured = tuple[Fraction, Fraction]  # floor and volume of a body
Measure = Callable[[Any], Measured | None]


def stated_survey(model: Any) -> Survey | None:
    """Return the survey that a model states, or nothing; it is read with the same care as a file."""
    for building in model.by_type("IfcBuilding"):
        found = _object(building, "Survey")
        if found is not None:
            found["storeys"] = [_storey(one) for one in _parts(building, "IfcBuildingStorey")]
            try:
                return from_data(found)
            except Unreadable:
                return None
    return None


def agrees(survey: Survey, model: Any, measure: Measure) -> bool:
    """Tell whether the bodies of a model are those of the rooms that it states: nobody changed one or the other."""
    rooms = {room.id: room for room in survey.rooms}
    spaces = model.by_type("IfcSpace")
    if sorted(rooms) != sorted(space.Name or "" for space in spaces):
        return False
    return all(_is_body_of(rooms[space.Name], measure(space)) for space in spaces)


def _is_body_of(room: Room, body: Measured | None) -> bool:
    if room.height is None:
        return body is None
    volume = Ceiling.of(room).volume(room.outline)
    if body is None or volume is None:
        return False
    pairs = zip(body, (area(room.outline), volume), strict=True)
    return all(abs(found - stated) <= CLOSE * stated for found, stated in pairs)


def _storey(storey: Any) -> Any:
    found = _object(storey, "Storey")
    if found is not None:
        found["rooms"] = [_object(space, "Room") for space in _parts(storey, "IfcSpace")]
    return found


def _parts(whole: Any, kind: str) -> Iterator[Any]:
    parts = (part for relation in whole.IsDecomposedBy for part in relation.RelatedObjects)
    return (part for part in parts if part.is_a(kind))


def _object(subject: Any, name: str) -> dict[str, Any] | None:
    """Return what a thing states about itself, or nothing where that is no object."""
    for relation in subject.IsDefinedBy:
        stated = relation.RelatingPropertyDefinition if relation.is_a("IfcRelDefinesByProperties") else None
        if stated is None or not stated.is_a("IfcPropertySet") or stated.Name != STATED:
            continue
        for one in stated.HasProperties:
            if one.is_a("IfcPropertySingleValue") and one.Name == name and one.NominalValue is not None:
                return _read(str(one.NominalValue.wrappedValue))
    return None


def _read(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
