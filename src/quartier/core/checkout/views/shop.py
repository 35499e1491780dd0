"""What can be ordered, and the beginning of an order."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from quartier.core.catalogue import queries as catalogue
from quartier.core.checkout import services
from quartier.core.checkout.views.drafts import customer_of, shows_net
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.network import client_ip


@require_safe
@access(Audience.PUBLIC, feature="orders")
def shop(request: Request) -> HttpResponse:
    """Show everything that can be ordered, with its price (WR-001)."""
    offers = [one for one in catalogue.offers(day_of(request.now)) if one.is_open]
    return render(request, "checkout/shop.html", {"offers": offers, "is_net": shows_net(request)})


@access(Audience.PUBLIC, feature="orders")
def product(request: Request, slug: str) -> HttpResponse:
    """Show one service; its button begins an order, which binds nobody to anything."""
    row = catalogue.product_keyed(slug)
    if row is None:
        raise Http404
    offer = catalogue.offers(day_of(request.now), products=[row])[0]
    context = {"offer": offer, "is_net": shows_net(request), "wanted": catalogue.wanted_of(row.uploads),
               "asked": catalogue.asked_of(row.inputs)}  # fmt: skip
    if request.method != "POST":
        return render(request, "checkout/product.html", context)
    try:
        services.count(f"begin:{client_ip(request)}", services.BEGUN_AN_HOUR, at=request.now)
        choice = [catalogue.Choice(row.pk)]
        _draft, token = services.begin(at=request.now, choices=choice, user=customer_of(request))
    except Refused as refusal:
        return render(request, "checkout/product.html", {**context, "refusal": refusal}, status=refusal.status)
    return redirect("checkout:basket", token=token)
