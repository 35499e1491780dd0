"""What a product asks as fields of a form. What was answered is kept as it was typed and can be checked again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from quartier.core.catalogue.extension import fulfilment_of
from quartier.core.catalogue.models import Product
from quartier.core.catalogue.rules.shapes import CHOICE, DATE, LONG, NUMBER, Asked, asked_of, wanted_of
from quartier.kit.forms import Choice, Day, Line, Number, Text
from quartier.kit.forms.form import sentence

LONGEST: Final = 2000
LARGEST: Final = 10_000_000
MANY: Final = 7


def entry_fields(product: Product) -> dict[str, forms.Field]:
    """Return a field for each entry that a product asks for, by its key."""
    return {one.key: _field(one) for one in asked_of(product.inputs)}


def entry_faults(product: Product, given: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with answers: a sentence by the key of the entry; nothing when they can be worked with."""
    known, faults = entry_fields(product), {}
    for key, field in known.items():
        try:
            field.clean(given.get(key, ""))
        except ValidationError as error:
            faults[key] = " ".join(error.messages)
    for key in given.keys() - known.keys():
        faults[key] = _("Nobody asked for “%(key)s”.") % {"key": key}
    if faults:
        return faults
    return {
        key: str(said) for key, said in fulfilment_of(product.kind).check_input(product=product, given=given).items()
    }


def wanted_faults(product: Product, files: Mapping[str, int]) -> dict[str, str]:
    """Return which files are missing or too many: a sentence by their key; `files` says how many there are."""
    faults = {}
    for one in wanted_of(product.uploads):
        count, bounds = files.get(one.key, 0), {"label": one.label, "least": one.least, "most": one.most}
        if count < one.least:
            said = _("“%(label)s” is missing. We cannot begin without it; please add at least %(least)s.")
            faults[one.key] = said % bounds
        elif count > one.most:
            faults[one.key] = _("“%(label)s”: at most %(most)s files are possible.") % bounds
    return faults


def told(product: Product, given: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return label and answer of every entry that was answered, as people read it."""
    answers = [(one, str(given.get(one.key, "")).strip()) for one in asked_of(product.inputs)]
    return [(one.label, _with_unit(answer, one.unit)) for one, answer in answers if answer]


def _with_unit(answer: str, unit: str) -> str:
    return answer if not unit or answer.endswith(unit) else f"{answer} {unit}"


def _field(one: Asked) -> forms.Field:
    common: dict[str, Any] = {"label": one.label, "required": one.required}
    made: forms.Field
    if one.kind == NUMBER:
        made = Number(least=0, most=LARGEST, unit=one.unit, **common)
    elif one.kind == CHOICE:
        made = Choice(choices=[(value, value) for value in one.choices], select=len(one.choices) > MANY, **common)
    elif one.kind == DATE:
        made = Day(**common)
    elif one.kind == LONG:
        made = Text(max_length=LONGEST, **common)
    else:
        made = Line(max_length=200, autocomplete="off", **common)
    for code in ("required", "invalid_choice"):
        if code in made.error_messages:
            made.error_messages[code] = sentence(code, one.label)
    return made
