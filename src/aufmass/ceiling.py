"""The ceiling of a room: its planes, its dormers, and the zones of clear height on the floor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

from aufmass.geometry.cut import cut
from aufmass.geometry.planes import Plane, level, reaching, rising, volume
from aufmass.geometry.ring import Ring, area, signed_area
from aufmass.model import Room, Slope
from aufmass.numbers import Number
from aufmass.sentences import Choice
from aufmass.sentences import mark as _

FULL_HEIGHT: Final = 2_000
HALF_HEIGHT: Final = 1_000


class Band(Choice):
    """The bands of clear height that living area rules know."""

    HIGH = "high", _("clear height of at least 2 m")
    MIDDLE = "middle", _("clear height of at least 1 m and less than 2 m")
    LOW = "low", _("clear height of less than 1 m")


LIMITS: Final = ((Band.HIGH, FULL_HEIGHT), (Band.MIDDLE, HALF_HEIGHT))


def band_of(height: Number) -> Band:
    """Return the band of one clear height."""
    return next((band for band, limit in LIMITS if height >= limit), Band.LOW)


def slope_plane(outline: Ring, slope: Slope) -> Plane:
    """Return the plane of a slope above an outline whose corners run in either direction."""
    first, second = outline[slope.edge - 1], outline[slope.edge % len(outline)]
    if signed_area(outline) < 0:
        first, second = second, first
    return rising(first, second, slope.knee, slope.pitch)


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of a floor within one band of height, as exact polygons."""

    band: Band
    pieces: tuple[Ring, ...]
    area: Fraction


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What is above a floor: the lowest of its planes, lifted by dormers; without planes it is the sky."""

    planes: tuple[Plane, ...]
    dormers: tuple[tuple[Ring, int], ...] = ()

    @classmethod
    def of(cls, room: Room) -> Ceiling:
        """Return the ceiling of a room."""
        flat = () if room.height is None else (level(room.height),)
        slopes = tuple(slope_plane(room.outline, slope) for slope in room.slopes)
        return cls((*flat, *slopes), tuple((dormer.outline, dormer.height) for dormer in room.dormers))

    def zones(self, shape: Ring) -> tuple[Zone, ...]:
        """Return the bands of height above a shape on the floor; together they are the shape."""
        return _zones(self, shape)

    def volume(self, shape: Ring) -> Fraction | None:
        """Return the cubic millimetres above a shape; beneath the open sky there is no volume."""
        if not self.planes:
            return None
        total = Fraction(0)
        for parts, floor in self.lifted(shape):
            total += sum((_lifted_volume(part, self.planes, floor) for part in parts), start=Fraction(0))
        return total

    def reaches(self, shape: Ring, height: int) -> bool:
        """Tell whether the ceiling is at least this high above some part of a shape."""
        return any(
            floor >= height or reaching(parts, self.planes, height)[0] for parts, floor in self.lifted(shape) if parts
        )

    def lifted(self, shape: Ring) -> Iterator[tuple[list[Ring], int]]:
        """Yield the parts of a shape with the height to which a dormer lifts them: 0 where there is none."""
        rest = [shape]
        for outline, height in self.dormers:
            inside, rest = cut(rest, outline)
            yield inside, height
        yield rest, 0


@lru_cache(maxsize=4096)
def _zones(ceiling: Ceiling, shape: Ring) -> tuple[Zone, ...]:
    """Return the zones; every rule of area asks for the same ones."""
    if not ceiling.dormers and all(plane.a == 0 == plane.b for plane in ceiling.planes):
        lowest = min((plane.c for plane in ceiling.planes), default=FULL_HEIGHT)
        return (Zone(band_of(lowest), (shape,), area(shape)),)
    pieces: dict[Band, list[Ring]] = {band: [] for band in Band}
    for parts, floor in ceiling.lifted(shape):
        rest: Sequence[Ring] = parts
        for band, limit in LIMITS:
            high, rest = (rest, []) if floor >= limit else reaching(rest, ceiling.planes, limit)
            pieces[band] += high
        pieces[Band.LOW] += rest
    return tuple(
        Zone(band, tuple(found), sum(map(area, found), Fraction(0))) for band, found in pieces.items() if found
    )


def _lifted_volume(shape: Ring, planes: Sequence[Plane], floor: int) -> Fraction:
    """Return the volume beneath the lowest plane, at least to the height of a dormer."""
    high, low = reaching([shape], planes, floor)
    tall = sum((volume(part, planes) for part in high), start=Fraction(0))
    return tall + floor * sum((area(part) for part in low), start=Fraction(0))
