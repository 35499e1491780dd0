"""Runs of direct debits and transfers in the office: preview, two people, the file, the bank's answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartier.core.mandates import queries, services, tables
from quartier.core.mandates.forms import AnswerForm, HandOverForm, PayForm, PrepareForm, ReasonForm
from quartier.core.mandates.models import Run
from quartier.core.mandates.rules import RunState
from quartier.core.payments import queries as payments
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked

AHEAD = timedelta(days=7)
FORM = require_http_methods(["GET", "HEAD", "POST"])


def visible(request: Request, run_id: int) -> Run:
    """Return a run that somebody of the staff may see; any other is 404."""
    return get_object_or_404(queries.runs(request.user), pk=run_id)


def _companies(request: Request) -> list[tuple[str, str]]:
    return [(str(row.entity_id), row.entity.name) for row in queries.creditors(request.user)]


@require_safe
@access(Audience.STAFF, needs="mandates.collect")
def listing(request: Request) -> HttpResponseBase:
    """List the runs, with what waits to be collected and paid."""
    table = tables.RUNS.bind(request, queries.runs(request.user))
    companies = _companies(request)
    sums = queries.planned_sums([int(number) for number, _name in companies], day_of(request.now) + AHEAD)
    context = {
        "table": table,
        "prepare": PrepareForm(companies=companies, initial={"until_on": day_of(request.now) + AHEAD}),
        "pay": PayForm(companies=companies),
        "answer": AnswerForm(),
        "waiting": [(name, *sums[int(number)]) for number, name in companies if int(number) in sums],
    }
    return table.answer() or render(request, "mandates/runs.html", context)


@require_POST
@access(Audience.STAFF, needs="mandates.collect")
def prepare(request: Request) -> HttpResponse:
    """Gather due collections into a run; nothing leaves."""
    form = PrepareForm(request.POST, companies=_companies(request))
    if form.is_valid():
        try:
            run = services.prepare(
                actor=request.actor, at=request.now, entity_id=int(form.cleaned_data["entity_id"]),
                until_on=form.cleaned_data["until_on"],
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("mandates:run", bank_run_id=run.pk)
    return _again(request, form, _("Prepare direct debits"))


@require_POST
@access(Audience.STAFF, needs="mandates.collect")
def pay(request: Request) -> HttpResponse:
    """Gather approved refunds into a run; nothing leaves."""
    form = PayForm(request.POST, companies=_companies(request))
    if form.is_valid():
        entity_id = int(form.cleaned_data["entity_id"])
        try:
            run = services.prepare_payouts(
                actor=request.actor, at=request.now, entity_id=entity_id, refunds=list(payments.payable(entity_id))
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("mandates:run", bank_run_id=run.pk)
    return _again(request, form, _("Prepare transfers"))


@require_POST
@access(Audience.STAFF, needs="mandates.collect")
def answer(request: Request) -> HttpResponse:
    """Take the bank's answer to a file."""
    form = AnswerForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            run = services.take_status(
                actor=request.actor, at=request.now, content=form.cleaned_data["upload"].read(),
                entity_id=request.user.entity_id,
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The answer of the bank is taken."))
            return redirect("mandates:run", bank_run_id=run.pk)
    return _again(request, form, _("Take the answer"))


def _again(request: Request, form: Any, submit: str) -> HttpResponse:
    context = {"form": form, "title": submit, "submit": submit, "back": reverse("mandates:runs")}
    return render(request, "mandates/form.html", context, status=UNPROCESSABLE)


@require_safe
@access(Audience.STAFF, needs="mandates.collect")
def one(request: Request, bank_run_id: int) -> HttpResponseBase:
    """Show what a run holds, what it leaves out and why, and what is next."""
    run = visible(request, bank_run_id)
    is_debit = run.kind == services.DEBIT
    rows: Any = queries.collections_of(run) if is_debit else queries.payouts_of(run)
    table = (tables.COLLECTIONS if is_debit else tables.PAYOUTS).bind(request, rows)
    context = {
        "run": run,
        "is_debit": is_debit,
        "badge": tables.badge(RunState(run.state)),
        "batches": queries.batches_of(run) if is_debit else (),
        "refused": queries.refused_of(run),
        "table": table,
        "subject": queries.subject_of(run),
    }
    return table.answer() or render(request, "mandates/run.html", context)


@FORM
@access(Audience.STAFF, needs="mandates.collect")
def propose(request: Request, bank_run_id: int) -> HttpResponse:
    """Let a run wait for a second person, after a question."""
    run = visible(request, bank_run_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.propose(actor=request.actor, at=request.now, run_id=run.pk)
        messages.success(request, _("It waits for a second person now."))
        return redirect("mandates:run", bank_run_id=run.pk)

    return asked(
        request, title=_("Submit the run %(run)s for confirmation?") % {"run": run}, done=done,
        back=reverse("mandates:run", args=[run.pk]), submit=_("Submit for confirmation"),
        effect=_("A second person looks at it. Once they confirm, the file is written."),
        undo=_("You can withdraw it until it is confirmed."),
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="mandates.collect")
def discard(request: Request, bank_run_id: int) -> HttpResponse:
    """Discard a run that the bank has not got, after a question."""
    run = visible(request, bank_run_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.discard(actor=request.actor, at=request.now, run_id=run.pk, **given)
        messages.success(request, _("The run is discarded."))
        return redirect("mandates:run", bank_run_id=run.pk)

    return asked(
        request, title=_("Discard the run %(run)s?") % {"run": run}, back=reverse("mandates:run", args=[run.pk]),
        done=done,
        effect=_("What it holds is planned again. A file that was written must not go to the bank any more."),
        undo=_("This cannot be taken back."), submit=_("Discard the run"), form=ReasonForm(request.POST or None),
    )  # fmt: skip


@FORM
@access(Audience.STAFF, needs="mandates.collect")
def hand_over(request: Request, bank_run_id: int) -> HttpResponse:
    """Note that the bank has the file, after a question."""
    run = visible(request, bank_run_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        services.hand_over(actor=request.actor, at=request.now, run_id=run.pk, **given)
        messages.success(request, _("Noted. Collections are booked on their day."))
        return redirect("mandates:run", bank_run_id=run.pk)

    return asked(
        request, title=_("Has the bank got the file %(run)s?") % {"run": run}, done=done,
        back=reverse("mandates:run", args=[run.pk]), submit=_("Note the delivery to the bank"),
        effect=_("From now on the collections or transfers count as being carried out."),
        undo=_("This cannot be taken back. What the bank rejects comes back with its answer."),
        form=HandOverForm(request.POST or None),
    )  # fmt: skip
