"""Telephone calls in the office: write one down, confirm it, begin the work, book time."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quartier.core.parties import queries as parties
from quartier.core.threads import queries, services
from quartier.core.threads.forms import CallForm, ConfirmForm, TimeForm
from quartier.core.threads.views.customer import visible_party
from quartier.core.threads.views.office import acted
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE


@access(Audience.STAFF, needs="threads.edit")
def log(request: Request, party_id: int) -> HttpResponse:
    """Write a call of a customer down as a request."""
    party = visible_party(request, party_id)
    offers = {offer.key: offer for offer in queries.offers()}
    contracts = {str(row.pk): row for row in parties.visible_relationships(request.user, party)}
    form = CallForm(
        request.POST or None,
        categories=[(key, offer.label) for key, offer in offers.items()],
        contracts=[(key, row.subject or str(row)) for key, row in contracts.items()],
        initial={"called_at": request.now},
    )
    if form.is_valid():
        given = dict(form.cleaned_data)
        offer, contract = offers[given.pop("category")], contracts.get(given.pop("relationship"))
        words = {"treatment": offer.treatment, "category": offer.label, "relationship": contract, **given}
        try:
            thread = services.log_call(actor=request.actor, at=request.now, party=party, **words)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("threads:office_one", thread_id=thread.pk)
    context = {"form": form, "party": party}
    return render(request, "threads/office/call.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@access(Audience.STAFF, needs="threads.edit")
def confirm(request: Request, thread_id: int) -> HttpResponse:
    """Send what was agreed or ordered to the customer in text."""
    form = ConfirmForm(request.POST)
    return acted(request, thread_id, "confirm", form, services.confirm_call, _("The confirmation goes out."))


@require_POST
@access(Audience.STAFF, needs="threads.edit")
def time(request: Request, thread_id: int) -> HttpResponse:
    """Note the time that somebody spent on a request."""
    return acted(request, thread_id, "time", TimeForm(request.POST), services.book_time, _("The time is booked."))
