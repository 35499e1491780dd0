"""What stands around a drawing: frame, title block, notes, scale bar and, on plans, the arrow to the north."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import cos, radians, sin
from typing import Final

from aufmass.drawing.shapes import (
    CUT,
    FINE,
    INK,
    Box,
    Drawing,
    Fill,
    Label,
    Layer,
    Path,
    Place,
    Shape,
    Stroke,
    text_width,
)
from aufmass.model import Survey
from aufmass.sentences import Voice
from aufmass.sentences import mark as _
from aufmass.telling import disclaimer

MARGIN, STRIP = 8.0, 34.0
INFO, TITLE, BAR = 48.0, 82.0, 66.0
BAR_METRES: Final = {50: (1, 2), 100: (1, 5), 200: (2, 5), 500: (5, 5)}  # metres of a part, parts
SMALL: Final = 1.9


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the person who hands out a drawing says on it; nothing of it is stored in a survey."""

    author: str = ""
    recipient: str = ""
    licence: str = ""
    drawn_on: date | None = None


BLANK: Final = Imprint()


def block(
    survey: Survey, drawn: Drawing, name: str, size: tuple[int, int], voice: Voice, imprint: Imprint, place: str
) -> Iterator[Shape]:
    """Yield the frame and, along its lower edge, scale bar, notes, title and data of the sheet."""
    frame = Box(MARGIN, MARGIN, size[0] - MARGIN, size[1] - MARGIN)
    top = MARGIN + STRIP
    yield Stroke(Layer.SHEET, _corners(frame), closed=True, weight=CUT)
    yield Stroke(Layer.SHEET, ((frame.left, top), (frame.right, top)), weight=CUT)
    info, name_at = frame.right - INFO, frame.right - INFO - TITLE
    for x in (info, name_at, frame.left + BAR):
        yield Stroke(Layer.SHEET, ((x, MARGIN), (x, top)))
    yield from _scale_bar((frame.left + 5, MARGIN + 8), drawn.scale)
    if drawn.is_plan:
        yield from _north((frame.left + BAR - 10, top - 11), float(survey.north))
    yield from _column(_notes(survey, drawn, voice, imprint), Box(frame.left + BAR, MARGIN, name_at, top))
    yield from _lines(_heading(survey, drawn, voice, imprint), (name_at + 3, top - 7), TITLE - 6)
    facts = [(fact, 2.4, False) for fact in _facts(survey, drawn, name, voice, imprint, place)]
    yield from _lines(facts, (info + 3, top - 6), INFO - 6)


def _heading(survey: Survey, drawn: Drawing, voice: Voice, imprint: Imprint) -> list[tuple[str, float, bool]]:
    lines = [(survey.name, 3.2, True), (drawn.title, 4.0, True)]
    if imprint.author:
        lines.append((voice(_("Drawn by %(name)s")) % {"name": imprint.author}, 2.4, False))
    if imprint.recipient:
        lines.append((voice(_("For %(name)s")) % {"name": imprint.recipient}, 2.4, False))
    return lines


def _facts(survey: Survey, drawn: Drawing, name: str, voice: Voice, imprint: Imprint, place: str) -> Iterator[str]:
    yield voice(_("Scale 1:%(scale)s")) % {"scale": drawn.scale}
    yield voice(_("Sheet %(format)s")) % {"format": f"{place}, {name}" if place else name}
    yield voice(_("Lengths in m and cm"))
    if survey.measured_on:
        yield voice(_("Measured on %(day)s")) % {"day": voice.day(survey.measured_on)}
    if imprint.drawn_on:
        yield voice(_("Drawn on %(day)s")) % {"day": voice.day(imprint.drawn_on)}


def _notes(survey: Survey, drawn: Drawing, voice: Voice, imprint: Imprint) -> list[str]:
    notes = [voice(_("Basis: %(basis)s")) % {"basis": voice(survey.basis.label)}]
    if text := disclaimer(survey, voice):
        notes.append(text)
    notes += [*drawn.notes, *([imprint.licence] if imprint.licence else [])]
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


def _column(texts: list[str], cell: Box) -> Iterator[Label]:
    """Yield texts wrapped into a cell, set smaller when they are many."""
    size = SMALL
    while size > 1 and _high(texts, cell, size) > cell.height - 2 * size:
        size -= 0.1
    y = cell.top - 6
    for text in texts:
        for line in _wrapped(text, (cell.width - 6) / size):
            yield Label(Layer.SHEET, (cell.left + 3, y), line, size, "start")
            y -= size * 1.45
        y -= size * 0.5


def _high(texts: list[str], cell: Box, size: float) -> float:
    """Return how much of a cell texts take."""
    lines = sum(len(list(_wrapped(text, (cell.width - 6) / size))) for text in texts)
    return 6 + size * (1.45 * (lines - 1) + 0.5 * len(texts))


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
    """Yield a bar of whole metres, every second part filled."""
    (metres, parts), (x, y) = BAR_METRES[scale], at
    step = metres * 1_000 / scale
    for part in range(parts):
        box = _corners(Box(x + part * step, y, x + (part + 1) * step, y + 1.6))
        if part % 2 == 0:
            yield Fill(Layer.SHEET, (box,), INK)
        yield Stroke(Layer.SHEET, box, closed=True, weight=FINE)
    yield Label(Layer.SHEET, (x, y - 3), "0", 2.0)
    yield Label(Layer.SHEET, (x + parts * step, y - 3), f"{metres * parts} m", 2.0)


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
