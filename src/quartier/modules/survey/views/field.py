"""What a surveyor has in the hand: the route of today and tomorrow, the door, the measures, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quartier.core.invoices import queries as invoices
from quartier.core.invoices.extension import TripCause
from quartier.kit import formats
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE
from quartier.modules.survey.forms.visits import OutcomeForm
from quartier.modules.survey.models import Outcome, Survey, Visit, VisitState
from quartier.modules.survey.queries import visits as queries
from quartier.modules.survey.services import drawn_on_site, outcomes, visits
from quartier.modules.survey.services.outcomes import Said
from quartier.modules.survey.services.sites import locked
from quartier.modules.survey.views import board

CONFIRM, CHANGE = "confirm", "change"


@require_safe
@access(Audience.STAFF, needs="survey.visit")
def route(request: Request) -> HttpResponse:
    """Show my visits of today and tomorrow in their order, with everything that is needed at the door."""
    today = day_of(request.now)
    days = [(today, _("Today")), (today + timedelta(days=1), _("Tomorrow"))]
    context = {"days": [(label, day, stops(request, day)) for day, label in days]}
    return render(request, "survey/visits/route.html", context)


@require_POST
@access(Audience.STAFF, needs="survey.visit")
def start(request: Request, visit_id: int) -> HttpResponse:
    """Note that I am at the door."""
    row = get_object_or_404(queries.visits(request.user), pk=visit_id)
    visits.start(actor=request.actor, at=request.now, visit_id=row.pk)
    messages.success(request, _("The visit has begun."))
    return redirect("survey:visit", row.pk)


@access(Audience.STAFF, needs="survey.visit")
def outcome(request: Request, visit_id: int) -> HttpResponse:
    """Note what came of a visit, after it was shown what the trip costs and why."""
    row = get_object_or_404(queries.visits(request.user), pk=visit_id, state=VisitState.AGREED)
    units = row.site.units.filter(measured_at=None)
    form = OutcomeForm(request.POST if request.method == "POST" else None, units=units)
    context: dict[str, Any] = {"visit": row, "site": row.site, "form": form}
    if request.method != "POST" or request.POST.get("_step") == CHANGE:
        return render(request, "survey/visits/outcome.html", context)
    if form.is_valid() and request.POST.get("_step") == CONFIRM:
        try:
            return _ended(request, row, form)
        except Refused as refusal:
            form.refuse(refusal)
    if form.is_valid():
        return render(request, "survey/visits/outcome_check.html", context | checking(row, form))
    return render(request, "survey/visits/outcome.html", context, status=UNPROCESSABLE)


@access(Audience.STAFF, needs="survey.visit")
def field(request: Request, visit_id: int) -> HttpResponse:
    """Open the measures of a visit on the telephone or tablet; they are kept without a connection, too."""
    row = get_object_or_404(queries.visits(request.user), pk=visit_id)
    found = Survey.objects.filter(order=row.site.order_id).first()
    if request.method == "POST":
        site = locked(row.site_id)
        drawn_on_site.survey_of(actor=request.actor, at=request.now, site=site)
        return redirect("survey:field", row.pk)
    urls = {
        "save": reverse("survey:field_state", args=[row.pk]),
        "picture": reverse("survey:field_picture", args=[row.pk, 1]).removesuffix("1/"),
        "underlays": "",
    }
    data = board.board_data(request, found, urls, lambda _one: "") if found is not None else None
    return render(request, "survey/visits/field.html", {"visit": row, "site": row.site, "survey": found, "data": data})


@access(Audience.STAFF, needs="survey.visit")
def field_state(request: Request, visit_id: int) -> HttpResponse:
    """Tell the state of the measures of a visit, or keep an edit of them."""
    return board.answered(request, _survey(request, visit_id))


@require_safe
@access(Audience.STAFF, needs="survey.visit")
def field_picture(request: Request, visit_id: int, storey_no: int) -> HttpResponse:
    """Return the plan of a storey as a picture."""
    return board.drawn(_survey(request, visit_id), storey_no)


def _survey(request: Request, visit_id: int) -> Survey:
    row = get_object_or_404(queries.visits(request.user), pk=visit_id)
    found = Survey.objects.filter(order=row.site.order_id).first()
    if found is None:
        raise Http404
    return found


def _ended(request: Request, row: Visit, form: OutcomeForm) -> HttpResponse:
    given = form.cleaned_data
    said = {pk: Said(outcome=Outcome(one), words=words) for pk, (one, words) in form.said().items()}
    outcomes.end(
        actor=request.actor, at=request.now, visit_id=row.pk, said=said, cause=TripCause(given["cause"]),
        because=given["because"], words=given["words"],
    )  # fmt: skip
    messages.success(request, _("What came of the visit is noted, and the customer was told."))
    return redirect("survey:visit", row.pk)


def checking(row: Visit, form: OutcomeForm) -> dict[str, Any]:
    """Return what is shown before the outcome is noted: every answer, and what the trip costs and why."""
    cause = TripCause(form.cleaned_data["cause"])
    ahead = invoices.trip_ahead(
        order=row.site.order, made_on=day_of(row.starts_at), cause=cause, multi_family=queries.is_multiple(row.site)
    )
    hidden = [(name, value) for name in form.fields for value in form.data.getlist(name)]  # type: ignore[attr-defined]
    return {"shown": form.shown(), "hidden": hidden, "ahead": ahead, "why": derivation(ahead, cause, row)}


def derivation(ahead: invoices.TripAhead, cause: TripCause, row: Visit) -> list[str]:
    """Return why a trip is free or charged, a sentence a step (WR-057 to WR-060)."""
    kind = row.site.get_kind_display()
    told = [_("Cause of this trip: %(cause)s.") % {"cause": _(cause.label)}]
    if cause in (TripCause.MEASURING, TripCause.OURS):
        return [*told, _("Such trips are always free and use up no free trip.")]
    told.append(_("%(kind)s: included trips %(included)s.") % {"kind": kind, "included": ahead.included})
    told.append(_("Trips that count so far: %(used)s.") % {"used": ahead.used})
    if not ahead.charged:
        return [*told, _("This trip is free.")]
    if ahead.net is None:
        return [*told, _("The price list has no price for this on that day.")]
    price = {"price": formats.money(ahead.net), "day": formats.day(day_of(row.starts_at))}
    return [*told, _("This trip costs the list price of %(day)s: %(price)s plus VAT.") % price]


def stops(request: Request, day: date) -> list[Mapping[str, Any]]:
    """Return the stops of a day: when to leave, when to be there, who opens."""
    return [stop(one) for one in queries.route(request.user, day)]


def stop(row: Visit) -> Mapping[str, Any]:
    """Return one stop as the page shows it."""
    person = next((one for one in row.site.contacts.all() if one.unit_id is None), None)
    leave: datetime = row.starts_at - timedelta(minutes=row.minutes_there)
    return {
        "visit": row, "site": row.site, "leave": leave, "back": row.ends_at + timedelta(minutes=row.minutes_back),
        "person": person, "units": [(one, getattr(one, "contact", None)) for one in row.site.units.all()],
    }  # fmt: skip
