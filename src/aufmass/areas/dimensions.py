"""How an area follows from lengths, as a reader would calculate it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aufmass.geometry.ring import Ring, area, distance, edges, is_rectangle
from aufmass.numbers import Number, metres
from aufmass.sentences import Joined, Sentence, Voice, Word
from aufmass.sentences import mark as _

QUADRILATERAL = 4
TRIANGLE = 3
MOST_PIECES = 4


@dataclass(frozen=True, slots=True)
class Lengths:
    """The lengths of shapes; they are worked out only when somebody reads them."""

    shapes: tuple[Ring, ...]

    def text(self, voice: Voice) -> str:
        """Return metres: 4.25 × 3.80, (5.20 + 4.60) ÷ 2 × 3.75, or the edges of a polygon."""
        if len(self.shapes) > MOST_PIECES:
            return Sentence(_("%(count)s polygons"), {"count": len(self.shapes)}).text(voice)
        return Joined(tuple(_one(shape) for shape in self.shapes), " + ").text(voice)


def dimensions(shapes: Sequence[Ring]) -> Word:
    """Return the lengths of shapes."""
    return Lengths(tuple(shapes))


def product(first: Number, second: Number) -> Word:
    """Return two lengths with the sign of multiplication."""
    return Joined((metres(first), metres(second)), " × ")


def _one(shape: Ring) -> Word:
    lengths = [distance(a, b) for a, b in edges(shape)]
    if is_rectangle(shape):
        return product(lengths[0], lengths[1])
    if len(shape) == TRIANGLE:
        base = max(lengths)
        return Joined((product(base, 2 * area(shape) / base), "2"), " ÷ ")
    if len(shape) == QUADRILATERAL and (pair := _parallel(shape, lengths)):
        depth = 2 * area(shape) / sum(pair)
        return Joined(("(", metres(pair[0]), " + ", metres(pair[1]), ") ÷ 2 × ", metres(depth)), "")
    sides = Joined(tuple(metres(length) for length in lengths), "; ")
    return Sentence(_("polygon with edges %(edges)s"), {"edges": sides})


def _parallel(shape: Ring, lengths: Sequence[Number]) -> tuple[Number, Number] | None:
    """Return the lengths of the parallel edges of a quadrilateral, or nothing."""
    runs = [(b.x - a.x, b.y - a.y) for a, b in edges(shape)]
    for first in (0, 1):
        (x, y), (u, v) = runs[first], runs[first + 2]
        if x * v == y * u:
            return lengths[first], lengths[first + 2]
    return None
