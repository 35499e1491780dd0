"""A survey as IFC4: storeys, rooms as spaces with bodies and quantities, walls, openings, slabs, roof, zones of units.

Rooms state what was measured beside their bodies, so that `aufmass.importing.ifc` reads back the very same survey.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any, Final

from aufmass.areas.din277 import room_share
from aufmass.areas.living import WOFLV, room_area
from aufmass.ceiling import Ceiling, slope_plane
from aufmass.drawing.walls import Gap
from aufmass.exporting.builder import Builder
from aufmass.exporting.solids import planes_of, solid
from aufmass.exporting.walls import Wall, walls
from aufmass.geometry.cut import without
from aufmass.geometry.planes import Plane, level
from aufmass.geometry.ring import Point, Ring, area, distance, edges, is_rectangle
from aufmass.model import Obstacle, OpeningKind, Roof, Room, Storey, Survey, Unit
from aufmass.numbers import CUBIC_MILLIMETRES, SQUARE_MILLIMETRES, Number
from aufmass.writing import data_of

Entity = Any
STATED: Final = "Aufmass_Stated"
NO_REMARKS: Final[Mapping[str, str]] = {}
LEAF: Final = 40  # mm: how thick a leaf or a pane is shown
KINDS: Final = {OpeningKind.DOOR: "IfcDoor", OpeningKind.WINDOW: "IfcWindow"}


def ifc(survey: Survey, *, on: date, author: str = "", remarks: Mapping[str, str] = NO_REMARKS) -> bytes:
    """Return the IFC4 of a survey that was checked, dated on a day; the same survey and day give the same bytes.

    Remarks are said about the building: on what it rests, who may use it. Raises Unusable without the extra “survey”.
    """
    made = Builder(survey.name)
    whole = made.context(survey.north)
    project = made.root("IfcProject", [], Name=survey.name, RepresentationContexts=[whole], UnitsInContext=made.units())
    site = made.root("IfcSite", [], Name=survey.name, ObjectPlacement=made.placed(), CompositionType="ELEMENT")
    building = made.root(
        "IfcBuilding",
        [],
        Name=survey.name,
        ObjectPlacement=made.placed(site.ObjectPlacement),
        CompositionType="ELEMENT",
    )
    made.aggregated(project, [site])
    made.aggregated(site, [building])
    stated = data_of(replace(survey, storeys=()))
    words = {"Basis": survey.basis.value, **remarks}
    made.described(building, "Aufmass_Remarks", {name: ("IfcText", text) for name, text in words.items()})
    made.described(building, STATED, {"Survey": ("IfcText", _json(stated))})
    floors = [_Floor(made, survey, storey, building).add() for storey in survey.storeys]
    made.aggregated(building, [floor.entity for floor in floors])
    _zones(made, survey, {name: space for floor in floors for name, space in floor.spaces.items()})
    if survey.roof and floors:
        made.contained(floors[-1].entity, [_roof(made, survey.roof, floors[-1].entity)], "roof")
    return made.text(f"{survey.name}.ifc", author, on).encode()


class _Floor:
    """Writes one storey."""

    def __init__(self, made: Builder, survey: Survey, storey: Storey, building: Entity) -> None:
        self.made, self.survey, self.storey = made, survey, storey
        self.placement = made.placed(building.ObjectPlacement, storey.level)
        self.entity = made.root(
            "IfcBuildingStorey", [storey.id], Name=storey.id, LongName=storey.name, ObjectPlacement=self.placement,
            CompositionType="ELEMENT", Elevation=float(storey.level),
        )  # fmt: skip
        self.spaces: dict[str, Entity] = {}

    def add(self) -> _Floor:
        """Add everything that stands on the storey."""
        made, storey = self.made, self.storey
        made.described(self.entity, STATED, {"Storey": ("IfcText", _json(data_of(replace(storey, rooms=()))))})
        self.spaces = {room.id: self._space(room) for room in storey.rooms}
        made.aggregated(self.entity, list(self.spaces.values()))
        pieces, gaps = walls(storey)
        bodies = [(wall, self._wall(number, wall)) for number, wall in enumerate(pieces, 1)]
        leaves = [leaf for number, gap in enumerate(gaps, 1) for leaf in self._opening(number, gap, bodies)]
        made.contained(self.entity, [*(entity for _wall, entity in bodies), *leaves, *self._slab()])
        return self

    def _space(self, room: Room) -> Entity:
        made = self.made
        space = made.root(
            "IfcSpace", [room.id], Name=room.id, LongName=room.name, ObjectPlacement=made.placed(self.placement),
            Representation=self._body(room), CompositionType="ELEMENT",
            PredefinedType="EXTERNAL" if room.is_outdoor else "INTERNAL",
        )  # fmt: skip
        made.described(space, "Pset_SpaceCommon", {"IsExternal": ("IfcBoolean", room.is_outdoor)})
        counted = room_area(room, WOFLV, self.survey.interpretations)
        words = {
            "Use": ("IfcLabel", room.use.value),
            "Unit": ("IfcLabel", room.unit),
            "LivingAreaWoFlV": ("IfcAreaMeasure", float(counted.area)),
            "CategoryDIN277": ("IfcLabel", room_share(room).category.value),
        }
        made.described(space, "Aufmass_Areas", words)
        made.described(space, STATED, {"Room": ("IfcText", _json(data_of(room)))})
        made.counted(space, "Qto_SpaceBaseQuantities", quantities(room))
        return space

    def _body(self, room: Room) -> Entity:
        """Return the air of a room; an open area is a line on the floor."""
        if room.height is None:
            return self.made.shaped("Curve2D", [self.made.curve(room.outline)], flat=True)
        if not room.slopes and not room.dormers:
            return self.made.shaped("SweptSolid", [self.made.extruded(room.outline, [], 0, room.height)])
        return self.made.shaped("Brep", [self.made.brep(solid(room.outline, Ceiling.of(room)))])

    def _wall(self, number: int, wall: Wall) -> Entity:
        made = self.made
        found = made.root(
            "IfcWall", [self.storey.id, str(number)], Name=f"{self.storey.id}-W{number}",
            ObjectPlacement=made.placed(self.placement), Representation=self._wall_body(wall),
            PredefinedType="STANDARD" if wall.is_outer else "PARTITIONING",
        )  # fmt: skip
        made.described(found, "Pset_WallCommon", {"IsExternal": ("IfcBoolean", wall.is_outer)})
        return found

    def _wall_body(self, wall: Wall) -> Entity:
        """Return a wall as high as the tallest room; beneath a roof it ends at the roof."""
        height, roof = self._height(), self.survey.roof
        if roof is None or self.storey.level < roof.level:
            return self.made.shaped("SweptSolid", [self.made.extruded(wall.ring, wall.holes, 0, height)])
        lift = roof.level - self.storey.level
        planes = [slope_plane(roof.outline, slope) for slope in roof.slopes]
        ceiling = Ceiling((level(height), *(Plane(one.a, one.b, one.c + lift) for one in planes)))
        pieces = [wall.ring]
        for hole in wall.holes:
            pieces = without(pieces, hole)
        return self.made.shaped("Brep", [self.made.brep(solid(piece, ceiling)) for piece in pieces])

    def _height(self) -> int:
        return max((room.height or 0 for room in self.storey.rooms), default=0) or self.storey.height

    def _opening(self, number: int, gap: Gap, bodies: Sequence[tuple[Wall, Entity]]) -> list[Entity]:
        """Return the leaf or pane of an opening, which is cut into the wall that holds it."""
        made, one, ring = self.made, gap.opening, gap.ring
        middle = Point(round((ring[0].x + ring[2].x) / 2), round((ring[0].y + ring[2].y) / 2))
        host = next((entity for wall, entity in bodies if wall.holds(middle)), None)
        if host is None or not area(ring):
            return []
        words = [self.storey.id, str(number)]
        placement = made.placed(host.ObjectPlacement)
        hole = made.root(
            "IfcOpeningElement", words, Name=f"{self.storey.id}-O{number}", ObjectPlacement=placement,
            Representation=made.shaped("SweptSolid", [made.extruded(ring, [], one.sill, one.height)]),
            PredefinedType="OPENING",
        )  # fmt: skip
        made.root("IfcRelVoidsElement", words, RelatingBuildingElement=host, RelatedOpeningElement=hole)
        if one.kind not in KINDS:
            return []
        leaf = made.root(
            KINDS[one.kind], words, Name=f"{self.storey.id}-{one.kind.value}-{number}",
            ObjectPlacement=made.placed(placement),
            Representation=made.shaped("SweptSolid", [made.extruded(_leaf(ring), [], one.sill, one.height)]),
            OverallHeight=float(one.height), OverallWidth=float(one.width),
        )  # fmt: skip
        made.root("IfcRelFillsElement", words, RelatingOpeningElement=hole, RelatedBuildingElement=leaf)
        return [leaf]

    def _slab(self) -> list[Entity]:
        """Return the slab beneath a storey: as thick as stated, or as is left above the storey below."""
        made, storey = self.made, self.storey
        place = self.survey.storeys.index(storey)
        below = self.survey.storeys[place - 1] if place else None
        tallest = max((room.height or 0 for room in below.rooms), default=0) if below else 0
        thick = storey.level - below.level - tallest if below and tallest else 0 if below else self.survey.base_slab
        if thick <= 0 or not storey.footprint:
            return []
        voids = [one.outline for room in storey.rooms for one in room.deductions if one.kind is Obstacle.VOID]
        items = [made.extruded(ring, voids if below else [], -thick, thick) for ring in storey.footprint[:1]]
        items += [made.extruded(ring, [], -thick, thick) for ring in storey.footprint[1:]]
        slab = made.root(
            "IfcSlab", [storey.id], Name=f"{storey.id}-S", ObjectPlacement=made.placed(self.placement),
            Representation=made.shaped("SweptSolid", items), PredefinedType="FLOOR" if below else "BASESLAB",
        )  # fmt: skip
        return [slab]


def quantities(room: Room) -> dict[str, tuple[str, Number | Any | None]]:
    """Return the base quantities of a space: lengths in millimetres, areas and volumes in metres."""
    gross = area(room.outline)
    ceiling = Ceiling.of(room)
    around = sum(distance(a, b) for a, b in edges(room.outline))
    volume = ceiling.volume(room.outline)
    taken = [one for one in room.deductions if one.height is None or one.kind is Obstacle.VOID]
    held = sum(((ceiling.volume(one.outline) or Fraction(0)) for one in taken), start=Fraction(0))
    return {
        "Height": ("Length", room.height),
        "GrossPerimeter": ("Length", around),
        "GrossFloorArea": ("Area", Fraction(gross) / SQUARE_MILLIMETRES),
        "NetFloorArea": ("Area", room_share(room).area),
        "GrossVolume": ("Volume", None if volume is None else volume / CUBIC_MILLIMETRES),
        "NetVolume": ("Volume", None if volume is None else (volume - held) / CUBIC_MILLIMETRES),
    }


def _zones(made: Builder, survey: Survey, spaces: dict[str, Entity]) -> None:
    """Group the spaces of every unit."""
    for unit in survey.units:
        members = [spaces[room.id] for room in survey.rooms if room.unit == unit.id]
        if members:
            zone = made.root("IfcZone", [unit.id], Name=unit.id, LongName=unit.name)
            made.root("IfcRelAssignsToGroup", [unit.id], RelatedObjects=members, RelatingGroup=zone)
            made.described(zone, "Aufmass_Areas", _unit_words(survey, unit))


def _unit_words(survey: Survey, unit: Unit) -> dict[str, tuple[str, Any]]:
    rooms = [room for room in survey.rooms if room.unit == unit.id]
    living = sum(room_area(room, WOFLV, survey.interpretations).area for room in rooms)
    return {"Kind": ("IfcLabel", unit.kind.value), "LivingAreaWoFlV": ("IfcAreaMeasure", float(living))}


def _roof(made: Builder, roof: Roof, storey: Entity) -> Entity:
    """Return the roof as the surfaces that were measured; how thick it is nobody knows."""
    planes = [slope_plane(roof.outline, slope) for slope in roof.slopes]
    lift = roof.level - int(storey.Elevation)
    faces = [
        tuple((point.x, point.y, plane.at(point) + lift) for point in piece)
        for plane, pieces in planes_of(roof.outline, planes)
        for piece in pieces
    ]
    return made.root(
        "IfcRoof", [], Name="Roof", ObjectPlacement=made.placed(storey.ObjectPlacement),
        Representation=made.shaped("SurfaceModel", [made.surface(faces)]),
    )  # fmt: skip


def _leaf(ring: Ring) -> Ring:
    """Return the middle of an opening as a thin rectangle across the wall."""
    first, second, third, fourth = ring
    depth = distance(second, third)
    if not is_rectangle(ring) or depth <= LEAF:
        return ring
    near, far = (Fraction(1, 2) + side * Fraction(LEAF, 2) / depth for side in (-1, 1))

    def between(a: Point, b: Point, share: Fraction) -> Point:
        return Point(a.x + share * (b.x - a.x), a.y + share * (b.y - a.y))

    return (
        between(first, fourth, near),
        between(second, third, near),
        between(second, third, far),
        between(first, fourth, far),
    )


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
