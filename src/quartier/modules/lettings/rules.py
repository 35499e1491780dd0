"""Pure decisions of letting: what a deposit may be, how houses are drawn, where stated facts and flats differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class State(StrEnum):
    """Whether a flat can be had."""

    FREE = "free"
    RESERVED = "reserved"
    LET = "let"


class Side(StrEnum):
    """Where on its floor a flat lies, seen from the front; a flat that fills the floor has no side."""

    WHOLE = ""
    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"


# House, point, number: `C.3`.
FLAT_NAME = re.compile(r"([0-9A-Za-z]{1,8})\.([1-9][0-9]{0,2})")
ACROSS = {Side.LEFT: 0, Side.WHOLE: 1, Side.MIDDLE: 1, Side.RIGHT: 2}
DEPOSIT_MONTHS = 3
DEPOSIT_INSTALMENTS = 3


def deposit_limit(base_rent: Decimal) -> Decimal:
    """Return the highest deposit a landlord may ask for: three base rents, payable in three parts (§ 551 BGB)."""
    return base_rent * DEPOSIT_MONTHS


# ── the picture ──────────────────────────────────────────────────────────────────────────────────────────────────────

HOUSE, GAP, STOREY, ROOF, MARGIN, CAPTION = 178, 12, 46, 8, 4, 40
HOUSES_IN_A_ROW = 4


@dataclass(frozen=True, slots=True)
class Unit:
    """A flat as the picture needs it."""

    name: str
    floor: int
    side: Side


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the picture with the middle of its text; `name` is a flat's, or "" for a roof."""

    x: int
    y: int
    width: int
    height: int
    name: str = ""

    @property
    def middle(self) -> int:
        """Return where text is centred."""
        return self.x + self.width // 2

    @property
    def baseline(self) -> int:
        """Return where one line of text stands."""
        return self.y + self.height // 2 + 5


@dataclass(frozen=True, slots=True)
class Elevation:
    """The fronts of some houses: size in pixels, roofs, flats, and the caption of each house."""

    width: int
    height: int
    roofs: Sequence[Box]
    flats: Sequence[Box]
    captions: Sequence[tuple[int, int, str]]


def elevation(houses: Sequence[tuple[str, Sequence[Unit]]]) -> Elevation:
    """Draw houses from what stands on which floor, four in a row; a floor is shared evenly by its flats.

    A house without flats gets its caption and no front.
    """
    roofs: list[Box] = []
    flats: list[Box] = []
    captions: list[tuple[int, int, str]] = []
    top = 2 * MARGIN
    for start in range(0, len(houses), HOUSES_IN_A_ROW):
        row = houses[start : start + HOUSES_IN_A_ROW]
        ground = top + ROOF + STOREY * max((_storeys(units) for _name, units in row), default=0)
        for place, (name, units) in enumerate(row):
            left = MARGIN + place * (HOUSE + GAP)
            if units:
                roofs.append(Box(left, ground - STOREY * _storeys(units) - ROOF, HOUSE, ROOF))
            flats += _front(units, left + MARGIN, ground)
            captions.append((left + HOUSE // 2, ground + 28, name))
        top = ground + CAPTION
    columns = min(len(houses), HOUSES_IN_A_ROW)
    return Elevation(2 * MARGIN + columns * (HOUSE + GAP) - (GAP if columns else 0), top, roofs, flats, captions)


def _lowest(units: Sequence[Unit]) -> int:
    return min((unit.floor for unit in units), default=0)


def _storeys(units: Sequence[Unit]) -> int:
    return max((unit.floor for unit in units), default=-1) - _lowest(units) + 1


def _front(units: Sequence[Unit], left: int, ground: int) -> Iterator[Box]:
    inner = HOUSE - 2 * MARGIN
    for floor in sorted({unit.floor for unit in units}):
        on_floor = sorted((u for u in units if u.floor == floor), key=lambda u: ACROSS[u.side])
        width = (inner - 2 * (len(on_floor) - 1)) // len(on_floor)
        y = ground - STOREY * (floor - _lowest(units) + 1)
        for place, unit in enumerate(on_floor):
            yield Box(left + place * (width + 2), y, width, STOREY - 2, unit.name)


# ── facts beside figures ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Span:
    """From the smallest to the largest, both included."""

    low: Decimal
    high: Decimal


def span(values: Iterable[Decimal]) -> Span | None:
    """Return the span of some values, None when there are none."""
    found = list(values)
    return Span(min(found), max(found)) if found else None


class Topic(StrEnum):
    """What a project states about itself and its flats say as well."""

    AREA = "area"
    ROOMS = "rooms"
    UNITS = "units"
    GROUP = "group"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Difference:
    """A stated fact that its flats do not bear out; both sides are plain figures ready to be read."""

    topic: Topic
    stated: str
    found: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a project says of itself: spans, number of units, year built, first occupancy in words."""

    area: Span | None
    rooms: Span | None
    units: int | None
    year_built: int | None
    first_occupancy: str


def differences(
    stated: Stated, *, areas: Sequence[Decimal], rooms: Sequence[Decimal], groups: Sequence[tuple[str, int, int | None]]
) -> list[Difference]:
    """Return where a project's stated facts differ from its flats, in reading order (SBV-11).

    `groups` are label, stated count, and counted flats (None where the flats are not listed one by one).
    """
    found = [
        _spans(Topic.AREA, stated.area, span(areas)),
        _spans(Topic.ROOMS, stated.rooms, span(rooms)),
        _units(stated.units, sum(count for _label, count, _flats in groups)),
        *(
            Difference(Topic.GROUP, str(count), str(flats), label)
            for label, count, flats in groups
            if flats is not None and flats != count
        ),
        _year(stated.year_built, stated.first_occupancy),
    ]
    return [difference for difference in found if difference]


def _spans(topic: Topic, stated: Span | None, found: Span | None) -> Difference | None:
    if stated is None or found is None or stated == found:
        return None
    return Difference(topic, _in_words(stated), _in_words(found))


def _in_words(value: Span) -> str:
    return f"{plain(value.low)}–{plain(value.high)}"


def plain(value: Decimal) -> str:
    """Return a figure without needless zeros, with the decimal comma: `2`, `2,5`, `110`."""
    return f"{value.normalize():f}".replace(".", ",")


def _units(stated: int | None, counted: int) -> Difference | None:
    if stated is None or not counted or stated == counted:
        return None
    return Difference(Topic.UNITS, str(stated), str(counted))


def _year(built: int | None, occupancy: str) -> Difference | None:
    if built is None or not occupancy or str(built) in occupancy:
        return None
    return Difference(Topic.YEAR, str(built), occupancy)
