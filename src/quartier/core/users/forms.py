"""Input for the users of an account."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartier.kit.forms import Email, Form, Line, Several
from quartier.kit.roles import customer_rights


def _rights() -> list[tuple[str, str]]:
    """Return the rights as choices; read when a form is made, because apps bring them."""
    return [(key, str(customer_rights[key])) for key in customer_rights.keys()]  # noqa: SIM118 – no dict


class RightsForm(Form):
    """What a user may do in the account."""

    rights = Several(
        label=_("May"),
        choices=_rights,
        required=False,
        help_text=_("Every user reads what the account holds. What costs money is charged to your account."),
    )


class UserForm(Form):
    """A new user of the account."""

    name = Line(label=_("Name"), max_length=120, autocomplete="off")
    user_name = Line(
        label=_("User name"), max_length=40, autocomplete="off", help_text=_("For the login. It cannot be changed.")
    )
    email = Email(label=_("E-mail address"), autocomplete="off", help_text=_("There the invitation goes."))
    rights = Several(
        label=_("May"),
        choices=_rights,
        required=False,
        help_text=_("Every user reads what the account holds. What costs money is charged to your account."),
    )
