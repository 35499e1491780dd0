"""Input about invoices: shape only."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from quartier.core.invoices.rules.trips import Cause
from quartier.core.invoices.rules.words import Channel
from quartier.kit.forms import Choice, Day, Form, Line, Money, Text, Tick
from quartier.law.ustg.parties import Customer

LONG = 300
PARTS = 3


class NothingForm(Form):
    """Only the question is answered."""


class ReasonForm(Form):
    """Why an invoice is taken back."""

    because = Line(label=_("Reason, as the customer reads it"), max_length=LONG)


class CreditForm(ReasonForm):
    """How much of an invoice is credited."""

    net = Money(label=_("Net sum"), required=False, help_text=_("Empty: all that is not credited yet."))


class ReceiptForm(Form):
    """When a document arrived, and how that is known."""

    received_on = Day(label=_("Arrived on"))
    evidence = Line(label=_("Known from"), max_length=LONG)


class PostedForm(Form):
    """When a printed document went to the post."""

    posted_on = Day(label=_("Posted on"))


class PreferenceForm(Form):
    """How invoices go to a customer."""

    channel = Choice(label=_("Sent by"), choices=[(one.value, _(one.label)) for one in Channel])
    email = Line(label=_("E-mail for invoices"), max_length=254, required=False)
    notice = Tick(label=_("A mail tells the sum and the day it is due"), required=False)
    recipient = Choice(
        label=_("Billed as"), required=False, select=True,
        choices=[("", _("as the standing says")), *((one.value, _(one.label)) for one in Customer)],
    )  # fmt: skip
    leitweg_id = Line(label=_("Leitweg-ID"), max_length=46, required=False)
    vat_id = Line(label=_("VAT ID"), max_length=20, required=False)


class BillForm(Form):
    """An invoice by hand."""

    title = Line(label=_("What for"), max_length=160)
    supply_to = Day(label=_("Supplied on"))
    lines = Text(
        label=_("Lines"), max_length=4000,
        help_text=_("One a line: quantity; net price of one; what. For example: 2; 49,50; Advice in hours"),
    )  # fmt: skip
    key = Line(label=_("Own reference"), max_length=40, help_text=_("Nothing is billed twice under one reference."))

    def clean_lines(self) -> list[tuple[Decimal, Decimal, str]]:
        """Read the lines; says which one cannot be read."""
        found = []
        for place, one in enumerate(self.cleaned_data["lines"].splitlines(), 1):
            if one.strip():
                found.append(_line(place, one))
        return found


def _line(place: int, text: str) -> tuple[Decimal, Decimal, str]:
    parts = [part.strip() for part in text.split(";", 2)]
    try:
        quantity, price = (Decimal(part.replace(".", "").replace(",", ".")) for part in parts[:2])
    except (InvalidOperation, ValueError):
        parts = []
    if len(parts) != PARTS or not parts[2] or quantity <= 0 or not quantity.is_finite() or not price.is_finite():
        raise ValidationError(_("Line %(place)s cannot be read."), params={"place": place})
    return quantity, price, parts[2]


class ExternalForm(Form):
    """A service of others."""

    title = Line(label=_("Service"), max_length=160)
    supplier = Line(label=_("Who performs it"), max_length=160)
    net = Money(label=_("Net price"))
    prepaid = Tick(label=_("To be paid before it is commissioned"), required=False)
    responsible = Tick(label=_("We answer for choice and supervision"), required=False)
    agreement = Line(label=_("Agreement in writing"), max_length=LONG, required=False)
    fee = Money(label=_("Fee for choice and supervision, net"), required=False)


class TripForm(Form):
    """A trip to the place."""

    made_on = Day(label=_("Day of the trip"))
    cause = Choice(label=_("Cause"), choices=[(one.value, _(one.label)) for one in Cause])
    because = Line(label=_("What happened"), max_length=LONG)
    multi_family = Tick(label=_("Multi-family house"), required=False)


class ShipmentForm(Form):
    """Things handed over to a carrier."""

    handed_over_on = Day(label=_("Handed over on"))
    carrier = Line(label=_("Carrier"), max_length=120)
    tracking = Line(label=_("Number of the shipment"), max_length=80, required=False)
    net = Money(label=_("Shipping costs, net"), required=False)
    agreement = Line(label=_("Free by agreement in writing"), max_length=LONG, required=False)


class ChangeForm(Form):
    """A later wish, and whose fault it is about."""

    wish = Line(label=_("What the customer wants changed"), max_length=LONG)
    our_error = Tick(label=_("Our error: it costs nothing"), required=False)


class AcceptedForm(Form):
    """How the customer accepted a fee."""

    how = Line(label=_("How the customer accepted the fee"), max_length=LONG)


def money(given: Any) -> Decimal:
    """Return a sum, zero where none was given."""
    return given if isinstance(given, Decimal) else Decimal("0.00")
