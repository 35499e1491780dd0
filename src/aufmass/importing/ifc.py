"""Spaces of an IFC model as rooms: outlines, sloping ceilings and heights from their bodies. Needs ifcopenshell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import atan, ceil, degrees, hypot
from pathlib import Path
from typing import Any, Final

from aufmass.ceiling import Ceiling
from aufmass.geometry.region import region
from aufmass.geometry.ring import Point, Ring, bounds, distance, signed_area
from aufmass.importing.found import Imported, numbered, plain_text, use_of
from aufmass.importing.limits import IFC_BYTES, Limits, is_near
from aufmass.importing.sound import is_sound
from aufmass.importing.stated import agrees, stated_survey
from aufmass.model import FORMAT_VERSION, Basis, Deduction, Obstacle, Room, Slope, Storey, Survey
from aufmass.numbers import half_up
from aufmass.sentences import Name, Sentence, Share, Unusable, Word
from aufmass.sentences import mark as _
from aufmass.uses import Use

Corner = tuple[float, float, float]
Triangle = tuple[Corner, Corner, Corner]

FLAT: Final = 0.9999  # upright part of the normal of a level face
LEVEL: Final = 2.0  # mm within which faces lie at one height
STRAIGHT: Final = 0.002  # how far a slope may lean away from the edge it rises from
CLOSE, ROUGH = Fraction(1, 1_000), Fraction(1, 20)  # how far the volume of a room may be from that of its body
DEFAULT_STOREY: Final = 2_800
BEGIN, END, TAIL = b"ISO-10303-21", b"END-ISO-10303-21", 4_096


class Indescribable(ValueError):
    """A space whose body is no room as this format describes it."""

    def __init__(self, template: str) -> None:
        self.template = template
        super().__init__(template)


@dataclass(frozen=True, slots=True)
class Face:
    """A triangle with its upright part, and the plane z = a·x + b·y + c through it."""

    triangle: Triangle
    upright: float
    a: float
    b: float
    c: float


def rooms_from_ifc(path: Path) -> Imported:
    """Return the survey of an IFC; what cannot be described is left out and named. Raises Unusable."""
    limits = Limits(path, most_bytes=IFC_BYTES)
    model = _open(path)
    try:
        return _imported(path, model, limits)
    except (RecursionError, AttributeError, TypeError, IndexError):
        # A model whose parts are not what its own schema says, or that are parts of themselves.
        raise Unusable(_("%(file)s is no IFC that can be read."), file=Name(path.name)) from None


def _imported(path: Path, model: Any, limits: Limits) -> Imported:
    limits.passed(len(model.by_type("IfcSpace")))
    notes: list[Sentence] = []
    if (survey := stated_survey(model)) is not None:
        if agrees(survey, model, _watched(limits)):
            return Imported(survey, ())
        notes.append(Sentence(_("The rooms were changed since aufmass wrote them: only their bodies are read.")))
    storeys = []
    for number, (name, level, spaces) in enumerate(_storeys(model)):
        rooms = [room for space in spaces if (room := _described(space, notes, limits)) is not None]
        if rooms:
            storeys.append(Storey(str(number), name, level, DEFAULT_STOREY, rooms=tuple(rooms)))
    if not storeys:
        raise Unusable(_("%(file)s holds no space that can be described as a room."), file=Name(path.name))
    return Imported(Survey(FORMAT_VERSION, path.stem, Basis.DOCUMENTS, tuple(_arranged(storeys))), tuple(notes))


def _open(path: Path) -> Any:
    try:
        import ifcopenshell  # noqa: PLC0415
    except ImportError:
        raise Unusable(_("IFC needs the extra “survey”: pip install quartier[survey].")) from None
    if _is_cut_off(path):
        raise Unusable(_("%(file)s ends in the middle: it was not written or sent whole."), file=Name(path.name))
    try:
        return ifcopenshell.open(str(path))
    except (OSError, RuntimeError, ifcopenshell.Error):
        raise Unusable(_("%(file)s is no IFC that can be read."), file=Name(path.name)) from None


def _is_cut_off(path: Path) -> bool:
    """Tell whether a file begins as a model and has no end: its reader would take what is there for all."""
    try:
        with path.open("rb") as file:
            begins = file.read(len(BEGIN)) == BEGIN
            file.seek(max(0, path.stat().st_size - TAIL))
            return begins and END not in file.read()
    except OSError:
        return False  # whoever opens it says why


def _storeys(model: Any) -> Iterator[tuple[str, int, list[Any]]]:
    """Yield name, level in millimetres and spaces of every storey from below to above."""
    from ifcopenshell.util.unit import calculate_unit_scale  # noqa: PLC0415

    scale = calculate_unit_scale(model) * 1_000
    found = sorted(model.by_type("IfcBuildingStorey"), key=lambda one: one.Elevation or 0)
    for storey in found:
        parts = [one for relation in storey.IsDecomposedBy for one in relation.RelatedObjects]
        spaces = [one for one in parts if one.is_a("IfcSpace")]
        level = (storey.Elevation or 0) * scale
        if is_near(level):
            yield plain_text(storey.Name or storey.LongName or ""), round(level), spaces


def _arranged(storeys: list[Storey]) -> Iterator[Storey]:
    """Yield storeys moved to the origin, each as high as to the next one, with numbers that stand once."""
    left, bottom, _right, _top = bounds([room.outline for storey in storeys for room in storey.rooms])
    seen = iter(list(numbered(room for storey in storeys for room in storey.rooms)))
    for storey, above in zip(storeys, [*storeys[1:], None], strict=True):
        rooms = tuple(_moved(next(seen), -left, -bottom) for _room in storey.rooms)
        tallest = max((room.height or 0 for room in rooms), default=DEFAULT_STOREY)
        yield replace(storey, rooms=rooms, height=above.level - storey.level if above else tallest)


def _moved(room: Room, x: Any, y: Any) -> Room:
    def move(shape: Ring) -> Ring:
        return tuple(Point(point.x + x, point.y + y) for point in shape)

    things = tuple(replace(one, outline=move(one.outline)) for one in room.deductions)
    return replace(room, outline=move(room.outline), deductions=things)


def _watched(limits: Limits) -> Callable[[Any], tuple[Fraction, Fraction] | None]:
    """Return what measures bodies until the time is up."""

    def measure(space: Any) -> tuple[Fraction, Fraction] | None:
        limits.passed(0)
        return _measured(space)

    return measure


def _described(space: Any, notes: list[Sentence], limits: Limits) -> Room | None:
    """Return one space as a room, or nothing; what was guessed, is rough or was left out is noted."""
    limits.passed(0)
    about: dict[str, Word] = {"id": Name(space.Name or "–"), "name": Name(space.LongName or "")}
    faces = list(_faces(space))
    try:
        room = _room(space, faces)
        off = _difference(room, faces)
        if off > ROUGH:
            raise Indescribable(_("its ceiling is more than one flat and slopes that rise from its edges."))
    except Indescribable as reason:
        notes.append(Sentence(_("Room %(id)s %(name)s is left out: %(why)s"), {**about, "why": reason.template}))
        return None
    if off > CLOSE:
        template = _("Room %(id)s %(name)s: its ceiling is described roughly; its volume differs by %(off)s.")
        notes.append(Sentence(template, {**about, "off": Share(off)}))
    if use_of(room.name) is None:
        template = _("Room %(id)s %(name)s: its use was not recognised; it is taken as a living room.")
        notes.append(Sentence(template, about))
    return room


def _room(space: Any, faces: Sequence[Face]) -> Room:
    """Return a room with the floor and the ceiling of a body; raises Indescribable."""
    if not faces:
        raise Indescribable(_("it has no body."))
    floor = min(corner[2] for face in faces for corner in face.triangle)
    top = max(corner[2] for face in faces for corner in face.triangle) - floor
    outline, holes = _floor(faces, floor)
    name = plain_text(space.LongName or space.Name or "")
    return Room(
        *(plain_text(space.Name or space.GlobalId), name, use_of(name) or Use.LIVING, outline, ceil(round(top, 3))),
        slopes=tuple(_slopes(faces, floor, outline)),
        deductions=tuple(Deduction(Obstacle.VOID, hole) for hole in holes),
    )


def _measured(space: Any) -> tuple[Fraction, Fraction] | None:
    """Return floor and volume of the body of a space; without one there is nothing to measure."""
    triangles = [face.triangle for face in _faces(space)]
    if not triangles:
        return None
    floor = sum(abs(_signed_area(one)) for one in triangles) / 2
    return Fraction(floor), Fraction(abs(sum(_signed_volume(one) for one in triangles)))


def _signed_area(triangle: Triangle) -> float:
    """Return the area that a triangle covers of the floor."""
    (ax, ay, _az), (bx, by, _bz), (cx, cy, _cz) = triangle
    return ((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2


def _difference(room: Room, faces: Sequence[Face]) -> Fraction:
    """Return how far the volume of a room is from that of its body, as a share of the body."""
    ceiling = Ceiling.of(room)
    described = ceiling.volume(room.outline) or Fraction(0)
    described -= sum((ceiling.volume(one.outline) or 0 for one in room.deductions), start=Fraction(0))
    body = Fraction(abs(sum(_signed_volume(face.triangle) for face in faces)))
    return abs(described - body) / body if body else Fraction(1)


def _faces(space: Any) -> Iterator[Face]:
    """Yield the triangles of a body in millimetres."""
    from ifcopenshell import geom  # noqa: PLC0415

    if not is_sound(space.ObjectPlacement, space.Representation):
        return
    maker: Any = geom
    settings = maker.settings()
    settings.set("use-world-coords", True)
    try:
        geometry = maker.create_shape(settings, space).geometry
    except RuntimeError:
        return
    numbers = [value * 1_000 for value in geometry.verts]
    if not is_near(*numbers):
        return
    corners: list[Corner] = list(zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True))
    for first, second, third in zip(geometry.faces[::3], geometry.faces[1::3], geometry.faces[2::3], strict=True):
        if (face := _face((corners[first], corners[second], corners[third]))) is not None:
            yield face


def _face(triangle: Triangle) -> Face | None:
    """Return a triangle with its plane; one without an area is nothing."""
    (ax, ay, az), (bx, by, bz), (cx, cy, cz) = triangle
    x = (by - ay) * (cz - az) - (bz - az) * (cy - ay)
    y = (bz - az) * (cx - ax) - (bx - ax) * (cz - az)
    z = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    size = hypot(x, y, z)
    if size == 0:
        return None
    if abs(z) < size * (1 - FLAT):
        return Face(triangle, 0, 0, 0, 0)
    a, b = -x / z, -y / z
    return Face(triangle, z / size, a, b, az - a * ax - b * ay)


def _floor(faces: Sequence[Face], level: float) -> tuple[Ring, list[Ring]]:
    """Return the outline of the lowest level faces and the holes in it."""
    down = [face.triangle for face in faces if face.upright < -FLAT]
    if any(abs(corner[2] - level) > LEVEL for triangle in down for corner in triangle):
        raise Indescribable(_("its floor is not level."))
    flat = [tuple(Point(round(x), round(y)) for x, y, _z in triangle) for triangle in down]
    rings = region([ring for ring in flat if signed_area(ring)])
    outer = [ring for ring in rings if signed_area(ring) > 0]
    if len(outer) != 1:
        raise Indescribable(_("its floor is not one piece."))
    return outer[0], [ring for ring in rings if signed_area(ring) < 0]


def _slopes(faces: Sequence[Face], floor: float, outline: Ring) -> Iterator[Slope]:
    """Yield every sloping face of the ceiling once, at the edge it rises from."""
    planes: defaultdict[tuple[int, int, int], list[Face]] = defaultdict(list)
    for face in faces:
        if 0 < face.upright < FLAT:
            planes[round(face.a * 500), round(face.b * 500), round(face.c / 20)].append(face)
    taken = set()
    for group in planes.values():
        slope = _slope(group[0], floor, outline)
        if slope.edge not in taken:
            taken.add(slope.edge)
            yield slope


def _slope(face: Face, floor: float, outline: Ring) -> Slope:
    """Return a plane as a slope: at the edge it rises from at a right angle, the lowest of those above the floor."""
    steep = hypot(face.a, face.b)
    found = []
    for number, (p, q) in enumerate(zip(outline, (*outline[1:], outline[0]), strict=True), 1):
        inward = (p.y - q.y) / float(distance(p, q)), (q.x - p.x) / float(distance(p, q))
        knee = face.a * float(p.x) + face.b * float(p.y) + face.c - floor
        if hypot(inward[0] - face.a / steep, inward[1] - face.b / steep) < STRAIGHT and knee > -LEVEL:
            found.append((max(knee, 0), number))
    if not found:
        raise Indescribable(_("a slope of its ceiling rises from none of its edges."))
    knee, edge = min(found)
    return Slope(edge, round(knee), half_up(Fraction(Decimal(degrees(atan(steep)))), 4).normalize() + 0)


def _signed_volume(triangle: Triangle) -> float:
    """Return the volume between a triangle and the origin."""
    (ax, ay, az), (bx, by, bz), (cx, cy, cz) = triangle
    return (ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx)) / 6
