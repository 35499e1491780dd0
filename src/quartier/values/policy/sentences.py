"""Sentences that can be said in another language later: an English template and its values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

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


@dataclass(frozen=True)
class Sentence:
    """An English template with named values: `text` says it, and with it the values that are words or sentences."""

    template: str
    values: Mapping[str, str | Sentence] = field(default_factory=dict)

    def text(self, say: Say = mark) -> str:
        """Return the sentence in the language that `say` speaks."""
        return say(self.template) % {name: _said(value, say) for name, value in self.values.items()}

    def __str__(self) -> str:
        return self.text()


def _said(value: str | Sentence, say: Say) -> str:
    if isinstance(value, Sentence):
        return value.text(say)
    return say(value) if value else ""


class Unreadable(ValueError):
    """A value does not have the shape its parameter needs."""

    def __init__(self, template: str, **values: str) -> None:
        self.sentence = Sentence(template, values)
        super().__init__(self.sentence.text())
