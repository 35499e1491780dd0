"""Results for people and for programs: plain data for JSON, and lines in English or German."""

from __future__ import annotations

import gettext
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from quartier.law.rule import Derived, Doubt, Rule
from quartier.values.choice import Choice
from quartier.values.money import exact
from quartier.values.period import Period
from quartier.values.sentences import IN_ENGLISH, Sentence, Voice, said
from quartier.values.sentences import mark as _
from quartier.values.span import Span
from quartier.values.timeline import Version
from quartier.values.units import Figure, Unit

SOURCE = Path(__file__).parents[1]
CATALOGUES = tuple(SOURCE / floor / "locale" / "de" / "LC_MESSAGES" / "django.mo" for floor in ("law", "values"))
NOTHING = "–"
SHORT = 4


@cache
def german() -> Voice:
    """Return the German voice of this package and of the values below it; it needs no framework."""
    texts = gettext.NullTranslations()
    for path in CATALOGUES:
        with path.open("rb") as file:
            texts.add_fallback(gettext.GNUTranslations(file))
    return Voice(lambda text: texts.gettext(text) if text else "", english=False)


def voice(language: str) -> Voice:
    """Return the voice of a language, "de" or "en"."""
    return german() if language == "de" else IN_ENGLISH


def plain(value: Any) -> Any:
    """Return a value as data for JSON: amounts as text so that no cent is lost, days in ISO form, parts by name."""
    match value:
        case None | bool() | int():
            return value
        case date() | Period() | Span():
            return _plain_time(value)
        case Decimal() | Fraction():
            return f"{exact(value) if isinstance(value, Fraction) else value:f}"
        case Sentence():
            return value.text()
        case str():
            return str(value)
        case Mapping():
            return {plain(name): plain(part) for name, part in value.items()}
        case tuple() | list() | frozenset():
            return [plain(part) for part in _ordered(value)]
        case _ if is_dataclass(value):
            return {part.name: plain(getattr(value, part.name)) for part in fields(value)}
    raise TypeError(f"{type(value).__name__} has no plain form.")


def _ordered(value: Sequence[Any] | frozenset[Any]) -> Sequence[Any]:
    """A set has no order of its own: choices stand in the order of their list, other things by their value."""
    if not isinstance(value, frozenset):
        return value
    return sorted(value, key=lambda one: (list(type(one)).index(one), "") if isinstance(one, Choice) else (0, one))


def _plain_time(value: date | Period | Span) -> Any:
    if isinstance(value, Period):
        return {"first": plain(value.starts_on), "last": plain(value.last_on), "days": value.days}
    return value.parts() if isinstance(value, Span) else value.isoformat()


def result_kind(rule: Rule) -> Any:
    """Return the annotation of what a rule derives: `Derived[Euro]` gives `Euro`."""
    returned = get_type_hints(rule.function, include_extras=True)["return"]
    return get_args(returned)[0]


def told(value: Any, kind: Any, speak: Voice) -> list[str]:
    """Return a value in lines for people: one line for a single value, one for each part of a larger one."""
    if isinstance(value, list | tuple | frozenset):
        inner = _inner(kind)
        return [line for part in _ordered(value) for line in _bulleted(told(part, inner, speak))] or [NOTHING]
    if isinstance(value, Mapping):
        inner = _inner(kind)
        return [f"{_one(name, None, speak)}: {'; '.join(told(part, inner, speak))}" for name, part in value.items()]
    if is_dataclass(value) and not isinstance(value, Period | Span | Sentence | Figure):
        return list(_parts(value, speak))
    return [_one(value, kind, speak)]


def derivation(derived: Derived[Any], speak: Voice) -> list[str]:
    """Return the numbered steps, each with its source in brackets."""
    lines = []
    for number, step in enumerate(derived.steps, 1):
        source = f" [{step.source}]" if step.source else ""
        lines.append(f"{number}. {step.sentence.text(speak)}{source}")
    return lines


def version_line(title: str, version: Version[Any], speak: Voice) -> str:
    """Return one dated version: title, since when, source."""
    since = speak(_("since %(day)s")) % {"day": said(version.valid_from, speak)}
    return f"{speak(title)}, {since}: {version.source}"


def doubted(doubt: Doubt, speak: Voice) -> str:
    """Return what has to be checked about a version: since when it holds, its source, the note."""
    values = {"day": said(doubt.version.valid_from, speak), "source": doubt.version.source}
    return speak(_("since %(day)s, %(source)s: %(note)s")) % {**values, "note": speak(doubt.version.note)}


def _parts(value: Any, speak: Voice) -> Iterator[str]:
    hints = get_type_hints(type(value), include_extras=True)
    for part in fields(value):
        kind, words = hints[part.name], part.name.replace("_", " ").capitalize()
        if get_origin(kind) is Annotated:
            words = next((extra for extra in get_args(kind) if isinstance(extra, str)), words)
        lines = told(getattr(value, part.name), kind, speak)
        if len(lines) == 1 and not lines[0].startswith("- "):
            yield f"{speak(words)}: {lines[0]}"
        else:
            yield f"{speak(words)}:"
            yield from (f"  {line}" for line in lines)


def _bulleted(lines: list[str]) -> list[str]:
    if len(lines) <= SHORT and not any(line.startswith((" ", "- ")) for line in lines):
        return [f"- {'; '.join(lines)}"]
    return [f"{'- ' if not place else '  '}{line}" for place, line in enumerate(lines)]


def _inner(kind: Any) -> Any:
    """Return the annotation of the entries of a tuple or of the values of a mapping."""
    bare = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    inner = [part for part in get_args(bare) if part is not Ellipsis]
    return inner[-1] if inner else None


def _one(value: Any, kind: Any, speak: Voice) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, Fraction):
        value = exact(value)
    if isinstance(value, Decimal) and (unit := _unit(kind)):
        return Figure(value, unit).text(speak)
    return said(value, speak)


def _unit(kind: Any) -> Unit | None:
    """Return the unit an annotation names, also inside `Euro | None` and below other words."""
    for part in get_args(kind):
        found = part if isinstance(part, Unit) else _unit(part)
        if found is not None:
            return found
    return None
