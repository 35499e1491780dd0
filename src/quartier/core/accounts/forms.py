"""Input for staff accounts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from quartier.core.accounts.labels import ROLE_LABELS


class StaffForm(forms.Form):
    """A new member of staff."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"))
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=list(ROLE_LABELS.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
    password = forms.CharField(
        label=_("First password"),
        help_text=_("At least 12 characters. Hand it over in person; it can be changed after the first login."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class RolesForm(forms.Form):
    """What a member of staff works as."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=list(ROLE_LABELS.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
