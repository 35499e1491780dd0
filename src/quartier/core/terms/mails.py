"""Mail about legal texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quartier.kit.mail import Action, Facts, Mail, Part, Quote, Text


@dataclass(frozen=True, kw_only=True)
class TextMail(Mail):
    """Brings one version of a legal text, word for word, with its name and day (QX-07, QX-57)."""

    template: ClassVar[str] = "terms.text"

    title: str
    name: str
    dated_on: date
    words: str
    version_id: int

    def subject(self) -> str:
        """Return the subject line."""
        words = {"title": self.title, "name": self.name, "day": f"{self.dated_on:%d.%m.%Y}"}
        return _("%(title)s, %(name)s of %(day)s") % words

    def body(self) -> Sequence[Part]:
        """Return what the mail says, and the text word for word."""
        return (
            Text(
                _("here is the text that was asked for on our website. If you did not ask, you need not do anything.")
            ),
            Facts(((_("Text"), self.title), (pgettext("legal text", "Version"), self.name), (_("Of"), self.dated_on))),
            Action(_("Read the text in the portal"), reverse("terms:version", args=[self.version_id])),
            Quote(self.words),
        )
