"""Mail about leaving: that the access will end, and that it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as _

from quartier.kit.mail import Action, Facts, Mail, Part, Text


@dataclass(frozen=True, kw_only=True)
class EndAheadMail(Mail):
    """Tells a former customer that the access to the portal ends, while the data can still be taken along (DWG-33)."""

    template: ClassVar[str] = "leaving.ahead"

    last_on: date

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your access to the portal ends on %(day)s") % {"day": f"{self.last_on:%d.%m.%Y}"}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("your last contract with us ended some time ago. Therefore your portal access ends as well.")),
            Facts(((_("Last day"), self.last_on),)),
            Text(_("Until then you can take your documents, messages and data with you. You need do nothing else.")),
            Action(_("Take my data with me"), "/konto/schliessen/"),
        )


@dataclass(frozen=True, kw_only=True)
class ClosedMail(Mail):
    """Confirms that the access is closed, and says what stays and why (DWG-34, SBV-84)."""

    template: ClassVar[str] = "leaving.closed"

    ended_on: date
    stays: tuple[str, ...]

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your access to the portal is closed")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        more = [Text(_("These data stay, each for its reason:")), *(Text(f"– {line}") for line in self.stays)]
        return (
            Text(_("your access to the portal is closed. Nobody can log in with it any more.")),
            Facts(((_("Closed on"), self.ended_on),)),
            Text(_("Your contracts are not affected. What served the portal alone is deleted.")),
            *(more if self.stays else ()),
            Text(_("If you want to use the portal again later, ask us for a new access number or code.")),
        )
