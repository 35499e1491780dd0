"""Mail about threads: that there is something to read, never what it says (DWG-09)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quartier.kit.mail import Action, Facts, Mail, Part, Quote, Text
from quartier.kit.mail.letter import one_line


@dataclass(frozen=True, kw_only=True)
class AnswerMail(Mail):
    """Says that an answer is waiting, with the way to it and nothing of it."""

    template: ClassVar[str] = "threads.answer"

    path: str
    by_mail: bool = False

    def subject(self) -> str:
        """Return the subject line."""
        return _("A new message for you in the portal")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("we have written to you. You can read the message and answer it in the portal after logging in.")),
            Action(_("Read the message"), self.path),
            *([Text(_("To answer, you can also reply to this e-mail."))] if self.by_mail else ()),
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


@dataclass(frozen=True, kw_only=True)
class AskMail(Mail):
    """Asks for what is missing in a report by mail; without it the report is not taken (QX-51)."""

    template: ClassVar[str] = "threads.ask"

    received_at: datetime
    missing: Sequence[str]
    with_files: bool

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your report of a defect: something is still missing")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        needed = {
            "text": (_("Description"), _("what is defective, and where")),
            "steps": (_("Steps"), _("what leads to it, one after the other, so that we can see it too")),
            "impact": (
                pgettext("report", "Impact"),
                _("whether you can use it not at all, in part, or whether it only disturbs"),
            ),
        }
        arrived = {"at": one_line(self.received_at)}
        again = _("Please attach your files again: they are kept with a complete report alone.")
        return (
            Text(_("your report of a defect arrived on %(at)s. To look into it we still need:") % arrived),
            Facts(tuple(needed[name] for name in self.missing)),
            Text(_("Please reply to this e-mail and begin each part with its word and a colon. "
                   "When your first e-mail arrived stays noted.")),
            *([Text(again)] if self.with_files else ()),
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class LeftOutMail(Mail):
    """Names files that came by mail and were not taken, with the reasons."""

    template: ClassVar[str] = "threads.left_out"

    number: int
    files: Sequence[tuple[str, str]]

    def subject(self) -> str:
        """Return the subject line."""
        return _("Attachments of your e-mail were not taken")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        words = _("your e-mail has arrived as request number %(number)s, but not all of its attachments:")
        return (Text(words % {"number": self.number}), Facts(tuple(self.files)))


@dataclass(frozen=True, kw_only=True)
class ContactMail(Mail):
    """Confirms a request of somebody without an account, with the secret link to it and nothing of it (SBV-89)."""

    template: ClassVar[str] = "threads.contact"

    token: str
    until: datetime

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your request has arrived")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (Text(self.opening()), Action(_("Open the request"), reverse("threads:contact_one", args=[self.token])),
                Text(_("Whoever has the link can read and withdraw the request; it is valid until %(until)s. "
                       "Did you not write to us? Then withdraw it with the same link, and it is deleted.")
                     % {"until": one_line(self.until)}))  # fmt: skip

    def opening(self) -> str:
        """Return what has happened."""
        return _("your request has arrived. Under this link you read our answer, go on writing, and withdraw it:")


@dataclass(frozen=True, kw_only=True)
class ContactAnswerMail(ContactMail):
    """Says that an answer is waiting under a fresh secret link."""

    template: ClassVar[str] = "threads.contact_answer"

    def subject(self) -> str:
        """Return the subject line."""
        return _("We have answered your request")

    def opening(self) -> str:
        """Return what has happened."""
        return _("we have answered your request. Under this link you read the answer, go on writing, and withdraw it:")
