"""What a room holds beside its floor – slopes, dormers, niches, stairs, openings – as fields that are typed and read.

Shapes that stand on the floor are typed as a size and as the distances from the lower left corner of the room; one
that was drawn in another way stays as long as its words are not changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any, Final

from aufmass.geometry.ring import Point, Ring, bounds
from aufmass.model import (
    Deduction,
    Dormer,
    Headroom,
    Hinge,
    Obstacle,
    Opening,
    OpeningKind,
    Recess,
    RecessKind,
    Room,
    Slope,
    Stair,
)
from quartier.modules.survey.rules import entry, placing
from quartier.values.sentences import Sentence, Unreadable
from quartier.values.sentences import mark as _

Values = Mapping[str, str]
WALL_LEAST, WALL_MOST = 1, 2_000
BLANK: Final = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a part: its name, its words, how it is typed; `choices` for a closed list."""

    name: str
    label: str
    kind: str = "length"
    choices: Any = None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of parts: the field of the room that holds them, their words, their fields, and how one is made."""

    name: str
    label: str
    fields: tuple[Field, ...]
    make: Callable[[Mapping[str, Any]], Any]


def _stair(given: Mapping[str, Any]) -> Stair:
    beneath = (Headroom(given["outline"], given["headroom"]),) if given["headroom"] else ()
    return Stair(given["outline"], given["risers"], beneath)


EDGE: Final = Field("edge", _("Edge number"), "number")
SHAPE: Final = (
    Field("size", _("Width × depth, m"), "size"),
    Field("across", _("From the left, m"), "offset"),
    Field("up", _("From below, m"), "offset"),
)
HEIGHT: Final = Field("height", _("Height, m"))
IN_EDGE: Final = (
    EDGE, Field("offset", _("From its first corner, m"), "offset"), Field("width", _("Width, m")),
)  # fmt: skip
KINDS: Final = (
    Kind("slopes", _("Sloping ceilings"), (
        EDGE, Field("knee", _("Knee height, m"), "offset"), Field("pitch", _("Pitch in degrees"), "decimal"),
    ), lambda given: Slope(**given)),
    Kind("dormers", _("Dormers"), (*SHAPE, HEIGHT), lambda given: Dormer(**given)),
    Kind("deductions", _("Chimneys, pillars, facing walls and voids"), (
        Field("kind", _("What it is"), "choice", Obstacle), *SHAPE, Field("height", _("Height, m"), "maybe"),
    ), lambda given: Deduction(**given)),
    Kind("recesses", _("Niches, bays and wall cupboards"), (
        Field("kind", _("What it is"), "choice", RecessKind), *IN_EDGE, Field("depth", _("Depth, m")), HEIGHT,
        Field("to_floor", _("down to the floor"), "yes"),
    ), lambda given: Recess(**given)),
    Kind("stairs", _("Stairs"), (
        *SHAPE, Field("risers", _("Risers"), "number"), Field("headroom", _("Lowest height beneath it, m"), "maybe"),
    ), _stair),
    Kind("openings", _("Doors, windows and passages"), (
        Field("kind", _("What it is"), "choice", OpeningKind), *IN_EDGE, HEIGHT,
        Field("sill", _("Sill, m"), "offset"), Field("hinge", _("Where a door turns"), "choice", Hinge),
        Field("inward", _("opens into this room"), "yes"),
    ), lambda given: Opening(**given)),
)  # fmt: skip


def words_of(kind: Kind, one: Any, room: Room) -> dict[str, str]:
    """Return a part as it is typed."""
    found: dict[str, str] = {}
    left, low = _corner(room.outline)
    for field in kind.fields:
        if field in SHAPE:
            box = bounds([one.outline])
            far = {"size": entry.words_of(one.outline), "across": entry.said(box[0] - left)}
            found[field.name] = far.get(field.name) or entry.said(box[1] - low)
        elif field.name == "headroom":
            found["headroom"] = entry.said(one.beneath[0].height) if one.beneath else ""
        else:
            found[field.name] = _said(field, getattr(one, field.name))
    return found


def read_parts(
    kind: Kind, room: Room, rows: Sequence[Values]
) -> tuple[tuple[Any, ...], dict[tuple[int, str], Sentence]]:
    """Return the parts of a kind that rows describe, and what cannot be read; empty rows are no part.

    A row that says what a part said before is that part, with everything that is not typed here.
    """
    known = {tuple(words_of(kind, one, room).items()): one for one in getattr(room, kind.name)}
    found, faults = [], dict[tuple[int, str], Sentence]()
    for place, row in enumerate(rows):
        typed = {field.name: row.get(field.name, "").strip() for field in kind.fields}
        if is_empty(kind, typed):
            continue
        if (same := known.get(tuple(typed.items()))) is not None:
            found.append(same)
        elif (made := _made(kind, place, typed, room, faults)) is not None:
            found.append(made)
    return tuple(found), faults


def is_empty(kind: Kind, typed: Values) -> bool:
    """Tell whether nothing was typed that makes a part."""
    return not any(typed.get(field.name) for field in kind.fields if field.kind not in ("choice", "yes"))


def walls_of(text: str, room: Room) -> tuple[int, ...]:
    """Return the thickness of walls: one for all edges, or one for each; raises Unreadable."""
    words = [one for one in text.replace(";", " ").split() if one]
    walls = tuple(entry.length_of(one, least=WALL_LEAST, most=WALL_MOST) for one in words)
    if len(walls) == 1:
        return walls * len(room.outline)
    if walls and len(walls) != len(room.outline):
        raise Unreadable(_("Write one thickness for all walls, or one for each edge, with spaces between."))
    return walls


def walls_said(room: Room) -> str:
    """Return the thickness of walls as it is typed."""
    return entry.said(room.walls[0]) if len(set(room.walls)) == 1 else " ".join(entry.said(one) for one in room.walls)


def with_parts(room: Room, found: Mapping[str, tuple[Any, ...]]) -> Room:
    """Return the room with parts."""
    known = {field.name for field in fields(Room)}
    return replace(room, **{name: parts for name, parts in found.items() if name in known})  # type: ignore[arg-type]


def _made(kind: Kind, place: int, typed: Values, room: Room, faults: dict[tuple[int, str], Sentence]) -> Any | None:
    values: dict[str, Any] = {}
    for field in kind.fields:
        try:
            values[field.name] = _read(field, typed[field.name])
        except Unreadable as refusal:
            faults[place, field.name] = refusal.sentence
    if len(values) < len(kind.fields):
        return None
    if "size" in values:
        left, low = _corner(room.outline)
        shape: Ring = values.pop("size")
        values["outline"] = placing.moved(shape, left + values.pop("across"), low + values.pop("up"))
    return kind.make(values)


def _read(field: Field, text: str) -> Any:
    match field.kind:
        case "choice":
            return field.choices(text) if text in {one.value for one in field.choices} else next(iter(field.choices))
        case "yes":
            return bool(text)
        case "size":
            return entry.outline_of(text)
        case "number":
            if not text.isdigit() or not 1 <= int(text[:4]) <= 200 or len(text) > 3:  # noqa: PLR2004
                raise Unreadable(_("“%(word)s” is no whole number from 1 to 200."), word=text[:40])
            return int(text)
        case "decimal":
            return _degrees(text)
        case "maybe":
            return entry.length_of(text, least=1, most=30_000) if text else None
        case "offset":
            return entry.length_of(text, least=0) if text else 0
    return entry.length_of(text, least=1, most=30_000)


def _degrees(text: str) -> Decimal:
    try:
        value = Decimal(text.replace(",", ".").rstrip("° "))
    except ArithmeticError:
        value = Decimal(0)
    if not 0 < value < 90 or value != round(value, 3):  # noqa: PLR2004
        raise Unreadable(_("“%(word)s” is no pitch between 0 and 90 degrees; write it like 38,5."), word=text[:40])
    return value


def _said(field: Field, value: Any) -> str:
    if value is None:
        return BLANK
    match field.kind:
        case "choice":
            return str(value.value)
        case "yes":
            return "on" if value else BLANK
        case "number":
            return str(value)
        case "decimal":
            return f"{value:f}".replace(".", ",")
    return entry.said(value)


def _corner(outline: Ring) -> Point:
    left, low, _right, _high = bounds([outline])
    return Point(int(left), int(low))


def edges_said(room: Room) -> Iterator[str]:
    """Yield the lengths of the edges, so that people know which number is which."""
    for a, b in zip(room.outline, (*room.outline[1:], room.outline[0]), strict=True):
        across, up = int(b.x - a.x), int(b.y - a.y)
        length = abs(across) + abs(up) if not across or not up else round((across**2 + up**2) ** 0.5)
        yield entry.said(length)
