"""Filters above a table. A value that a filter does not know is ignored and never reaches the database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, Protocol, TypeAlias

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from quartier.kit import formats
from quartier.kit.components.markup import Text, esc
from quartier.kit.forms.reading import read_day
from quartier.values.zone import BERLIN

Rows: TypeAlias = "QuerySet[Any, Any]"
Options: TypeAlias = Sequence[tuple[str, Text]]
LONGEST = 100


class Filter(Protocol):
    """What a table asks of a filter."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> Text: ...
    def understood(self, text: str) -> str:
        """Return the value as it will be shown again, "" when it means nothing."""

    def narrow(self, rows: Rows, text: str) -> Rows:
        """Return fewer rows; `text` has been understood."""

    def control(self, identity: str, text: str) -> str:
        """Draw the control."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One of several values of an ORM field; `apply` replaces the plain comparison."""

    name: str
    label: Text
    options: Options | Callable[[], Options]
    field: str = ""
    apply: Callable[[Rows, str], Rows] | None = None

    def choices(self) -> Options:
        """Return the options, fresh when they are given by a function."""
        return self.options() if callable(self.options) else self.options

    def understood(self, text: str) -> str:
        """Return one of the options or nothing."""
        return text if any(text == str(value) for value, _label in self.choices()) else ""

    def narrow(self, rows: Rows, text: str) -> Rows:
        """Keep the rows with this value."""
        return self.apply(rows, text) if self.apply else rows.filter(**{self.field or self.name: text})

    def control(self, identity: str, text: str) -> str:
        """Draw a select box."""
        lines = "".join(
            f'<option value="{esc(value)}"{" selected" if str(value) == text else ""}>{esc(label)}</option>'
            for value, label in (("", _("All")), *self.choices())
        )
        return f'<select class="input small" id="{identity}" name="{self.name}">{lines}</select>'


@dataclass(frozen=True, slots=True)
class Contains:
    """A part of the text of an ORM field."""

    name: str
    label: Text
    field: str = ""

    def understood(self, text: str) -> str:
        """Return the text without control characters."""
        return clean(text)

    def narrow(self, rows: Rows, text: str) -> Rows:
        """Keep the rows that contain it, whatever the case."""
        return rows.filter(**{f"{self.field or self.name}__icontains": text})

    def control(self, identity: str, text: str) -> str:
        """Draw a text box."""
        return f'<input class="input small" id="{identity}" name="{self.name}" value="{esc(text)}">'


@dataclass(frozen=True, slots=True)
class Day:
    """A day up to which (`Day(…, "until")`) or from which (`"since"`) rows count, both days included.

    `instant=True` when the field holds instants: days are German days then.
    """

    name: str
    label: Text
    side: Literal["until", "since"] = "until"
    field: str = ""
    instant: bool = False

    def understood(self, text: str) -> str:
        """Return the day as people write it, nothing when it is none."""
        found = read_day(text)
        return formats.day(found) if found else ""

    def narrow(self, rows: Rows, text: str) -> Rows:
        """Keep the rows on the right side of the day."""
        found = read_day(text)
        if found is None:
            return rows
        lookup, bound = ("lt", found + timedelta(days=1)) if self.side == "until" else ("gte", found)
        limit: date | datetime = datetime.combine(bound, time(), BERLIN) if self.instant else bound
        return rows.filter(**{f"{self.field or self.name}__{lookup}": limit})

    def control(self, identity: str, text: str) -> str:
        """Draw a box for a day."""
        return (
            f'<input class="input small" id="{identity}" name="{self.name}" size="11" inputmode="numeric" '
            f'autocomplete="off" value="{esc(text)}">'
        )


def clean(text: str) -> str:
    """Return search text without control characters, at most 100 characters long."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text[:LONGEST]).split())
