"""Kinds of single values: yes/no, numbers, amounts, texts, days, spans of time, closed lists.

`read`/`write` go from and to JSON-able data, `hear`/`tell` from and to text for people, exact both ways.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from quartier.values.choice import Choice
from quartier.values.sentences import Say, Unreadable, in_german, mark
from quartier.values.span import UNITS, Span
from quartier.values.units import Figure, Unit

_ = mark

NO_BREAK = "\u00a0"
BREAKS = ("\n", "; ", ", ")


@dataclass(frozen=True, slots=True)
class Words:
    """How to write a value: the language, and how deep inside lists and records it stands."""

    say: Say = in_german
    depth: int = 0

    @property
    def between(self) -> str:
        """Return what parts items here: a line break, inside that a semicolon, inside that a comma."""
        return BREAKS[self.depth]

    def deeper(self) -> Words:
        """Return the words for what stands inside."""
        return replace(self, depth=self.depth + 1)


IN_GERMAN = Words()


class Kind:
    """What one annotation allows. `control` tells a form how to ask for it."""

    control = "line"
    optional = False

    def read(self, raw: Any) -> Any:
        """Return the value from JSON-able data; raises Unreadable."""
        raise NotImplementedError

    def write(self, value: Any) -> Any:
        """Return JSON-able data."""
        raise NotImplementedError

    def tell(self, value: Any, words: Words = IN_GERMAN) -> str:
        """Return the value as people write it."""
        raise NotImplementedError

    def hear(self, text: str, words: Words = IN_GERMAN) -> Any:
        """Return the value that people wrote; raises Unreadable."""
        raise NotImplementedError

    def choices(self) -> Sequence[Choice]:
        """Return the closed list behind the value, empty if it is open."""
        return ()

    def guide(self, say: Say = in_german) -> str:
        """Return how the value is written, where that needs a word."""
        del say
        return ""


class Plain(Kind):
    """A value that is written alike in every language."""

    def show(self, value: Any) -> str:
        """Return the value as people write it."""
        raise NotImplementedError

    def take(self, text: str) -> Any:
        """Return the value that people wrote; raises Unreadable."""
        return self.read(text)

    def tell(self, value: Any, words: Words = IN_GERMAN) -> str:
        del words
        return self.show(value)

    def hear(self, text: str, words: Words = IN_GERMAN) -> Any:
        del words
        return self.take(text.strip())


class Truth(Kind):
    """Yes or no."""

    control = "truth"

    def read(self, raw: Any) -> bool:
        if not isinstance(raw, bool):
            raise Unreadable(_("yes or no is needed"))
        return raw

    def write(self, value: bool) -> bool:
        return value

    def tell(self, value: bool, words: Words = IN_GERMAN) -> str:
        return words.say("yes") if value else words.say("no")

    def hear(self, text: str, words: Words = IN_GERMAN) -> bool:
        answers = {words.say("yes"): True, words.say("no"): False, "yes": True, "no": False}
        if text.strip().lower() not in answers:
            raise Unreadable(_("yes or no is needed"))
        return answers[text.strip().lower()]


class Whole(Plain):
    """A whole number."""

    control = "number"

    def read(self, raw: Any) -> int:
        if type(raw) is not int:
            raise Unreadable(_("a whole number is needed"))
        return raw

    def write(self, value: int) -> int:
        return value

    def show(self, value: int) -> str:
        return str(value)

    def take(self, text: str) -> int:
        if not re.fullmatch(r"-?[0-9]{1,9}", text):
            raise Unreadable(_("a whole number is needed"))
        return int(text)


@dataclass(frozen=True)
class Amount(Kind):
    """A decimal number with a unit; JSON holds it as text, so that no cent is lost."""

    unit: Unit

    def read(self, raw: Any) -> Decimal:
        if not isinstance(raw, str):
            raise Unreadable(_("a number in quotation marks is needed"))
        try:
            value = Decimal(raw)
        except InvalidOperation:
            raise Unreadable(_("“%(text)s” is not a number"), text=raw) from None
        return self._fitting(value, raw)

    def write(self, value: Decimal) -> str:
        return str(value)

    def tell(self, value: Decimal, words: Words = IN_GERMAN) -> str:
        return Figure(value, self.unit).text(words.say)

    def hear(self, text: str, words: Words = IN_GERMAN) -> Decimal:
        bare = _plain(text).removesuffix(words.say(self.unit.sign)).strip().replace("−", "-")
        if not re.fullmatch(r"-?(\d{1,3}(\.\d{3})+|\d{1,12})(,\d+)?", bare):
            raise Unreadable(_("“%(text)s” is not a number"), text=text.strip())
        return self._fitting(Decimal(bare.replace(".", "").replace(",", ".")), text.strip())

    def _fitting(self, value: Decimal, text: str) -> Decimal:
        exponent = value.normalize().as_tuple().exponent
        if not isinstance(exponent, int) or -exponent > self.unit.most_places:
            raise Unreadable(_("“%(text)s” has too many places after the comma"), text=text)
        return value


class Share(Plain):
    """A part of a whole, like 1/3."""

    def read(self, raw: Any) -> Fraction:
        if not isinstance(raw, str) or not re.fullmatch(r"[0-9]{1,4}(/[1-9][0-9]{0,3})?", raw):
            raise Unreadable(_("a fraction like 1/3 is needed"))
        return Fraction(raw)

    def write(self, value: Fraction) -> str:
        return str(value)

    def show(self, value: Fraction) -> str:
        return str(value)


class Text(Plain):
    """Words of the provider, kept as they are."""

    control = "text"

    def read(self, raw: Any) -> str:
        if not isinstance(raw, str):
            raise Unreadable(_("a text is needed"))
        return raw

    def write(self, value: str) -> str:
        return value

    def show(self, value: str) -> str:
        return value


class Day(Plain):
    """A calendar day."""

    def read(self, raw: Any) -> date:
        if type(raw) is date:
            return raw
        try:
            return date.fromisoformat(raw)
        except (TypeError, ValueError):
            raise Unreadable(_("a day like 2026-11-23 is needed")) from None

    def write(self, value: date) -> str:
        return value.isoformat()

    def show(self, value: date) -> str:
        return f"{value:%d.%m.%Y}"

    def take(self, text: str) -> date:
        found = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text)
        try:
            return date(*(int(number) for number in reversed(found.groups()))) if found else self.read(text)
        except ValueError:
            raise Unreadable(_("a day like 23.11.2026 is needed")) from None


class Clock(Plain):
    """A time of day to the minute."""

    def read(self, raw: Any) -> time:
        if not isinstance(raw, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", raw):
            raise Unreadable(_("a time like 01:00 is needed"))
        return time.fromisoformat(raw)

    def write(self, value: time) -> str:
        return f"{value:%H:%M}"

    def show(self, value: time) -> str:
        return f"{value:%H:%M}"


class Length(Kind):
    """A span of time: JSON `{"months": 3}`, text "3 Monate" or "1 Monat, 2 Tage"."""

    def read(self, raw: Any) -> Span:
        if not isinstance(raw, dict) or not raw.keys() <= UNITS.keys():
            raise Unreadable(_("a length of time is needed, such as days or months"))
        return self._span(raw)

    def write(self, value: Span) -> dict[str, int]:
        return value.parts()

    def tell(self, value: Span, words: Words = IN_GERMAN) -> str:
        return value.text(words.say)

    def hear(self, text: str, words: Words = IN_GERMAN) -> Span:
        names = {words.say(word).lower(): unit for unit, forms in UNITS.items() for word in forms}
        # A German sentence bends the word: "innerhalb von 14 Tagen", "drei Monaten".
        names |= {f"{name}n": unit for name, unit in names.items() if name.endswith("e")}
        counted: dict[str, int] = {}
        for piece in _plain(text).split(" + "):
            found = re.fullmatch(r"(\d{1,5}) (.+)", piece.strip())
            unit = names.get(found[2].lower()) if found else None
            if not found or unit is None or unit in counted:
                raise Unreadable(_("“%(text)s” is not a length of time such as “14 days”"), text=text.strip())
            counted[unit] = int(found[1])
        return self._span(counted)

    def _span(self, parts: dict[str, int]) -> Span:
        try:
            return Span(**parts)
        except ValueError:
            raise Unreadable(_("a length of time needs whole, positive numbers")) from None


@dataclass(frozen=True)
class OneOf(Kind):
    """One of a closed list."""

    options: type[Choice]
    control = "choice"

    def read(self, raw: Any) -> Choice:
        try:
            return self.options(raw)
        except ValueError:
            known = ", ".join(option.value for option in self.options)
            raise Unreadable(_("“%(text)s” is not one of: %(known)s"), text=str(raw), known=known) from None

    def write(self, value: Choice) -> str:
        return value.value

    def tell(self, value: Choice, words: Words = IN_GERMAN) -> str:
        return words.say(value.label)

    def hear(self, text: str, words: Words = IN_GERMAN) -> Choice:
        wanted = text.strip().casefold()
        for option in self.options:
            if wanted in (option.value, words.say(option.label).casefold()):
                return option
        known = ", ".join(words.say(option.label) for option in self.options)
        raise Unreadable(_("“%(text)s” is not one of: %(known)s"), text=text.strip(), known=known)

    def choices(self) -> Sequence[Choice]:
        return tuple(self.options)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace(NO_BREAK, " ")).strip()
