"""What the office does about an object and its dates: who opens, proposing, agreeing, moving, calling off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from quartier.kit import formats
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.forms import Form
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked
from quartier.modules.survey.forms.visits import (
    ArrangedForm,
    AuthorisedForm,
    CancelVisitForm,
    MeasuringForm,
    MoveForm,
    ProposalForm,
    UnitForm,
)
from quartier.modules.survey.models import Side, Site, Visit, VisitState
from quartier.modules.survey.queries import visits as queries
from quartier.modules.survey.services import sites, visits
from quartier.modules.survey.views.access import of_contact, person_in
from quartier.modules.survey.views.calendar import noted

MINUTES = 90


def _site(request: Request, site_id: int) -> Site:
    return get_object_or_404(queries.sites(request.user), pk=site_id)


def _visit(request: Request, visit_id: int, state: str) -> Visit:
    return get_object_or_404(queries.visits(request.user), pk=visit_id, state=state)


def _given(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


@access(Audience.STAFF, needs="survey.visit")
def office_person(request: Request, site_id: int) -> HttpResponse:
    """Note one person who opens all units, as somebody has said on the telephone."""
    row = _site(request, site_id)
    known = of_contact(queries.person_of(row)) | {"note": row.note, "tells_tenants": row.tells_tenants}

    def done(given: Mapping[str, Any]) -> HttpResponse:
        more = {"note": given["note"], "tells_tenants": given["tells_tenants"]}
        sites.authorise(actor=request.actor, at=request.now, site_id=row.pk, person=person_in(dict(given)), **more)
        return noted(request, _("It is noted who opens."), "survey:site", row.pk)

    return asked(
        request, title=_("Who opens all units?"), effect=_("This person opens every unit on the agreed date."),
        undo=_("You can change it again."), submit=_("Note the person"), done=done,
        back=reverse("survey:site", args=[row.pk]), form=AuthorisedForm(_given(request), initial=known),
    )  # fmt: skip


@access(Audience.STAFF, needs="survey.visit")
def office_unit(request: Request, site_id: int, unit_id: int) -> HttpResponse:
    """Note who opens one unit."""
    row = _site(request, site_id)
    unit = get_object_or_404(row.units.select_related("contact"), pk=unit_id)
    known = of_contact(getattr(unit, "contact", None)) | {"label": unit.label}

    def done(given: Mapping[str, Any]) -> HttpResponse:
        person = person_in(dict(given))
        sites.name_unit(actor=request.actor, at=request.now, unit_id=unit.pk, label=given["label"], person=person)
        return noted(request, _("It is noted who opens."), "survey:site", row.pk)

    return asked(
        request, title=_("Who opens “%(unit)s”?") % {"unit": unit.label}, undo=_("You can change it again."),
        effect=_("This person opens the unit on the agreed date."), submit=_("Note the person"), done=done,
        back=reverse("survey:site", args=[row.pk]), form=UnitForm(_given(request), initial=known),
    )  # fmt: skip


@access(Audience.STAFF, needs="survey.visit")
def hold(request: Request, site_id: int, unit_id: int) -> HttpResponse:
    """Note that nobody in a unit is reached (WR-054)."""
    row = _site(request, site_id)
    unit = get_object_or_404(row.units, pk=unit_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        sites.hold(actor=request.actor, at=request.now, unit_id=unit.pk)
        return noted(request, _("The date is on hold, and the customer was asked."), "survey:site", row.pk)

    return asked(
        request, title=_("Nobody in “%(unit)s” is reached?") % {"unit": unit.label}, done=done,
        effect=_("The customer is asked by e-mail to arrange the date and to secure access. Until then no date is"
                 " agreed, and what is due waits."),
        undo=_("The hold ends when the customer has arranged the date."), submit=_("Put the date on hold"),
        back=reverse("survey:site", args=[row.pk]),
    )  # fmt: skip


@access(Audience.STAFF, needs="survey.visit")
def release(request: Request, site_id: int) -> HttpResponse:
    """Take the hold off: the customer has arranged the date."""
    row = _site(request, site_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        sites.release(actor=request.actor, at=request.now, site_id=row.pk, words=given["words"])
        return noted(request, _("The date can be agreed again."), "survey:site", row.pk)

    return asked(
        request, title=_("The date is arranged?"), effect=_("Dates can be agreed again, and what is due runs on."),
        undo=_("You can put it on hold again."), submit=_("Take the hold off"), done=done,
        back=reverse("survey:site", args=[row.pk]), form=ArrangedForm(_given(request)),
    )  # fmt: skip


@access(Audience.STAFF, needs="survey.visit")
def propose(request: Request, site_id: int) -> HttpResponse:
    """Propose up to three dates: first who and how long, then of the times that are free."""
    row = _site(request, site_id)
    known = {str(one.user_id): one for one in queries.surveyors(request.user)}
    people = [(key, str(one.user.name)) for key, one in known.items()]
    data = request.POST if request.method == "POST" else request.GET if "surveyor" in request.GET else None
    asking = MeasuringForm(data, surveyors=people, initial=_usual(request, row))
    if not asking.is_valid():
        return _planned(request, row, asking, is_first=True)
    free = queries.free(known[asking.cleaned_data["surveyor"]], asking.ways(), request.now)
    form = ProposalForm(_given(request), surveyors=people, free=free, initial=asking.cleaned_data)
    if request.method != "POST":
        return _planned(request, row, form)
    return _proposed(request, row, form)


@access(Audience.STAFF, needs="survey.visit")
def agree(request: Request, visit_id: int) -> HttpResponse:
    """Agree a proposed date that the customer has chosen on the telephone."""
    row = _visit(request, visit_id, VisitState.PROPOSED)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        visits.agree(actor=request.actor, at=request.now, visit_id=row.pk)
        return noted(request, _("The date is agreed, and the customer was told."), "survey:visit", row.pk)

    return asked(
        request, title=_("Agree %(when)s?") % {"when": formats.instant(row.starts_at)}, done=done,
        effect=_("Work on the order has begun with it: from now on nothing is refunded by rule. The confirmation with"
                 " a calendar file goes to the customer."),
        undo=_("The date can be moved or called off."), submit=_("Agree the date"),
        back=reverse("survey:site", args=[row.site_id]),
    )  # fmt: skip


@access(Audience.STAFF, needs="survey.visit")
def move(request: Request, visit_id: int) -> HttpResponse:
    """Move an agreed visit."""
    row = _visit(request, visit_id, VisitState.AGREED)
    stay = int((row.ends_at - row.starts_at).total_seconds() // 60)
    known = {"when": row.starts_at, "minutes": stay, "there": row.minutes_there, "back": row.minutes_back}
    form = MoveForm(_given(request), initial=known)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        visits.move(
            actor=request.actor, at=request.now, visit_id=row.pk, starts_at=given["when"], ways=form.ways(),
            because=given["because"],
        )  # fmt: skip
        return noted(request, _("The date is moved, and the customer was told."), "survey:visit", row.pk)

    return asked(
        request, title=_("Move the visit"), effect=_("The customer gets the new date with a calendar file."),
        undo=_("You can move it again."), submit=_("Move the visit"), done=done, form=form,
        back=reverse("survey:visit", args=[row.pk]),
    )  # fmt: skip


@access(Audience.STAFF, needs="survey.visit")
def cancel(request: Request, visit_id: int) -> HttpResponse:
    """Call an agreed visit off: by whom, and why."""
    row = _visit(request, visit_id, VisitState.AGREED)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        by, because = Side(given["by"]), given["because"]
        visits.cancel(actor=request.actor, at=request.now, visit_id=row.pk, by=by, because=because)
        return noted(request, _("The visit is called off, and the customer was told."), "survey:site", row.site_id)

    return asked(
        request, title=_("Call the visit off?"), submit=_("Call off"), done=done,
        effect=_("The time is free again. The customer is told with the reason; calendars remove the date."),
        undo=_("New dates can be proposed at any time."), back=reverse("survey:visit", args=[row.pk]),
        form=CancelVisitForm(_given(request)),
    )  # fmt: skip


def _proposed(request: Request, row: Site, form: ProposalForm) -> HttpResponse:
    """Propose what was chosen, or show what does not fit."""
    if form.is_valid():
        try:
            visits.propose(
                actor=request.actor, at=request.now, site_id=row.pk, starts=form.dates(), ways=form.ways(),
                surveyor_id=int(form.cleaned_data["surveyor"]),
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return noted(request, _("The dates are proposed, and the customer was told."), "survey:site", row.pk)
    return _planned(request, row, form, status=UNPROCESSABLE)


def _usual(request: Request, row: Site) -> dict[str, Any]:
    """Return how long visits usually take: an hour and a half, and half an hour for every further unit."""
    own = queries.surveyor_of(request.user)
    more = 30 * max(row.units.filter(measured_at=None).count() - 1, 0)
    there, back = (own.minutes_there, own.minutes_back) if own else (30, 30)
    surveyor = str(request.user.pk) if own else ""
    return {"surveyor": surveyor, "minutes": min(MINUTES + more, 480), "there": there, "back": back}


def _planned(request: Request, row: Site, form: Form, *, is_first: bool = False, status: int = 200) -> HttpResponse:
    context = {"site": row, "form": form, "is_first": is_first, "missing": queries.missing_access(row)}
    return render(request, "survey/visits/propose.html", context, status=status)
