"""What customers see of the dates of their contracts, and their reminder."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.contracts import queries as contracts
from quartier.core.parties import queries as parties
from quartier.core.performance import queries, services
from quartier.core.performance.forms import RemindForm
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.law.bgb.form import Sending


def own_contract(request: Request, contract_id: int) -> Any:
    """Return a contract of the logged-in customer; anybody else's is 404."""
    party = parties.party_of(request.user)
    found = contracts.contracts_of(party) if party is not None else ()
    row = next((one for one in found if one.pk == contract_id), None)
    if row is None:
        raise Http404
    return row


@require_safe
@access(Audience.CUSTOMER, in_part=True)
def dates(request: Request, promised_contract_id: int) -> HttpResponse:
    """Show the dates of a contract, each called binding or not (QX-19), and what we wait for."""
    row = own_contract(request, promised_contract_id)
    context = {
        "contract": row,
        "promises": queries.shown_of(row, request.now),
        "duties": [one for one in queries.duties_of(row) if one.done_on is None],
        "guarantees": queries.guarantees_of(row),
    }
    return render(request, "performance/dates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER, right="declare")
def remind(request: Request, promised_contract_id: int, promise_id: int) -> HttpResponse:
    """Remind us of a date that has passed, with the check step (CC-79)."""
    row = own_contract(request, promised_contract_id)
    promise = queries.promise_of(row, promise_id)
    if promise is None:
        raise Http404

    def done(confirmed: Confirmed) -> HttpResponse:
        services.remind(
            actor=request.actor, at=request.now, promise_id=promise.pk, channel=Sending.PORTAL_FORM,
            received_on=day_of(request.now), words=confirmed.values["words"], shown=confirmed.shown,
        )  # fmt: skip
        messages.success(request, _("Your reminder has arrived."))
        return redirect("performance:dates", promised_contract_id=row.pk)

    return checked(
        request, RemindForm(request.POST or None), key="performance.remind",
        subject=f"performance.promise:{promise.pk}", page="performance/remind.html", done=done,
        context={"contract": row, "promise": promise}, submit=_("Send the reminder"),
    )  # fmt: skip
