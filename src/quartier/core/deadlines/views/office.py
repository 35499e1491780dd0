"""What staff see and do: the list, the month, one deadline."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quartier.core.deadlines import queries, services, tables
from quartier.core.deadlines.forms import ExtendForm, ReasonForm
from quartier.core.deadlines.models import Deadline
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.formats import voice
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE

FIRST_YEAR, LAST_YEAR, MONTHS = 1991, 2100, 12


def _visible(request: Request, deadline_id: int) -> Deadline:
    return get_object_or_404(queries.deadlines(request.user.entity_id), pk=deadline_id)


@access(Audience.STAFF, needs="deadlines.view")
def listing(request: Request) -> HttpResponseBase:
    """List all deadlines: sort, filter, export; what runs and ends first stands first."""
    table = tables.DEADLINES.bind(request, queries.deadlines(request.user.entity_id))
    return table.answer() or render(request, "deadlines/list.html", {"table": table})


@require_safe
@access(Audience.STAFF, needs="deadlines.view")
def month(request: Request, year: int, month: int) -> HttpResponse:
    """Show one month as a calendar with the deadlines that end in it."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= MONTHS):
        raise Http404
    first = date(year, month, 1)
    context = {"month": queries.month_of(first, request.user.entity_id, voice()), "today": day_of(request.now)}
    return render(request, "deadlines/month.html", context)


@require_safe
@access(Audience.STAFF, needs="deadlines.view")
def this_month(request: Request) -> HttpResponse:
    """Lead to the calendar of the present month."""
    today = day_of(request.now)
    return redirect("deadlines:month", year=today.year, month=today.month)


@require_safe
@access(Audience.STAFF, needs="deadlines.view")
def one(request: Request, deadline_id: int) -> HttpResponse:
    """Show one deadline: its end, why, what follows, its history, what can be done."""
    return _page(request, _visible(request, deadline_id))


@require_POST
@access(Audience.STAFF, needs="deadlines.edit")
def extend(request: Request, deadline_id: int) -> HttpResponse:
    """Let a deadline end later."""
    row, form = _visible(request, deadline_id), ExtendForm(request.POST)
    if not form.is_valid():
        return _page(request, row, extension=form)

    def act() -> None:
        services.extend(actor=request.actor, at=request.now, deadline_id=row.pk, **form.cleaned_data)

    return _acted(request, row, form, "extension", act, _("The deadline ends later now."))


@require_POST
@access(Audience.STAFF, needs="deadlines.edit")
def change(request: Request, deadline_id: int, verb: str) -> HttpResponse:
    """Pause, resume, meet, cancel a deadline or try its effect again, with the reason."""
    if verb not in VERBS:
        raise Http404
    row, form = _visible(request, deadline_id), ReasonForm(request.POST, needed=verb in NEEDS_A_REASON)
    if not form.is_valid():
        return _page(request, row, change=form)
    words: dict[str, Any] = {"actor": request.actor, "at": request.now, "deadline_id": row.pk}
    if verb in NEEDS_A_REASON:
        words["reason"] = form.cleaned_data["reason"]
    return _acted(request, row, form, "change", lambda: VERBS[verb](**words), _("Saved."))


NEEDS_A_REASON = {"pause", "cancel"}
VERBS: dict[str, Callable[..., object]] = {
    "pause": services.pause,
    "resume": services.resume,
    "meet": services.meet,
    "cancel": services.cancel,
    "retry": services.try_again,
}


def _acted(
    request: Request, row: Deadline, form: Any, name: str, act: Callable[[], object], words: str
) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, row, **{name: form})
    messages.success(request, words)
    return redirect("deadlines:one", deadline_id=row.pk)


def _page(request: Request, row: Deadline, extension: Any = None, change: Any = None) -> HttpResponse:
    may_edit = "deadlines.edit" in request.user.permissions
    context = {
        "told": queries.told(row, voice()),
        "subject": row.holder or row.subject,
        "extension": extension or ExtendForm(),
        "change": change or ReasonForm(needed=False),
        "may_edit": may_edit,
    }
    faulty = any(form is not None and form.errors for form in (extension, change))
    return render(request, "deadlines/one.html", context, status=UNPROCESSABLE if faulty else 200)
