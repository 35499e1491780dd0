"""Input about money: shape only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.parties import services as parties
from quartier.core.payments.extension import payment_kinds
from quartier.core.payments.rules.set_off import Counterclaim
from quartier.kit.errors import Refused
from quartier.kit.forms import Choice, Day, Form, Line, Money, Secret, Text, Tick

TAKEN, BROUGHT = "taken", "brought"
ACCEPT, REFUSE = "accept", "refuse"


class AccountForm(Form):
    """To which account money goes back."""

    holder = Line(label=_("Account holder"), max_length=120, autocomplete="name")
    iban = Line(label=_("IBAN"), max_length=42, help_text=_("It stands on your bank card and on every statement"))

    def clean_iban(self) -> str:
        """Return the number without spaces, or say that it is not right."""
        try:
            return parties.checked_iban(self.cleaned_data["iban"])
        except Refused as refusal:
            raise ValidationError(str(refusal)) from None


class SetOffForm(Form):
    """What a customer sets off."""

    amount = Money(label=pgettext_lazy("set-off", "Amount of your claim"))
    words = Text(label=_("Your claim"), max_length=2000, help_text=_("What do we owe you, since when and why?"))


class HandForm(Form):
    """A payment that staff type in."""

    kind = Choice(label=pgettext_lazy("payment", "Way"), choices=())
    amount = Money(label=_("Amount"))
    received_on = Day(label=_("Received on"))
    reference = Line(label=pgettext_lazy("payment", "Reference"), max_length=140, required=False)
    agreement = Choice(label=_("Agreement about cheques"), choices=(), required=False)

    def __init__(self, *args: Any, agreements: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hand = [(key, payment_kinds[key].label) for key in payment_kinds.keys() if payment_kinds[key].by_hand]  # noqa: SIM118
        self.fields["kind"] = Choice(label=pgettext_lazy("payment", "Way"), choices=hand)
        if agreements:
            self.fields["agreement"] = Choice(label=_("Agreement about cheques"), choices=agreements, required=False)
        else:
            del self.fields["agreement"]
        self.order_fields(["kind", "amount", "received_on", "reference", "agreement"])


class ReturnForm(Form):
    """A payment that went back."""

    on = Day(label=_("Went back on"))
    costs = Money(label=_("Costs of the bank"), required=False)
    reason = Line(label=_("Reason"), max_length=160)
    not_answerable = Tick(label=_("The customer is not answerable for it"), required=False)


class ReasonForm(Form):
    """Why."""

    reason = Line(label=_("Reason"), max_length=160)


class DecideForm(Form):
    """What becomes of a set-off."""

    verdict = Choice(label=_("Decision"), choices=[(ACCEPT, _("Book the set-off")), (REFUSE, _("Do not accept it"))])
    standing = Choice(
        label=_("How the counterclaim stands"), choices=[(one.value, _(one.label)) for one in Counterclaim]
    )
    reason = Line(label=_("Reason for the customer"), max_length=300, required=False)


class CarryForm(Form):
    """Cash that is carried to the bank or from it."""

    way = Choice(
        label=pgettext_lazy("cash", "What"), choices=[(BROUGHT, _("Brought to the bank")), (TAKEN, _("From the bank"))]
    )
    amount = Money(label=_("Amount"))


class PayPalForm(Form):
    """The credentials of a company at PayPal."""

    client_id = Line(label=_("Client ID"), max_length=120)
    secret = Secret(label=_("Secret"), required=False, help_text=_("Left empty, the one known stays"))
    webhook_id = Line(label=_("Webhook ID"), max_length=60, required=False)
    is_live = Tick(label=_("Real money (without it: PayPal's sandbox)"), required=False)
