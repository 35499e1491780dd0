"""Which draft a page is about, whose it is, and whether its turn has come."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quartier.core.checkout import queries, services
from quartier.core.checkout.models import Draft
from quartier.core.checkout.rules import gap_before, steps_of, without
from quartier.core.providers.policies import BillingPolicy
from quartier.core.providers.policies.billing import PriceKind
from quartier.core.providers.queries import portal_of
from quartier.kit.access import Audience
from quartier.kit.clock import day_of
from quartier.kit.http import Request

PAGES: Final = {
    "basket": "checkout:basket",
    "details": "checkout:details",
    "person": "checkout:person",
    "payment": "checkout:payment",
    "review": "checkout:review",
}


def customer_of(request: Request) -> Any:
    """Return the account of a customer who is logged in; staff and visitors order as nobody."""
    is_customer = request.user.is_authenticated and request.user.audience == Audience.CUSTOMER
    return request.user if is_customer else None


def own_draft(request: Request, token: str) -> Draft:
    """Return the draft of an address; 404 for one that is over, of another account, or of nobody."""
    draft, user = queries.draft_of(token, request.now), customer_of(request)
    if draft is None or (draft.user_id is not None and (user is None or user.pk != draft.user_id)):
        raise Http404
    if draft.user_id is None and user is not None and draft.order_id is None:
        # Looking writes nothing: the draft becomes the account's with the first thing that is sent.
        draft.user, draft.done = user, without(draft.done, "person")
        if request.method == "POST":
            services.adopt(draft_id=draft.pk, user=user)
    return draft


def not_yet(request: Request, draft: Draft, step: str, token: str, *, paid: bool = True) -> HttpResponse | None:
    """Lead to the order when it was placed, and to the first step that is missing before this one (WR-012)."""
    if draft.order_id is not None:
        return redirect("checkout:thanks", token=token)
    gap = gap_before(step, draft.done, paid=paid)
    if not gap:
        return None
    messages.info(request, _("Something before this step is still missing. Please complete it first."))
    return redirect(PAGES[gap], token=token)


def progress(step: str, *, paid: bool = True) -> dict[str, Any]:
    """Return where the reader is, for the line on top of the page."""
    names = {
        "basket": _("Services"), "details": pgettext("order", "Details"), "person": _("Your data"),
        "payment": _("Payment"), "review": _("Check and order"),
    }  # fmt: skip
    steps = steps_of(paid=paid)
    return {"step_names": [names[one] for one in steps], "step_at": steps.index(step) + 1}


def shows_net(request: Request) -> bool:
    """Tell whether this provider's prices are net, because it serves no consumers."""
    return portal_of(request).policy(BillingPolicy, day_of(request.now)).prices is PriceKind.NET
