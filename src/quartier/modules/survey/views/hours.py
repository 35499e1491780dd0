"""Working hours and absences of whoever measures, and the address by which a calendar program reads their visits."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartier.core.privacy.extension import secret_path
from quartier.kit.access import Audience, access
from quartier.kit.calendarfile import CONTENT_TYPE
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked
from quartier.kit.schemas import current_schema
from quartier.modules.survey.forms.visits import AbsenceForm, HoursForm
from quartier.modules.survey.models import Absence, Surveyor
from quartier.modules.survey.queries import visits as queries
from quartier.modules.survey.services import calendars
from quartier.modules.survey.services.calendars import Hours

NOT_MODIFIED = 304


@access(Audience.STAFF, needs="survey.visit")
def hours(request: Request) -> HttpResponse:
    """Show and change when I measure on site."""
    own = queries.surveyor_of(request.user)
    form = HoursForm(request.POST if request.method == "POST" else None, initial=_known(own))
    if form.is_valid():
        given = form.cleaned_data
        said = Hours(days=form.days(), minutes_there=given["there"], minutes_back=given["back"])
        try:
            calendars.set_hours(actor=request.actor, at=request.now, user=request.user, hours=said)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your hours are noted."))
            return redirect("survey:hours")
    context = {"form": form, "own": own, "absences": list(own.absences.all()) if own else []}
    return render(request, "survey/visits/hours.html", context, status=UNPROCESSABLE if form.errors else 200)


@access(Audience.STAFF, needs="survey.visit")
def absence(request: Request) -> HttpResponse:
    """Note days on which I measure nowhere."""

    def done(given: Mapping[str, Any]) -> HttpResponse:
        calendars.add_absence(actor=request.actor, at=request.now, user=request.user, **given)
        messages.success(request, _("The days are noted."))
        return redirect("survey:hours")

    return asked(
        request, title=_("Note days of absence"), effect=_("No dates are found on these days."),
        undo=_("You can take it back."), submit=_("Note the days"), back=reverse("survey:hours"), done=done,
        form=AbsenceForm(request.POST if request.method == "POST" else None),
    )  # fmt: skip


@access(Audience.STAFF, needs="survey.visit")
def back_again(request: Request, absence_id: int) -> HttpResponse:
    """Take an absence of mine back."""
    row = get_object_or_404(Absence.objects.select_related("surveyor"), pk=absence_id, surveyor__user=request.user)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        calendars.remove_absence(actor=request.actor, at=request.now, absence=row)
        messages.success(request, _("The days are free for dates again."))
        return redirect("survey:hours")

    return asked(
        request, title=_("Take the absence back?"), effect=_("Dates are found on these days again."),
        undo=_("You can note it again."), submit=_("Take back"), back=reverse("survey:hours"), done=done,
    )  # fmt: skip


@access(Audience.STAFF, needs="survey.visit")
def address(request: Request) -> HttpResponse:
    """Make the address by which my calendar program reads my visits; shown this once."""

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        token = calendars.open_address(actor=request.actor, at=request.now, user=request.user)
        where = request.build_absolute_uri(reverse("survey:feed", args=[token]))
        return render(request, "survey/visits/address.html", {"address": where})

    return asked(
        request, title=_("Make a calendar address?"), submit=_("Make the address"), back=reverse("survey:hours"),
        effect=_("Whoever has the address can read times and places of your visits, nothing about people. An earlier"
                 " address no longer works."),
        undo=_("You can revoke it at any time."), done=done,
    )  # fmt: skip


@access(Audience.STAFF, needs="survey.visit")
def revoke(request: Request) -> HttpResponse:
    """Make my calendar address useless."""

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        calendars.revoke_address(actor=request.actor, at=request.now, user=request.user)
        messages.success(request, _("The calendar address no longer works."))
        return redirect("survey:hours")

    return asked(
        request, title=_("Revoke the calendar address?"), submit=_("Revoke the calendar address"), done=done,
        effect=_("Programs that use it get nothing any more. What they have read already stays there."),
        undo=_("This cannot be undone, but you can make a new address at any time."), back=reverse("survey:hours"),
    )  # fmt: skip


@secret_path("calendar_token")
@require_safe
@access(Audience.PUBLIC)
def feed(request: Request, calendar_token: str) -> HttpResponse:
    """Hand the visits out to whoever has the address: times and places; 304 when nothing is new."""
    row = queries.behind(calendar_token)
    if row is None:
        raise Http404
    text = calendars.feed(row, request.now, current_schema())
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    fresh = tag in [part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")]
    response = HttpResponse(status=NOT_MODIFIED) if fresh else HttpResponse(text, content_type=CONTENT_TYPE)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _known(own: Surveyor | None) -> dict[str, Any]:
    """Return what the form begins with: a usual week for whoever has noted none."""
    said = own.hours if own else {str(day): ["08:00", "16:30"] for day in range(5)}
    days = {f"{name}_{day}": ends[place] for day, ends in said.items() for place, name in enumerate(("from", "until"))}
    there, back = (own.minutes_there, own.minutes_back) if own else (30, 30)
    return days | {"there": there, "back": back}
