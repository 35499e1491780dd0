"""Input for staff accounts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartier.core.accounts.labels import ROLE_LABELS
from quartier.kit.forms import Email, Form, Line, Secret, Several


class StaffForm(Form):
    """A new member of staff."""

    name = Line(label=_("Name"), max_length=120)
    email = Email(label=_("E-mail address"), autocomplete="off")
    roles = Several(label=_("Roles"), choices=list(ROLE_LABELS.items()), required=False)
    password = Secret(
        label=_("First password"),
        help_text=_("At least 12 characters. Hand it over in person; it can be changed after the first login."),
        autocomplete="new-password",
    )


class RolesForm(Form):
    """What a member of staff works as."""

    roles = Several(label=_("Roles"), choices=list(ROLE_LABELS.items()), required=False)
