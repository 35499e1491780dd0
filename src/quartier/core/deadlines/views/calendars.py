"""The addresses by which people read deadlines in a calendar program: made, shown once, revoked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quartier.core.deadlines import queries, services
from quartier.core.deadlines.forms import AddressForm
from quartier.core.parties import queries as parties
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER)
def own(request: Request) -> HttpResponse:
    """Show a customer's calendar addresses and make another one, with the check step."""
    if parties.party_of(request.user) is None:
        raise Http404

    def done(confirmed: Confirmed) -> HttpResponse:
        new = services.open_address(
            actor=request.actor, at=request.now, user=request.user, shown=confirmed.shown, **confirmed.values
        )
        return _shown(request, new, "deadlines/calendar_new.html")

    return checked(
        request, AddressForm(request.POST or None), key="deadlines.calendar", subject=queries.person_of(request.user),
        page="deadlines/calendars.html", context={"addresses": queries.addresses_of(request.user)}, done=done,
        lead=_("Whoever has the address can read your deadlines."), submit=_("Make the address"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="deadlines.view")
def office(request: Request) -> HttpResponse:
    """Show the calendar addresses of a member of staff and make another one."""
    form = AddressForm(request.POST or None)
    if form.is_valid():
        try:
            new = services.open_address(
                actor=request.actor, at=request.now, user=request.user, name=form.cleaned_data["name"]
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _shown(request, new, "deadlines/office_calendar_new.html")
    context = {"form": form, "addresses": queries.addresses_of(request.user)}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "deadlines/office_calendars.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER)
def revoke_own(request: Request, address_id: int) -> HttpResponse:
    """Make a customer's calendar address useless, after the question."""
    return _revoked(request, address_id, "deadlines:calendars")


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="deadlines.view")
def revoke(request: Request, address_id: int) -> HttpResponse:
    """Make a calendar address of one's own useless, after the question."""
    return _revoked(request, address_id, "deadlines:office_calendars")


def _revoked(request: Request, address_id: int, back: str) -> HttpResponse:
    row = get_object_or_404(queries.addresses_of(request.user), pk=address_id)

    def done(_answers: Mapping[str, Any]) -> HttpResponse:
        services.revoke_address(actor=request.actor, at=request.now, address_id=row.pk)
        messages.success(request, _("The calendar address no longer works."))
        return redirect(back)

    return asked(
        request, title=_("Revoke the calendar address “%(name)s”?") % {"name": row.name},
        effect=_("Programs that use it get nothing any more. What they have read already stays there."),
        undo=_("This cannot be undone, but you can make a new address at any time."),
        submit=_("Revoke the calendar address"), back=reverse(back), done=done,
    )  # fmt: skip


def _shown(request: Request, new: services.NewAddress, page: str) -> HttpResponse:
    """Show the secret this once: it is the answer to the form and stands nowhere else."""
    address = request.build_absolute_uri(reverse("deadlines:feed", args=[new.token]))
    return render(request, page, {"row": new.row, "address": address})
