"""What customers see: their own periods, why each ends when it ends, and what follows."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quartier.core.deadlines import queries
from quartier.core.parties import queries as parties
from quartier.kit.access import Audience, access
from quartier.kit.formats import voice
from quartier.kit.http import Request


@require_safe
@access(Audience.CUSTOMER)
def own(request: Request) -> HttpResponse:
    """List the customer's periods: what runs first, then what has ended."""
    party = parties.party_of(request.user)
    if party is None:
        raise Http404
    running, ended = queries.told_to(parties.subject_of(party), voice())
    return render(request, "deadlines/own.html", {"running": running, "ended": ended})
