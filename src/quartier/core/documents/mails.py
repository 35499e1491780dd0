"""Mail about documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from quartier.kit.mail import Action, Facts, Mail, Part, Text


@dataclass(frozen=True, kw_only=True)
class DocumentMail(Mail):
    """Says that a document is there and nothing about it: mail is read on the way (DWG-08)."""

    template: ClassVar[str] = "documents.published"

    corrects: bool = False

    def subject(self) -> str:
        """Return the subject line."""
        if self.corrects:
            return _("A corrected document is ready for you in the portal")
        return _("A new document is ready for you in the portal")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        said = _("there is a new document for you. Please log in to read it; we do not send contents by e-mail.")
        if self.corrects:
            said = _(
                "we have corrected a document of yours. Please log in to read the new version; the earlier one stays "
                "there as well. We do not send contents by e-mail."
            )
        return (
            Text(said),
            Action(_("Open the portal"), "/dokumente/"),
        )


@dataclass(frozen=True, kw_only=True)
class HiddenMail(Mail):
    """Tells the sender of a document that it has been hidden, and why (DWG-37)."""

    template: ClassVar[str] = "documents.hidden"

    title: str
    reason: str

    def subject(self) -> str:
        """Return the subject line."""
        return _("A document of yours has been hidden")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("we have hidden a document that you brought in. Nobody but you and our review can open it now.")),
            Facts(((_("Document"), self.title), (_("Reason"), self.reason))),
            Text(_("If you do not agree, please answer this e-mail.")),
        )
