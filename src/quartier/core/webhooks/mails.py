"""Mails about addresses for events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quartier.kit.mail import Action, Facts, Mail, Part, Text


@dataclass(frozen=True, kw_only=True)
class AddedMail(Mail):
    """Tells a customer that a program is told of their things from now on."""

    template: ClassVar[str] = "webhooks.added"

    addressee: str
    url: str
    events: tuple[str, ...]
    hook_id: int

    def subject(self) -> str:
        """Return the subject line."""
        return _("A new address that is told of your orders")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        told = ((pgettext("web", "Address"), self.url), (_("Is told of"), "; ".join(self.events)))
        return (
            Text(_("an address has been set up in your account that is told what happens with your things.")),
            Facts(told),
            Text(_("If this was not you, remove the address, choose a new password and write to us.")),
            Action(_("Look at the address"), f"/webhooks/{self.hook_id}/"),
        )


@dataclass(frozen=True, kw_only=True)
class SilentMail(Mail):
    """Tells a customer that one of their addresses does not answer and is paused."""

    template: ClassVar[str] = "webhooks.given_up"

    addressee: str
    url: str
    tries: int
    hook_id: int

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your address for events does not answer")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        told = ((pgettext("web", "Address"), self.url), (_("Tries"), str(self.tries)))
        return (
            Text(_("we could not reach one of your addresses and have paused it.")),
            Facts(told),
            Text(_("What happens meanwhile is kept for 30 days and sent when you let the address go on.")),
            Action(_("Look at the address"), f"/webhooks/{self.hook_id}/"),
        )
