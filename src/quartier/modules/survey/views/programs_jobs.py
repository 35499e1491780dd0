"""What a customer's own program reads of our work on an order, and says about changes of its result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from quartier.core.orders import queries as orders
from quartier.kit.api import COUNT, INSTANT, TEXT, Call, Listing, Part, Parts, acts, endpoint
from quartier.modules.survey.forms.jobs import AgreeForm, WishForm
from quartier.modules.survey.queries import jobs as queries
from quartier.modules.survey.views import wishes

MANY: Final = 500
DELIVERY: Final = Parts(
    Part("number", COUNT, _("Count the deliveries")),
    Part("delivered_at", INSTANT, _("Say when it was delivered")),
    Part("documents", Listing(COUNT, MANY), _("The documents of it, to be fetched with your documents")),
)
WISH: Final = Parts(
    Part("words", TEXT, _("Say what you want changed")),
    Part("state", TEXT, _("Say whether it is asked, quoted, agreed, done or declined")),
    Part("gross", TEXT, _("Say the price with VAT, with a point before the cents")),
    Part("asked_at", INSTANT, _("Say when you asked")),
)
WORK: Final = Parts(
    Part("state", TEXT, _("Say how far it is: checking, waiting, ready, drawing, review, making, delivered or ended")),
    Part("outputs", Listing(TEXT, MANY), _("What is delivered")),
    Part("deliveries", Listing(DELIVERY, MANY), _("What was delivered, the earliest first")),
    Part("wishes", Listing(WISH, MANY), _("Your wishes for changes, the earliest first")),
)


@endpoint("GET", like=wishes.ask, summary=_("Read how far our work on an order is"), gives=WORK, stands_for=())
def work(request: Call, order_id: int) -> Mapping[str, Any]:
    """Tell state, deliveries and wishes of an order that we draw for."""
    order = get_object_or_404(orders.of_account(request.user), pk=order_id)
    job = queries.of_order(order)
    if job is None:
        raise Http404
    return {
        "state": job.state,
        "outputs": job.outputs,
        "deliveries": [
            {"number": one.number, "delivered_at": one.delivered_at, "documents": one.files}
            for one in job.deliveries.all()
        ],
        "wishes": [
            {"words": one.words, "state": one.state, "gross": str(one.gross), "asked_at": one.asked_at}
            for one in job.wishes.all()
        ],
    }


ask = acts(wishes.ask, WishForm, summary=_("Wish for a change of a result"), stands_for=("survey:change_ask",))
agree = acts(wishes.agree, AgreeForm, summary=_("Agree to the price of a change"), stands_for=("survey:change_agree",))
decline = acts(wishes.decline, summary=_("Leave a result as it is"), stands_for=("survey:change_decline",))
