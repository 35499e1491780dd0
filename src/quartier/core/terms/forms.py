"""What is ticked, each text on its own and none beforehand (DWG-12)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartier.core.terms.queries import Document
from quartier.kit.forms import Form, Tick

WORDS = {
    "terms": _("I accept the terms of use."),
    "privacy": _("I have taken note of the privacy notice."),
}
REFUSED = {
    "terms": _("Without the terms of use there is no access. Please tick the box if you accept them."),
    "privacy": _("Please read the privacy notice and tick the box."),
}


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
