"""Mail that parties get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as _

from quartier.kit.mail import Action, Facts, Mail, Part, Text


@dataclass(frozen=True, kw_only=True)
class WelcomeMail(Mail):
    """Confirms a new contractual relationship and names the contracting party (DWG-01, DWG-13)."""

    template: ClassVar[str] = "parties.welcome"

    addressee: str
    kind: str
    number: str
    subject_matter: str
    started_on: date
    entity_name: str

    def subject(self) -> str:
        """Return the subject line."""
        about = {"entity": self.entity_name, "contract": self.subject_matter or self.kind}
        return _("Your contract with %(entity)s: %(contract)s") % about

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        lines = [
            (_("Contracting party"), self.entity_name),
            (_("Contract"), self.kind),
            (_("Number"), self.number),
            (_("Begin"), f"{self.started_on:%d.%m.%Y}"),
        ]
        if self.subject_matter:
            lines.insert(2, (_("Subject"), self.subject_matter))
        return (
            Text(_("we have noted your contract. Please check the details and write to us if something is wrong.")),
            Facts(tuple(lines)),
            Action(_("Open the portal"), "/anmelden/"),
        )
