"""Reading the sizes that people type: “4,25x3,80”, parts with a plus, ways along the walls; and writing them again.

Lengths without a unit are metres. Whatever looks like another unit is asked back instead of guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NoReturn

from aufmass.geometry.ring import Point, Ring, leftward, ring
from aufmass.numbers import metres
from aufmass.traverse import TOLERANCE, Side, traverse
from quartier.values.sentences import Unreadable
from quartier.values.sentences import mark as _

LONGEST: Final = 400
SHORTEST_MM, LONGEST_MM = 200, 60_000
MILLIMETRES_SEEM: Final = Decimal(1000)
UNITS: Final = {"m": 1000, "cm": 10, "mm": 1}
NUMBER: Final = r"(\d{1,6}(?:[.,]\d{1,4})?)\s*(mm|cm|m)?"
LENGTH: Final = re.compile(NUMBER)
PRODUCT: Final = re.compile(rf"{NUMBER}\s*[x×*]\s*{NUMBER}", re.IGNORECASE)
STEP: Final = re.compile(rf"{NUMBER}\s*([rlou→←↑↓])", re.IGNORECASE)
CORNER: Final = re.compile(r"\(\s*(-?\d{1,3}(?:[.,]\d{1,3})?)\s*\|\s*(-?\d{1,3}(?:[.,]\d{1,3})?)\s*\)")
DIRECTIONS: Final = {"r": 0, "o": 90, "l": 180, "u": 270, "→": 0, "↑": 90, "←": 180, "↓": 270}
LETTERS: Final = {(1, 0): "r", (0, 1): "o", (-1, 0): "l", (0, -1): "u"}
FEWEST: Final = 3
CORNERS_OF_A_RECTANGLE: Final = 4


def outline_of(text: str) -> Ring:
    """Return the corners in mm of a size; raises Unreadable with a sentence that says how it is written.

    >>> outline_of("4,25x3,80")[2]
    Point(x=4250, y=3800)
    >>> outline_of("425 cm × 3.8 m") == outline_of("4250x3800 mm") == outline_of("4.25 x 3,80")
    True
    >>> len(outline_of("4,25x3,80 + 1,20x0,80")), len(outline_of("5,00 r 3,20 o 2,10 l 1,00 o 2,90 l"))
    (6, 6)
    """
    words = " ".join(text.split())
    if not words:
        raise Unreadable(_("The size is missing; write it like 4,25 x 3,80."))
    if len(words) > LONGEST:
        raise Unreadable(_("This is too long for one room. Draw it, or divide it into rooms."))
    if words[0] == "(":
        return _corners(words)
    if STEP.match(words):
        return _way(words)
    return _joined([_part(part) for part in _with_unit(words).split("+")])


def words_of(outline: Ring) -> str:
    """Return a size in the words that `outline_of` reads; a rectangle is 4,25 × 3,80.

    >>> words_of(outline_of("4,25x3,80")), words_of(outline_of("4,25x3,80+1,2x0,8"))
    ('4,25 × 3,80', '5,45 r 0,80 o 1,20 l 3,00 o 4,25 l 3,80 u')
    """
    if len(outline) < FEWEST:
        return ""
    shape = _from_lower_left(leftward(outline))
    if not _is_orthogonal(shape):
        return " ".join(f"({said(point.x)}|{said(point.y)})" for point in shape)
    if len(shape) == CORNERS_OF_A_RECTANGLE:
        return f"{said(shape[2].x)} × {said(shape[2].y)}"
    return " ".join(_steps(shape))


def length_of(text: str, *, least: int = SHORTEST_MM, most: int = LONGEST_MM) -> int:
    """Return a length in mm: “2,52”, “252 cm”, “2520 mm”; raises Unreadable.

    >>> length_of("2,52"), length_of("252 cm"), length_of("2520 mm")
    (2520, 2520, 2520)
    """
    found = LENGTH.fullmatch(text.strip().lower())
    if found is None:
        raise Unreadable(_("“%(word)s” is no length; write it like 2,52."), word=text.strip()[:40])
    return _millimetres(found[1], found[2] or "", least, most)


def share_of(text: str) -> Decimal | None:
    """Return a share such as 1/4, 0,25 or 25 %, None for nothing; raises Unreadable.

    >>> share_of("1/4"), share_of("25 %"), share_of("0,5"), share_of("")
    (Decimal('0.25'), Decimal('0.25'), Decimal('0.5'), None)
    """
    words = text.replace(" ", "").replace(",", ".")
    if not words:
        return None
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})", words):
        value = Decimal(found[1]) / Decimal(found[2]) if int(found[2]) else Decimal(9)
    elif found := re.fullmatch(r"(\d{1,3}(?:\.\d{1,4})?)(%?)", words):
        value = Decimal(found[1]) / (100 if found[2] else 1)
    else:
        value = Decimal(9)
    if value > 1 or value != round(value, 6):
        raise Unreadable(_("“%(word)s” is no share; write it like 1/4 or 0,25."), word=text.strip()[:40])
    return value


def said(millimetres: object) -> str:
    """Return a length in metres with a comma: 4,25."""
    return f"{metres(millimetres)}".replace(".", ",")  # type: ignore[arg-type]


def _with_unit(words: str) -> str:
    """Give a unit that stands at the end alone to every length: 4250x3800 mm."""
    found = re.fullmatch(r"([^a-wyz]*?)(mm|cm)", words.lower())
    return re.sub(r"(\d(?:[.,]\d+)?)(?=\s*[x×*+]|\s*$)", rf"\1 {found[2]}", found[1]) if found else words


def _part(text: str) -> tuple[int, int]:
    found = PRODUCT.fullmatch(text.strip().lower())
    if found is None:
        raise Unreadable(_("“%(word)s” is no size; write it like 4,25 x 3,80."), word=text.strip()[:40] or "+")
    first, second = found[2] or "", found[4] or ""
    return _millimetres(found[1], first), _millimetres(found[3], second)


def _millimetres(number: str, unit: str, least: int = SHORTEST_MM, most: int = LONGEST_MM) -> int:
    value = Decimal(number.replace(",", "."))
    length = value * UNITS[unit or "m"]
    if not unit and length > most:
        _ask_back(number, value)
    if length != int(length):
        raise Unreadable(_("“%(word)s” is finer than a millimetre."), word=number)
    if not least <= length <= most:
        raise Unreadable(
            _("%(length)s m is impossible here: from %(least)s to %(most)s m."), length=said(int(length)),
            least=said(least), most=said(most),
        )  # fmt: skip
    return int(length)


def _ask_back(number: str, value: Decimal) -> NoReturn:
    """Ask which unit somebody means, with what it would be in metres."""
    unit = "mm" if value >= MILLIMETRES_SEEM else "cm"
    raise Unreadable(
        _("%(number)s metres are not possible. Do you mean %(number)s %(unit)s? Then write %(metres)s."), number=number,
        unit=unit, metres=said(int(value * UNITS[unit])),
    )  # fmt: skip


def _joined(sizes: Sequence[tuple[int, int]]) -> Ring:
    """Put parts beside one another on one line: one rectangle, an L, a flight of steps."""
    top: list[tuple[int, int]] = []
    right = 0
    for width, height in sizes:
        top += [(right, height), (right + width, height)]
        right += width
    points = [(0, 0), (right, 0), *reversed(top)]
    kept = [one for number, one in enumerate(points) if one != points[number - 1]]
    return ring(_without_straight(kept))


def _without_straight(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave corners out at which nothing turns."""
    many = len(points)
    return [
        one for number, one in enumerate(points)
        if not _straight(points[number - 1], one, points[(number + 1) % many])
    ]  # fmt: skip


def _straight(first: tuple[int, int], second: tuple[int, int], third: tuple[int, int]) -> bool:
    return (first[0] == second[0] == third[0]) or (first[1] == second[1] == third[1])


def _way(words: str) -> Ring:
    """Return the corners of a way along the walls; the last wall may be left out when it follows from the others."""
    rest = STEP.sub("", words).replace(",", "").replace(";", "").strip()
    if rest:
        raise Unreadable(_("“%(word)s” is no step; write 5,00 r 3,20 o 5,00 l 3,20 u."), word=rest[:40])
    steps = [
        (DIRECTIONS[way.lower()], _millimetres(number, unit.lower(), 1)) for number, unit, way in STEP.findall(words)
    ]
    sides = [Side(length, Decimal(direction)) for direction, length in steps]
    across = sum({0: length, 180: -length}.get(direction, 0) for direction, length in steps)
    up = sum({90: length, 270: -length}.get(direction, 0) for direction, length in steps)
    gap = max(abs(across), abs(up))
    if gap > TOLERANCE and 0 in (across, up):
        sides.append(Side(gap, Decimal(180 if across > 0 else 0 if across < 0 else 270 if up > 0 else 90)))
    elif gap > TOLERANCE:
        raise Unreadable(
            _("The way along the walls misses its start by %(across)s m across and %(up)s m up. Measure again."),
            across=said(abs(across)), up=said(abs(up)),
        )  # fmt: skip
    if len(sides) < FEWEST:
        raise Unreadable(_("A way along walls needs at least three sides."))
    return leftward(traverse(sides).outline)


def _corners(words: str) -> Ring:
    if CORNER.sub("", words).strip(" ,;") or len(found := CORNER.findall(words)) < FEWEST:
        raise Unreadable(_("Corners are written in metres like (0,00|0,00) (4,25|0,00) (4,25|3,80)."))
    return ring([tuple(int(Decimal(one.replace(",", ".")) * 1000) for one in pair) for pair in found])  # type: ignore[misc]


def _from_lower_left(shape: Ring) -> Ring:
    """Return the ring from its lowest corner, the leftmost of these, moved to the origin."""
    first = min(range(len(shape)), key=lambda number: (shape[number].y, shape[number].x))
    left, low = min(point.x for point in shape), shape[first].y
    turned = (*shape[first:], *shape[:first])
    return tuple(Point(point.x - left, point.y - low) for point in turned)


def _is_orthogonal(shape: Ring) -> bool:
    return all(a.x == b.x or a.y == b.y for a, b in zip(shape, (*shape[1:], shape[0]), strict=True))


def _steps(shape: Ring) -> Iterator[str]:
    for a, b in zip(shape, (*shape[1:], shape[0]), strict=True):
        across, up = b.x - a.x, b.y - a.y
        way = (int(across > 0) - int(across < 0), int(up > 0) - int(up < 0))
        yield f"{said(abs(int(across)) + abs(int(up)))} {LETTERS[way]}"
