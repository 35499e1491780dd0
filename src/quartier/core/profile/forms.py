"""Input about one's own data: shape only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartier.kit.forms import Choice, Day, Email, Form, Line, Phone, Text


class ContactForm(Form):
    """A customer's own contact details, but the e-mail address, which is confirmed by a link."""

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


class AddressForm(Form):
    """The address under which we reach somebody."""

    email = Email(label=_("E-mail address"), help_text=_("We send a link there. The address counts when you use it."))


class IdentityForm(Form):
    """What identifies somebody in their contracts, and why it changes; `known` says which fields there are."""

    given_name = Line(label=_("Given name"), max_length=80, required=False, autocomplete="given-name")
    name = Line(label=_("Name"), max_length=120, autocomplete="family-name")
    born_on = Day(label=_("Date of birth"), required=False)
    reason = Text(label=_("What has changed?"), max_length=400, help_text=_("For example: married on 3 May"))

    def __init__(self, *args: Any, known: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in ("given_name", "name", "born_on"):
            if field not in known:
                del self.fields[field]

    def wanted(self) -> dict[str, str]:
        """Return what was entered, as text by field."""
        values = {field: self.cleaned_data[field] for field in self.fields if field != "reason"}
        return {field: str(value or "").strip() for field, value in values.items()}


APPROVE, REFUSE = "approve", "refuse"


class DecisionForm(Form):
    """What staff decide about a name or birthday."""

    verdict = Choice(label=_("Decision"), choices=[(APPROVE, _("Approve")), (REFUSE, _("Refuse"))])
    answer = Text(
        label=_("Answer to the customer"), max_length=400, required=False, help_text=_("Needed when you refuse")
    )
