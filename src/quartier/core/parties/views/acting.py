"""Acting for somebody else: choosing for whom, leaving again; and who may act for oneself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quartier.core.parties import queries, services
from quartier.core.parties.rules import CHOSEN, MAY_ACT
from quartier.core.parties.views.portal import own_party
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.kit.pages import asked
from quartier.kit.roles import customer_rights


def _told(tie: Any, on: Any) -> dict[str, Any]:
    """Return a role as pages show it: with scope and rights in words."""
    rights = [str(customer_rights[key]) for key in tie.rights]
    return {"tie": tie, "scope": queries.scope_of(tie), "rights": rights, "runs": queries.runs(tie, on)}


@require_safe
@access(Audience.CUSTOMER, in_part=True)
def others(request: Request) -> HttpResponse:
    """Show for whom this person may act."""
    today = day_of(request.now)
    mandates = [_told(tie, today) for tie in queries.mandates_of(request.user, today)]
    request.session[MAY_ACT] = bool(mandates)
    return render(request, "parties/acting.html", {"mandates": mandates})


@require_POST
@access(Audience.CUSTOMER, right="", in_part=True)
def act_for(request: Request, mandate_id: int) -> HttpResponse:
    """Act for somebody from the next page on, until this person leaves or the authority ends."""
    tie = get_object_or_404(queries.mandates_of(request.user, day_of(request.now)), pk=mandate_id)
    services.begin_acting(actor=request.actor, at=request.now, tie=tie)
    request.session[CHOSEN] = tie.pk
    return redirect("parties:dashboard")


@require_POST
@access(Audience.CUSTOMER, right="", in_part=True)
def act_leave(request: Request) -> HttpResponse:
    """Go back to the own pages."""
    request.session.pop(CHOSEN, None)
    messages.success(request, _("You see your own pages again."))
    return redirect("parties:dashboard")


@require_safe
@access(Audience.CUSTOMER)
def mine(request: Request) -> HttpResponse:
    """Show who may act for the customer, and who could before."""
    _only_oneself(request)
    today = day_of(request.now)
    ties = [_told(tie, today) for tie in queries.representatives_of(own_party(request))]
    running = [one for one in ties if one["runs"] or one["tie"].valid_from > today]
    past = [one for one in ties if one not in running]
    return render(request, "parties/representatives.html", {"running": running, "past": past})


@access(Audience.CUSTOMER, right="declare")
def dismiss(request: Request, tie_id: int) -> HttpResponse:
    """End at once that somebody may act for the customer, after a question."""
    _only_oneself(request)
    party = own_party(request)
    tie = next((one for one in queries.representatives_of(party) if one.pk == tie_id), None)
    if tie is None:
        raise Http404

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.dismiss(actor=request.actor, at=request.now, customer_id=party.pk, tie_id=tie_id)
        messages.success(request, _("%(name)s cannot act for you any more.") % {"name": tie.person})
        return redirect("parties:representatives")

    return asked(
        request,
        title=_("Shall %(name)s no longer act for you?") % {"name": tie.person},
        effect=_("From now on this person sees nothing of you and can do nothing for you in the portal."),
        undo=_("Write to us if they shall act for you again."),
        submit=_("End the authority"),
        back=reverse("parties:representatives"),
        done=done,
    )


def _only_oneself(request: Request) -> None:
    """Let nobody who acts for a customer decide about who else may."""
    if request.user.acts_for is not None:
        raise PermissionDenied
