"""Sentences that can be said in another language later: an English template and its values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from quartier.values import writing
from quartier.values.choice import Choice

Say = Callable[[str], str]


def mark(text: str) -> str:
    """Return the text unchanged; written `_("…")` it makes the text visible to the extraction of messages."""
    return text


_ = mark

GERMAN = {
    "yes": "ja",
    "no": "nein",
    "year": "Jahr",
    "years": "Jahre",
    "month": "Monat",
    "months": "Monate",
    "week": "Woche",
    "weeks": "Wochen",
    "day": "Tag",
    "days": "Tage",
    "hour": "Stunde",
    "hours": "Stunden",
    "minute": "Minute",
    "minutes": "Minuten",
    "working day": "Arbeitstag",
    "working days": "Arbeitstage",
    "points": "Prozentpunkte",
}


def in_german(text: str) -> str:
    """Return the German word for a unit or yes/no; other texts stay as they are."""
    return GERMAN.get(text, text)


@dataclass(frozen=True, slots=True)
class Voice:
    """A language to speak: `say` translates texts, `english` decides how days and numbers are written."""

    say: Say
    english: bool

    def __call__(self, text: str) -> str:
        """Return the text in this language."""
        return self.say(text)


IN_ENGLISH = Voice(mark, english=True)


class Sayable(Protocol):
    """What can be said in a sentence beside words, days and numbers: an amount with its unit, a span of time."""

    def text(self, say: Say) -> str:
        """Return the value in the language that `say` speaks."""


Word = str | int | date | Decimal | Sayable


@dataclass(frozen=True)
class Sentence:
    """An English template with named values: `text` says it, and with it the values in the same language."""

    template: str
    values: Mapping[str, Word] = field(default_factory=dict)

    def text(self, say: Say = IN_ENGLISH) -> str:
        """Return the sentence in the language that `say` speaks."""
        return say(self.template) % {name: said(value, say) for name, value in self.values.items()}

    def __str__(self) -> str:
        return self.text()


def said(value: Word, say: Say) -> str:
    """Return one value in a language. Days and numbers are written the English way only by an English `Voice`."""
    english = isinstance(say, Voice) and say.english
    match value:
        case Choice():
            return say(value.label)
        case str():
            return say(value) if value else ""
        case bool():
            return say(_("yes") if value else _("no"))
        case int() | Decimal():
            return writing.number(value, english=english)
        case datetime():
            return writing.instant(value, english=english)
        case date():
            return writing.day(value, english=english)
        case _:
            return value.text(say)


class Unreadable(ValueError):
    """A value does not have the shape its parameter needs."""

    def __init__(self, template: str, **values: str) -> None:
        self.sentence = Sentence(template, values)
        super().__init__(self.sentence.text())


class Unanswerable(ValueError):
    """A question without a sure answer; `sentence` says why and what to do. Nothing is guessed."""

    def __init__(self, template: str, **values: Word) -> None:
        self.sentence = Sentence(template, values)
        super().__init__(self.sentence.text())
