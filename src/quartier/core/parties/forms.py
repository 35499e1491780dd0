"""Input about parties: shape only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartier.core.parties.models import AddressState, RelationshipKind
from quartier.kit.forms import DayField


class ContactForm(forms.Form):
    """A customer's own contact details."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}), required=False
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"})
    )
    street = forms.CharField(
        label=_("Street and number"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "street-address"})
    )
    postcode = forms.RegexField(
        r"^[0-9A-Z -]{3,10}$",
        label=_("Postcode"),
        error_messages={"invalid": _("Write the postcode, for example 40299.")},
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "size": 10}),
    )
    city = forms.CharField(label=_("City"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "address-level2"}))


class AddressStateForm(forms.Form):
    """Whether post reaches a party."""

    state = forms.ChoiceField(label=_("Address is"), choices=AddressState.choices, widget=forms.RadioSelect)
    since = DayField(label=_("Since"), required=False, help_text=_("Needed for an unknown address or one abroad"))


class RelationshipForm(forms.Form):
    """A new relationship to one legal entity."""

    legal_entity = forms.TypedChoiceField(
        label=_("Contracting party"), coerce=int, empty_value=None, required=False,
        help_text=_("The company that concludes the contract. Letters, mails and invoices name it."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), choices=RelationshipKind.choices)
    number = forms.CharField(label=_("Number"), max_length=30)
    subject = forms.CharField(label=_("Subject"), max_length=160, required=False, help_text=_("For example the flat"))
    started_on = DayField(label=_("Begin"))

    def __init__(self, *args: Any, entities: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["legal_entity"].choices = [("", _("Please choose")), *entities]  # type: ignore[attr-defined]
