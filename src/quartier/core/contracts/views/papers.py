"""Papers of a contract in the office: amendments, agreements, the dates of invoices."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from quartier.core.contracts import queries, services
from quartier.core.contracts.forms import AgreementForm, AmendmentForm, EffectForm, InvoiceForm
from quartier.core.contracts.models import Amendment
from quartier.core.contracts.views.office import filled, paper_in, visible
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.law.bgb.form import Sending


@access(Audience.STAFF, needs="contracts.edit")
def invoice(request: Request, concluded_id: int) -> HttpResponse:
    """Note the date of the invoice for a contract year: the time for notice is counted from it (CC-82)."""
    row = visible(request, concluded_id)

    def act(given: dict[str, Any]) -> None:
        services.note_invoice(actor=request.actor, at=request.now, contract_id=row.pk, **given)

    words = {
        "title": _("Note the invoice of a contract year"),
        "lead": _("It belongs to the first contract year it fits that has none yet. Notice is counted from its date."),
        "submit": _("Note the invoice"),
        "done": _("Noted. The last day for notice is set."),
    }
    return filled(request, row, InvoiceForm(request.POST or None), act, words)


@access(Audience.STAFF, needs="contracts.edit")
def amendment(request: Request, concluded_id: int) -> HttpResponse:
    """Write the next amendment down; it has no effect before its signed file is there (QX-54)."""
    row = visible(request, concluded_id)

    def act(given: dict[str, Any]) -> None:
        services.draft_amendment(actor=request.actor, at=request.now, contract_id=row.pk, **given)

    words = {
        "title": _("Draft an amendment"),
        "lead": _("It gets the next number. It takes effect only with the file that both sides signed."),
        "submit": _("Keep the draft"),
        "done": _("The draft is kept. It has no effect yet."),
    }
    return filled(request, row, AmendmentForm(request.POST or None), act, words)


@access(Audience.STAFF, needs="contracts.edit")
def effect(request: Request, amendment_id: int) -> HttpResponse:
    """Put an amendment into effect, with its signed file."""
    one = get_object_or_404(Amendment.objects.filter(contract__in=queries.visible(request.user)), pk=amendment_id)
    row = one.contract
    form = EffectForm(request.POST or None, request.FILES or None, initial={"signed_on": day_of(request.now)})

    def act(given: dict[str, Any]) -> None:
        given["paper"] = paper_in(request, given["paper"])
        services.put_into_effect(actor=request.actor, at=request.now, amendment_id=one.pk, **given)

    words = {
        "title": _("Put amendment %(number)s into effect") % {"number": one.number},
        "lead": _("“%(title)s”. The signed file is the proof; without it nothing takes effect.") % {"title": one.title},
        "submit": _("Put it into effect"),
        "done": _("The amendment holds from its day on."),
    }
    return filled(request, row, form, act, words)


@access(Audience.STAFF, needs="contracts.edit")
def agreement(request: Request, concluded_id: int) -> HttpResponse:
    """Attach an agreement in writing, or that the customer's own terms apply (CC-03, WR-003)."""
    row = visible(request, concluded_id)
    form = AgreementForm(request.POST or None, request.FILES or None, initial={"agreed_on": day_of(request.now)})

    def act(given: dict[str, Any]) -> None:
        given["paper"], given["channel"] = paper_in(request, given["paper"]), Sending(given["channel"])
        services.agree(actor=request.actor, at=request.now, contract_id=row.pk, **given)

    words = {
        "title": _("Attach an agreement in writing"),
        "lead": _("It goes before the terms. What was only said cannot be noted; own terms need a signature."),
        "submit": _("Attach the agreement"),
        "done": _("Attached. It stands in the contract."),
    }
    return filled(request, row, form, act, words)
