"""Mail about backups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext as _

from quartier.kit.mail import Action, Facts, Mail, Part, Text


@dataclass(frozen=True, kw_only=True)
class BackupMissingMail(Mail):
    """Tells responsible staff that a contract has no fresh backup (CC-21)."""

    template: ClassVar[str] = "backups.missing"

    contract: str
    due_at: datetime
    reason: str
    page: str

    def subject(self) -> str:
        """Return the subject line."""
        return _("A backup was not made: %(contract)s") % {"contract": self.contract}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("a backup that we have agreed on with a customer was not made. Please look after it.")),
            Facts(((_("Contract"), self.contract), (_("Due"), self.due_at), (_("Reason"), self.reason))),
            Action(_("See the backups of this contract"), self.page),
        )
