"""Fields that may be taken in or handed out: declared once, read by imports, by the API and by its description.

What is not declared is not stored and not delivered (Art. 5(1)(b) and (c) GDPR): each field says what it is for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from quartier.kit.components.markup import Text
from quartier.kit.forms import Day, Email
from quartier.kit.forms.form import sentence

WORD: Final = 40
FORMATS: Final[Mapping[type[forms.Field], str]] = {Day: "date", Email: "email"}


@dataclass(frozen=True, slots=True)
class Permitted:
    """One field: its name in files and in the API, what it is for, of which class it is, how it is written.

    `reader` is the form field that reads it and says what is wrong; `headings` are further names of its column.
    """

    name: str
    label: Text
    purpose: Text
    data_class: str
    reader: forms.Field
    example: str
    headings: tuple[str, ...] = ()

    @property
    def is_required(self) -> bool:
        """Tell whether a record without it is refused."""
        return self.reader.required

    def read(self, written: object) -> Any:
        """Return the value of what was written; raises ValidationError with one sentence."""
        reader, text = self.reader, "" if written is None else written
        if isinstance(reader, forms.ChoiceField):
            text = picked(reader, str(text))
        try:
            return reader.clean(text)
        except ValidationError as error:
            raise ValidationError(self._sentence(error, str(text))) from None

    def _sentence(self, error: ValidationError, written: str) -> str:
        """Say what is wrong in our words: the field is named, and so is what would be right."""
        code = error.error_list[0].code
        if code == "required":
            return sentence(code, self.label)
        if code == "invalid_choice" and isinstance(self.reader, forms.ChoiceField):
            known = ", ".join(label for _value, label in options(self.reader))
            return _("“%(written)s” is none of these: %(known)s.") % {"written": written[:WORD], "known": known}
        return str(error.messages[0])

    def told(self, value: object) -> str:
        """Return a value the way it is written, so that reading it gives the value again."""
        return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)

    def schema(self) -> dict[str, Any]:
        """Return the field as JSON Schema, with its purpose."""
        reader = self.reader
        found: dict[str, Any] = {"type": "string", "title": str(self.label), "description": str(self.purpose)}
        found |= {"x-purpose": str(self.purpose), "x-class": self.data_class, "examples": [self.example]}
        if format_ := FORMATS.get(type(reader)):
            found |= {"format": format_} if self.is_required else {"anyOf": [{"format": format_}, {"maxLength": 0}]}
        if isinstance(reader, forms.ChoiceField):
            found["enum"] = ["", *(value for value, _label in options(reader))]
        elif (longest := getattr(reader, "max_length", None)) is not None:
            found["maxLength"] = longest
        return found


def options(reader: forms.ChoiceField) -> Iterator[tuple[str, str]]:
    """Yield the answers of a choice with their labels."""
    choices: Any = reader.choices
    return ((str(value), str(label)) for value, label in choices if value != "")


def picked(reader: forms.ChoiceField, written: str) -> str:
    """Return the value of an answer that is written as its value or as its label, whatever the case."""
    said = written.strip().casefold()
    found = (value for value, label in options(reader) if said in (value.casefold(), label.casefold()))
    return next(found, written.strip())


class Whitelist:
    """The permitted fields of one kind of record, by name, in order."""

    def __init__(self, *fields: Permitted) -> None:
        self.by_name: Final[Mapping[str, Permitted]] = {field.name: field for field in fields}
        if len(self.by_name) < len(fields):
            raise ValueError("two permitted fields have the same name")

    def __iter__(self) -> Iterator[Permitted]:
        return iter(self.by_name.values())

    def __getitem__(self, name: str) -> Permitted:
        return self.by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self.by_name

    def read(self, record: Mapping[str, object]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """Return the values of a record and what is wrong with it: field and sentence.

        Fields that the record does not have are left alone unless they are required.
        """
        values: dict[str, Any] = {}
        faults: list[tuple[str, str]] = []
        for field in self:
            if field.name not in record and not field.is_required:
                continue
            try:
                values[field.name] = field.read(record.get(field.name))
            except ValidationError as error:
                faults.append((field.name, str(error.messages[0])))
        return values, faults
