"""What is ticked, each text on its own and none beforehand (DWG-12), and what staff write about texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.terms.models import TextKind
from quartier.core.terms.queries import Document
from quartier.core.terms.rules.reading import LARGEST, MOST_SIGNS
from quartier.kit.forms import Choice, Day, Email, Form, Line, Text, Tick, Upload

WORDS = {
    "terms": _("I accept the terms of use."),
    "privacy": _("I have taken note of the privacy notice."),
}
REFUSED = {
    "terms": _("Without the terms of use there is no access. Please tick the box if you accept them."),
    "privacy": _("Please read the privacy notice and tick the box."),
}
FILES = (".md", ".txt", ".docx", ".pdf")


class AcceptForm(Form):
    """One box for each text, and the digests of what was shown."""

    def __init__(self, *args: Any, documents: Sequence[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.documents = documents
        for one in documents:
            self.fields[one.kind] = Tick(
                label=WORDS[one.kind], required=True, error_messages={"required": REFUSED[one.kind]}
            )
            self.fields[f"{one.kind}_digest"] = forms.CharField(initial=one.digest, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Refuse an answer to words that are not published any more."""
        given: dict[str, Any] = super().clean() or {}
        for one in self.documents:
            if f"{one.kind}_digest" in given and given[f"{one.kind}_digest"] != one.digest:
                self.add_error(one.kind, _("The text has changed meanwhile. Please read it once more."))
        return given


class SendForm(Form):
    """Where a text goes."""

    email = Email(label=_("E-mail address"), help_text=_("We use it for this one e-mail."))


class TextForm(Form):
    """A text that there is no version of yet."""

    kind = Choice(label=pgettext_lazy("legal text", "Kind"), choices=TextKind.choices)
    title = Line(label=pgettext_lazy("legal text", "Title"), max_length=120)
    key = forms.SlugField(
        label=_("Short name in addresses"), max_length=20, help_text=_("Small letters, digits and hyphens.")
    )
    for_scope = Line(label=_("For whom or what"), max_length=40, required=False,
                     help_text=_("Only for special terms, such as partners."))  # fmt: skip


class NamingForm(Form):
    """How a version is called, and its day."""

    name = Line(label=_("Name of the version"), max_length=60, help_text=_("As it stands in the text, such as 1.3."))
    dated_on = Day(label=_("Date of the version"))


class ImportForm(Form):
    """A file that becomes a draft; name and day are read from the text where they are left empty."""

    file = Upload(label=_("File"), most_bytes=LARGEST, endings=FILES)
    name = Line(label=_("Name of the version"), max_length=60, required=False,
                help_text=_("Empty: as the text names itself."))  # fmt: skip
    dated_on = Day(label=_("Date of the version"), required=False, help_text=_("Empty: as the text dates itself."))
    is_legacy = Tick(
        label=_("This text was in force before it came here"),
        help_text=_("It stays word for word, also where it is unfinished, and is marked."),
        required=False,
    )


class DraftForm(NamingForm):
    """The words of a draft."""

    body = Text(label=pgettext_lazy("legal text", "Words"), max_length=MOST_SIGNS, widget=forms.Textarea({"rows": 30}))


class PublishForm(Form):
    """Why a version is published."""

    reason = Line(label=_("Reason"), max_length=300, required=False,
                  help_text=_("Needed when another version is in force."))  # fmt: skip
