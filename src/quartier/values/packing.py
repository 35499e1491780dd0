"""Sentences as data: stored today, said in the reader's language years later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from quartier.values.choice import Choice
from quartier.values.period import Period
from quartier.values.sentences import Sentence, Word
from quartier.values.span import Span
from quartier.values.units import Figure, Unit

TEMPLATE, VALUES = "template", "values"


def packed(sentence: Sentence) -> dict[str, Any]:
    """Return a sentence as data for JSON; `unpacked` gives one that says the same in every language."""
    return {TEMPLATE: sentence.template, VALUES: {name: _packed(value) for name, value in sentence.values.items()}}


def unpacked(data: Mapping[str, Any]) -> Sentence:
    """Return the sentence that was packed; other entries of the data are left alone."""
    return Sentence(data[TEMPLATE], {name: _unpacked(value) for name, value in data[VALUES].items()})


def _packed(value: Word) -> Any:
    match value:
        case Choice():
            return value.label
        case str() | bool() | int():
            return value
        case datetime():
            return {"at": value.isoformat()}
        case date():
            return {"on": value.isoformat()}
        case Decimal():
            return {"number": str(value)}
        case Figure(number, unit):
            return {"number": str(number), "unit": [unit.sign, unit.least_places, unit.most_places]}
        case Span():
            return {"length": value.parts()}
        case Period():
            return {"from": value.starts_on.isoformat(), "before": value.ends_before.isoformat()}
        case Sentence():
            return packed(value)
    raise TypeError(f"{type(value).__name__} cannot be stored in a sentence.")


def _unpacked(value: Any) -> Word:
    match value:
        case {"at": str(at)}:
            return datetime.fromisoformat(at)
        case {"on": str(on)}:
            return date.fromisoformat(on)
        case {"number": str(number), "unit": [sign, least, most]}:
            return Figure(Decimal(number), Unit(sign, least, most))
        case {"number": str(number)}:
            return Decimal(number)
        case {"length": dict(parts)}:
            return Span(**parts)
        case {"from": str(start), "before": str(end)}:
            return Period(date.fromisoformat(start), date.fromisoformat(end))
        case {"template": str()}:
            return unpacked(value)
        case str() | bool() | int():
            return value
    raise TypeError(f"{value!r} is no packed value.")
