"""Reads a survey from JSON. Whatever has not the right shape is named by its place, all at once."""

from __future__ import annotations

import difflib
import json
import types
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, Final, Union, get_args, get_origin, get_type_hints

from aufmass.faults import Fault, Unreadable
from aufmass.geometry.ring import Point, Ring
from aufmass.model import FORMAT_VERSION, Room, Survey, Unit
from aufmass.sentences import Choice, Name, Sentence, Word
from aufmass.sentences import mark as _

MOST_BYTES: Final = 32_000_000
MOST_FAULTS: Final = 100  # in one file: nobody reads more, and a file that is no survey must not fill the memory
MOST_PARTS: Final = 1_000  # in one list
MOST_ROOMS: Final = 20_000
MOST_CORNERS: Final = 100_000  # of all outlines together
COORDINATES: Final = 2


def read(text: str | bytes) -> Survey:
    """Return the survey a JSON text holds; raises Unreadable with everything that has a wrong shape."""
    if len(text) > MOST_BYTES:
        raise Unreadable([Fault("", Sentence(_("The file is larger than 32 MB; a survey never is.")))])
    try:
        data = json.loads(text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        where = {"line": error.lineno, "column": error.colno}
        raise Unreadable(
            [Fault("", Sentence(_("This is no JSON: line %(line)s, column %(column)s."), where))]
        ) from None
    except UnicodeDecodeError:
        raise Unreadable([Fault("", Sentence(_("The file is not written in UTF-8.")))]) from None
    except (RecursionError, _Twice) as error:
        raise Unreadable([Fault("", _unusual(error))]) from None
    except ValueError:
        raise Unreadable([Fault("", Sentence(_("The file holds a number of thousands of digits.")))]) from None
    return from_data(data)


def from_data(data: Any) -> Survey:
    """Return the survey that parsed JSON holds; raises Unreadable."""
    version = data.get("aufmass") if isinstance(data, dict) else None
    if version is None:
        sentence = Sentence(_('This is no survey: it begins with { "aufmass": 1, … }.'))
        raise Unreadable([Fault("", sentence)])
    if version != FORMAT_VERSION:
        values: dict[str, Word] = {"version": shown(version), "known": FORMAT_VERSION}
        sentence = Sentence(_("Version %(version)s of the format is unknown; this program reads %(known)s."), values)
        raise Unreadable([Fault("aufmass", sentence)])
    faults: list[Fault] = []
    try:
        survey = _Reader(faults).value(Survey, data, "")
    except _Enough:
        raise Unreadable([*faults, Fault("", Sentence(_("There is more; mend this first.")))]) from None
    if faults:
        raise Unreadable(faults)
    assert isinstance(survey, Survey)
    return survey


class _Enough(Exception):
    """So many faults that the rest is not looked at."""


class _Twice(ValueError):
    """A name stands twice in one object."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; of a name that stands twice nobody knows which value is meant."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        raise _Twice(next(name for name in names if names.count(name) > 1))
    return found


def _no_number(word: str) -> Any:
    raise _Twice(word)


def _unusual(error: Exception) -> Sentence:
    if isinstance(error, RecursionError):
        return Sentence(_("The file is nested too deeply to be a survey."))
    return Sentence(_("“%(word)s” stands twice in one object, or is no number."), {"word": Name(str(error))})


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a part of the model: its name, its type without words, the words, whether it must be there."""

    name: str
    kind: Any
    words: str
    required: bool
    default: Any


@cache
def parts(kind: type) -> tuple[Part, ...]:
    """Return the fields of a dataclass of the model."""
    hints = get_type_hints(kind, include_extras=True)
    found = []
    for one in fields(kind):
        bare, words = get_args(hints[one.name])[:2] if get_origin(hints[one.name]) is Annotated else ("", "")
        found.append(Part(one.name, bare, words, one.default is MISSING, one.default))
    return tuple(found)


def optional(kind: Any) -> Any:
    """Return the type beside None of a union, or nothing when it may not be empty."""
    if get_origin(kind) in (Union, types.UnionType):
        return next(one for one in get_args(kind) if one is not type(None))
    return None


class _Reader:
    """Turns data into the model and collects what does not fit."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        self.corners = 0

    def value(self, kind: Any, data: Any, place: str) -> Any:
        """Return a value of a kind; what does not fit is noted and comes back as None."""
        if (inner := optional(kind)) is not None:
            return None if data is None else self.value(inner, data, place)
        if kind == Ring:
            return self.ring(data, place)
        if get_origin(kind) is tuple:
            return self.many(get_args(kind)[0], data, place)
        if is_dataclass(kind) and isinstance(kind, type):
            return self.object(kind, data, place)
        if issubclass(kind, Choice):
            return self.choice(kind, data, place)
        return self.plain(kind, data, place)

    def object(self, kind: type, data: Any, place: str) -> Any:
        """Return a part of the model; unknown names are refused, so that no slip of the pen is lost."""
        if not isinstance(data, dict):
            return self.refuse(place, _("Here belongs an object in braces."))
        known = {part.name: part for part in parts(kind)}
        for name in data.keys() - known.keys():
            near = difflib.get_close_matches(name, known, 1)
            self._unknown(f"{place}.{name}".lstrip("."), name, near)
        found = {}
        for name, part in known.items():
            inner = f"{place}.{name}".lstrip(".")
            if name in data:
                found[name] = self.value(part.kind, data[name], inner)
            elif part.required:
                self.refuse(inner, _("“%(name)s” is missing."), name=Name(name))
        return kind(**found) if all(name in found for name, part in known.items() if part.required) else None

    def many(self, kind: Any, data: Any, place: str) -> Any:
        """Return a list of values."""
        if not isinstance(data, list):
            return self.refuse(place, _("Here belongs a list in brackets."))
        if len(data) > (most := MOST_ROOMS if kind in (Room, Unit) else MOST_PARTS):
            return self.refuse(
                place, _("There are %(count)s of them; at most %(most)s can be used."), count=len(data), most=most
            )
        return tuple(self.value(kind, one, f"{place}[{number}]") for number, one in enumerate(data, 1))

    def ring(self, data: Any, place: str) -> Any:
        """Return corners; each is a pair of whole millimetres."""
        if not isinstance(data, list):
            return self.refuse(place, _("Here belongs a list of corners such as [[0, 0], [4250, 0], [4250, 3800]]."))
        self.corners += len(data)
        if self.corners > MOST_CORNERS:
            values: dict[str, Word] = {"count": self.corners, "most": MOST_CORNERS}
            return self.refuse(
                place, _("There are %(count)s corners up to here; at most %(most)s can be used."), **values
            )
        corners = []
        for number, corner in enumerate(data, 1):
            inner = f"{place}[{number}]"
            if not isinstance(corner, list) or len(corner) != COORDINATES:
                self.refuse(inner, _("A corner is a pair of numbers such as [4250, 0]."))
            else:
                corners.append(Point(*(self.plain(int, one, inner) or 0 for one in corner)))
        return tuple(corners)

    def choice(self, kind: type[Choice], data: Any, place: str) -> Any:
        """Return one of a closed list."""
        if isinstance(data, str) and data in {one.value for one in kind}:
            return kind(data)
        known = Name(", ".join(one.value for one in kind))
        return self.refuse(place, _("%(given)s is not one of: %(known)s."), given=shown(data), known=known)

    def plain(self, kind: type, data: Any, place: str) -> Any:
        """Return a number, a text, a day or a yes or no."""
        try:
            return PLAIN[kind](data)
        except (ValueError, TypeError, ArithmeticError):
            return self.refuse(place, EXPECTED[kind], given=shown(data))

    def refuse(self, place: str, template: str, **values: Word) -> None:
        """Note what does not fit."""
        self.faults.append(Fault(place, Sentence(template, values)))
        if len(self.faults) >= MOST_FAULTS:
            raise _Enough

    def _unknown(self, place: str, name: str, near: list[str]) -> None:
        if near:
            self.refuse(place, _("“%(name)s” is unknown; do you mean “%(near)s”?"), name=Name(name), near=Name(near[0]))
        else:
            self.refuse(place, _("“%(name)s” is unknown here."), name=Name(name))


def shown(data: Any) -> Name:
    """Return something given as it can be quoted in a sentence."""
    text = str(data) if isinstance(data, Decimal) else json.dumps(data, ensure_ascii=False, default=str)
    return Name(text if len(text) <= 40 else f"{text[:39]}…")  # noqa: PLR2004


def _integer(data: Any) -> int:
    number = _decimal(data)
    if isinstance(data, str) or number != int(number):
        raise ValueError
    return int(number)


def _decimal(data: Any) -> Decimal:
    if isinstance(data, bool) or not isinstance(data, int | Decimal | str):
        raise ValueError
    number = Decimal(data)
    if not number.is_finite() or abs(number) >= 10**9 or Fraction(number).denominator > 10**9:
        raise ValueError
    return number


def _text(data: Any) -> str:
    if not isinstance(data, str) or len(data) > 500 or not data.isprintable():  # noqa: PLR2004
        raise ValueError
    return data.strip()


def _flag(data: Any) -> bool:
    if not isinstance(data, bool):
        raise TypeError
    return data


PLAIN: Final[dict[type, Callable[[Any], Any]]] = {
    int: _integer,
    Decimal: _decimal,
    str: _text,
    bool: _flag,
    date: date.fromisoformat,
}
EXPECTED: Final[dict[type, str]] = {
    int: _("%(given)s is no whole number; 4.25 m are written 4250."),
    Decimal: _("%(given)s is no number such as 38.5."),
    str: _("%(given)s is no text of one line and up to 500 signs."),
    bool: _("%(given)s is neither true nor false."),
    date: _('%(given)s is no day such as "2026-11-22".'),
}
