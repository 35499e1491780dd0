"""Input about deadlines: shape only."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from quartier.kit.forms import Day, Form, Line


class ExtendForm(Form):
    """A later end and why."""

    last_on = Day(label=_("New last day"))
    reason = Line(label=_("Reason"), max_length=200)


class ReasonForm(Form):
    """Why a deadline is paused or cancelled."""

    reason = Line(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, needed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needed


class AddressForm(Form):
    """What a calendar address is called."""

    name = Line(
        label=_("Name"),
        max_length=60,
        help_text=_("Where you use it, such as “Mobile phone”. It is only for you to tell it apart."),
    )
