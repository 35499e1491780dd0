"""The price list, for everybody (QX-04)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quartier.core.catalogue import queries
from quartier.core.providers.policies import BillingPolicy
from quartier.core.providers.policies.billing import PriceKind
from quartier.core.providers.queries import portal_of
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.http import Request


@require_safe
@access(Audience.PUBLIC)
def price_list(request: Request) -> HttpResponse:
    """Show all prices of today with the day since when they read so."""
    offers, since = queries.price_list(day_of(request.now))
    is_net = portal_of(request).policy(BillingPolicy, day_of(request.now)).prices is PriceKind.NET
    return render(request, "catalogue/price_list.html", {"offers": offers, "since": since, "is_net": is_net})
