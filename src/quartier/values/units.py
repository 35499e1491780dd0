"""Decimal numbers with a unit: the unit decides how they are written, not what they are."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Final

from quartier.values import writing
from quartier.values.sentences import Say, Voice
from quartier.values.sentences import mark as _


@dataclass(frozen=True, slots=True)
class Unit:
    """The sign behind a number and how many places after the comma are shown and allowed."""

    sign: str
    least_places: int
    most_places: int


EURO: Final = Unit("€", 2, 2)
PERCENT: Final = Unit("%", 0, 3)
POINTS: Final = Unit(_("points"), 0, 2)

Euro = Annotated[Decimal, EURO]
Percent = Annotated[Decimal, PERCENT]
Points = Annotated[Decimal, POINTS]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is said in a sentence: with its unit, all its digits, and at least the unit's places."""

    value: Decimal
    unit: Unit

    def text(self, say: Say) -> str:
        """Return `1.083,70 €`, in an English voice `1,083.70 €`."""
        shown = max(self.unit.least_places, -int(self.value.normalize().as_tuple().exponent))
        english = isinstance(say, Voice) and say.english
        return writing.number(self.value, shown, say(self.unit.sign), english=english)


def euro(value: Decimal) -> Figure:
    """Return an amount in euro, to be said in a sentence."""
    return Figure(value, EURO)


def percent(value: Decimal) -> Figure:
    """Return a share in percent, to be said in a sentence."""
    return Figure(value, PERCENT)


def points(value: Decimal) -> Figure:
    """Return percentage points, to be said in a sentence."""
    return Figure(value, POINTS)
