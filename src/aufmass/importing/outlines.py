"""Polylines of a drawing sorted out: outlines of rooms, and what looks like one but cannot be used, with its place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Final

from aufmass.checking.outline import FEWEST_CORNERS, LARGEST, outline_faults
from aufmass.geometry.ring import Point, Ring, area, bounds, is_inside, is_on_border
from aufmass.importing.limits import Limits, is_near
from aufmass.sentences import Area, Length, Name, Sentence, Unusable, Word
from aufmass.sentences import mark as _

UNITS: Final = {"mm": 1.0, "cm": 10.0, "m": 1_000.0}
SMALLEST_SIDE: Final = 200  # mm: what is narrower is furniture or a symbol
OPEN_SIDE: Final = 1_000  # mm: an open polyline as large as this may be meant as a room
SMALLEST_ROOM, LARGEST_ROOM = 500_000, 400_000_000  # mm²: half of all rooms are neither smaller nor larger
LIKELY: Final = range(2_000_000, 200_000_000)
MOST_NAMED: Final = 20
DOUBTFUL_UNIT: Final = _(
    "In %(unit)s, as the drawing says, rooms would be %(size)s; in %(other)s %(better)s. State the unit."
)


@dataclass(frozen=True, slots=True)
class Polyline:
    """A polyline as the drawing has it: layer, corners with the bulge that follows each, whether it is closed."""

    layer: str
    corners: Sequence[tuple[float, float, float]]
    is_closed: bool


@dataclass(slots=True)
class Outlines:
    """What was found: outlines that can be used, the sizes of all closed ones, and what is wrong with the others."""

    rings: list[Ring] = field(default_factory=list)
    sizes: list[Fraction] = field(default_factory=list)
    faulty: list[Sentence] = field(default_factory=list)
    open: list[Sentence] = field(default_factory=list)

    def notes(self, *, open_too: bool) -> Iterator[Sentence]:
        """Yield what was left out; open polylines only where the drawing has a layer for rooms."""
        found = [*self.faulty, *(self.open if open_too else [])]
        yield from found[:MOST_NAMED]
        if len(found) > MOST_NAMED:
            yield Sentence(_("%(count)s further outlines cannot be used."), {"count": len(found) - MOST_NAMED})

    def refusal(self, path: Path) -> Unusable:
        """Return why nothing can be used: the first outline that nearly could."""
        if wrong := [*self.faulty, *self.open]:
            return Unusable(wrong[0].template, **wrong[0].values)
        return Unusable(_("%(file)s holds no closed polyline of the size of a room."), file=Name(path.name))


def outlines_of(
    polylines: Iterable[Polyline], layer: str | None, factor: float, path: Path, limits: Limits
) -> Outlines:
    """Return what can be used, in whole millimetres; one with arcs is refused, because its area would be wrong."""
    found, known = Outlines(), set()
    for one in polylines:
        limits.passed(len(found.rings))
        if layer is not None and one.layer != layer:
            continue
        places = [(x * factor, y * factor) for x, y, _bulge in one.corners]
        if not is_near(*(number for place in places for number in place)):
            found.faulty.append(Sentence(_("An outline has corners that are no places, or kilometres away.")))
            continue
        points = [Point(round(x), round(y)) for x, y in places]
        ring = without_repetition(points)
        if len(ring) < FEWEST_CORNERS:
            continue
        if any(bulge for _x, _y, bulge in one.corners):
            raise Unusable(
                _("%(file)s has an outline with arcs at %(place)s; only straight edges can be used."),
                file=Name(path.name), place=_place(ring[0]),
            )  # fmt: skip
        if (same := frozenset(ring)) not in known:
            known.add(same)
            _sort(ring, found, is_closed=one.is_closed or points[0] == points[-1])
    return found


def _sort(ring: Ring, found: Outlines, *, is_closed: bool) -> None:
    left, bottom, right, top = bounds([ring])
    short, long = min(right - left, top - bottom), max(right - left, top - bottom)
    if not is_closed:
        if short >= OPEN_SIDE and long <= LARGEST:
            values: dict[str, Word] = {"start": _place(ring[0]), "end": _place(ring[-1])}
            found.open.append(Sentence(_("An outline is open between %(start)s and %(end)s. Close it."), values))
        return
    found.sizes.append(area(ring))
    if short < SMALLEST_SIDE or long > LARGEST:
        return
    if wrong := outline_faults(ring):
        template = _("An outline at %(place)s cannot be used: %(why)s")
        found.faulty.append(Sentence(template, {"place": _place(ring[0]), "why": wrong[0]}))
    else:
        found.rings.append(ring)


def ask_for_unit(found: Outlines, unit: str) -> None:
    """Raise Unusable when the rooms would be far too small or too large, and another unit makes them likely."""
    if not found.sizes:
        return
    middle = sorted(found.sizes)[len(found.sizes) // 2]
    if SMALLEST_ROOM <= middle <= LARGEST_ROOM or any(one in LIKELY for one in map(int, map(area, found.rings))):
        return
    for other, factor in UNITS.items():
        better = middle * Fraction(factor / UNITS[unit]) ** 2
        if int(better) in LIKELY:
            raise Unusable(DOUBTFUL_UNIT, unit=Name(unit), size=Area(middle), other=Name(other), better=Area(better))


class Texts:
    """The texts of a drawing, found by where they stand."""

    def __init__(self, texts: Iterable[tuple[Point, str]]) -> None:
        self._texts = sorted(texts, key=lambda one: one[0].x)
        self._places = [point.x for point, _text in self._texts]

    def within(self, ring: Ring) -> list[str]:
        """Return the texts inside a ring or on its border, from above to below."""
        left, bottom, right, top = bounds([ring])
        near = self._texts[bisect_left(self._places, left) : bisect_right(self._places, right)]
        held = [
            (point, text)
            for point, text in near
            if bottom <= point.y <= top and (is_inside(point, ring) or is_on_border(point, ring))
        ]
        return [text for _point, text in sorted(held, key=lambda one: -one[0].y)]


def without_repetition(points: Sequence[Point]) -> Ring:
    """Return corners without those that fall together in whole millimetres; many programs repeat the first one."""
    return tuple(point for place, point in enumerate(points) if point != points[place - 1])


def _place(point: Point) -> Sentence:
    """Return a place of the drawing in metres."""
    return Sentence("(%(x)s; %(y)s)", {"x": Length(point.x), "y": Length(point.y)})
