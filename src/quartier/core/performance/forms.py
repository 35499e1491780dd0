"""Input about performance: shape only."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.documents import queries as documents
from quartier.core.performance.rules import Attempted, Counted, Resolution
from quartier.kit.forms import Choice, Day, Form, Line, Money, Text, Tick, Upload
from quartier.law.bgb.form import Sending

PAPERS = (".pdf", ".png", ".jpg", ".jpeg")


class PromiseForm(Form):
    """A date for a delivery."""

    what = Line(label=_("What is delivered"), max_length=160)
    due_on = Day(
        label=pgettext_lazy("delivery", "Date"),
        help_text=_("It is not binding. Whoever has the right can mark it as binding afterwards."),
    )


class KeptForm(Form):
    """When it was delivered."""

    kept_on = Day(label=_("Day of the delivery"))


class DropForm(Form):
    """Why a date is taken back."""

    reason = Line(label=_("Reason"), max_length=300)


class ReceivedForm(Form):
    """A reminder that reached the office."""

    channel = Choice(label=_("How it came"), choices=lambda: [(one.value, _(one.label)) for one in Sending])
    received_on = Day(label=_("Received on"))
    words = Text(label=_("What it says"), max_length=2000, required=False)


class RemindForm(Form):
    """A reminder that a customer writes in the portal."""

    words = Text(
        label=_("Your reminder"),
        max_length=2000,
        help_text=_("Say what you are waiting for. From its receipt we are late if nothing else stands in the way."),
    )


class DutyForm(Form):
    """What the customer has to do first."""

    what = Line(label=_("What the customer has to do"), max_length=200)
    since_on = Day(label=_("Asked for on"))


class DoneForm(Form):
    """When the customer did it."""

    done_on = Day(label=_("Done on"))


class ObstacleForm(Form):
    """Why a contract cannot be performed as agreed."""

    why = Text(label=_("Why it cannot be performed as agreed"), max_length=2000)
    found_on = Day(label=_("Found on"))


class AttemptForm(Form):
    """Another specification that was tried."""

    proposal = Text(label=_("Other specification"), max_length=2000)
    tried_on = Day(label=_("Tried on"))
    outcome = Choice(label=_("What came of it"), choices=lambda: [(one.value, _(one.label)) for one in Attempted])


class ClaimForm(Form):
    """A claim for the register."""

    what = Line(label=_("What is claimed"), max_length=200)
    amount = Money(label=_("Amount claimed"), required=False)
    arose_on = Day(label=_("Day of the damage"))
    counted = Choice(label=_("Limitation by the terms"), choices=lambda: [(one.value, _(one.label)) for one in Counted])
    counted_from = Day(label=_("Day of the delivery or acceptance"))
    monthly_fee = Money(label=_("Monthly fee"), required=False)
    agreed_fee = Money(label=_("Fee agreed once"), required=False, help_text=_("Leave both out for a free service."))
    is_unlimited = Tick(
        label=_("It is about life, body or health, intent, gross negligence or product liability"), required=False
    )


class CloseForm(Form):
    """What became of a claim."""

    state = Choice(
        label=_("What became of it"),
        choices=lambda: [(one.value, _(one.label)) for one in Resolution if one is not Resolution.OPEN],
    )
    reason = Line(label=_("Reason"), max_length=300)


class GuaranteeForm(Form):
    """A guarantee with its signed confirmation."""

    words = Text(label=_("Wording of the guarantee"), max_length=2000)
    confirmed_on = Day(label=_("Day of the signature"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paper"] = Upload(
            label=_("Signed confirmation"), most_bytes=documents.limits().largest, endings=PAPERS,
            required=False, help_text=_("Without it there is no guarantee."),
        )  # fmt: skip
