"""Refusals: what a service says when the rules do not allow what was asked. Nothing has changed then."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """The base of all refusals. A subclass sits beside the service that raises it and brings one clear sentence.

    `message` is shown to people, so it is translated and free of internals; `field` names the form field it
    belongs to, if there is one. Views explain the refusals they know; the rest is rendered as 409.
    """

    message: str | Promise = _("This is not possible at the moment.")
    field: str | None = None
    status = 409

    def __init__(self, message: str | Promise | None = None, *, field: str | None = None) -> None:
        if message is not None:
            self.message = message
        if field is not None:
            self.field = field
        super().__init__(str(self.message))

    def __str__(self) -> str:
        return str(self.message)

    def note(self) -> None:
        """Write down that this was refused, where that has to be kept; called when everything else is undone."""


class FeatureOff(Refused):
    """The provider has switched this function off."""

    message = _("This function is switched off at the moment.")
    status = 404
