"""Input about consents: shape only. No box is ticked in advance."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartier.core.consents.extension import consent_purposes
from quartier.core.consents.rules import GIVEN_THROUGH, TAKEN_BACK_THROUGH
from quartier.core.documents import queries as documents
from quartier.kit.forms import Choice, Day, Form, Text, Tick, Upload

ALL = "*"
PAPERS = (".pdf", ".png", ".jpg", ".jpeg")


def _purposes() -> list[tuple[str, Any]]:
    return [(one.key, one.label) for one in consent_purposes]


class GiveForm(Form):
    """A yes to one wording; `text` is the wording that the page shows."""

    agreed = Tick(label=_("I agree"), error_messages={"required": _("Tick the box if you agree.")})
    text = forms.IntegerField(widget=forms.HiddenInput)


class NoteForm(Form):
    """A consent that reached the office on paper or with an electronic signature."""

    purpose = Choice(label=_("Purpose"), choices=_purposes)
    channel = Choice(label=_("How it came"), choices=lambda: [(c.value, _(c.label)) for c in GIVEN_THROUGH])
    said_on = Day(label=_("Day of the signature"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"] = Upload(
            label=_("Scan or signed file"), most_bytes=documents.limits().largest, endings=PAPERS
        )


class TakenBackForm(Form):
    """How a revocation or an objection reached the office."""

    channel = Choice(label=_("How it came"), choices=lambda: [(c.value, _(c.label)) for c in TAKEN_BACK_THROUGH])


class RevocationForm(TakenBackForm):
    """Which consent is taken back."""

    purpose = Choice(label=_("Purpose"), choices=lambda: [(ALL, _("All consents")), *_purposes()])
    field_order = ("purpose", "channel")


class TextForm(Form):
    """The German wording of a consent."""

    body = Text(
        label=_("Wording"),
        max_length=4000,
        help_text=_("In German: for what, which data, who gets them, and that the consent can be revoked at any time."),
    )
