"""Entities of an IFC4 model in few words: steady names, placements, bodies, properties. Needs ifcopenshell."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import cos, radians, sin
from typing import Any, Final

from aufmass.exporting.solids import Corner, Solid
from aufmass.geometry.ring import Ring, leftward
from aufmass.numbers import Number
from aufmass.sentences import Unusable
from aufmass.sentences import mark as _

NAMESPACE: Final = uuid.UUID("6b1f4f0e-6c0a-5a1b-9b5e-0a0f0a550000")
Entity = Any


class Builder:
    """One model being written; every entity is named after what it is, so that the same survey gives the same file."""

    def __init__(self, name: str) -> None:
        try:
            import ifcopenshell  # noqa: PLC0415
        except ImportError:
            raise Unusable(_("IFC needs the extra “survey”: pip install quartier[survey].")) from None
        self.file: Any = ifcopenshell.file(schema="IFC4")
        self.add = self.file.create_entity
        self._compress = ifcopenshell.guid.compress
        self._name = name
        self._directions: dict[tuple[float, ...], Entity] = {}
        self.up, self.right = self.direction(0.0, 0.0, 1.0), self.direction(1.0, 0.0, 0.0)
        self.zero = self.point((0, 0, 0))

    def guid(self, *words: str) -> str:
        """Return the name of an entity."""
        return str(self._compress(uuid.uuid5(NAMESPACE, "\n".join((self._name, *words))).hex))

    def root(self, kind: str, words: Sequence[str], **attributes: Any) -> Entity:
        """Add something with a name of its own."""
        return self.add(kind, GlobalId=self.guid(kind, *words), **attributes)

    def point(self, corner: Sequence[Number]) -> Entity:
        """Add a point."""
        return self.add("IfcCartesianPoint", tuple(float(one) for one in corner))

    def direction(self, *ratios: float) -> Entity:
        """Return a direction, each only once."""
        if ratios not in self._directions:
            self._directions[ratios] = self.add("IfcDirection", ratios)
        return self._directions[ratios]

    def axes(self, height: Number = 0) -> Entity:
        """Return upright axes at a height."""
        origin = self.point((0, 0, height)) if height else self.zero
        return self.add("IfcAxis2Placement3D", origin, self.up, self.right)

    def placed(self, parent: Entity | None = None, height: Number = 0) -> Entity:
        """Return a placement relative to another one."""
        return self.add("IfcLocalPlacement", parent, self.axes(height))

    def units(self) -> Entity:
        """Return millimetres, square and cubic metres."""
        kinds = (
            ("LENGTHUNIT", "METRE", "MILLI"),
            ("AREAUNIT", "SQUARE_METRE", None),
            ("VOLUMEUNIT", "CUBIC_METRE", None),
            ("PLANEANGLEUNIT", "RADIAN", None),
        )
        units = [self.add("IfcSIUnit", UnitType=kind, Prefix=prefix, Name=name) for kind, name, prefix in kinds]
        return self.add("IfcUnitAssignment", units)

    def context(self, north: Decimal) -> Entity:
        """Return the context of all bodies; north is counted clockwise from up."""
        turn = radians(float(north))
        true_north = self.add("IfcDirection", (sin(turn), cos(turn)))
        whole = self.add("IfcGeometricRepresentationContext", None, "Model", 3, 0.01, self.axes(), true_north)
        self.bodies = self._within(whole, "Body", "MODEL_VIEW")
        self.footprints = self._within(whole, "FootPrint", "PLAN_VIEW")
        return whole

    def _within(self, whole: Entity, identifier: str, view: str) -> Entity:
        return self.add(
            "IfcGeometricRepresentationSubContext",
            ContextIdentifier=identifier, ContextType="Model", ParentContext=whole, TargetView=view,
        )  # fmt: skip

    def curve(self, ring: Ring) -> Entity:
        """Return a closed line."""
        points = [self.point((one.x, one.y)) for one in leftward(ring)]
        return self.add("IfcPolyline", [*points, points[0]])

    def extruded(self, ring: Ring, holes: Sequence[Ring], bottom: Number, height: Number) -> Entity:
        """Return an upright body above a ring without its holes."""
        if holes:
            inner = [self.curve(hole) for hole in holes]
            profile = self.add("IfcArbitraryProfileDefWithVoids", "AREA", None, self.curve(ring), inner)
        else:
            profile = self.add("IfcArbitraryClosedProfileDef", "AREA", None, self.curve(ring))
        return self.add("IfcExtrudedAreaSolid", profile, self.axes(bottom), self.up, float(height))

    def brep(self, body: Solid) -> Entity:
        """Return a body by its faces."""
        return self.add("IfcFacetedBrep", self.add("IfcClosedShell", self._faces(body.faces)))

    def surface(self, faces: Iterable[Sequence[Corner]]) -> Entity:
        """Return faces that enclose nothing."""
        return self.add("IfcFaceBasedSurfaceModel", [self.add("IfcConnectedFaceSet", self._faces(faces))])

    def _faces(self, faces: Iterable[Sequence[Corner]]) -> list[Entity]:
        known: dict[Corner, Entity] = {}
        made = []
        for face in faces:
            for corner in face:
                if corner not in known:
                    known[corner] = self.point(corner)
            loop = self.add("IfcPolyLoop", [known[corner] for corner in face])
            made.append(self.add("IfcFace", [self.add("IfcFaceOuterBound", loop, True)]))
        return made

    def shaped(self, kind: str, items: Sequence[Entity], *, flat: bool = False) -> Entity:
        """Return what a product looks like: a body of one kind, or a line on the floor."""
        context, identifier = (self.footprints, "FootPrint") if flat else (self.bodies, "Body")
        shape = self.add("IfcShapeRepresentation", context, identifier, kind, list(items))
        return self.add("IfcProductDefinitionShape", Representations=[shape])

    def aggregated(self, whole: Entity, parts: Sequence[Entity]) -> None:
        """Say what something consists of."""
        if parts:
            self.root("IfcRelAggregates", [whole.GlobalId], RelatingObject=whole, RelatedObjects=list(parts))

    def contained(self, storey: Entity, parts: Sequence[Entity], *words: str) -> None:
        """Say what stands in a storey."""
        if parts:
            words = (storey.GlobalId, *words)
            self.root("IfcRelContainedInSpatialStructure", words, RelatedElements=list(parts), RelatingStructure=storey)

    def described(self, subject: Entity, name: str, values: Mapping[str, tuple[str, Any]]) -> None:
        """Give something a set of properties: name, kind of the value, value; what is empty is left out."""
        properties = [
            self.add("IfcPropertySingleValue", Name=key, NominalValue=self.add(kind, value))
            for key, (kind, value) in values.items()
            if value not in (None, "")
        ]
        if properties:
            made = self.root("IfcPropertySet", [name, subject.GlobalId], Name=name, HasProperties=properties)
            self._defined(subject, made)

    def counted(self, subject: Entity, name: str, values: Mapping[str, tuple[str, Number | Decimal | None]]) -> None:
        """Give something a set of quantities: name, kind (Length, Area, Volume), value."""
        quantities = [
            self.add(f"IfcQuantity{kind}", Name=key, **{f"{kind}Value": float(value)})
            for key, (kind, value) in values.items()
            if value is not None
        ]
        made = self.root("IfcElementQuantity", [name, subject.GlobalId], Name=name, Quantities=quantities)
        self._defined(subject, made)

    def _defined(self, subject: Entity, what: Entity) -> None:
        self.root(
            "IfcRelDefinesByProperties", [what.GlobalId], RelatedObjects=[subject], RelatingPropertyDefinition=what
        )

    def text(self, name: str, author: str, on: date) -> str:
        """Return the file, dated on a day."""
        header = self.file.header
        header.file_name.name = name
        header.file_name.time_stamp = f"{on.isoformat()}T00:00:00"
        header.file_name.author = [author]
        header.file_name.organization = [""]
        header.file_name.preprocessor_version = "aufmass"
        header.file_name.originating_system = "aufmass"
        header.file_name.authorization = ""
        header.file_description.description = ("ViewDefinition [ReferenceView_V1.2]",)
        return str(self.file.to_string())
