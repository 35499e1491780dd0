"""The calendar of everybody who measures, one site and one visit, and what the office does with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartier.kit import formats
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.http import Request
from quartier.modules.survey.forms.visits import WEEKDAYS
from quartier.modules.survey.models import Surveyor, Visit, VisitState
from quartier.modules.survey.queries import visits as queries
from quartier.values.zone import BERLIN

WORKDAYS: Final = 6
FROM, UNTIL = 7, 19
WIDTH: Final = 720


@require_safe
@access(Audience.STAFF, needs="survey.visit")
def visits(request: Request) -> HttpResponse:
    """Show a week of everybody who measures, what is to be planned and what is to be noted."""
    monday = monday_of(request.GET.get("woche", ""), day_of(request.now))
    surveyors, rows = queries.week_of(request.user, monday)
    week = timedelta(days=7)
    context = {
        "monday": monday, "sunday": monday + timedelta(days=6), "number": monday.isocalendar().week,
        "before": (monday - week).isoformat(), "after": (monday + week).isoformat(), "today": day_of(request.now),
        "days": [monday + timedelta(days=one) for one in range(WORKDAYS)],
        "lines": [(one, cells(one, monday, rows, request.user)) for one in surveyors],
        "listed": by_day(rows), "to_plan": list(queries.to_plan(request.user)),
        "to_note": list(queries.to_note(request.user, request.now)),
    }  # fmt: skip
    return render(request, "survey/visits/week.html", context)


@require_safe
@access(Audience.STAFF, needs="survey.visit")
def site(request: Request, site_id: int) -> HttpResponse:
    """Show one object: who opens which door, its visits, and what can be done."""
    row = get_object_or_404(queries.sites(request.user), pk=site_id)
    context = {
        "site": row, "order": row.order, "units": queries.units_of(row), "person": queries.person_of(row),
        "missing": queries.missing_access(row), "agreed": queries.agreed(row),
        "proposals": queries.proposals(row, request.now), "may_plan": row.order.state == "accepted",
        "visits": row.visits.exclude(state=VisitState.PROPOSED).select_related("trip", "surveyor"),
    }  # fmt: skip
    return render(request, "survey/visits/site.html", context)


@require_safe
@access(Audience.STAFF, needs="survey.visit")
def visit(request: Request, visit_id: int) -> HttpResponse:
    """Show one visit: when, who, at which doors, what came of it and what the trip cost."""
    row = get_object_or_404(queries.visits(request.user).select_related("trip__invoice"), pk=visit_id)
    context = {
        "visit": row, "site": row.site, "order": row.site.order, "units": queries.units_of(row.site),
        "person": queries.person_of(row.site), "visited": row.visited.select_related("unit"),
    }  # fmt: skip
    return render(request, "survey/visits/visit.html", context)


def monday_of(said: str, today: date) -> date:
    """Return the Monday of the week that an address names, of this week for anything else."""
    try:
        chosen = date.fromisoformat(said)
    except ValueError:
        chosen = today
    # A calendar that ends before its first week has none.
    chosen = max(chosen, date(1970, 1, 5))
    return chosen - timedelta(days=chosen.weekday())


def cells(surveyor: Surveyor, monday: date, rows: Sequence[Visit], _staff: Any) -> list[dict[str, Any]]:
    """Return the days of somebody: the strip from 7 to 19 h and the same in words."""
    mine = [one for one in rows if one.surveyor_id == surveyor.user_id]
    found = []
    for day in queries.days_of(surveyor, monday, WORKDAYS):
        seen = [one for one in mine if day_of(one.starts_at) == day.on]
        strips = [bar("mine" if one.state == VisitState.PROPOSED else "busy", *ends_of(one)) for one in seen]
        why = _("absent") if day.why == "away" else day.why or _("free day")
        free = [] if day.within is None else [day.within.begin, day.within.end]
        found.append({"on": day.on, "visits": seen, "strips": strips, "why": "" if free else why, "hours": hours(free)})
    return found


def ends_of(one: Visit) -> tuple[datetime, datetime]:
    """Return the time of a visit with its ways."""
    span = queries.span_of(one)
    return span.begin, span.end


def bar(kind: str, begin: datetime, end: datetime) -> dict[str, Any]:
    """Return a bar of the strip: where it begins and how long it is, in minutes after 7 h."""
    places = [minute_of(one) for one in (begin, end)]
    left, right = (min(max(one, 0), WIDTH) for one in places)
    return {"kind": kind, "x": left, "width": max(right - left, 1)}


def minute_of(at: datetime) -> int:
    """Return the minutes since 7 h of the day."""
    local = at.astimezone(BERLIN)
    return (local.hour - FROM) * 60 + local.minute


def hours(ends: Sequence[datetime]) -> str:
    """Return working time in words."""
    return " – ".join(f"{one.astimezone(BERLIN):%H:%M}" for one in ends)


def by_day(rows: Sequence[Visit]) -> Mapping[str, list[Visit]]:
    """Return visits under their days, in words."""
    found: dict[str, list[Visit]] = {}
    for one in rows:
        on = day_of(one.starts_at)
        found.setdefault(f"{WEEKDAYS[on.weekday()]}, {formats.day(on)}", []).append(one)
    return found


def noted(request: Request, words: str, page: str, number: int) -> HttpResponse:
    """Say what was done and go back to where it shows."""
    messages.success(request, words)
    return redirect(reverse(page, args=[number]))
