"""Sentences in German and English: an English template with named values, said in the language asked for."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Final, Protocol, Self

from aufmass import numbers

GERMAN_SIGNS: Final = str.maketrans(",.-", ".,−")
ENGLISH_SIGNS: Final = str.maketrans("-", "−")
NBSP: Final = "\N{NO-BREAK SPACE}"
CATALOGUE: Final = Path(__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django.mo"
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def mark(text: str) -> str:
    """Return the text unchanged; written `_("…")` it makes the text visible to the extraction of messages."""
    return text


_ = mark


class Choice(StrEnum):
    """A closed list of values, each with an English label: `BALCONY = "balcony", _("Balcony")`."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Keep the label beside the value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


@dataclass(frozen=True, slots=True)
class Voice:
    """A language to speak: how texts are translated and how numbers and days are written."""

    say: Callable[[str], str]
    english: bool

    def number(self, value: Decimal | int) -> str:
        """Return a number with the signs of the language and a real minus."""
        return f"{value:,}".translate(ENGLISH_SIGNS if self.english else GERMAN_SIGNS)

    def day(self, value: date) -> str:
        """Return a day: 23.11.2026, in English 23 Nov 2026."""
        if self.english:
            return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
        return f"{value.day:02}.{value.month:02}.{value.year}"

    def __call__(self, text: str) -> str:
        """Return a text in this language."""
        return self.say(text) if text else ""


class Sayable(Protocol):
    """What can stand in a sentence beside words, numbers and days."""

    def text(self, voice: Voice) -> str:
        """Return the value in the language of the voice."""


@dataclass(frozen=True, slots=True)
class Name:
    """A word of the person who measured: it is never translated."""

    word: str

    def text(self, _voice: Voice) -> str:
        """Return the word as it was written."""
        return self.word


@dataclass(frozen=True, slots=True)
class Length:
    """Millimetres, said in metres: 2.31 m."""

    millimetres: numbers.Number

    def text(self, voice: Voice) -> str:
        """Return metres with two decimals, or three where millimetres count."""
        return f"{voice.number(numbers.metres(self.millimetres))}{NBSP}m"


@dataclass(frozen=True, slots=True)
class Area:
    """Square millimetres, said in square metres: 18.38 m²."""

    square_millimetres: numbers.Number

    def text(self, voice: Voice) -> str:
        """Return square metres with two decimals."""
        return f"{voice.number(numbers.square_metres(self.square_millimetres))}{NBSP}m²"


@dataclass(frozen=True, slots=True)
class Share:
    """A fraction between nothing and the whole, said as 1, 1/2, 1/4, 0 or in percent."""

    value: Fraction

    def text(self, voice: Voice) -> str:
        """Return halves and quarters as they are spoken, everything else in percent."""
        if self.value in (0, 1, Fraction(1, 2), Fraction(1, 4)):
            return str(self.value)
        return f"{voice.number(numbers.half_up(self.value * 100, 1).normalize() + 0)}{NBSP}%"


@dataclass(frozen=True, slots=True)
class Joined:
    """Several values with a sign between them: dimensions, lists."""

    parts: tuple[Word, ...]
    between: str = ", "

    def text(self, voice: Voice) -> str:
        """Return the values one after another."""
        return self.between.join(said(part, voice) for part in self.parts)


Word = str | int | Decimal | date | Sayable


@dataclass(frozen=True)
class Sentence:
    """An English template with named values; `text` says it and its values in one language."""

    template: str
    values: Mapping[str, Word] = field(default_factory=dict)

    def text(self, voice: Voice) -> str:
        """Return the sentence in the language of the voice."""
        return voice(self.template) % {name: said(value, voice) for name, value in self.values.items()}

    def __str__(self) -> str:
        return self.text(ENGLISH)


def said(value: Word, voice: Voice) -> str:
    """Return one value in a language."""
    match value:
        case Choice():
            return voice(value.label)
        case str():
            return voice(value)
        case int() | Decimal():
            return voice.number(value)
        case date():
            return voice.day(value)
        case _:
            return value.text(voice)


ENGLISH: Final = Voice(mark, english=True)


@cache
def german() -> Voice:
    """Return the German voice."""
    with CATALOGUE.open("rb") as file:
        texts = gettext.GNUTranslations(file)
    return Voice(texts.gettext, english=False)


def voice(language: str) -> Voice:
    """Return the voice of a language, "de" or "en"."""
    return german() if language == "de" else ENGLISH


class Unusable(ValueError):
    """Something given to the engine cannot be used; `sentence` says what, where and what to do."""

    def __init__(self, template: str, **values: Word) -> None:
        self.sentence = Sentence(template, values)
        super().__init__(str(self.sentence))
