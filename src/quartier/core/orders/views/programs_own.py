"""What a customer's own program reads and answers about orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from quartier.core.orders import queries
from quartier.core.orders.forms import AnswerForm
from quartier.core.orders.models import Order
from quartier.core.orders.views import portal
from quartier.core.orders.views.shown import lines_of
from quartier.kit.api import COUNT, INSTANT, INSTANT_IF_ANY, TEXT, Call, Listing, Part, Parts, acts, endpoint

MANY: Final = 10_000
ORDER: Final = Parts(
    Part("id", COUNT, _("Name the order in addresses")),
    Part("number", TEXT, _("Name the order as mails do")),
    Part("title", TEXT, _("Say what was ordered")),
    Part("state", TEXT, _("Say how far it is")),
    Part("gross", TEXT, _("Say the price with VAT, with a point before the cents")),
    Part("placed_at", INSTANT, _("Say when it was ordered")),
    Part("accepted_at", INSTANT_IF_ANY, _("Say when the contract was concluded, if it was")),
    Part("due_at", INSTANT_IF_ANY, _("Say until when it is to be done, if a day is known")),
)
LINE: Final = Parts(
    Part("title", TEXT, _("Say what is bought")),
    Part("quantity", COUNT, _("Say how many")),
    Part("net", TEXT, _("Say the price without VAT")),
)
HAPPENED: Final = Parts(
    Part("at", INSTANT, _("Say when it happened")),
    Part("what", TEXT, _("Say what happened")),
    Part("words", TEXT, _("Say what was written")),
)
ONE: Final = Parts(
    Part("order", ORDER, _("The order itself")),
    Part("lines", Listing(LINE, MANY), _("What it is made of")),
    Part("missing", Listing(TEXT, MANY), _("What we wait for")),
    Part("due", TEXT, _("Say what is still to be paid")),
    Part("happened", Listing(HAPPENED, MANY), _("What happened, the earliest first")),
)


@endpoint("GET", like=portal.own, summary=_("Read your orders"), gives=Parts(
    Part("orders", Listing(ORDER, MANY), _("Your orders, the latest first"))), stands_for=("orders:own",))  # fmt: skip
def own(request: Call) -> Mapping[str, Any]:
    """Tell the customer's orders."""
    return {"orders": [_told(row) for row in queries.of_account(request.user)]}


@endpoint("GET", like=portal.own_one, summary=_("Read one order"), gives=ONE, stands_for=("orders:own_one",))
def own_one(request: Call, order_id: int) -> Mapping[str, Any]:
    """Tell one order: what is in it, what is missing, what happened."""
    order = get_object_or_404(queries.of_account(request.user), pk=order_id)
    return {
        "order": _told(order),
        "lines": [
            {name: one[name] for name in ("title", "quantity")} | {"net": str(one["net"])} for one in lines_of(order)
        ],
        "missing": list(order.missing),
        "due": str(queries.due_of(order)),
        "happened": [
            {"at": one.at, "what": one.get_kind_display(), "words": one.words}
            for one in queries.shown_to_customer(order)
        ],
    }


answer = acts(
    portal.answer, AnswerForm, summary=_("Answer what we asked about an order"), stands_for=("orders:answer",)
)


def _told(order: Order) -> Mapping[str, Any]:
    return {
        "id": order.pk, "number": order.number, "title": order.title, "state": order.get_state_display(),
        "gross": str(order.gross), "placed_at": order.placed_at, "accepted_at": order.accepted_at,
        "due_at": order.due_at,
    }  # fmt: skip
