"""The form of the house: our sentences, our look, and refusals of services at the field they belong to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quartier.kit import formats
from quartier.kit.errors import Refused

# Django's sentences say “this field”; ours name it, because the summary on top shows them without the field.
STANDARD = {
    "required": forms.Field.default_error_messages["required"],
    "invalid_choice": forms.ChoiceField.default_error_messages["invalid_choice"],
}


def sentence(code: str, label: object) -> str:
    """Return our own sentence for one of Django's standard errors."""
    if code == "required":
        return _("“%(label)s” is missing.") % {"label": label}
    return _("Please pick one of the answers to “%(label)s”.") % {"label": label}


class Form(forms.Form):
    """A form in our language; takes what `django.forms.Form` takes."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            label = field.label or forms.utils.pretty_name(name)
            for code, standard in STANDARD.items():
                if field.error_messages.get(code) == standard:
                    field.error_messages[code] = sentence(code, label)

    def refuse(self, refusal: Refused) -> None:
        """Put a service's refusal at its field, or on top when it names none of ours; what was typed stays."""
        refusal.note()
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))

    def shown(self) -> list[tuple[str, str, str]]:
        """Return name, label and readable value of every field that was answered or could have been."""
        return [
            (name, str(self[name].label), shown_value(self, name)) for name in self.fields if not self[name].is_hidden
        ]

    def __html__(self) -> SafeString:
        from quartier.kit.forms.drawing import fields  # noqa: PLC0415 – drawing knows forms

        return fields(self)

    __str__ = __html__
    render = __html__  # type: ignore[assignment]


def shown_value(form: forms.Form, name: str) -> str:
    """Return a cleaned value as people read it: labels of choices, German days and amounts, yes and no."""
    field, value = form.fields[name], form.cleaned_data.get(name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None or value in ("", []):
        return formats.NOTHING
    if isinstance(field, forms.ChoiceField):
        labels = dict(field.widget.choices)
        picked = value if isinstance(value, list) else [value]
        return ", ".join(str(labels.get(one, one)) for one in picked)
    if hasattr(field, "shown"):
        return str(field.shown(value))
    return str(field.prepare_value(value))
