"""Mail about tokens of people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext as _

from quartier.kit.formats import instant
from quartier.kit.mail import Action, Facts, Mail, Part, Text


@dataclass(frozen=True, kw_only=True)
class TokenMail(Mail):
    """Tells a customer that a program can reach their data from now on."""

    template: ClassVar[str] = "api.token_made"

    addressee: str
    name: str
    may: tuple[str, ...]
    until: datetime

    def subject(self) -> str:
        """Return the subject line."""
        return _("A new access key for your data")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        lines = ((_("Name"), self.name), (_("May"), "; ".join(self.may)), (_("Works until"), instant(self.until)))
        return (
            Text(_("an access key has been made for your account. With it a program reaches your data.")),
            Facts(lines),
            Text(_("If this was not you, remove the key, choose a new password and write to us.")),
            Action(_("Look at the access keys"), "/konto/zugriff/"),
        )
