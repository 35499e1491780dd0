"""What staff do with declarations: see what waits, record what came on paper, match, decide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartier.core.declarations import queries, services, tables
from quartier.core.declarations.forms import MatchForm, RecordForm, RejectForm
from quartier.core.declarations.labels import CHANNELS, FORMS
from quartier.core.declarations.models import Declaration
from quartier.core.parties import queries as parties
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.formats import voice
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked
from quartier.law.bgb.form import Sending
from quartier.values.zone import BERLIN

BLOCK = 1 << 20
SHOWN = 20


def _visible(request: Request, declaration_id: int) -> Declaration:
    return get_object_or_404(queries.visible(request.user), pk=declaration_id)


@require_safe
@access(Audience.STAFF, needs="declarations.view")
def listing(request: Request) -> HttpResponseBase:
    """List declarations; what waits for somebody stands on top."""
    table = tables.DECLARATIONS.bind(request, queries.visible(request.user))
    waiting = [(row, queries.kind_of(row)) for row in queries.waiting(request.user)[:SHOWN]]
    return table.answer() or render(request, "declarations/list.html", {"table": table, "waiting": waiting})


@require_safe
@access(Audience.STAFF, needs="declarations.view")
def one(request: Request, declaration_id: int) -> HttpResponse:
    """Show what was declared, how it came, what came of it and why, and what it may be about."""
    return _page(request, _visible(request, declaration_id))


def _page(request: Request, row: Declaration, form: MatchForm | None = None) -> HttpResponse:
    asked_for = request.GET.get("suche", "")[:200]
    found = queries.candidates_for(request.user, row, asked_for) if row.is_open else ()
    context = {
        "row": row,
        "kind": queries.kind_of(row),
        "channel": CHANNELS[row.channel],
        "reached": FORMS[row.form],
        "needed": FORMS.get(row.needed, ""),
        "content": queries.content_of(row),
        "told": queries.told(row),
        "why": queries.reasons(row, voice()),
        "found": found,
        "form": form or (MatchForm(found=found, initial=_first(row, found)) if found else None),
        "asked_for": asked_for,
        "href": queries.href_of(row),
        "subject": queries.subject_of(row),
        "may_decide": "declarations.decide" in request.user.permissions,
    }
    return render(request, "declarations/office_one.html", context, status=UNPROCESSABLE if form else 200)


def _first(row: Declaration, found: Any) -> dict[str, Any]:
    known = {"dispatched_on": row.dispatched_on}
    return {**known, "subject": found[0].subject} if len(found) == 1 or found[0].sure else known


@require_POST
@access(Audience.STAFF, needs="declarations.decide")
def match(request: Request, declaration_id: int) -> HttpResponse:
    """Say what a declaration is about; it is judged and answered at once."""
    row = _visible(request, declaration_id)
    found = queries.candidates_for(request.user, row, request.GET.get("suche", "")[:200])
    form = MatchForm(request.POST, found=found)
    if form.is_valid():
        given = form.cleaned_data
        chosen = next(one for one in found if one.subject == given["subject"])
        try:
            services.match(
                actor=request.actor, at=request.now, declaration_id=row.pk, chosen=chosen,
                dispatched_on=given["dispatched_on"],
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Matched and judged. What came of it stands below."))
            return redirect("declarations:office_one", declaration_id=row.pk)
    return _page(request, row, form)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="declarations.decide")
def reject(request: Request, declaration_id: int) -> HttpResponse:
    """Close a declaration that is about nothing here, after the question."""
    row = _visible(request, declaration_id)

    def done(answers: Mapping[str, Any]) -> HttpResponse:
        services.reject(actor=request.actor, at=request.now, declaration_id=row.pk, reason=answers["reason"])
        messages.success(request, _("The declaration is closed and answered."))
        return redirect("declarations:office_one", declaration_id=row.pk)

    return asked(
        request,
        title=_("Answer that this declaration of %(name)s has no effect?") % {"name": row.name},
        effect=_("It is closed, and whoever declared it is told the reason. Nothing else changes."),
        undo=_("This cannot be taken back. Whoever declared it can do so again."),
        submit=_("Close and answer"),
        back=reverse("declarations:office_one", args=[row.pk]),
        done=done,
        form=RejectForm(request.POST or None),
    )


@require_POST
@access(Audience.STAFF, needs="declarations.decide")
def letter(request: Request, declaration_id: int) -> HttpResponse:
    """Note that the answer went out by letter."""
    row = _visible(request, declaration_id)
    services.note_letter(actor=request.actor, at=request.now, declaration_id=row.pk)
    messages.success(request, _("The letter is noted."))
    return redirect("declarations:office_one", declaration_id=row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="declarations.record")
def record(request: Request) -> HttpResponse:
    """Record a declaration of somebody who is not found yet."""
    return _record(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="declarations.record")
def record_for(request: Request, party_id: int) -> HttpResponse:
    """Record a declaration of a customer."""
    return _record(request, get_object_or_404(parties.visible_parties(request.user), pk=party_id))


def _record(request: Request, party: Any) -> HttpResponse:
    known = {"name": str(party), "contact": party.email} if party else {}
    form = RecordForm(
        request.POST or None, request.FILES or None, initial={"received_on": day_of(request.now), **known}
    )
    if form.is_valid():
        try:
            row = _recorded(request, party, dict(form.cleaned_data))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Recorded. The receipt was confirmed where an e-mail address is known."))
            return redirect("declarations:office_one", declaration_id=row.pk)
    context = {"form": form, "party": party}
    return render(request, "declarations/record.html", context, status=UNPROCESSABLE if form.errors else 200)


def _recorded(request: Request, party: Any, said: dict[str, Any]) -> Declaration:
    sent, ends_on = said.pop("paper"), said.pop("ends_on")
    given = services.Given(
        kind=said["kind"], channel=Sending(said["channel"]), name=said["name"], contact=said["contact"],
        about=said["about"], words=said["words"], dispatched_on=said["dispatched_on"],
        received_at=_noon(request, said["received_on"]), wishes={"ends_on": ends_on.isoformat()} if ends_on else {},
        party_id=party.pk if party else None, entity_id=request.user.entity_id,
    )  # fmt: skip
    paper = services.Paper(request.user, sent.name, sent.size, sent.chunks(BLOCK)) if sent else None
    return services.record(actor=request.actor, at=request.now, given=given, paper=paper)


def _noon(request: Request, on: date) -> datetime:
    """Return when a paper arrived: of an earlier day only the day is known, today it counts from now."""
    return request.now if on == day_of(request.now) else datetime.combine(on, time(12), BERLIN)
