"""Runs in the office: planned, started, watched; and the questions they bring up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartier.core.billing import queries, services
from quartier.core.billing.forms import BecauseForm, RunForm
from quartier.core.billing.models import Run, RunState
from quartier.core.billing.tables import QUESTIONS, RUNS
from quartier.core.providers import queries as providers
from quartier.kit import formats
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked

MOST_PROBLEMS = 100


@require_safe
@access(Audience.STAFF, needs="billing.run")
def runs(request: Request) -> HttpResponseBase:
    """List the runs."""
    table = RUNS.bind(request, queries.runs(request.user))
    context = {"table": table, "open": queries.open_questions(request.user).count()}
    return table.answer() or render(request, "billing/runs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="billing.run")
def new(request: Request) -> HttpResponse:
    """Have a run planned."""
    own = request.user.entity_id
    entities = [(row.pk, row.name) for row in providers.entities() if own in (None, row.pk)]
    form = RunForm(request.POST or None, entities=entities, initial={"through_on": day_of(request.now)})
    if form.is_valid():
        try:
            row = services.draft(actor=request.actor, at=request.now, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("billing:run", billing_run_id=row.pk)
    return render(request, "billing/form.html", _page(form, _("Plan a run"), reverse("billing:runs")),
                  status=UNPROCESSABLE if form.errors else 200)  # fmt: skip


def _page(form: Any, title: str, back: str) -> Mapping[str, Any]:
    return {"form": form, "title": title, "back": back}


def _run(request: Request, run_id: int) -> Run:
    return get_object_or_404(queries.runs(request.user), pk=run_id)


@require_safe
@access(Audience.STAFF, needs="billing.run")
def run(request: Request, billing_run_id: int) -> HttpResponse:
    """Show a run: what it will bill or has billed, how far it is, and what it could not bill."""
    row = _run(request, billing_run_id)
    at_work = row.state in (RunState.PLANNING, RunState.RUNNING)
    context = {
        "run": row,
        "at_work": at_work,
        "stalled": at_work and request.now - row.touched_at >= services.STALLED_AFTER,
        "problems": row.problems.select_related("party")[:MOST_PROBLEMS],
        "waits": services.waits_for(row) if row.state == RunState.WAITING else None,
    }
    return render(request, "billing/run.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="billing.run")
def start(request: Request, billing_run_id: int) -> HttpResponse:
    """Ask once more, then start a planned run."""
    row = _run(request, billing_run_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.start(actor=request.actor, at=request.now, run_id=row.pk)
        messages.success(request, _("The run goes its way. You may close this page."))
        return redirect("billing:run", billing_run_id=row.pk)

    return asked(
        request, title=_("Start this run?"), back=reverse("billing:run", args=[row.pk]), done=done,
        effect=_("%(n)s invoices over %(net)s net are issued, booked and sent.")
        % {"n": row.planned_invoices, "net": formats.money(row.planned_net)},
        undo=_("Invoices cannot be taken back; each can be cancelled with its reason."), submit=_("Start the run"),
    )  # fmt: skip


@require_POST
@access(Audience.STAFF, needs="billing.run")
def resume(request: Request, billing_run_id: int) -> HttpResponse:
    """Go on with a run that stands still; nothing is billed twice."""
    try:
        services.resume(actor=request.actor, at=request.now, run_id=_run(request, billing_run_id).pk)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The run goes on."))
    return redirect("billing:run", billing_run_id=billing_run_id)


@require_POST
@access(Audience.STAFF, needs="billing.run")
def drop(request: Request, billing_run_id: int) -> HttpResponse:
    """Drop a run that has billed nothing."""
    services.drop(actor=request.actor, at=request.now, run_id=_run(request, billing_run_id).pk)
    messages.success(request, _("The run is dropped. Nothing was billed."))
    return redirect("billing:runs")


@require_safe
@access(Audience.STAFF, needs="billing.view")
def questions(request: Request) -> HttpResponseBase:
    """List what billing leaves to a person."""
    table = QUESTIONS.bind(request, queries.open_questions(request.user))
    return table.answer() or render(request, "billing/questions.html", {"table": table})


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="billing.view")
def settle(request: Request, billing_question_id: int) -> HttpResponse:
    """Note how a question was settled."""
    row = get_object_or_404(queries.questions(request.user), pk=billing_question_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.settle(actor=request.actor, at=request.now, question_id=row.pk, because=given["because"])
        messages.success(request, _("The question is settled."))
        return redirect("billing:questions")

    return asked(
        request, title=_("Settle this question?"), back=reverse("billing:questions"), done=done,
        effect=f"{row.get_kind_display()}: {row.text} ({row.party}, {row.contract.relationship.number})",
        undo=_("Nothing else happens; what has to be billed or credited, you do."), submit=_("It is settled"),
        form=BecauseForm(request.POST if request.method == "POST" else None),
    )  # fmt: skip
