"""A sheet of paper: the smallest format that holds a drawing, and where the drawing lies on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from aufmass.drawing.block import BLANK, MARGIN, STRIP, Imprint, block
from aufmass.drawing.plan import Style, plan
from aufmass.drawing.shapes import Box, Drawing, Place, Shape
from aufmass.model import Storey, Survey
from aufmass.sentences import Name, Unusable, Voice
from aufmass.sentences import mark as _

FORMATS: Final = {"A4": (297, 210), "A3": (420, 297), "A2": (594, 420), "A1": (841, 594), "A0": (1_189, 841)}
SCALES: Final = (50, 100, 200)
AIR: Final = 5.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawing on paper: shapes of the sheet in millimetres of paper, and where the drawing's zero lies on it."""

    key: str
    title: str
    description: str
    format: str
    drawing: Drawing = field(repr=False)
    origin: Place
    shapes: tuple[Shape, ...] = field(repr=False)
    language: str
    about: str

    @property
    def scale(self) -> int:
        """Return how many millimetres of the building one millimetre of paper is."""
        return self.drawing.scale

    @property
    def width(self) -> int:
        """Return the width of the paper in millimetres."""
        return FORMATS[self.format][0]

    @property
    def height(self) -> int:
        """Return the height of the paper in millimetres."""
        return FORMATS[self.format][1]

    def on_paper(self, place: Place) -> Place:
        """Return where a place of the building lies on the paper, from its lower left corner."""
        return self.origin[0] + place[0] / self.scale, self.origin[1] + place[1] / self.scale


def sheet(survey: Survey, storey: Storey, voice: Voice, scale: int = 100, style: Style = Style.TECHNICAL) -> Sheet:
    """Return the sheet of a storey; raises Unusable when it has no rooms or does not fit on A0."""
    if not storey.rooms:
        raise Unusable(_("%(name)s has no rooms to draw."), name=Name(storey.name))
    drawn = plan(survey, storey, scale, voice, style)
    name = smallest_format(drawn.box, scale)
    if name is None:
        raise Unusable(_("%(name)s does not fit on A0 at 1:%(scale)s."), name=Name(storey.name), scale=scale)
    return laid_out(survey, drawn, name, voice)


def smallest_format(box: Box, scale: int, formats: tuple[str, ...] = tuple(FORMATS)) -> str | None:
    """Return the smallest of some formats with room for a drawing, or nothing."""
    for name in formats:
        across, up = FORMATS[name][0] - 2 * (MARGIN + AIR), FORMATS[name][1] - 2 * (MARGIN + AIR) - STRIP
        if box.width / scale <= across and box.height / scale <= up:
            return name
    return None


def laid_out(
    survey: Survey, drawn: Drawing, name: str, voice: Voice, imprint: Imprint = BLANK, place: str = ""
) -> Sheet:
    """Return a drawing in the middle of a sheet; `place` says which sheet of a set it is."""
    (width, height), box = FORMATS[name], drawn.box
    origin = (
        width / 2 - (box.left + box.right) / 2 / drawn.scale,
        (height + STRIP) / 2 - (box.bottom + box.top) / 2 / drawn.scale,
    )
    shapes = tuple(block(survey, drawn, name, (width, height), voice, imprint, place))
    language = "en" if voice.english else "de"
    return Sheet(drawn.key, drawn.title, drawn.description, name, drawn, origin, shapes, language, survey.name)
