"""What a calculation of living area says: lines, rooms, units; every number can be followed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from aufmass.areas.standards import SOURCES, Source, Standard
from aufmass.model import Room, Unit
from aufmass.numbers import square_metres
from aufmass.sentences import Choice, Sentence, Word


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is, its lengths, its area (negative when taken away), the share that counts, and why."""

    what: Sentence
    dimensions: Word
    area: Fraction
    share: Fraction
    source: str
    choice: Choice | None = None

    @property
    def counted(self) -> Fraction:
        """Return the square millimetres that count."""
        share = self.share
        return self.area if share.numerator == share.denominator else self.area * share


@dataclass(frozen=True, slots=True)
class RoomArea:
    """A room with its lines."""

    room: Room
    lines: tuple[Line, ...]

    @property
    def exact(self) -> Fraction:
        """Return the square millimetres that count, unrounded and never negative."""
        over, under = 0, 1  # added as whole numbers: a fraction looks for a divisor at every step
        for line in self.lines:
            more, parts = line.area.numerator * line.share.numerator, line.area.denominator * line.share.denominator
            over, under = (over + more, under) if parts == under else (over * parts + more * under, under * parts)
        return Fraction(max(over, 0), under)

    @property
    def area(self) -> Decimal:
        """Return the square metres that count, rounded half up to two decimals."""
        return square_metres(self.exact)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A factor on the sum of a unit: 0.97 for shell dimensions."""

    what: Sentence
    factor: Fraction
    source: str


@dataclass(frozen=True, slots=True)
class UnitArea:
    """A unit with its rooms; without a unit it is the whole survey."""

    unit: Unit | None
    rooms: tuple[RoomArea, ...]
    adjustments: tuple[Adjustment, ...] = ()

    @property
    def sum(self) -> Decimal:
        """Return the sum of the rounded rooms."""
        return total(room.area for room in self.rooms)

    @property
    def area(self) -> Decimal:
        """Return the area after all adjustments, rounded half up to two decimals."""
        exact = Fraction(self.sum) * 1_000_000
        for adjustment in self.adjustments:
            exact *= adjustment.factor
        return square_metres(exact)


@dataclass(frozen=True, slots=True)
class LivingArea:
    """A calculation of living area under one rule."""

    standard: Standard
    units: tuple[UnitArea, ...]
    notes: tuple[Sentence, ...] = ()

    @property
    def source(self) -> Source:
        """Return where the rule stands."""
        return SOURCES[self.standard]

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Return the interpretations that this result rests on, each once."""
        lines = (line for unit in self.units for room in unit.rooms for line in room.lines)
        return tuple(dict.fromkeys(line.choice for line in lines if line.choice))


def total(values: Iterable[Decimal]) -> Decimal:
    """Return a sum with two decimals; of nothing it is 0.00."""
    return sum(values, start=Decimal("0.00"))
