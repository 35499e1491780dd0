"""Input about addresses for events: shape only."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.webhooks.extension import event_kinds
from quartier.core.webhooks.models import URL_LENGTH
from quartier.kit.forms import Form, Line, Several


class EventsForm(Form):
    """What an address is told of."""

    events = Several(label=_("What it is told of"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["events"].choices = [(one.key, one.label) for one in event_kinds]  # type: ignore[attr-defined]


class HookForm(EventsForm):
    """A new address."""

    url = Line(
        label=pgettext_lazy("web", "Address"), max_length=URL_LENGTH,
        help_text=_("Begins with https://. Your program listens there."),
    )  # fmt: skip
    field_order = ("url", "events")
