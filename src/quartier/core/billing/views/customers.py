"""Single customers and contracts in the office: fees, work, rhythm, what was agreed about effort."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from quartier.core.billing import queries, services
from quartier.core.billing.forms import EffortForm, FeeForm, RhythmForm, WorkForm
from quartier.core.billing.tables import TIME
from quartier.core.charges import queries as charging
from quartier.core.charges import services as charges
from quartier.core.contracts import queries as contracts
from quartier.core.parties import queries as parties
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.forms import Form
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE


def _kept(request: Request, form: Form, act: Callable[[], object], title: str, back: str, said: str) -> HttpResponse:
    """Do one thing with a form, or show it with what is wrong."""
    if form.is_valid():
        try:
            act()
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, said)
            return redirect(back)
    context = {"form": form, "title": title, "back": back}
    return render(request, "billing/form.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_safe
@access(Audience.STAFF, needs="billing.view")
def time(request: Request) -> HttpResponseBase:
    """List the time worked for customers."""
    table = TIME.bind(request, charging.visible_time(request.user))
    return table.answer() or render(request, "billing/time.html", {"table": table})


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="billing.charge")
def rhythm(request: Request, schedule_id: int) -> HttpResponse:
    """Bill something in another rhythm from now on."""
    row = get_object_or_404(queries.visible_schedules(request.user), pk=schedule_id)
    form = RhythmForm(request.POST or None, initial={"rhythm": str(row.rhythm), "in_advance": row.in_advance})
    back = reverse("contracts:office_contract", args=[row.contract_id])

    def act() -> None:
        services.change_rhythm(actor=request.actor, at=request.now, schedule_id=row.pk, **form.cleaned_data)

    return _kept(request, form, act, _("Rhythm of “%(what)s”") % {"what": row.title}, back, _("Saved."))


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="billing.charge")
def effort(request: Request, concluded_id: int) -> HttpResponse:
    """Keep what a contract says about work by effort."""
    row = get_object_or_404(contracts.visible(request.user), pk=concluded_id)
    known = queries.effort_terms_of(row.pk).first()
    start = {"hourly_net": known.hourly_net, "surcharge": known.surcharge} if known else {}
    form = EffortForm(request.POST or None, initial={"valid_from": day_of(request.now), **start})
    back = reverse("contracts:office_contract", args=[row.pk])

    def act() -> None:
        services.agree_on_effort(actor=request.actor, at=request.now, contract=row, **form.cleaned_data)

    return _kept(request, form, act, _("Work by effort in this contract"), back, _("Saved."))


def _party(request: Request, party_id: int) -> Any:
    return get_object_or_404(parties.visible_parties(request.user), pk=party_id)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="billing.charge")
def fee(request: Request, party_id: int) -> HttpResponse:
    """Charge a fee of the price list, with the reason."""
    party = _party(request, party_id)
    fees = [(one.value, _(one.label)) for one in services.FeeKind]
    form = FeeForm(request.POST or None, fees=fees, initial={"on": day_of(request.now)})

    def act() -> None:
        services.charge_fee(actor=request.actor, at=request.now, party=party, **form.cleaned_data)

    back = reverse("parties:customer", args=[party.pk])
    return _kept(request, form, act, _("Charge %(name)s a fee") % {"name": party}, back, _("The fee is charged."))


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="billing.charge")
def book(request: Request, party_id: int) -> HttpResponse:
    """Write down work for a customer; beyond an order it is charged."""
    party = _party(request, party_id)
    own = {str(row.pk): row for row in contracts.visible(request.user).filter(party=party)}
    choices = [(key, str(row)) for key, row in own.items()]
    form = WorkForm(request.POST or None, contracts=choices, today=day_of(request.now))

    def act() -> None:
        given = dict(form.cleaned_data)
        row = own.get(given.pop("contract"))
        about: dict[str, Any] = {"contract_id": row.pk, "entity_id": row.relationship.legal_entity_id} if row else {}
        charges.book_time(actor=request.actor, at=request.now, party=party, work=charges.Work(**given, **about))

    back = reverse("parties:customer", args=[party.pk])
    return _kept(request, form, act, _("Book work for %(name)s") % {"name": party}, back, _("The time is booked."))
