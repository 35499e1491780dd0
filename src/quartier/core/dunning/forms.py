"""Input about default: shape only."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.dunning.models import HoldKind
from quartier.kit.forms import Choice, Day, Form, Line, Money, Number, Several, Text

DISPUTED, PAID, RATES = "disputed", "paid", "rates"


class ReceiptForm(Form):
    """When an invoice came."""

    received_on = Day(label=_("Received on"))
    how = Line(label=_("How you know"), max_length=200)


class ReasonForm(Form):
    """Why something is done."""

    reason = Line(label=_("Reason"), max_length=300)


class DamageForm(Form):
    """Further damage and what shows it."""

    what = Line(label=pgettext_lazy("damage", "What for"), max_length=120)
    amount = Money(label=_("Amount"))
    evidence = Line(label=_("Evidence"), max_length=300, help_text=_("Such as: invoice of the registry of 20 Feb."))


class ReduceForm(Form):
    """The lower amount of a fee, and why."""

    amount = Money(label=_("New amount"))
    reason = Line(label=_("Reason"), max_length=300)


class HoldForm(Form):
    """Why and how long reminders wait."""

    kind = Choice(label=_("Kind"), choices=HoldKind.choices)
    reason = Line(label=_("Reason"), max_length=500)
    until_on = Day(label=pgettext_lazy("hold", "Until"), required=False)


class PlanForm(Form):
    """Which claims are paid in how many rates."""

    claims = Several(label=_("Claims"), choices=())
    count = Number(label=_("Rates"), least=2, most=72, places=0)
    first_on = Day(label=_("First rate on"))
    note = Line(label=_("Note"), max_length=300, required=False)


class BaseRateForm(Form):
    """The base rate of a half-year."""

    starts_on = Day(label=_("Half-year from"))
    rate = Number(label=_("Base rate"), least=-5, most=20, places=2, unit="%")
    source = Line(label=_("Source"), max_length=200, help_text=_("Such as: Bundesanzeiger of 30 Dec."))


class SayForm(Form):
    """What a customer says about an overdue claim."""

    what = Choice(
        label=_("What do you want to tell us?"),
        choices=[
            (DISPUTED, _("I do not owe this")),
            (PAID, _("I have paid already")),
            (RATES, _("I want to pay in instalments")),
        ],
    )
    words = Text(label=_("Your words"), max_length=2_000)
