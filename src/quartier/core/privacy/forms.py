"""Shape of what people choose on the privacy pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from django import forms
from django.utils.translation import gettext_lazy as _

from quartier.core.privacy.queries import Controller
from quartier.kit.forms import Choice, Form

PERIODS = (7, 30, 90, 365)
USUAL_PERIOD = 30


class ObjectionForm(Form):
    """What a visitor objects to."""

    about = Choice(
        label=_("What do you object to?"),
        choices=[("analysis", _("Counting of page views")), ("log", _("Request log for security"))],
    )


class PeriodForm(Form):
    """How many days to look back; anything unknown counts as the usual period."""

    tage = forms.TypedChoiceField(
        label=_("Time span"), coerce=int, required=False, choices=[(n, f"{n}") for n in PERIODS]
    )

    @property
    def days(self) -> int:
        """Return the chosen number of days."""
        chosen: int | Literal[""] | None = self.cleaned_data.get("tage") if self.is_valid() else None
        return chosen or USUAL_PERIOD


class ControllerForm(Form):
    """For which controller somebody acts."""

    controller = Choice(label=_("Company that answers for the data"))

    def __init__(self, data: Any = None, *, controllers: Sequence[Controller]) -> None:
        super().__init__(data)
        self._controllers = {c.key: c for c in controllers}
        field = self.fields["controller"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(c.key, c.name) for c in controllers]
        if len(controllers) == 1:
            self.initial["controller"] = controllers[0].key

    def clean_controller(self) -> Controller:
        """Return the chosen controller itself."""
        return self._controllers[self.cleaned_data["controller"]]
