"""Outlines: closed by themselves, never crossing, of a size that a building has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aufmass.geometry.ring import Point, Ring, bounds, cross, distance, edges, meeting, signed_area
from aufmass.numbers import Number
from aufmass.sentences import Length, Name, Sentence, Word
from aufmass.sentences import mark as _

FEWEST_CORNERS: Final = 3
MOST_CORNERS: Final = 1_000
SMALLEST: Final = 10  # 1 cm: a pillar of steel
LARGEST: Final = 500_000  # 500 m: longer than any block of flats


def outline_faults(shape: Ring, smallest: int = SMALLEST) -> list[Sentence]:
    """Return what is wrong with an outline; the coarsest fault hides the finer ones it causes."""
    for test in (_corners(shape), _repeated(shape), _size(shape, smallest), _crossings(shape)):
        if found := list(test):
            return found
    return [] if signed_area(shape) else [Sentence(_("The outline encloses nothing."))]


def edge_name(number: int, corners: int) -> Name:
    """Return how an edge is called: by its two corners, 3–4; the last one returns to corner 1."""
    return Name(f"{number}–{number % corners + 1}")


def _corners(shape: Ring) -> Iterator[Sentence]:
    if len(shape) < FEWEST_CORNERS:
        yield Sentence(_("The outline has %(count)s corners; it needs at least three."), {"count": len(shape)})
    elif len(shape) > MOST_CORNERS:
        values: dict[str, Word] = {"count": len(shape), "most": MOST_CORNERS}
        yield Sentence(_("The outline has %(count)s corners; at most %(most)s can be used."), values)


def _repeated(shape: Ring) -> Iterator[Sentence]:
    for number, (a, b) in enumerate(edges(shape), 1):
        if a == b and number == len(shape):
            yield Sentence(_("The last corner repeats the first. Leave it out: the outline closes by itself."))
        elif a == b:
            yield Sentence(_("Corner %(second)s repeats corner %(first)s."), {"first": number, "second": number + 1})


def _size(shape: Ring, smallest: int) -> Iterator[Sentence]:
    left, bottom, right, top = bounds([shape])
    longest, shortest = max(right - left, top - bottom), min(right - left, top - bottom)
    if longest > LARGEST:
        yield Sentence(_("It would be %(length)s long. Lengths are written in millimetres."), _length(longest))
    elif longest < smallest or 0 < shortest < smallest:
        yield Sentence(_("It would be only %(length)s wide. Lengths are written in millimetres."), _length(shortest))


def _length(value: Number) -> dict[str, Word]:
    return {"length": Length(value)}


def _crossings(shape: Ring) -> Iterator[Sentence]:
    around, count = list(edges(shape)), len(shape)
    for number, (a, b) in enumerate(around, 1):
        after = shape[(number + 1) % count]
        if cross(a, b, after) == 0 and (b.x - a.x) * (after.x - b.x) + (b.y - a.y) * (after.y - b.y) < 0:
            yield Sentence(_("The outline turns back on itself at corner %(corner)s."), {"corner": number % count + 1})
    for first, second in sorted(_neighbours(around)):
        if found := _contact(*around[first - 1], *around[second - 1]):
            template, place = found
            names: dict[str, Word] = {"first": edge_name(first, count), "second": edge_name(second, count)}
            yield Sentence(template, {**names, "at": Length(distance(around[first - 1][0], place))})


def _neighbours(around: list[tuple[Point, Point]]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of edges beside one another, from left to right, that do not follow one another."""
    spans = sorted((min(a.x, b.x), max(a.x, b.x), number) for number, (a, b) in enumerate(around, 1))
    for place, (_left, right, number) in enumerate(spans):
        for left, _right, other in spans[place + 1 :]:
            if left > right:
                break
            first, second = min(number, other), max(number, other)
            if second - first > 1 and not (first == 1 and second == len(around)):
                yield first, second


def _contact(a: Point, b: Point, c: Point, d: Point) -> tuple[str, Point] | None:
    """Return the sentence about two edges that should not meet, and the point where they do."""
    if max(a.x, b.x) < min(c.x, d.x) or max(c.x, d.x) < min(a.x, b.x):
        return None
    if max(a.y, b.y) < min(c.y, d.y) or max(c.y, d.y) < min(a.y, b.y):
        return None
    if cross(a, b, c) == 0 == cross(a, b, d):
        near = min((point for point in (c, d)), key=lambda point: (point.x - a.x) ** 2 + (point.y - a.y) ** 2)
        return _("Edge %(first)s lies on edge %(second)s at %(at)s."), near
    place = meeting(a, b, c, d)
    if place is None:
        return None
    if place in (a, b, c, d):
        return _("Edge %(first)s touches edge %(second)s at %(at)s."), place
    return _("Edge %(first)s crosses edge %(second)s at %(at)s."), place
