"""One customer as the office sees them: all their requests, and whether they may report through the portal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quartier.core.parties import queries as parties
from quartier.core.threads import queries, services, tables
from quartier.kit.access import Audience, access
from quartier.kit.http import Request


def visible_party(request: Request, party_id: int) -> Any:
    """Return a customer whom this person may see; others are 404."""
    return get_object_or_404(parties.visible_parties(request.user), pk=party_id)


@require_safe
@access(Audience.STAFF, needs="threads.view")
def customer(request: Request, party_id: int) -> HttpResponse:
    """Show the requests of one customer, the latest first."""
    party = visible_party(request, party_id)
    context = {
        "party": party,
        "table": tables.OF_CUSTOMER.bind(request, queries.visible(request.user).filter(party=party)),
        "may_report": queries.may_report(party.pk),
        "may_edit": "threads.edit" in request.user.permissions,
        "may_hide": "threads.hide" in request.user.permissions,
    }
    return render(request, "threads/office/customer.html", context)


@require_POST
@access(Audience.STAFF, needs="threads.edit")
def decide_reporting(request: Request, party_id: int) -> HttpResponse:
    """Give a customer the problem-reporting system or take it away (QX-17)."""
    party = visible_party(request, party_id)
    is_granted = not queries.may_report(party.pk)
    services.decide_reporting(actor=request.actor, at=request.now, party=party, is_granted=is_granted)
    messages.success(request, _("Saved."))
    return redirect("threads:customer", party_id=party.pk)
