"""Doors with their quarter arcs, windows with three lines."""

from __future__ import annotations

from collections.abc import Iterator
from math import atan2, degrees, hypot

from aufmass.drawing.shapes import FINE, Arc, Layer, Path, Place, Shape, Stroke, path
from aufmass.drawing.walls import Gap
from aufmass.model import Hinge, OpeningKind

RIGHT_ANGLE = 90


def opening_shapes(gap: Gap) -> Iterator[Shape]:
    """Yield what is drawn in an opening."""
    inner, outer = _faces(gap)
    match gap.opening.kind:
        case OpeningKind.WINDOW:
            yield from _window(inner, outer)
        case OpeningKind.DOOR:
            yield from (Stroke(Layer.DOOR, face, weight=FINE) for face in (inner, outer))
            yield from _door(gap, inner, outer)
        case OpeningKind.PASSAGE:
            yield from (Stroke(Layer.DOOR, face, dashed=True, weight=FINE) for face in (inner, outer))


def _faces(gap: Gap) -> tuple[Path, Path]:
    """Return the lines along the room and along the other side of the wall, both from the start of the opening."""
    first, second, third, fourth = path(gap.ring)
    return (first, second), (fourth, third)


def _window(inner: Path, outer: Path) -> Iterator[Shape]:
    yield Stroke(Layer.WINDOW, inner)
    yield Stroke(Layer.WINDOW, outer)
    yield Stroke(Layer.WINDOW, (_middle(inner[0], outer[0]), _middle(inner[1], outer[1])))


def _door(gap: Gap, inner: Path, outer: Path) -> Iterator[Shape]:
    """Yield the leaves: they turn on the face they open to."""
    start, end = inner if gap.opening.inward else outer
    into = gap.is_leftward if gap.opening.inward else not gap.is_leftward
    if gap.opening.hinge is Hinge.BOTH:
        middle = _middle(start, end)
        yield from _leaf(start, middle, leftward=into)
        yield from _leaf(end, middle, leftward=not into)
    elif gap.opening.hinge is Hinge.START:
        yield from _leaf(start, end, leftward=into)
    else:
        yield from _leaf(end, start, leftward=not into)


def _leaf(hinge: Place, lock: Place, *, leftward: bool) -> Iterator[Shape]:
    """Yield an open leaf at a right angle to the wall, and the arc to where it locks."""
    across, up = lock[0] - hinge[0], lock[1] - hinge[1]
    opened = (hinge[0] - up, hinge[1] + across) if leftward else (hinge[0] + up, hinge[1] - across)
    closed_at = degrees(atan2(up, across))
    begin, stop = (closed_at, closed_at + RIGHT_ANGLE) if leftward else (closed_at - RIGHT_ANGLE, closed_at)
    yield Stroke(Layer.DOOR, (hinge, opened))
    yield Arc(Layer.DOOR, hinge, hypot(across, up), begin, stop)


def _middle(a: Place, b: Place) -> Place:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
