"""The company's side in the office: its notice, the stop of a service, and grounds that people decide about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from quartier.core.contracts import queries, rules, services, tables
from quartier.core.contracts.forms import USE, CandidateForm, DecideForm, ProviderForm, StopForm
from quartier.core.contracts.queries import pages
from quartier.core.contracts.views.office import filled, visible
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked


@access(Audience.STAFF, needs="contracts.edit")
def give_notice(request: Request, concluded_id: int) -> HttpResponse:
    """End a contract from the company's side, as its terms allow."""
    row = visible(request, concluded_id)
    form = ProviderForm(request.POST or None, initial={"received_on": day_of(request.now)})

    def act(given: dict[str, Any]) -> None:
        way = rules.Way(given.pop("way"))
        services.give_notice(actor=request.actor, at=request.now, contract_id=row.pk, way=way, **given)

    words = {
        "title": _("End the contract from our side"),
        "lead": _("The customer gets an e-mail. Where the terms ask for a letter, write it as well."),
        "submit": _("End the contract"),
        "done": _("The notice is given; the customer is told."),
    }
    return filled(request, row, form, act, words)


@access(Audience.STAFF, needs="contracts.edit")
def stop(request: Request, concluded_id: int) -> HttpResponse:
    """Stop a service: a free one at once, a paid one with a reason (QX-49)."""
    row = visible(request, concluded_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.stop(actor=request.actor, at=request.now, contract_id=row.pk, **given)
        messages.success(request, _("The service is stopped; the customer is told."))
        return redirect("contracts:office_contract", concluded_id=row.pk)

    return asked(
        request, title=_("Stop the service %(number)s?") % {"number": row.relationship.number},
        effect=_("The contract is over at once. What was paid beyond that has to be given back."),
        undo=_("This cannot be taken back; a new contract is needed."), submit=_("Stop the service"), done=done,
        back=reverse("contracts:office_contract", args=[row.pk]),
        form=StopForm(request.POST if request.method == "POST" else None),
    )  # fmt: skip


@access(Audience.STAFF, needs="contracts.edit")
def note_candidate(request: Request, concluded_id: int) -> HttpResponse:
    """Note a ground that no program sees (CC-83)."""
    row = visible(request, concluded_id)
    form = CandidateForm(request.POST or None)

    def act(given: dict[str, Any]) -> None:
        ground = rules.Ground(given["ground"])
        services.note_candidate(
            actor=request.actor, at=request.now, contract_id=row.pk, ground=ground, note=given["note"]
        )

    words = {
        "title": _("Note a ground to end the contract"),
        "lead": _("It waits in the list until somebody decides. Nothing changes for the customer."),
        "submit": _("Note the ground"),
        "done": _("Noted."),
    }
    return filled(request, row, form, act, words)


@access(Audience.STAFF, needs="contracts.view")
def candidates(request: Request) -> HttpResponseBase:
    """List what somebody has to decide about contracts."""
    table = tables.CANDIDATES.bind(request, queries.candidates(request.user))
    return table.answer() or render(request, "contracts/office_candidates.html", {"table": table})


@access(Audience.STAFF, needs="contracts.edit")
def decide(request: Request, cause_id: int) -> HttpResponse:
    """Show a ground with what it was found from, and decide about it."""
    one = get_object_or_404(queries.candidates(request.user), pk=cause_id)
    form = DecideForm(request.POST or None)
    if form.is_valid():
        given: dict[str, Any] = {"actor": request.actor, "at": request.now, "candidate_id": one.pk}
        given["reason"] = form.cleaned_data["reason"]
        try:
            if form.cleaned_data["decision"] == USE:
                services.use(**given, received_on=day_of(request.now))
            else:
                services.dismiss(**given)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Decided."))
            return redirect("contracts:office_candidates")
    context = {
        "form": form, "one": one, "row": one.contract, "ground": tables.ground_label(one),
        "seen": pages.seen(one), "is_open": one.decided_at is None,
    }  # fmt: skip
    return render(request, "contracts/office_decide.html", context, status=UNPROCESSABLE if form.errors else 200)
