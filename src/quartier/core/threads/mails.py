"""Mail about threads: that there is something to read, never what it says (DWG-09)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from quartier.kit.mail import Action, Mail, Part, Text


@dataclass(frozen=True, kw_only=True)
class AnswerMail(Mail):
    """Says that an answer is waiting, with the way to it and nothing of it."""

    template: ClassVar[str] = "threads.answer"

    path: str

    def subject(self) -> str:
        """Return the subject line."""
        return _("A new message for you in the portal")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("we have written to you. You can read the message and answer it in the portal after logging in.")),
            Action(_("Read the message"), self.path),
        )


@dataclass(frozen=True, kw_only=True)
class ReceiptMail(Mail):
    """Names the number under which a report has arrived, and nothing that it says (WR-050)."""

    template: ClassVar[str] = "threads.receipt"

    number: int
    path: str

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your report number %(number)s has arrived") % {"number": self.number}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        words = _("your report has arrived and has the number %(number)s. You can follow it in the portal.")
        return (Text(words % {"number": self.number}), Action(_("See the report"), self.path))
