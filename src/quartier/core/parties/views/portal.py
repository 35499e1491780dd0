"""What customers see of themselves."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quartier.core.inbox import queries as inbox
from quartier.core.parties import queries
from quartier.core.parties.models import Party
from quartier.core.parties.rules import MAY_ACT
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.http import Request


def own_party(request: Request) -> Party:
    """Return the party of the logged-in customer; an account without one is 404."""
    party = queries.party_of(request.user)
    if party is None:
        raise Http404
    return party


def may_act(request: Request) -> bool:
    """Tell whether somebody may act for others; asked once in a session, for most people never may."""
    known = request.session.get(MAY_ACT)
    if known is None:
        known = request.session[MAY_ACT] = queries.mandates_of(request.user, day_of(request.now)).exists()
    return bool(known)


@require_safe
@access(Audience.CUSTOMER, in_part=True)
def dashboard(request: Request) -> HttpResponse:
    """Greet, say what is due, list contracts and the latest mail; lead representatives to those they act for."""
    party = own_party(request)
    in_part = party.looked_at_by is not None and not party.looked_at_by.is_whole
    context = {
        "party": party,
        "relationships": queries.relationships_of(party),
        "in_part": in_part,
        "mails": () if in_part else inbox.about(queries.subject_of(party), 5),
        "may_act": may_act(request),
    }
    return render(request, "parties/dashboard.html", context)
