"""How staff do what was asked for: erase, correct, restrict, decide, ask for a fee, tell recipients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from quartier.core.privacy import queries as privacy
from quartier.core.privacy import services as erasing
from quartier.core.rights import queries, services
from quartier.core.rights.forms import (
    CorrectionForm,
    DecisionForm,
    ErasureForm,
    FeeForm,
    GroundForm,
    NoticeForm,
    RecipientForm,
)
from quartier.core.rights.models import DataRequest
from quartier.core.rights.rules import Request as Asked
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.forms import Form
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE

Act = Callable[[Mapping[str, Any]], object]
BOTH = ["GET", "HEAD", "POST"]


def _open(request: Request, request_id: int, kind: Asked) -> DataRequest:
    """Return a request of a kind that waits for an answer and that this person may see; 404 for any other."""
    return get_object_or_404(queries.open_requests(request.user, kind), pk=request_id)


@require_http_methods(BOTH)
@access(Audience.STAFF, needs="rights.work")
def erase(request: Request, request_id: int) -> HttpResponse:
    """Show what goes and what stays at each company; then erase the one, restrict the other, and answer."""
    row = _open(request, request_id, Asked.ERASURE)
    known = _weighed(request, row)
    form = ErasureForm(request.POST or None, controllers=[one for one, _weighed in known])

    def act(values: Mapping[str, Any]) -> None:
        services.erase(actor=request.actor, at=request.now, request_id=row.pk, controllers=values["controllers"])
        messages.success(request, _("What may go has been erased, and the person has been told what remains and why."))

    subject = privacy.subject_numbered(row.party_id)
    held = erasing.held_back(subject, request.now) if subject else []
    context = {"title": _("Erase data"), "weighed": known, "held": held, "submit": _("Erase what may go and answer")}
    return _formed(request, row, form, act, context, "rights/erase.html", "rights:list")


def _weighed(request: Request, row: DataRequest) -> list[tuple[privacy.Controller, erasing.Weighed]]:
    subject = privacy.subject_numbered(row.party_id)
    if subject is None:
        raise Http404
    mine = [one for one in privacy.controllers_for(request.user) if privacy.knows(subject, one)]
    return [(one, erasing.weighed(subject=subject, controller=one, at=request.now)) for one in mine]


@require_http_methods(BOTH)
@access(Audience.STAFF, needs="rights.work")
def correct(request: Request, request_id: int) -> HttpResponse:
    """Correct what is wrong, and answer."""
    row = _open(request, request_id, Asked.RECTIFICATION)
    form = CorrectionForm(request.POST or None, initial=queries.correctable(row))

    def act(values: Mapping[str, Any]) -> None:
        services.correct(actor=request.actor, at=request.now, request_id=row.pk, values=values)
        messages.success(request, _("Corrected, and the person has been told. Now tell whoever got these data."))

    return _formed(request, row, form, act, {"title": _("Correct data"), "submit": _("Correct and answer")})


@require_http_methods(BOTH)
@access(Audience.STAFF, needs="rights.work")
def restrict(request: Request, request_id: int) -> HttpResponse:
    """Restrict the data, and answer."""
    row = _open(request, request_id, Asked.RESTRICTION)

    def act(values: Mapping[str, Any]) -> None:
        services.restrict(actor=request.actor, at=request.now, request_id=row.pk, **values)
        messages.success(request, _("Restricted, and the person has been told."))

    context = {"title": _("Restrict data"), "submit": _("Restrict and answer")}
    return _formed(request, row, GroundForm(request.POST or None), act, context)


@require_http_methods(BOTH)
@access(Audience.STAFF, needs="rights.work")
def decide(request: Request, request_id: int) -> HttpResponse:
    """Decide an objection; the data stay restricted until then."""
    row = _open(request, request_id, Asked.OBJECTION)

    def act(values: Mapping[str, Any]) -> None:
        said = {"text": values["text"], "uphold": values["decision"] == "uphold"}
        services.decide_objection(actor=request.actor, at=request.now, request_id=row.pk, **said)
        messages.success(request, _("Decided, and the person has been told."))

    context = {"title": _("Decide the objection"), "submit": _("Decide and answer")}
    return _formed(request, row, DecisionForm(request.POST or None), act, context)


@require_http_methods(BOTH)
@access(Audience.STAFF, needs="rights.work")
def ask_fee(request: Request, request_id: int) -> HttpResponse:
    """Ask for a fee for a further copy; the person decides."""
    row = _open(request, request_id, Asked.ACCESS)

    def act(values: Mapping[str, Any]) -> None:
        services.offer_fee(actor=request.actor, at=request.now, request_id=row.pk, **values)
        messages.success(request, _("The person has been asked."))

    context = {"title": _("Fee for a further copy"), "submit": _("Ask for this fee")}
    return _formed(request, row, FeeForm(request.POST or None), act, context)


@require_POST
@access(Audience.STAFF, needs="rights.work")
def add_recipient(request: Request, request_id: int) -> HttpResponse:
    """Add somebody who has to be told."""
    row = get_object_or_404(queries.visible_requests(request.user), pk=request_id)
    form = RecipientForm(request.POST)
    if form.is_valid():
        services.add_notice(actor=request.actor, at=request.now, request_id=row.pk, **form.cleaned_data)
    else:
        messages.error(request, _("Write who has to be told."))
    return redirect("rights:office_one", request_id=row.pk)


@require_http_methods(BOTH)
@access(Audience.STAFF, needs="rights.work")
def settle(request: Request, notice_id: int) -> HttpResponse:
    """Note that a recipient was told and how, or why not."""
    notice = get_object_or_404(queries.open_notices(request.user), pk=notice_id)

    def act(values: Mapping[str, Any]) -> None:
        said = {"text": values["text"], "told": values["told"] == "yes"}
        services.settle_notice(actor=request.actor, at=request.now, notice_id=notice.pk, **said)
        messages.success(request, _("Noted."))

    title = _("Tell %(name)s") % {"name": notice.recipient}
    form = NoticeForm(request.POST or None)
    return _formed(request, notice.request, form, act, {"title": title, "submit": _("Note it")})


def _formed(
    request: Request, row: DataRequest, form: Form, act: Act, context: dict[str, Any],
    page: str = "rights/fulfil.html", then: str = "",
) -> HttpResponse:  # fmt: skip
    """Show a form for a request, and carry it out; a refusal is shown with what was typed."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(then) if then else redirect("rights:office_one", request_id=row.pk)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, page, {"form": form, "line": queries.line(row, request.now), **context}, status=status)
