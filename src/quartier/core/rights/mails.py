"""Mail about requests: that one was received and until when it is answered, and that there is an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as _

from quartier.core.rights.rules import Request
from quartier.kit.mail import Action, Facts, Mail, Part, Text

PAGE = "/meine-rechte/"


def complaint(authority: str) -> str:
    """Return the sentence on the right to complain, with the authority by name (SBV-99)."""
    if not authority:
        return _("You may complain to a supervisory authority at any time: the one of the Land in which you live.")
    return _("You may complain to a supervisory authority at any time: %(authority)s.") % {"authority": authority}


@dataclass(frozen=True, kw_only=True)
class RequestReceivedMail(Mail):
    """Confirms a request about personal data and names the day by which it is answered."""

    template: ClassVar[str] = "rights.received"

    addressee: str
    kind: str
    answer_by: date
    authority: str = ""

    def subject(self) -> str:
        """Return the subject line."""
        return _("We have your request about your data")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("we have received your request and are working on it.")),
            Facts(((_("Request"), _(Request(self.kind).label)), (_("Answer by"), f"{self.answer_by:%d.%m.%Y}"))),
            Action(_("See the request"), PAGE),
            Text(complaint(self.authority)),
        )


@dataclass(frozen=True, kw_only=True)
class RequestAnsweredMail(Mail):
    """Tells that there is news about a request; the answer itself stays in the portal."""

    template: ClassVar[str] = "rights.answered"

    addressee: str
    kind: str
    answer_by: date | None
    answer: str = ""
    authority: str = ""

    def subject(self) -> str:
        """Return the subject line."""
        return _("News about your request about your data")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        facts = [(_("Request"), _(Request(self.kind).label))]
        if self.answer_by is not None:
            facts.append((_("Answer by"), f"{self.answer_by:%d.%m.%Y}"))
        if self.answer:
            # Whose account is gone cannot read it in the portal.
            return (*map(Text, self.answer.splitlines()), Facts(tuple(facts)), Text(complaint(self.authority)))
        if self.answer_by is None:
            said = _("we have answered your request. For your protection the answer stands in the portal only.")
        else:
            said = _("our answer takes longer. The reasons stand in the portal.")
        return (Text(said), Facts(tuple(facts)), Action(_("See the request"), PAGE), Text(complaint(self.authority)))
