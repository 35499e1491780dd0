"""Input for staff accounts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from quartier.core.accounts.labels import ROLE_LABELS
from quartier.kit.forms import Email, Form, Line, Secret, Several
from quartier.kit.roles import data_areas


def _areas() -> list[tuple[str, str]]:
    """Return the data areas as choices; read when a form is made, because apps bring them."""
    return [(key, str(data_areas[key])) for key in data_areas.keys()]  # noqa: SIM118 – a registry is no dict


class StaffForm(Form):
    """A new member of staff."""

    name = Line(label=_("Name"), max_length=120)
    email = Email(label=_("E-mail address"), autocomplete="off")
    roles = Several(label=_("Roles"), choices=list(ROLE_LABELS.items()), required=False)
    areas = Several(
        label=_("Data areas"),
        choices=_areas,
        required=False,
        help_text=_("Whose data this person needs for the work. None is chosen beforehand; the lead sees every area."),
    )
    password = Secret(
        label=_("First password"),
        help_text=_("At least 12 characters. Hand it over in person; it can be changed after the first login."),
        autocomplete="new-password",
    )


class DutiesForm(Form):
    """What a member of staff works as, and with whose data."""

    roles = Several(label=_("Roles"), choices=list(ROLE_LABELS.items()), required=False)
    areas = Several(
        label=_("Data areas"),
        choices=_areas,
        required=False,
        help_text=_("Whose data this person needs for the work. The lead sees every area."),
    )
