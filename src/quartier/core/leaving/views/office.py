"""What staff do when a customer leaves in writing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quartier.core.leaving import services
from quartier.core.leaving.forms import WritingForm
from quartier.core.parties import queries as parties
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.kit.pages import asked
from quartier.law.bgb.form import FormLevel


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="parties.edit")
def close(request: Request, party_id: int) -> HttpResponse:
    """Close the access of a customer who has written to us, after the question."""
    party = get_object_or_404(parties.visible_parties(request.user), pk=party_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.close_on_writing(
            actor=request.actor, at=request.now, party_id=party.pk, form=FormLevel(given["form"]),
            declared_on=given["declared_on"], note=given["note"],
        )  # fmt: skip
        messages.success(request, _("The access is closed. The customer is told by e-mail."))
        return redirect("parties:customers")

    return asked(
        request,
        title=_("Close the portal access of %(name)s?") % {"name": party},
        effect=_("Nobody can log in for this customer any more, at once. Contracts go on as they are."),
        undo=_("This cannot be taken back; a new access needs a new registration."),
        submit=_("Close the access"),
        back=reverse("parties:customer", args=[party.pk]),
        done=done,
        form=WritingForm(request.POST or None, initial={"declared_on": day_of(request.now)}),
    )
