"""Input about parties: shape only."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartier.core.parties.models import AddressState, IntakeMode, RelationshipKind
from quartier.core.parties.services import intake
from quartier.kit.forms import Choice, Day, Email, Form, Line, Phone, Upload


class ContactForm(Form):
    """A customer's own contact details."""

    email = Email(label=_("E-mail address"), required=False)
    phone = Phone(label=_("Phone"), required=False)
    mobile = Phone(label=_("Mobile phone"), required=False)
    street = Line(label=_("Street and number"), max_length=120, autocomplete="street-address")
    postcode = forms.RegexField(
        r"^[0-9A-Z -]{3,10}$",
        label=_("Postcode"),
        error_messages={"invalid": _("Write the postcode, for example 40299.")},
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "size": 10}),
    )
    city = Line(label=_("City"), max_length=80, autocomplete="address-level2")


class AddressStateForm(Form):
    """Whether post reaches a party."""

    state = Choice(label=_("Address is"), choices=AddressState.choices)
    since = Day(label=_("Since"), required=False, help_text=_("Needed for an unknown address or one abroad"))


class RelationshipForm(Form):
    """A new relationship to one legal entity."""

    legal_entity = forms.TypedChoiceField(
        label=_("Contracting party"), coerce=int, empty_value=None, required=False,
        help_text=_("The company that concludes the contract. Letters, mails and invoices name it."),
    )  # fmt: skip
    kind = Choice(label=_("Kind"), choices=RelationshipKind.choices)
    number = Line(label=_("Number"), max_length=30)
    subject = Line(label=_("Subject"), max_length=160, required=False, help_text=_("For example the flat"))
    started_on = Day(label=_("Begin"))

    def __init__(self, *args: Any, entities: list[tuple[int, str]], kinds: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [c for c in RelationshipKind.choices if c[0] in kinds]  # type: ignore[attr-defined]
        self.fields["legal_entity"].choices = [("", _("Please choose")), *entities]  # type: ignore[attr-defined]


LEFT_OUT = "-"


class IntakeForm(Form):
    """A file of master data; where columns are not known, also what each of them means."""

    file = Upload(label=_("File"), most_bytes=intake.LARGEST, endings=intake.ENDINGS, help_text=_("CSV, XLSX or ODS"))

    def __init__(self, *args: Any, headings: Sequence[str] = (), meanings: Mapping[str, str] | None = None) -> None:
        super().__init__(*args)
        self.headings = headings
        fields = [(field.name, field.label) for field in intake.MASTER_DATA]
        for place, heading in enumerate(headings):
            self.fields[f"heading_{place}"] = forms.CharField(
                initial=heading, widget=forms.HiddenInput, required=False, max_length=80
            )
            self.fields[f"column_{place}"] = Choice(
                label=heading, select=True, initial=(meanings or {}).get(heading) or LEFT_OUT,
                choices=[(LEFT_OUT, _("leave out, store nothing of it")), *fields],
            )  # fmt: skip

    @classmethod
    def sent(cls, data: Any, files: Any) -> IntakeForm:
        """Return the form that was sent, with the columns that it asked about."""
        places = itertools.takewhile(lambda place: f"heading_{place}" in data, range(intake.MOST_COLUMNS))
        return cls(data, files, headings=[data[f"heading_{place}"] for place in places])

    def chosen(self) -> dict[str, str]:
        """Return what was said about columns."""
        said = {heading: self.cleaned_data[f"column_{place}"] for place, heading in enumerate(self.headings)}
        return {heading: "" if field == LEFT_OUT else field for heading, field in said.items()}


class ApplyForm(Form):
    """What is to happen when some rows stop fitting meanwhile."""

    mode = Choice(label=_("Take over"), choices=IntakeMode.choices)
