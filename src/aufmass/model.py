"""What was measured: a survey of storeys, units and rooms. Lengths are whole millimetres, angles are degrees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

from aufmass.geometry.ring import Ring
from aufmass.sentences import Choice
from aufmass.sentences import mark as _
from aufmass.uses import MEANINGS, Category, Counting, Meaning, Use

FORMAT_VERSION: Final = 1


class Basis(Choice):
    """What a survey rests on; it is printed on every result."""

    DOCUMENTS = "documents", _("Documents of the customer")
    MEASUREMENTS = "measurements", _("Measurements of the customer")
    SURVEY = "survey", _("Survey on site")
    POINT_CLOUD = "point_cloud", _("Point cloud")


class Dimensions(Choice):
    """Between which surfaces was measured."""

    FINISHED = "finished", _("Finished surfaces")
    SHELL = "shell", _("Shell without plaster and cladding")


class Obstacle(Choice):
    """What stands on a floor and may be deducted."""

    CHIMNEY = "chimney", _("Chimney")
    FACING_WALL = "facing_wall", _("Facing wall")
    CLADDING = "cladding", _("Cladding")
    PILLAR = "pillar", _("Pillar")
    VOID = "void", _("Void in the floor")


class RecessKind(Choice):
    """What opens a wall beyond the edge of a room."""

    WINDOW = "window", _("Window niche")
    WALL = "wall", _("Open wall niche")
    DOOR = "door", _("Door niche")
    BAY = "bay", _("Bay")
    CUPBOARD = "cupboard", _("Built-in wall cupboard")


class OpeningKind(Choice):
    """What leads or looks through a wall."""

    DOOR = "door", _("Door")
    WINDOW = "window", _("Window")
    PASSAGE = "passage", _("Passage")


class Hinge(Choice):
    """At which end of the opening, seen along its edge, a door turns."""

    START = "start", _("At the start")
    END = "end", _("At the end")
    BOTH = "both", _("Double door")


class BeneathStairs(Choice):
    """Which floor beneath a deducted stair counts as living area."""

    HEIGHTS = "heights", _("by its clear height: from 2 m in full, from 1 m by half")
    FROM_2_M = "from_2_m", _("from a clear height of 2 m")
    NEVER = "never", _("never")


class NicheHeights(Choice):
    """Whether a niche counts by its own clear height."""

    HEIGHTS = "heights", _("by its clear height, as the room")
    FULL = "full", _("in full, whatever its height")


class LowAndReduced(Choice):
    """What holds for a low part of an area that is reduced already."""

    ONCE = "once", _("the smaller share holds once")
    PRODUCT = "product", _("both shares are multiplied")


@dataclass(frozen=True, slots=True)
class Interpretations:
    """Choices where a rule says nothing; each result prints those it rests on."""

    beneath_stairs: Annotated[BeneathStairs, _("Floor beneath a stair")] = BeneathStairs.HEIGHTS
    niche_heights: Annotated[NicheHeights, _("Height inside a niche")] = NicheHeights.HEIGHTS
    low_and_reduced: Annotated[LowAndReduced, _("Low parts of reduced areas")] = LowAndReduced.ONCE


@dataclass(frozen=True, slots=True)
class Slope:
    """A sloping ceiling: it leaves an edge at knee height and rises into the room."""

    edge: Annotated[int, "Number of the edge, counted from 1"]
    knee: Annotated[int, "Height at the edge in mm"]
    pitch: Annotated[Decimal, "Pitch in degrees"]


@dataclass(frozen=True, slots=True)
class Dormer:
    """A part of a room that a dormer lifts to a clear height of its own."""

    outline: Annotated[Ring, "Corners on the floor in mm, convex"]
    height: Annotated[int, "Clear height in mm"]


@dataclass(frozen=True, slots=True)
class Deduction:
    """Something on the floor: a chimney, a pillar, a void."""

    kind: Annotated[Obstacle, "What it is"]
    outline: Annotated[Ring, "Corners on the floor in mm"]
    height: Annotated[int | None, "Height in mm; without one it reaches the ceiling"] = None


@dataclass(frozen=True, slots=True)
class Recess:
    """A niche, bay or wall cupboard beyond an edge of the outline."""

    kind: Annotated[RecessKind, "What it is"]
    edge: Annotated[int, "Number of the edge, counted from 1"]
    offset: Annotated[int, "Distance from the first corner of the edge in mm"]
    width: Annotated[int, "Width along the edge in mm"]
    depth: Annotated[int, "Depth beyond the edge in mm"]
    height: Annotated[int, "Clear height in mm"]
    to_floor: Annotated[bool, "It reaches down to the floor"] = True

    @property
    def area(self) -> int:
        """Return its floor in square millimetres."""
        return self.width * self.depth


@dataclass(frozen=True, slots=True)
class Headroom:
    """Floor beneath a stair with the lowest clear height above it."""

    outline: Annotated[Ring, "Corners on the floor in mm"]
    height: Annotated[int, "Lowest clear height in mm"]


@dataclass(frozen=True, slots=True)
class Stair:
    """A stair with its landings."""

    outline: Annotated[Ring, "Corners on the floor in mm"]
    risers: Annotated[int, "Number of risers"]
    beneath: Annotated[tuple[Headroom, ...], "Floor beneath it that can be used"] = ()


@dataclass(frozen=True, slots=True)
class Opening:
    """A door, window or passage in a wall."""

    kind: Annotated[OpeningKind, "What it is"]
    edge: Annotated[int, "Number of the edge, counted from 1"]
    offset: Annotated[int, "Distance from the first corner of the edge in mm"]
    width: Annotated[int, "Clear width in mm"]
    height: Annotated[int, "Clear height in mm"]
    sill: Annotated[int, "Height of the sill above the floor in mm"] = 0
    hinge: Annotated[Hinge, "Where a door turns"] = Hinge.START
    inward: Annotated[bool, "A door opens into this room"] = True


@dataclass(frozen=True, slots=True)
class Room:
    """A room by its clear inner edges; all rooms of a storey share one system of coordinates."""

    id: Annotated[str, "Number of the room, once in a survey"]
    name: Annotated[str, "Name of the room"]
    use: Annotated[Use, "What it is used for"]
    outline: Annotated[Ring, "Corners in mm, in either direction; the last edge returns to the first corner"]
    height: Annotated[int | None, "Highest clear height in mm; nothing where it is open to the sky"]
    unit: Annotated[str | None, "Unit it belongs to; without one it is shared"] = None
    slopes: Annotated[tuple[Slope, ...], "Sloping ceilings"] = ()
    dormers: Annotated[tuple[Dormer, ...], "Dormers"] = ()
    deductions: Annotated[tuple[Deduction, ...], "Chimneys, pillars, facing walls and voids"] = ()
    recesses: Annotated[tuple[Recess, ...], "Niches, bays and wall cupboards"] = ()
    stairs: Annotated[tuple[Stair, ...], "Stairs"] = ()
    openings: Annotated[tuple[Opening, ...], "Doors, windows and passages"] = ()
    walls: Annotated[tuple[int, ...], "Thickness of the wall at each edge in mm; none, or one for every edge"] = ()
    heatable: Annotated[bool, "It can be heated"] = True
    enclosed: Annotated[bool, "It is closed on all sides"] = True
    meets_building_law: Annotated[bool, "Building law allows its use"] = True
    share: Annotated[Decimal | None, "Share of an outdoor area that counts, at most 0.5"] = None
    share_reason: Annotated[str, "Why this share"] = ""
    category: Annotated[Category | None, "Category under DIN 277 if it differs from that of the use"] = None

    @property
    def meaning(self) -> Meaning:
        """Return what the use means."""
        return MEANINGS[self.use]

    @property
    def is_outdoor(self) -> bool:
        """Tell whether it is a balcony, loggia, roof garden or terrace."""
        return self.meaning.counting is Counting.OUTDOOR


@dataclass(frozen=True, slots=True)
class Storey:
    """One floor of a building."""

    id: Annotated[str, "Short name, once in a survey"]
    name: Annotated[str, "Name of the storey"]
    level: Annotated[int, "Height of its floor in mm; the ground floor is usually at 0"]
    height: Annotated[int, "From its floor to the next one, on top to the upper surface, in mm"]
    footprint: Annotated[tuple[Ring, ...], "Outer edges of the building at the floor, in mm"] = ()
    rooms: Annotated[tuple[Room, ...], "Rooms"] = ()


class UnitKind(Choice):
    """What a unit is let or owned as."""

    DWELLING = "dwelling", _("Dwelling")
    COMMERCIAL = "commercial", _("Commercial unit")


@dataclass(frozen=True, slots=True)
class Unit:
    """A dwelling or a commercial unit; it may span storeys."""

    id: Annotated[str, "Number of the unit, once in a survey"]
    name: Annotated[str, "Name of the unit"]
    kind: Annotated[UnitKind, "What it is"] = UnitKind.DWELLING
    agreed: Annotated[Decimal | None, "Area in the contract in m²"] = None
    previous: Annotated[Decimal | None, "Area of an older calculation in m²"] = None


@dataclass(frozen=True, slots=True)
class Roof:
    """A roof above an outline; storeys from its level on lie beneath it."""

    outline: Annotated[Ring, "Outer edges in mm"]
    level: Annotated[int, "Height from which it rises in mm: the upper surface of the last full storey"]
    slopes: Annotated[tuple[Slope, ...], "Roof planes; the knee is measured from the level"]
    fitted_out: Annotated[bool, "The attic is fitted out"] = False


@dataclass(frozen=True, slots=True)
class Survey:
    """A whole survey, as one file holds it."""

    aufmass: Annotated[int, "Version of this format"]
    name: Annotated[str, "What was measured"]
    basis: Annotated[Basis, "What the survey rests on"]
    storeys: Annotated[tuple[Storey, ...], "Storeys from below to above"]
    units: Annotated[tuple[Unit, ...], "Dwellings and commercial units"] = ()
    roof: Annotated[Roof | None, "Roof"] = None
    measured_on: Annotated[date | None, "Day of the measurement"] = None
    dimensions: Annotated[Dimensions, "Between which surfaces was measured"] = Dimensions.FINISHED
    north: Annotated[Decimal, "Direction of north in degrees clockwise from up"] = Decimal(0)
    terrain: Annotated[int | None, "Height of the ground around the building in mm"] = None
    base_slab: Annotated[int, "Thickness of the slab beneath the lowest storey in mm"] = 0
    one_dwelling_house: Annotated[bool, "The building holds one dwelling only"] = False
    house_deduction: Annotated[Decimal, "Deduction for a house of one dwelling under § 44 II. BV, at most 10 %"] = (
        Decimal(0)
    )
    interpretations: Annotated[Interpretations, "Choices where a rule says nothing"] = Interpretations()

    @property
    def rooms(self) -> Iterator[Room]:
        """Yield the rooms of all storeys."""
        return (room for storey in self.storeys for room in storey.rooms)
