"""Input about documents: shape only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.documents import queries
from quartier.core.documents.extension import document_kinds
from quartier.core.documents.rules import ENDINGS, Allowance
from quartier.kit.forms import Choice, Form, Line, Text, Tick, Upload, Whole

TITLE = 160
REASON = 500


class SendForm(Form):
    """One file."""

    def __init__(self, *args: Any, allowed: Allowance, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = Upload(label=_("File"), most_bytes=allowed.largest, endings=allowed.endings)


class FilingForm(Form):
    """What a customer says about a file they sent."""

    title = Line(label=_("Title"), max_length=TITLE)
    kind = Choice(label=pgettext_lazy("document", "Kind"), choices=())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(k.key, k.label) for k in document_kinds if k.from_customers]  # type: ignore[attr-defined]


class AboutForm(Form):
    """What staff say about documents they publish: kind, year, title."""

    kind = Choice(label=pgettext_lazy("document", "Kind"), choices=())
    year = Whole(label=_("Year"), required=False, least=1990, most=2100, help_text=_("The year that it is about"))
    title = Line(label=_("Title"), max_length=TITLE, required=False, help_text=_("Otherwise kind and year"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [kind for kind in document_kinds if kind.is_offered and not kind.from_customers]
        self.fields["kind"].choices = [(kind.key, kind.label) for kind in offered]  # type: ignore[attr-defined]


class PublishForm(AboutForm):
    """One document for one customer."""

    legal_entity = forms.TypedChoiceField(label=_("Company"), coerce=int, help_text=_("Answers for the document"))
    is_confidential = Tick(
        label=_("Confidential"), required=False,
        help_text=_("Only the customer, the lead and data protection open it; every opening is written down."),
    )  # fmt: skip

    def __init__(self, *args: Any, entities: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["legal_entity"].choices = list(entities)  # type: ignore[attr-defined]
        self.fields["file"] = Upload(label=_("File"), most_bytes=queries.limits().largest, endings=tuple(ENDINGS))


class VersionForm(Form):
    """A corrected version of a document."""

    title = Line(label=_("Title"), max_length=TITLE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = Upload(label=_("File"), most_bytes=queries.limits().largest, endings=tuple(ENDINGS))
        self.order_fields(["file", "title"])


class ReasonForm(Form):
    """Why a document is hidden or shown again; the sender reads it."""

    reason = Text(label=_("Reason"), max_length=REASON, help_text=_("The one who brought it in reads this."))


class ReportForm(Form):
    """What is wrong with a document."""

    reason = Text(label=_("What is wrong with it?"), max_length=REASON)
