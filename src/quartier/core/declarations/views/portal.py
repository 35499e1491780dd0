"""What customers see of their declarations."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quartier.core.declarations import queries
from quartier.core.parties import queries as parties
from quartier.kit.access import Audience, access
from quartier.kit.http import Request


@require_safe
@access(Audience.CUSTOMER, stays_open=True)
def own(request: Request) -> HttpResponse:
    """List what the customer has declared: content, receipt, and what came of it."""
    party = parties.party_of(request.user)
    if party is None:
        raise Http404
    return render(request, "declarations/own.html", {"lines": queries.lines_of(party.pk)})
