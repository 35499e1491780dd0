"""Input about parties: shape only."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartier.core.parties.models import AddressState, RelationshipKind
from quartier.kit.forms import Choice, Day, Email, Form, Line, Phone


class ContactForm(Form):
    """A customer's own contact details."""

    email = Email(label=_("E-mail address"), required=False)
    phone = Phone(label=_("Phone"), required=False)
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
