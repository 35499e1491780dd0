"""An area beside an agreed or an older one, and the ten per cent of the Bundesgerichtshof."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from aufmass.numbers import half_up
from aufmass.sentences import Sentence
from aufmass.sentences import mark as _

TOLERANCE: Final = Fraction(1, 10)
DEFECT_SOURCE: Final = _("BGH, 24 March 2004, VIII ZR 295/03: a dwelling more than 10 % too small is defective")
RENT_SOURCES: Final = (
    _("BGH, 18 November 2015, VIII ZR 266/14: the true area counts when rent is raised"),
    _("BGH, 30 May 2018, VIII ZR 220/17: the true area counts when operating costs are shared"),
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far an area is from another one; exactly 10 % less is no defect yet."""

    actual: Decimal
    other: Decimal

    @property
    def difference(self) -> Decimal:
        """Return how much larger the actual area is, in square metres; smaller is negative."""
        return self.actual - self.other

    @property
    def percent(self) -> Decimal:
        """Return the difference in percent of the other area, rounded half up to two decimals."""
        return half_up(self._share * 100, 2)

    @property
    def is_defect(self) -> bool:
        """Tell whether the actual area is more than ten per cent below an agreed one."""
        return self._share < -TOLERANCE

    @property
    def sentence(self) -> Sentence:
        """Return what the comparison with an agreed area means."""
        if self.is_defect:
            return Sentence(_("More than 10 %% smaller than agreed: a defect of a let dwelling."))
        return Sentence(_("Not more than 10 %% smaller than agreed: no defect for its size."))

    @property
    def _share(self) -> Fraction:
        return Fraction(self.actual) / Fraction(self.other) - 1


def compare(actual: Decimal, other: Decimal) -> Comparison:
    """Return how an area compares with an agreed or older one; raises ValueError unless both are areas."""
    if other <= 0 or actual < 0:
        raise ValueError("An area to compare with is greater than nothing.")
    return Comparison(actual, other)
