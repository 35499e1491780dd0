"""Mail about invoices: that one is there, with its sum and the day it is due, and where it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as _

from quartier.kit.mail import Action, Facts, Mail, Part, Text


@dataclass(frozen=True, kw_only=True)
class InvoiceMail(Mail):
    """Tells the sum of an invoice and when it is due (QX-32); `attached` says that the paper travels with it."""

    template: ClassVar[str] = "invoices.issued"

    number: str
    kind: str
    title: str
    total: str
    due_on: date | None
    terms: str
    path: str
    attached: bool

    def subject(self) -> str:
        """Return the subject line."""
        return f"{self.kind} {self.number}"

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        due = [(_("Due on"), self.due_on)] if self.due_on else []
        words = _("please find the document attached.") if self.attached else _("a new document is ready for you.")
        return (
            Text(words),
            Facts(
                ((_("Document"), f"{self.kind} {self.number}"), (_("For"), self.title), (_("Sum"), self.total), *due)
            ),
            *([Text(self.terms)] if self.terms else []),
            Action(_("See the document"), self.path),
        )
