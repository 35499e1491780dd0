"""Orders that staff prepare for customers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from quartier.core.catalogue import queries as catalogue
from quartier.core.checkout import queries, services, tables
from quartier.core.checkout.forms import OfferForm
from quartier.core.checkout.views.links import revoke_asked
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.clock import day_of
from quartier.kit.http import Request


@access(Audience.STAFF, needs="checkout.offer")
def offers(request: Request) -> HttpResponseBase:
    """List what staff prepared for customers, each with what has become of it."""
    table = tables.offers_at(request.now).bind(request, queries.offers_visible(request.user))
    return table.answer() or render(request, "checkout/offers.html", {"table": table})


@access(Audience.STAFF, needs="checkout.offer")
def offer(request: Request) -> HttpResponse:
    """Prepare an order for a customer; the link is shown once."""
    known = [one for one in catalogue.offers(day_of(request.now)) if one.is_open]
    if (company := request.user.entity_id) is not None:
        known = [one for one in known if one.product.entity_id == company]

    def done(confirmed: Confirmed) -> HttpResponse:
        given = confirmed.values
        choice = catalogue.Choice(int(given["product"]), (), given["quantity"])
        _link, secret = services.offer(
            actor=request.actor, at=request.now, choices=[choice], inputs={}, label=given["label"], entity_id=company
        )
        said = {"url": request.build_absolute_uri(reverse("checkout:linked", args=[secret]))}
        messages.success(request, _("The link is ready. Copy it now, it is shown only once: %(url)s") % said)
        return redirect("checkout:offers")

    return checked(
        request, OfferForm(request.POST or None, offers=known), key="checkout.offer", subject="checkout.offers",
        page="checkout/offer.html", done=done, submit=_("Make the link"),
    )  # fmt: skip


@access(Audience.STAFF, needs="checkout.offer")
def take_back(request: Request, link_id: int) -> HttpResponse:
    """Take an offer back, after a question."""
    link = get_object_or_404(queries.offers_visible(request.user), pk=link_id)
    return revoke_asked(request, link, reverse("checkout:offers"))
