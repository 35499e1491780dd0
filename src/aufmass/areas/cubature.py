"""Cubic content (umbauter Raum) under annex 2 of the II. BV: full storeys in full, a bare attic by a third."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from aufmass.areas.din277 import footprint_area
from aufmass.areas.results import total
from aufmass.areas.roofs import roof_volume, standing_storeys
from aufmass.areas.standards import SOURCES, Standard
from aufmass.model import Survey
from aufmass.numbers import cubic_metres
from aufmass.sentences import Length, Name, Sentence, Unusable
from aufmass.sentences import mark as _

WHOLE, THIRD = Fraction(1), Fraction(1, 3)
SOURCE: Final = SOURCES[Standard.CUBATURE]


@dataclass(frozen=True, slots=True)
class VolumeLine:
    """One part of the volume: what it is, its cubic millimetres, the share that counts, and why."""

    what: Sentence
    volume: Fraction
    share: Fraction
    source: str

    @property
    def counted(self) -> Decimal:
        """Return the cubic metres that count, rounded half up to two decimals."""
        return cubic_metres(self.volume * self.share)


@dataclass(frozen=True, slots=True)
class Cubature:
    """The cubic content of a building, line by line."""

    lines: tuple[VolumeLine, ...]

    @property
    def volume(self) -> Decimal:
        """Return the sum of the rounded lines in cubic metres."""
        return total(line.counted for line in self.lines)


def cubature(survey: Survey) -> Cubature:
    """Return the cubic content of a survey that was checked; raises Unusable where outer edges are missing."""
    storeys = standing_storeys(survey)
    for storey in storeys:
        if not storey.footprint:
            raise Unusable(
                _("The cubic content needs the outer edges of every storey; %(name)s has none."), name=Name(storey.name)
            )
    if not storeys:
        raise Unusable(_("The cubic content needs at least one storey below the roof."))
    lines = []
    for place, storey in enumerate(storeys):
        reach = storey.height
        if place == 0 and survey.terrain is not None and survey.terrain < storey.level:
            reach += storey.level - survey.terrain  # no cellar: measured from the ground
        what = Sentence(_("Storey %(name)s, %(metres)s high"), {"name": Name(storey.name), "metres": Length(reach)})
        lines.append(VolumeLine(what, footprint_area(storey) * reach, WHOLE, _("Anlage 2 no. 1.1 II. BV")))
    if survey.roof:
        lines.append(_attic(roof_volume(survey.roof), fitted_out=survey.roof.fitted_out))
    return Cubature(tuple(lines))


def _attic(volume: Fraction, *, fitted_out: bool) -> VolumeLine:
    if fitted_out:
        return VolumeLine(Sentence(_("Attic, fitted out")), volume, WHOLE, _("Anlage 2 no. 1.132 II. BV"))
    return VolumeLine(Sentence(_("Attic, not fitted out: one third")), volume, THIRD, _("Anlage 2 no. 1.2 II. BV"))
