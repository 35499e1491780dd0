"""Mail about restrictions: that one ends, before it does (Art. 18(3) GDPR)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from quartier.kit.mail import Action, Facts, Mail, Part, Text


@dataclass(frozen=True, kw_only=True)
class RestrictionEndsMail(Mail):
    """Tells a person that the restriction of their data ends, and why."""

    template: ClassVar[str] = "retention.ends"

    addressee: str
    reason: str

    def subject(self) -> str:
        """Return the subject line."""
        return _("The restriction of your data ends")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("at your wish we had restricted the use of your data. This restriction ends now.")),
            Facts(((_("Reason"), self.reason),)),
            Text(_("If you do not agree, answer us or complain to the supervisory authority.")),
            Action(_("Your rights"), "/meine-rechte/"),
        )
