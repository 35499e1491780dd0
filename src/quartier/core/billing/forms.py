"""Input about billing: shape only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.billing.rules.kinds import FeeKind
from quartier.kit.forms import Choice, Clock, Day, Form, Line, Money, Number, Tick, Whole

RHYTHMS = [
    ("1", pgettext_lazy("rhythm", "every month")),
    ("3", pgettext_lazy("rhythm", "every quarter")),
    ("6", pgettext_lazy("rhythm", "every half year")),
    ("12", pgettext_lazy("rhythm", "every year")),
]


class RunForm(Form):
    """A new run."""

    entity_id = forms.TypedChoiceField(label=_("Company"), coerce=int)
    through_on = Day(label=_("Bill what is due through"))

    def __init__(self, *args: Any, entities: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entity_id"].choices = entities  # type: ignore[attr-defined]


class RhythmForm(Form):
    """When something that recurs is billed."""

    rhythm = Choice(label=pgettext_lazy("rhythm", "It is billed"), choices=RHYTHMS)
    in_advance = Tick(label=_("In advance"), required=False)

    def clean_rhythm(self) -> int:
        """Return months."""
        return int(self.cleaned_data["rhythm"])


class EffortForm(Form):
    """What a contract says about work by effort."""

    valid_from = Day(label=_("From"))
    hourly_net = Money(
        label=_("Price of an hour, net"), least=Decimal("0.01"), required=False,
        help_text=_("Empty: as the price list says"),
    )  # fmt: skip
    surcharge = Number(
        label=_("Surcharge at night, on Sundays and public holidays"), least=0, most=100, unit="%", required=False,
        help_text=_("Empty: as your terms say"),
    )  # fmt: skip


class FeeForm(Form):
    """A fee of the price list."""

    kind = Choice(label=pgettext_lazy("fee", "Fee"), choices=())
    on = Day(label=_("Day"), help_text=_("The price of this day counts."))
    because = Line(label=_("Why"), max_length=300, help_text=_("The customer reads it on the invoice."))

    def __init__(self, *args: Any, fees: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = fees  # type: ignore[attr-defined]

    def clean_kind(self) -> FeeKind:
        """Return the kind."""
        return FeeKind(self.cleaned_data["kind"])


class WorkForm(Form):
    """Work for a customer."""

    contract = Choice(label=_("Contract"), choices=(), required=False)
    project = Line(label=_("Project"), max_length=80, required=False)
    worked_on = Day(label=_("Day"))
    began = Clock(label=_("Began at"), required=False, help_text=_("Only needed for work at night"))
    minutes = Whole(label=_("Minutes"), least=1, most=1440)
    what = Line(label=_("What was done"), max_length=200)
    is_charged = Tick(label=_("To be charged"), required=False, help_text=_("Beyond what was ordered"))
    is_unplanned = Tick(label=_("Caused by the customer and not planned"), required=False)

    def __init__(self, *args: Any, contracts: Sequence[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"worked_on": today}, **kwargs)
        self.fields["contract"].choices = [("", _("None of them")), *contracts]  # type: ignore[attr-defined]


class BecauseForm(Form):
    """How a question was settled."""

    because = Line(label=_("How it was settled"), max_length=300)
