"""How a customer leaves: what ends, what stays and why, the data to take along, and the end itself."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.leaving import queries, services
from quartier.core.leaving.forms import CloseForm
from quartier.core.parties import queries as parties
from quartier.core.providers import queries as providers
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.law.bgb.form import FormLevel


def own_party(request: Request) -> Any:
    """Return the customer whose access somebody may close: not that of the one they act for.

    An account that several users share is closed by who manages them.
    """
    user = request.user
    party = None if user.acts_for is not None else parties.party_of(user)
    if party is None:
        raise Http404
    if user.account_id is not None and "users" not in user.customer_rights:
        raise PermissionDenied
    return party


@require_safe
@access(Audience.CUSTOMER, right="declare", stays_open=True)
def overview(request: Request) -> HttpResponse:
    """Say what ends, what stays and why, and offer the data to take along (SBV-84)."""
    party = own_party(request)
    form = queries.form_needed(party, day_of(request.now))
    portal = providers.portal_of(request)
    context = {
        "stays": queries.what_stays(party, request.now),
        "users": queries.users_of(party),
        "by_click": FormLevel.CLICK.meets(form),
        "form": _(form.label),
        "entity": portal.principal,
        "contracts": [row for row in parties.relationships_of(party) if row.kind != "portal" and row.ended_on is None],
    }
    return render(request, "leaving/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER, right="declare", stays_open=True)
def close(request: Request) -> HttpResponse:
    """Close the access for good, with the check step and the password once more (DWG-34)."""
    party = own_party(request)
    form = CloseForm(request.POST or None)
    if form.is_valid() and not did_recently_reauthenticate(request):
        raise ReauthenticationRequired

    def done(confirmed: Confirmed) -> HttpResponse:
        stays = "; ".join(str(one) for one in queries.what_stays(party, request.now))
        shown = {**confirmed.shown, str(_("Stays")): stays}
        services.close(actor=request.actor, at=request.now, party_id=party.pk, shown=shown)
        logout(request)
        return render(request, "leaving/closed.html", {"address": party.email})

    return checked(
        request, form, key="leaving.close", subject=parties.subject_of(party), page="leaving/close.html", done=done,
        title=_("Close your access to the portal?"), submit=_("Close my access"),
        lead=_("This cannot be taken back. For a new access you need a new access number or code from us."),
    )  # fmt: skip
