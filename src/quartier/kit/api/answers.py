"""The answers to a form as a shape: its fields by their names, and that the person has confirmed them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartier.kit.api.shapes import LARGEST, Fault, Listing, Part, Parts, Plain, Shape
from quartier.kit.components.markup import Text
from quartier.kit.forms import Day, Email, Instant, Several, Whole
from quartier.values.zone import BERLIN

CONFIRMED: Final = "confirmed"
LONG: Final = 20_000
MANY: Final = 200
CONFIRM: Final = Part(
    CONFIRMED, Plain("boolean"), gettext_lazy("Without it nothing happens: you are only told what would be confirmed")
)


class Answers(Parts):
    """What a program sends in place of a form: every field that the form has, and `confirmed`.

    The form itself reads and refuses the values, so here only kinds are looked at.
    """

    def __init__(self, form: type[forms.Form] | None = None, *more: Part) -> None:
        fields = form.base_fields if form is not None else {}
        parts = (Part(name, shape_of(field), _purpose(name, field), required=False) for name, field in fields.items())
        if CONFIRMED in fields:
            raise ValueError(f"{form}: a field has the name by which programs confirm")
        super().__init__(*parts, *more, CONFIRM)

    def data(self, body: Mapping[str, Any]) -> QueryDict:
        """Return a body as a browser would have sent the form."""
        data = QueryDict(f"{CONFIRMED}=", mutable=True)
        for name, value in body.items():
            if value is None or value is False:
                continue
            data.setlist(name, [_written(one) for one in (value if isinstance(value, list) else [value])])
        return data


def _written(value: Any) -> str:
    """Return a value as people type it; an instant with its distance from UTC becomes German time."""
    if value is True:
        return "on"
    if isinstance(value, str) and "T" in value and value[:4].isdecimal():
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            return value
        return f"{instant.astimezone(BERLIN):%Y-%m-%dT%H:%M}" if instant.tzinfo else value
    return str(value)


def shape_of(field: forms.Field) -> Shape:
    """Return the shape of what a field of a form takes."""
    empty = not field.required
    if isinstance(field, Several | forms.MultipleChoiceField):
        return Listing(_Scalar(), MANY)
    if isinstance(field, forms.BooleanField):
        return Plain("boolean", empty=empty)
    if isinstance(field, Whole | forms.IntegerField):
        return Plain("integer", empty=empty)
    if isinstance(field, Day):
        return Plain("string", form="date", longest=MANY, empty=empty)
    if isinstance(field, Instant):
        return Plain("string", form="date-time", longest=MANY, empty=empty)
    if isinstance(field, forms.ChoiceField):
        return _choice(field, empty)
    longest = getattr(field, "max_length", None) or LONG
    return Plain("string", form="email" if isinstance(field, Email) else "", longest=longest, empty=empty)


def _choice(field: forms.ChoiceField, empty: bool) -> Shape:
    """Return the shape of a choice; the options of one that depends on the person are not known here."""
    choices: Any = field.choices
    options = tuple(str(value) for value, _label in choices)
    return Plain("string", options, empty=empty) if options else _Scalar(empty)


class _Scalar:
    """A text or a whole number, as keys of choices are."""

    def __init__(self, empty: bool = False) -> None:
        self.empty = empty

    def faults(self, value: Any, place: str) -> Iterator[Fault]:
        """Refuse what is neither."""
        if isinstance(value, int) and not isinstance(value, bool):
            yield from Plain("integer").faults(value, place)
        else:
            yield from Plain("string", longest=MANY, empty=self.empty).faults(value, place)

    def told(self, value: Any) -> Any:
        """Return the value."""
        return value

    def schema(self) -> dict[str, Any]:
        """Return the shape as JSON Schema."""
        kinds = ["string", "integer", *(["null"] if self.empty else [])]
        return {"type": kinds, "maxLength": MANY, "minimum": -LARGEST, "maximum": LARGEST}


def _purpose(name: str, field: forms.Field) -> Text:
    """Return what a field is for: the question that the form asks."""
    return field.label or _("Goes with “%(name)s” of what you have read") % {"name": name}
