"""Input about declarations: shape only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.declarations.extension import Candidate
from quartier.core.declarations.labels import named_kinds
from quartier.core.documents import queries as documents
from quartier.kit.forms import Choice, Day, Form, Line, Text, Upload
from quartier.law.bgb.form import Sending

BY_STAFF: Final = (Sending.LETTER, Sending.FAX, Sending.SCAN, Sending.EMAIL, Sending.SIGNATURE, Sending.SPOKEN)
PAPERS: Final = (".pdf", ".jpg", ".jpeg", ".png", ".txt")


class RecordForm(Form):
    """A declaration that reached the office by letter, fax, e-mail or telephone (DWG-40, CC-81)."""

    kind = Choice(label=pgettext_lazy("declaration", "What is declared"), choices=lambda: named_kinds(by_staff=True))
    channel = Choice(label=_("How it came"), choices=lambda: [(one.value, _(one.label)) for one in BY_STAFF])
    received_on = Day(label=_("Received on"))
    dispatched_on = Day(
        label=pgettext_lazy("declaration", "Sent on"), required=False,
        help_text=_("Postmark, or the time in the e-mail. For a withdrawal this day decides."),
    )  # fmt: skip
    name = Line(label=_("Name"), max_length=160)
    contact = Line(
        label=_("E-mail or postal address for the answer"), max_length=254, required=False, autocomplete="off"
    )
    about = Line(label=_("Number of the contract, or what it is about"), max_length=300)
    ends_on = Day(label=_("Wished end, if one is named"), required=False)
    words = Text(label=_("Words"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"] = Upload(
            label=_("Scan or file"), most_bytes=documents.limits().largest, endings=PAPERS, required=False
        )


class MatchForm(Form):
    """Which of the candidates a declaration is about."""

    subject = Choice(label=_("It is about"), choices=())
    dispatched_on = Day(
        label=pgettext_lazy("declaration", "Sent on"), required=False,
        help_text=_("Postmark, or the time in the e-mail. For a withdrawal this day decides."),
    )  # fmt: skip

    def __init__(self, *args: Any, found: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = [(one.subject, one.label) for one in found]  # type: ignore[attr-defined]


class RejectForm(Form):
    """Why a declaration has no effect."""

    reason = Text(label=_("Reason"), max_length=2000, help_text=_("Whoever declared it reads this."))
