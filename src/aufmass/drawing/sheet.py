"""A sheet of paper: the smallest format that holds a plan, its frame, title block, scale bar and north arrow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Final

from aufmass.drawing.plan import Plan, Style, plan
from aufmass.drawing.shapes import (
    CUT,
    FINE,
    INK,
    Box,
    Fill,
    Label,
    Layer,
    Path,
    Place,
    Shape,
    Stroke,
    text_width,
)
from aufmass.model import Storey, Survey
from aufmass.sentences import Name, Unusable, Voice
from aufmass.sentences import mark as _
from aufmass.telling import disclaimer

FORMATS: Final = {"A4": (297, 210), "A3": (420, 297), "A2": (594, 420), "A1": (841, 594), "A0": (1_189, 841)}
SCALES: Final = (50, 100, 200)
MARGIN, STRIP, AIR = 8.0, 34.0, 5.0
INFO, TITLE, BAR = 48.0, 82.0, 66.0
BAR_METRES: Final = {50: 2, 100: 5, 200: 10}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A plan on paper: shapes of the sheet in millimetres of paper, and where the building's zero lies on it."""

    title: str
    description: str
    format: str
    plan: Plan
    origin: Place
    shapes: tuple[Shape, ...]
    language: str

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
        scale = self.plan.scale
        return self.origin[0] + place[0] / scale, self.origin[1] + place[1] / scale


def sheet(survey: Survey, storey: Storey, voice: Voice, scale: int = 100, style: Style = Style.TECHNICAL) -> Sheet:
    """Return the sheet of a storey; raises Unusable when it has no rooms or does not fit on A0."""
    if not storey.rooms:
        raise Unusable(_("%(name)s has no rooms to draw."), name=Name(storey.name))
    drawn = plan(survey, storey, scale, voice, style)
    box = drawn.box
    name = _format(box, scale)
    if name is None:
        raise Unusable(_("%(name)s does not fit on A0 at 1:%(scale)s."), name=Name(storey.name), scale=scale)
    width, height = FORMATS[name]
    middle = width / 2, (height + MARGIN + STRIP) / 2 - MARGIN / 2
    origin = (
        middle[0] - (box.left + box.right) / 2 / scale,
        middle[1] - (box.bottom + box.top) / 2 / scale,
    )
    title = voice(_("Floor plan, %(storey)s")) % {"storey": storey.name}
    shapes = tuple(_strip(survey, title, name, scale, voice))
    return Sheet(title, _description(survey, storey, voice), name, drawn, origin, shapes, _language(voice))


def _format(box: Box, scale: int) -> str | None:
    """Return the smallest format with room for a plan, or nothing."""
    for name, (width, height) in FORMATS.items():
        across, up = width - 2 * (MARGIN + AIR), height - 2 * (MARGIN + AIR) - STRIP
        if box.width / scale <= across and box.height / scale <= up:
            return name
    return None


def _language(voice: Voice) -> str:
    return "en" if voice.english else "de"


def _description(survey: Survey, storey: Storey, voice: Voice) -> str:
    """Return what the drawing shows, for those who cannot see it."""
    rooms = ", ".join(room.name for room in storey.rooms)
    values = {"name": survey.name, "storey": storey.name, "rooms": rooms}
    return voice(_("%(name)s, %(storey)s, with the rooms: %(rooms)s.")) % values


def _strip(survey: Survey, title: str, name: str, scale: int, voice: Voice) -> Iterator[Shape]:
    """Yield the frame and, along its lower edge, scale bar, notes, title and data of the sheet."""
    width, height = FORMATS[name]
    frame = Box(MARGIN, MARGIN, width - MARGIN, height - MARGIN)
    top = MARGIN + STRIP
    yield Stroke(Layer.SHEET, _corners(frame), closed=True, weight=CUT)
    yield Stroke(Layer.SHEET, ((frame.left, top), (frame.right, top)), weight=CUT)
    info, name_at = frame.right - INFO, frame.right - INFO - TITLE
    for x in (info, name_at, frame.left + BAR):
        yield Stroke(Layer.SHEET, ((x, MARGIN), (x, top)))
    yield from _scale_bar((frame.left + 5, MARGIN + 8), scale)
    yield from _north((frame.left + BAR - 10, top - 11), float(survey.north))
    notes = _notes(survey, voice)
    yield from _column(notes, Box(frame.left + BAR, MARGIN, name_at, top), 1.9)
    heading = [(survey.name, 3.2, True), (title, 4.0, True)]
    yield from _lines(heading, (name_at + 3, top - 7), TITLE - 6)
    facts = [
        voice(_("Scale 1:%(scale)s")) % {"scale": scale},
        voice(_("Sheet %(format)s")) % {"format": name},
        voice(_("Lengths in m and cm")),
    ]
    if survey.measured_on:
        facts.append(voice(_("Measured on %(day)s")) % {"day": voice.day(survey.measured_on)})
    yield from _lines([(fact, 2.5, False) for fact in facts], (info + 3, top - 7), INFO - 6)


def _notes(survey: Survey, voice: Voice) -> list[str]:
    notes = [voice(_("Basis: %(basis)s")) % {"basis": voice(survey.basis.label)}]
    if text := disclaimer(survey, voice):
        notes.append(text)
    notes.append(voice(_("Areas: living area under the WoFlV; in brackets the floor of rooms that do not count.")))
    return notes


def _corners(box: Box) -> Path:
    return ((box.left, box.bottom), (box.right, box.bottom), (box.right, box.top), (box.left, box.top))


def _lines(lines: list[tuple[str, float, bool]], at: Place, width: float) -> Iterator[Label]:
    """Yield lines below one another; one that is too long for its cell is set smaller."""
    x, y = at
    for text, size, bold in lines:
        fitting = min(size, width / max(text_width(text, bold=bold), 1))
        yield Label(Layer.SHEET, (x, y), text, fitting, "start", bold=bold)
        y -= size * 1.9


def _column(texts: list[str], cell: Box, size: float) -> Iterator[Label]:
    """Yield texts wrapped into a cell."""
    width = (cell.width - 6) / size
    y = cell.top - 6
    for text in texts:
        for line in _wrapped(text, width):
            yield Label(Layer.SHEET, (cell.left + 3, y), line, size, "start")
            y -= size * 1.45
        y -= size * 0.5


def _wrapped(text: str, width: float) -> Iterator[str]:
    """Yield the lines of a text that is at most so wide, in parts of its size."""
    line = ""
    for word in text.split(" "):
        if line and text_width(f"{line} {word}") > width:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line


def _scale_bar(at: Place, scale: int) -> Iterator[Shape]:
    """Yield a bar of whole metres, every second one filled."""
    metres, (x, y) = BAR_METRES[scale], at
    step = 1_000 / scale
    for metre in range(metres):
        box = _corners(Box(x + metre * step, y, x + (metre + 1) * step, y + 1.6))
        if metre % 2 == 0:
            yield Fill(Layer.SHEET, (box,), INK)
        yield Stroke(Layer.SHEET, box, closed=True, weight=FINE)
    yield Label(Layer.SHEET, (x, y - 3), "0", 2.0)
    yield Label(Layer.SHEET, (x + metres * step, y - 3), f"{metres} m", 2.0)


def _north(centre: Place, degrees: float) -> Iterator[Shape]:
    """Yield an arrow to the north with its letter."""

    def at(turn: float, reach: float) -> Place:
        angle = radians(degrees + turn)
        return centre[0] + reach * sin(angle), centre[1] + reach * cos(angle)

    yield Stroke(Layer.SHEET, (at(180, 6), at(0, 6)))
    yield Fill(Layer.SHEET, ((at(0, 6), at(150, 3), at(180, 1.5)),), INK)
    yield Stroke(Layer.SHEET, (at(0, 6), at(150, 3), at(180, 1.5), at(210, 3)), closed=True, weight=FINE)
    x, y = at(0, 8.2)
    yield Label(Layer.SHEET, (x, y - 0.8), "N", 2.8, bold=True)
