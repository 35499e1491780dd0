"""Marks of level, the ground, and heights beside sections and elevations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from aufmass.drawing.building import Building
from aufmass.drawing.chains import SUPERSCRIPTS, Side, chain
from aufmass.drawing.shapes import CUT, FINE, HATCH, INK, Fill, Label, Layer, Shape, Stroke, text_width
from aufmass.model import Dimensions
from aufmass.numbers import Number, half_up
from aufmass.sentences import NBSP, Voice
from aufmass.sentences import mark as _

TEXT: Final = 1.8  # all lengths here on paper
FIRST: Final = 6.0
TRIANGLE: Final = 1.5
LEADER: Final = 20.0
APART: Final = 3.4
GROUND: Final = 9.0  # how far the ground is drawn beside the building
TUFT, TUFT_STEP = 1.6, 2.4
LEFT, BELOW = Side(-1, 0), Side(0, -1)
CENTIMETRE: Final = 10


@dataclass(frozen=True, slots=True)
class Mark:
    """A height that is written beside a drawing, and what lies there."""

    height: Number
    name: str = ""


def levels(building: Building, voice: Voice) -> list[Mark]:
    """Return the heights that every section and elevation names: floors, ground, eaves."""
    survey = building.survey
    found = [Mark(storey.level, storey.name) for storey in building.storeys]
    if survey.terrain is not None:
        found.append(Mark(survey.terrain, voice(_("Ground"))))
    if building.cover and survey.roof:
        found.append(Mark(building.cover.eaves, voice(_("Eaves"))))
    return found


def level_text(height: Number, voice: Voice) -> str:
    """Return a level as on German plans: ±0.00, +2.80, −0.20, millimetres raised."""
    whole = int(half_up(height, 0))
    sign = "±" if whole == 0 else "+" if whole > 0 else "−"
    centimetres, rest = divmod(abs(whole), CENTIMETRE)
    text = voice.number(Decimal(centimetres).scaleb(-2))
    return sign + text + (str(rest).translate(SUPERSCRIPTS) if rest else "")


def marks(wanted: Sequence[Mark], right: float, scale: float, voice: Voice, dimensions: Dimensions) -> Iterator[Shape]:
    """Yield the marks on the right of a drawing, none upon another: a line from the building bends where it must."""
    distinct: dict[int, Mark] = {}
    for mark in wanted:
        known = distinct.get(round(mark.height))
        distinct[round(mark.height)] = known if known and known.name else mark
    lowest = float("-inf")
    for height, mark in sorted(distinct.items()):
        place = max(float(height), lowest)
        lowest = place + APART * scale
        start, bend = right + 2 * scale, right + FIRST * scale
        text = level_text(height, voice) + (f"{NBSP}{mark.name}" if mark.name else "")
        end = bend + max(LEADER, 2 + TRIANGLE + text_width(text) * TEXT) * scale
        points = ((start, float(height)), (bend - 2 * scale, float(height)), (bend, place), (end, place))
        yield Stroke(Layer.DIMENSION, points)
        yield from triangle(bend + 2 * scale, place, scale, filled=dimensions is Dimensions.SHELL)
        yield Label(Layer.DIMENSION, (bend + (2 + TRIANGLE) * scale, place + 0.7 * scale), text, TEXT, "start")


def triangle(x: float, height: float, scale: float, *, filled: bool) -> Iterator[Shape]:
    """Yield the triangle of a level: open on finished surfaces, filled on the shell."""
    half, up = TRIANGLE * 0.6 * scale, TRIANGLE * scale
    points = ((x, height), (x + half, height + up), (x - half, height + up))
    if filled:
        yield Fill(Layer.DIMENSION, (points,), INK)
    yield Stroke(Layer.DIMENSION, points, closed=True, weight=FINE)


def ground(terrain: int, spans: Sequence[tuple[float, float]], scale: float) -> Iterator[Shape]:
    """Yield the line of the ground over some spans, with the strokes of earth beneath."""
    for start, end in spans:
        yield Stroke(Layer.TERRAIN, ((start, terrain), (end, terrain)), weight=CUT)
        step, reach = TUFT_STEP * scale, TUFT * scale
        for number in range(int((end - start) / step)):
            x = start + (number + 0.9) * step
            yield Stroke(Layer.TERRAIN, ((x, terrain), (x - reach, terrain - reach)), weight=HATCH)


def heights(rows: Sequence[Sequence[Number]], left: float, scale: float, voice: Voice) -> list[Shape]:
    """Return chains of heights on the left of a drawing."""
    return _chains(rows, -left, LEFT, scale, voice)


def widths(rows: Sequence[Sequence[Number]], bottom: float, scale: float, voice: Voice) -> list[Shape]:
    """Return chains of lengths beneath a drawing."""
    return _chains(rows, -bottom, BELOW, scale, voice)


def _chains(rows: Sequence[Sequence[Number]], away: float, side: Side, scale: float, voice: Voice) -> list[Shape]:
    found: list[Shape] = []
    away += FIRST * scale
    sorted_rows = [sorted(set(row)) for row in rows]
    for number, row in enumerate(sorted_rows):
        if len(row) > 1 and row not in sorted_rows[number + 1 :]:
            shapes, away = chain(row, away, side, scale, voice)
            found += shapes
    return found
