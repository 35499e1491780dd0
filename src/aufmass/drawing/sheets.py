"""All drawings of a survey, each on its sheet, at one scale for the whole set."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from aufmass.drawing.block import BLANK, Imprint
from aufmass.drawing.building import Building
from aufmass.drawing.cuts import Cut, cuts
from aufmass.drawing.elevation import Side, elevation, sides
from aufmass.drawing.plan import Style, plan
from aufmass.drawing.section import section
from aufmass.drawing.shapes import Drawing
from aufmass.drawing.sheet import FORMATS, SCALES, Sheet, laid_out, smallest_format
from aufmass.geometry.ring import Point, bounds
from aufmass.model import Storey, Survey
from aufmass.sentences import Name, Unusable, Voice
from aufmass.sentences import mark as _

HANDY: Final = ("A4", "A3")  # what office printers take
SMALLEST: Final = 500  # the scale of buildings beyond A0 at 1:200

Line = tuple[Point, Point]
Draw = Callable[[int], Drawing]


def all_sheets(
    survey: Survey,
    voice: Voice,
    *,
    scale: int | None = None,
    style: Style = Style.TECHNICAL,
    imprint: Imprint = BLANK,
    line: Line | None = None,
) -> list[Sheet]:
    """Return the plans of every storey with rooms, then sections and elevations, of a survey that was checked.

    Without a scale it is the largest of 1:50, 1:100 and 1:200 at which all fit on A3, else 1:200 or 1:500 on sheets
    up to A0. A line by two points of the plan takes the place of the two sections that are chosen else. Raises
    Unusable where nothing can be drawn or a drawing does not fit on A0.
    """
    if not any(True for _room in survey.rooms):
        raise Unusable(_("%(name)s has no rooms to draw."), name=Name(survey.name))
    draws = _draws(survey, voice, style, line)
    choices = [(scale, tuple(FORMATS))] if scale else _choices()
    for candidate, formats in choices:
        if not _could_fit(survey, candidate, formats):
            continue
        drawn = _drawn(draws, candidate, formats)
        if drawn is not None:
            return [
                laid_out(survey, one, name, voice, imprint, f"{number}/{len(drawn)}")
                for number, (one, name) in enumerate(drawn, 1)
            ]
    raise Unusable(_("%(name)s does not fit on A0 at 1:%(scale)s."), name=Name(survey.name), scale=choices[-1][0])


def _drawn(draws: Sequence[Draw], scale: int, formats: tuple[str, ...]) -> list[tuple[Drawing, str]] | None:
    """Return the drawings with their formats; nothing as soon as one of them does not fit."""
    found = []
    for draw in draws:
        drawing = draw(scale)
        name = smallest_format(drawing.box, scale, formats)
        if name is None:
            return None
        found.append((drawing, name))
    return found


def _choices() -> list[tuple[int, tuple[str, ...]]]:
    """Return scales with the formats they may take, the best first."""
    return [*((scale, HANDY) for scale in SCALES), (SCALES[-1], tuple(FORMATS)), (SMALLEST, tuple(FORMATS))]


def _could_fit(survey: Survey, scale: int, formats: Sequence[str]) -> bool:
    """Tell whether the rooms alone fit, before anything is drawn."""
    left, bottom, right, top = bounds([room.outline for room in survey.rooms])
    width, height = FORMATS[formats[-1]]
    return right - left <= width * scale and top - bottom <= height * scale


def _draws(survey: Survey, voice: Voice, style: Style, line: Line | None) -> list[Draw]:
    """Return what draws each drawing at a scale."""

    building = Building(survey)
    found = cuts(building, line)

    def of_plan(storey: Storey) -> Draw:
        return lambda scale: plan(survey, storey, scale, voice, style, building=building, found=found)

    def of_section(cut: Cut) -> Draw:
        return lambda scale: section(building, cut, scale, voice, style)

    def of_elevation(side: Side) -> Draw:
        return lambda scale: elevation(building, side, scale, voice, style)

    return [
        *(of_plan(storey) for storey in survey.storeys if storey.rooms),
        *map(of_section, found),
        *map(of_elevation, sides(building)),
    ]
