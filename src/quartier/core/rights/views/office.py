"""What staff do with requests: take them in, note who asks, extend, answer, refuse."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from quartier.core.parties import queries as parties
from quartier.core.rights import queries, services, tables
from quartier.core.rights.forms import AnswerForm, IdentityForm, IntakeForm, RecipientForm
from quartier.core.rights.models import DataRequest
from quartier.core.rights.rules import Request as Asked
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.formats import voice
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE
from quartier.values.zone import BERLIN


def _visible(request: Request, request_id: int) -> DataRequest:
    return get_object_or_404(queries.visible_requests(request.user), pk=request_id)


@access(Audience.STAFF, needs="rights.work")
def listing(request: Request) -> HttpResponseBase:
    """List all requests with the day by which each has to be answered."""
    lines = queries.lines(queries.visible_requests(request.user), request.now)
    table = tables.REQUESTS.bind(request, lines)
    overdue = queries.overdue_requests(request.user, request.now)
    return table.answer() or render(request, "rights/list.html", {"table": table, "overdue": overdue})


@access(Audience.STAFF, needs="rights.work")
def intake(request: Request, party_id: int) -> HttpResponse:
    """Note a request that came by letter, mail, telephone or in person."""
    party = get_object_or_404(parties.all_parties(request.user), pk=party_id)
    form = IntakeForm(request.POST or None)
    if form.is_valid():
        values = dict(form.cleaned_data)
        values["received_at"] = datetime.combine(values.pop("received_on"), time(12), BERLIN)
        try:
            row = services.receive(actor=request.actor, at=request.now, party_id=party.pk, **values)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("rights:office_one", request_id=row.pk)
    return render(
        request, "rights/intake.html", {"form": form, "party": party}, status=UNPROCESSABLE if form.errors else 200
    )


@require_safe
@access(Audience.STAFF, needs="rights.work")
def one(request: Request, request_id: int) -> HttpResponse:
    """Show one request: what is asked, until when and why, what can be done."""
    return _page(request, _visible(request, request_id))


@require_POST
@access(Audience.STAFF, needs="rights.work")
def act(request: Request, request_id: int, verb: str) -> HttpResponse:
    """Note who asks, extend, answer or refuse."""
    if verb not in VERBS:
        raise Http404
    row = _visible(request, request_id)
    form: Any = (IdentityForm if verb == "identify" else AnswerForm)(request.POST)
    name = "identity" if verb == "identify" else "answer"
    if not form.is_valid():
        return _page(request, row, **{name: form})
    words = {"actor": request.actor, "at": request.now, "request_id": row.pk, **form.cleaned_data}
    try:
        VERBS[verb](**words)
    except Refused as refusal:
        form.refuse(refusal)
        return _page(request, row, **{name: form})
    messages.success(request, _("Saved."))
    return redirect("rights:office_one", request_id=row.pk)


def _refuse(**words: Any) -> DataRequest:
    return services.answer(refuse=True, **words)


VERBS: dict[str, Any] = {
    "identify": services.note_identity,
    "extend": services.extend,
    "answer": services.answer,
    "refuse": _refuse,
}


def _page(request: Request, row: DataRequest, identity: Any = None, answer: Any = None) -> HttpResponse:
    clock = services.clock_of(row)
    context = {
        "line": queries.line(row, request.now),
        "subject": parties.subject_of(row.party),
        "clock": clock.value,
        "steps": [{"text": step.sentence.text(voice()), "source": step.source} for step in clock.steps],
        "identity": identity or IdentityForm(initial={"identity": row.identity}),
        "answer": answer or AnswerForm(),
        "further": row.kind == Asked.ACCESS and services.is_further_copy(row),
        "notices": row.notices.all(),
        "recipient": RecipientForm(),
    }
    faulty = any(form is not None and form.errors for form in (identity, answer))
    return render(request, "rights/office_one.html", context, status=UNPROCESSABLE if faulty else 200)
