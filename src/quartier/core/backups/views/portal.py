"""What customers see: per contract whether backups are agreed, when the last was made, with what result (CC-21)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quartier.core.backups import queries
from quartier.core.parties import queries as parties
from quartier.kit.access import Audience, access
from quartier.kit.http import Request


@require_safe
@access(Audience.CUSTOMER, feature="backups")
def own(request: Request) -> HttpResponse:
    """Show the customer's contracts with their backups, or say plainly that none is made."""
    party = parties.party_of(request.user)
    if party is None:
        raise Http404
    return render(request, "backups/own.html", {"lines": queries.lines_of(party, request.now)})
