"""Input about contracts: shape only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.contracts import rules
from quartier.core.contracts.models import AgreementKind
from quartier.core.documents import queries as documents
from quartier.kit.forms import Choice, Day, Form, Line, Text, Upload
from quartier.law.bgb.form import Sending

PAPERS = (".pdf", ".png", ".jpg", ".jpeg")
# What somebody in the office holds in hand; clicks and forms of the portal come by themselves.
ARRIVED = (Sending.LETTER, Sending.SIGNATURE, Sending.FAX, Sending.SCAN, Sending.EMAIL, Sending.SPOKEN)
USE, DISMISS = "use", "dismiss"
WAYS = [(one.value, _(one.label)) for one in (rules.Way.ORDINARY, rules.Way.CHANGE, rules.Way.CAUSE)]
OUR_WAYS = [(one.value, _(one.label)) for one in (rules.Way.ORDINARY, rules.Way.OBJECTION, rules.Way.CAUSE)]


def _channels() -> list[tuple[str, Any]]:
    return [(one.value, _(one.label)) for one in ARRIVED]


class NoticeForm(Form):
    """A notice by the customer: in which of the ways that are open, and perhaps with which later day."""

    way = Choice(label=_("How do you want to end the contract?"), choices=lambda: WAYS)
    wish_on = Day(label=_("With which day, if later"), required=False)
    reason = Text(label=_("Reason"), required=False, max_length=2000)

    def __init__(self, *args: Any, ways: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if ways:
            self.fields["way"].choices = list(ways)  # type: ignore[attr-defined]
            self.fields["way"].initial = ways[0][0]


class PaperForm(Form):
    """Something with a signed file."""

    paper_needed = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"] = Upload(
            label=_("Scan or signed file"), most_bytes=documents.limits().largest, endings=PAPERS,
            required=self.paper_needed,
        )  # fmt: skip


class ReceivedForm(PaperForm):
    """A notice by the customer that has reached the office."""

    paper_needed = False
    channel = Choice(label=_("How it came"), choices=_channels)
    received_on = Day(label=_("Received on"))
    way = Choice(
        label=_("Kind of notice"),
        choices=WAYS,
    )
    wish_on = Day(label=_("With which day, if later"), required=False)
    words = Text(label=_("What it says"), required=False, max_length=4000)


class ProviderForm(Form):
    """A notice by the company."""

    way = Choice(
        label=_("Kind of notice"),
        choices=lambda: [
            (one.value, _(one.label)) for one in (rules.Way.ORDINARY, rules.Way.OBJECTION, rules.Way.CAUSE)
        ],
    )
    received_on = Day(label=_("Reaches the customer on"), help_text=_("By e-mail that is today."))
    reason = Text(label=_("Reason"), required=False, max_length=2000)


class StopForm(Form):
    """Why a service is stopped."""

    reason = Text(
        label=_("Reason"), required=False, max_length=2000,
        help_text=_("Needed for paid services: why going on is unreasonable or uneconomic. The customer reads it."),
    )  # fmt: skip


class RevokeForm(Form):
    """How both sides agreed to go on."""

    because = Line(label=_("How both sides agreed"), max_length=300)


class AmendmentForm(Form):
    """What an amendment changes."""

    title = Line(label=_("What changes"), max_length=160)
    words = Text(label=_("Wording"), max_length=20_000)


class EffectForm(PaperForm):
    """From when an amendment holds, with the file that both sides signed."""

    signed_on = Day(label=_("Signed by both on"))
    effective_on = Day(label=_("Holds from"))


class AgreementForm(PaperForm):
    """What was agreed in writing."""

    paper_needed = False
    kind = Choice(label=_("What was agreed"), choices=AgreementKind.choices)
    channel = Choice(label=_("How it was agreed"), choices=_channels)
    agreed_on = Day(label=_("Agreed on"))
    words = Text(label=_("Wording"), required=False, max_length=4000)


class InvoiceForm(Form):
    """The invoice for a contract year."""

    invoiced_on = Day(label=_("Date of the invoice"))
    number = Line(label=_("Number of the invoice"), max_length=40, required=False)


class CandidateForm(Form):
    """A ground to end a contract that no program sees."""

    ground = Choice(label=_("Ground"), choices=lambda: [(one.value, _(one.label)) for one in rules.BY_HAND])
    note = Text(label=_("What happened"), max_length=2000)


class DecideForm(Form):
    """What staff decide about a ground."""

    decision = Choice(
        label=_("Decision"),
        choices=[
            (DISMISS, pgettext_lazy("candidate", "The contract goes on")),
            (USE, pgettext_lazy("candidate", "End the contract for good cause")),
        ],
    )
    reason = Text(label=_("Reason"), max_length=2000, help_text=_("If the contract ends, the customer reads it."))
