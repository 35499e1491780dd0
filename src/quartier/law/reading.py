"""What people write on the command line, as the values a rule asks for; every fault is a sentence."""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from quartier.law.errors import UnknownLand, aware
from quartier.law.rule import Rule
from quartier.values.choice import Choice
from quartier.values.land import Land
from quartier.values.sentences import Unanswerable, in_german
from quartier.values.sentences import mark as _
from quartier.values.span import UNITS, Span

GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
NUMBER = re.compile(r"-?\d{1,15}([.,]\d{1,12})?", re.ASCII)
LENGTH = re.compile(r"(\d{1,5}) ?([a-z ]+)", re.ASCII)
# A German sentence bends the word: "drei Monaten".
UNIT_NAMES = {
    word.lower(): unit
    for unit, forms in UNITS.items()
    for english in forms
    for word in (english, in_german(english), f"{in_german(english)}n")
}


class Misread(Unanswerable):
    """A value on the command line does not have the shape the rule needs."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing a rule asks for: the parameter, its option, its words, its type, whether it may be left out."""

    parameter: str
    words: str
    kind: Any
    many: bool
    required: bool
    default: Any

    @property
    def option(self) -> str:
        """Return how the parameter is written: `from_on` is `--from`, `received_at` is `--received`."""
        return "--" + self.name

    @property
    def name(self) -> str:
        """Return the option without its dashes."""
        return re.sub(r"_(on|at)$", "", self.parameter).rstrip("_").replace("_", "-")

    def read(self, raw: str | bool | tuple[str, ...] | list[str]) -> Any:
        """Return the value; raises Misread or a more exact refusal."""
        if isinstance(raw, list | tuple):
            return tuple(read(self.kind, one, self.option) for one in raw)
        return raw if isinstance(raw, bool) else read(self.kind, raw, self.option)


def questions(rule: Rule) -> tuple[Question, ...]:
    """Return what a rule asks people for, in the order in which its function names it."""
    hints = get_type_hints(rule.function, include_extras=True)
    found = []
    for name, parameter in inspect.signature(rule.function).parameters.items():
        kind, words = unwrapped(hints[name])
        if words:
            bare, many = _single(kind)
            required = parameter.default is inspect.Parameter.empty
            found.append(Question(name, words, bare, many, required, None if required else parameter.default))
    return tuple(found)


def unwrapped(hint: Any) -> tuple[Any, str]:
    """Return an annotation without its words for people, and the words: `Annotated[Euro, "Claim"]`."""
    if get_origin(hint) is not Annotated:
        return hint, ""
    kind, *extras = get_args(hint)
    words = next((extra for extra in extras if isinstance(extra, str)), "")
    return kind, words


def read(kind: Any, raw: str, option: str) -> Any:
    """Return one value of a kind; raises Misread with the option's name."""
    if isinstance(kind, type) and issubclass(kind, Choice):
        return _choice(kind, raw, option)
    return READERS[kind](raw.strip(), option)


def _single(kind: Any) -> tuple[Any, bool]:
    """Return the type of one value: without None, and of a tuple the type of its entries."""
    if get_origin(kind) in (Union, types.UnionType):
        kind = next(part for part in get_args(kind) if part is not type(None))
    kind = unwrapped(kind)[0]
    if get_origin(kind) is tuple:
        return unwrapped(get_args(kind)[0])[0], True
    return kind, False


def _choice(kind: type[Choice], raw: str, option: str) -> Choice:
    try:
        return kind(raw)
    except ValueError:
        pass
    known = ", ".join(one.value for one in kind)
    if kind is Land:
        raise UnknownLand(_("“%(raw)s” is not a Land. Write one of: %(known)s."), raw=raw, known=known)
    raise Misread(_("%(option)s: “%(raw)s” is not one of: %(known)s."), option=option, raw=raw, known=known)


def _day(raw: str, option: str) -> date:
    text = raw
    if found := GERMAN_DAY.fullmatch(raw):
        text = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}"
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Misread(_("%(option)s: “%(raw)s” is not a day like 2026-11-22."), option=option, raw=raw) from None


def _instant(raw: str, option: str) -> datetime:
    try:
        return aware(datetime.fromisoformat(raw))
    except ValueError as error:
        if isinstance(error, Unanswerable):
            raise
        raise Misread(
            _("%(option)s: “%(raw)s” is not an instant like 2026-06-19T10:00+02:00."), option=option, raw=raw
        ) from None


def _number(raw: str, option: str) -> Decimal:
    if not NUMBER.fullmatch(raw):
        raise Misread(_("%(option)s: “%(raw)s” is not a number like 1083.70."), option=option, raw=raw)
    return Decimal(raw.replace(",", "."))


def _whole(raw: str, option: str) -> int:
    if not re.fullmatch(r"-?\d{1,9}", raw, re.ASCII):
        raise Misread(_("%(option)s: “%(raw)s” is not a whole number."), option=option, raw=raw)
    return int(raw)


def _length(raw: str, option: str) -> Span:
    """Read "14 days", "3 Monate", "10 working days"; several joined by "+"."""
    parts: dict[str, int] = {}
    for piece in raw.lower().split("+"):
        found = LENGTH.fullmatch(piece.strip())
        unit = UNIT_NAMES.get(found[2].strip()) if found else None
        if not found or unit is None or unit in parts or not int(found[1]):
            raise Misread(_("%(option)s: “%(raw)s” is not a length like “14 days”."), option=option, raw=raw)
        parts[unit] = int(found[1])
    return Span(**parts)


def _text(raw: str, _option: str) -> str:
    return raw


READERS: dict[Any, Callable[[str, str], Any]] = {
    date: _day,
    datetime: _instant,
    Decimal: _number,
    int: _whole,
    Span: _length,
    str: _text,
}
