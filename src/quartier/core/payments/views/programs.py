"""What a customer's own program reads and does about payments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from quartier.core.payments import queries
from quartier.core.payments.forms import AccountForm, SetOffForm
from quartier.core.payments.views import portal
from quartier.kit.api import COUNT, DAY, TEXT, Call, Listing, Part, Parts, acts, endpoint

MANY: Final = 10_000
PAYMENT: Final = Parts(
    Part("id", COUNT, _("Name the payment")),
    Part("received_on", DAY, _("Say when it came in")),
    Part("amount", TEXT, _("Say the amount, with a point before the cents")),
    Part("way", TEXT, _("Say how it was paid")),
    Part("state", TEXT, _("Say whether it is booked or went back")),
)
REFUND: Final = Parts(
    Part("id", COUNT, _("Name the refund")),
    Part("amount", TEXT, _("Say the amount, with a point before the cents")),
    Part("because", TEXT, _("Say what it is for")),
    Part("state", TEXT, _("Say how far it is")),
)


@endpoint("GET", like=portal.own, summary=_("Read your payments and refunds"), gives=Parts(
    Part("payments", Listing(PAYMENT, MANY), _("What you have paid, the latest first")),
    Part("refunds", Listing(REFUND, MANY), _("What goes back to you, the latest first"))),
    stands_for=("payments:own", "payments:pay"))  # fmt: skip
def own(request: Call) -> Mapping[str, Any]:
    """Tell what the customer has paid and what goes back."""
    party = portal.own_party(request)
    return {
        "payments": [
            {"id": row.pk, "received_on": row.received_on, "amount": f"{row.amount:.2f}", "way": row.kind,
             "state": row.state}
            for row in queries.payments_of(party.pk)
        ],
        "refunds": [
            {"id": row.pk, "amount": f"{row.amount:.2f}", "because": row.because, "state": row.state}
            for row in queries.refunds_of(party.pk)
        ],
    }  # fmt: skip


ask_back = acts(portal.ask_back, summary=_("Have a credit paid back"), stands_for=("payments:ask_back",))
account = acts(
    portal.account, AccountForm, summary=_("Name the account for a refund"), stands_for=("payments:account",)
)
set_off = acts(portal.set_off, SetOffForm, summary=_("Declare a set-off"), stands_for=("payments:declare_set_off",))
