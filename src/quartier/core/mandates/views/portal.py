"""What customers see of direct debits: their mandates, what is collected next, giving one and revoking it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.mandates import queries, services
from quartier.core.mandates.forms import GiveForm
from quartier.core.mandates.models import Mandate
from quartier.core.mandates.rules import MandateState
from quartier.core.parties import queries as parties
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.http import Request
from quartier.kit.pages import asked

CHARGES: Final = "charges"
FORM = require_http_methods(["GET", "HEAD", "POST"])


def own_party(request: Request) -> Any:
    """Return the customer who is logged in; whoever is none has no mandates."""
    party = parties.party_of(request.user)
    if party is None:
        raise Http404
    return party


@require_safe
@access(Audience.CUSTOMER)
def overview(request: Request) -> HttpResponse:
    """Show the mandates, what is collected next, and which mandate can be given."""
    party = own_party(request)
    offers = [(one, queries.offer_for(party, one.entity_id, request.now)) for one in queries.creditors_for(party)]
    context = {
        "mandates": [(row, _(MandateState(row.state).label)) for row in queries.mandates_of(party.pk)],
        "planned": queries.collections_planned(party.pk),
        "offers": [(one, offer) for one, offer in offers if offer is not None],
        "has_account": parties.bank_account_of(party) is not None,
        "may": CHARGES in request.user.customer_rights,
    }
    return render(request, "mandates/overview.html", context)


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


@FORM
@access(Audience.CUSTOMER, right=CHARGES)
def give(request: Request, creditor_of_id: int) -> HttpResponse:
    """Give a mandate: its words word for word, the password, a check step."""
    party = own_party(request)
    if creditor_of_id not in {one.entity_id for one in queries.creditors_for(party)}:
        raise Http404
    offer = queries.offer_for(party, creditor_of_id, request.now)
    if offer is None:
        return redirect("mandates:overview")
    if not did_recently_reauthenticate(request):
        there = reverse("mandates:give", args=[creditor_of_id])
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': there})}")

    def done(confirmed: Confirmed) -> HttpResponse:
        read = offer.words if confirmed.values["digest"] == _digest(offer.words) else ""
        said: dict[str, Any] = {"words": read, "shown": {**confirmed.shown, _("Wording"): offer.words}}
        services.give_online(actor=request.actor, at=request.now, party=party, entity_id=creditor_of_id, **said)
        messages.success(request, _("Thank you. The mandate is in force; we announce each collection."))
        return redirect("mandates:overview")

    return checked(
        request, GiveForm(request.POST or None, initial={"digest": _digest(offer.words)}), key="mandates.give",
        subject=f"providers.legalentity:{creditor_of_id}:{party.pk}", page="mandates/give.html", done=done,
        context={"offer": offer}, submit=_("Give the mandate"), lead=offer.words,
    )  # fmt: skip


def own_mandate(request: Request, mandate_id: int) -> Mandate:
    """Return a mandate of the logged-in customer; anybody else's is 404."""
    row = next((one for one in queries.mandates_of(own_party(request).pk) if one.pk == mandate_id), None)
    if row is None:
        raise Http404
    return row


@FORM
@access(Audience.CUSTOMER, right=CHARGES)
def revoke(request: Request, debit_mandate_id: int) -> HttpResponse:
    """Revoke a mandate, after a question."""
    row = own_mandate(request, debit_mandate_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.revoke(actor=request.actor, at=request.now, mandate_id=row.pk)
        messages.success(request, _("The mandate is revoked."))
        return redirect("mandates:overview")

    return asked(
        request, title=_("Revoke the mandate %(reference)s?") % {"reference": row.reference},
        back=reverse("mandates:overview"), done=done, submit=_("Revoke the mandate"),
        effect=_("Nothing new is collected. What the bank has already may still be debited; then pay by transfer."),
        undo=_("You can give a new mandate at any time."),
    )  # fmt: skip
