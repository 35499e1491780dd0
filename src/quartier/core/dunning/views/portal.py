"""What customers see and say when something is overdue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.dunning import queries, services
from quartier.core.dunning.forms import SayForm
from quartier.core.dunning.queries.portal import overdue_with_interest
from quartier.core.parties import queries as parties
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.kit.pages import asked


def own_party(request: Request) -> Any:
    """Return the customer who is logged in; an account without one is 404."""
    party = parties.party_of(request.user)
    if party is None:
        raise Http404
    return party


@require_safe
@access(Audience.CUSTOMER)
def own(request: Request) -> HttpResponse:
    """Show what is overdue, since when, and the interest that has come up, explained."""
    party, today = own_party(request), day_of(request.now)
    rows = [(one, queries.steps_said(one.steps, _)) for one in overdue_with_interest(party.pk, today)]
    context = {"rows": rows, "plans": queries.plans_of(party.pk).filter(state__in=("running", "late"))}
    return render(request, "dunning/own.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER)
def say(request: Request, overdue_id: int) -> HttpResponse:
    """Tell us that a claim is disputed or paid, or ask for instalments."""
    found = queries.overdue_of(own_party(request).pk, day_of(request.now))
    item = next((one for one in found if one.pk == overdue_id), None)
    if item is None:
        raise Http404
    document = item.document or item.text

    def done(given: Mapping[str, Any]) -> HttpResponse:
        subject = _("About %(document)s") % {"document": document}
        services.say(actor=request.actor, at=request.now, claim_id=item.pk, subject=subject, **given)
        messages.success(request, _("Thank you. We have your message and answer you."))
        return redirect("dunning:own")

    return asked(
        request,
        title=_("What about %(document)s?") % {"document": document},
        effect=_("Your message goes to the bookkeepers. While they look into a dispute, no reminder is sent."),
        undo=_("You can write again at any time."),
        submit=_("Send the message"),
        back=reverse("dunning:own"),
        form=SayForm(request.POST if request.method == "POST" else None),
        done=done,
    )
