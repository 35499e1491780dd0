"""Roofs above an outline: the volume beneath their planes and the height of the ridge."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from aufmass.ceiling import slope_plane
from aufmass.geometry.planes import lowest, volume
from aufmass.model import Roof, Storey, Survey
from aufmass.numbers import Number


def roof_volume(roof: Roof | None) -> Fraction:
    """Return the cubic millimetres between the level of a roof and its planes; without a roof there are none."""
    if roof is None:
        return Fraction(0)
    return volume(roof.outline, [slope_plane(roof.outline, slope) for slope in roof.slopes])


def ridge_height(roof: Roof) -> Number:
    """Return the height of the highest point of a roof above level 0, in millimetres."""
    parts = lowest(roof.outline, [slope_plane(roof.outline, slope) for slope in roof.slopes])
    return roof.level + max(plane.at(corner) for plane, pieces in parts for piece in pieces for corner in piece)


def standing_storeys(survey: Survey) -> Sequence[Storey]:
    """Return the storeys below the roof; an attic lies within the volume of the roof."""
    return [storey for storey in survey.storeys if survey.roof is None or storey.level < survey.roof.level]
