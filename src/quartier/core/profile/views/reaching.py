"""The e-mail address under which somebody is reached: asked for, proven by a link, taken."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quartier.core.parties import queries as parties
from quartier.core.profile import queries, services
from quartier.core.profile.forms import AddressForm
from quartier.core.profile.views.portal import own_party
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.errors import Refused
from quartier.kit.http import Request


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER, feature="my_data")
def address(request: Request) -> HttpResponse:
    """Ask for another contact address; until its link is used the present one counts (DWG-24)."""
    party = own_party(request)

    def done(confirmed: Confirmed) -> HttpResponse:
        services.ask_for_address(
            actor=request.actor, at=request.now, party_id=party.pk, email=confirmed.values["email"]
        )
        messages.success(request, _("We have sent a link to the new address. It works for two days."))
        return redirect("profile:my_data")

    return checked(
        request, AddressForm(request.POST or None), key="profile.address", subject=parties.subject_of(party),
        done=done, page="profile/address.html", context={"party": party}, submit=_("Send the link"),
    )  # fmt: skip


@require_POST
@access(Audience.CUSTOMER)
def again(request: Request) -> HttpResponse:
    """Send a link to the address that mail did not reach, because it works again."""
    party = own_party(request)
    lost = queries.lost_addresses_of(party.pk).first()
    if lost is not None:
        services.ask_for_address(actor=request.actor, at=request.now, party_id=party.pk, email=lost.address)
        messages.success(request, _("We have sent a link to %(address)s.") % {"address": lost.address})
    return redirect("profile:review")


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.PUBLIC, stays_open=True)
def confirm(request: Request, key: str) -> HttpResponse:
    """Show a button to whoever has the link; only pressing it confirms the address: scanners follow links."""
    link = queries.link_behind(key, request.now)
    if request.method == "POST":
        try:
            services.confirm_address(actor=request.actor, at=request.now, key=key)
        except Refused:
            link = None
        else:
            return render(request, "profile/address_confirmed.html", {})
    return render(request, "profile/address_confirm.html", {"link": link}, status=200 if link else 410)
