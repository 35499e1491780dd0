"""Mail about threads: that there is something to read, never what it says (DWG-09)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext as _

from quartier.kit.mail import Action, Facts, Mail, Part, Quote, Text


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


@dataclass(frozen=True, kw_only=True)
class ConfirmationMail(Mail):
    """Puts into text what was agreed or ordered by telephone; without it that binds nobody (CC-04, CC-67)."""

    template: ClassVar[str] = "threads.confirmation"

    words: str
    contract: str
    called_at: datetime

    def subject(self) -> str:
        """Return the subject line."""
        return _("Confirmation of our telephone call")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        facts: list[tuple[str, object]] = [(_("Telephone call"), self.called_at)]
        if self.contract:
            facts.append((_("Contract"), self.contract))
        return (
            Text(_("we confirm what we discussed on the telephone. It counts with this confirmation.")),
            Facts(tuple(facts)),
            Quote(self.words),
            Text(_("Please tell us at once if something is not as you meant it.")),
        )
