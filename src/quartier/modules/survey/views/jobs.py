"""Jobs in the office: the queue, one job with its checklist, and what is done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartier.core.accounts import queries as accounts
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.forms import Form
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked
from quartier.modules.survey import tables
from quartier.modules.survey.forms.jobs import BecauseForm, CheckForm, JudgeForm, WorkerForm
from quartier.modules.survey.models import ChangeWish, Job, JobState
from quartier.modules.survey.queries import jobs as queries
from quartier.modules.survey.rules.jobs import CHECKABLE, judged_of
from quartier.modules.survey.rules.outputs import Output
from quartier.modules.survey.services import jobs as services
from quartier.modules.survey.services import releasing, wishes


@access(Audience.STAFF, needs="survey.view")
def listing(request: Request) -> HttpResponseBase:
    """List jobs; filters lead to what waits for somebody."""
    table = tables.JOBS.bind(request, queries.visible(request.user))
    return table.answer() or render(request, "survey/jobs/list.html", {"table": table})


@require_safe
@access(Audience.STAFF, needs="survey.view")
def job(request: Request, survey_job_id: int) -> HttpResponse:
    """Show one job: what is owed, what was sent, how far it is, and what comes next."""
    row = found(request, survey_job_id)
    context = {
        "job": row, "order": row.order, "outputs": outputs_told(row), "files": queries.files_of(row),
        "checked": judged_of(row.checklist), "items": queries.checklist(row), "subject": queries.subject_of(row),
        "deliveries": list(row.deliveries.all()), "wish": queries.open_wish(row), "wishes": list(row.wishes.all()),
        "may_draw": "survey.draw" in request.user.permissions, "may_check": row.state in CHECKABLE,
        "stalled": row.state == JobState.MAKING and request.now >= row.touched_at + releasing.PATIENCE,
        "is_mine": row.worker_id == request.user.pk, "is_over": row.state == JobState.ENDED,
    }  # fmt: skip
    return render(request, "survey/jobs/job.html", context)


@access(Audience.STAFF, needs="survey.draw")
def check(request: Request, survey_job_id: int) -> HttpResponse:
    """Go through the checklist beside the documents; the customer is told what came of it."""
    row = found(request, survey_job_id)
    known = {f"found_{one.key}": one.finding.value for one in judged_of(row.checklist)}
    form = CheckForm(request.POST if request.method == "POST" else None, items=queries.checklist(row), initial=known)
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                services.check(
                    actor=request.actor, at=request.now, job_id=row.pk, items=form.judged(),
                    words=form.cleaned_data["words"],
                )  # fmt: skip
            except Refused as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("The check is noted, and the customer was told."))
                return redirect("survey:job", row.pk)
    context = {"form": form, "job": row, "order": row.order, "files": queries.files_of(row)}
    return render(request, "survey/jobs/check.html", context, status=status)


@access(Audience.STAFF, needs="survey.draw")
def take(request: Request, survey_job_id: int) -> HttpResponse:
    """Take a job that nobody works on."""
    row = found(request, survey_job_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.take(actor=request.actor, at=request.now, job_id=row.pk, worker=request.user)
        return _said(request, row, _("The job is yours."))

    effect = _("Others see that you work on it.")
    return _asked(request, row, _("Take the job"), effect, _("You can hand it over."), done)


@access(Audience.STAFF, needs="survey.draw")
def hand_over(request: Request, survey_job_id: int) -> HttpResponse:
    """Hand a job to somebody else."""
    row = found(request, survey_job_id)
    others = [one for one in queries.workers(row) if one.pk != row.worker_id]
    form = WorkerForm(request.POST if request.method == "POST" else None, workers=others)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        worker = accounts.user_numbered(int(given["worker"]))
        services.take(actor=request.actor, at=request.now, job_id=row.pk, worker=worker, handed_by=request.user)
        return _said(request, row, _("The job is handed over."))

    return _asked(
        request, row, _("Hand the job over"), _("The other person goes on with it."),
        _("They can hand it back."), done, form,
    )  # fmt: skip


@access(Audience.STAFF, needs="survey.draw")
def start(request: Request, survey_job_id: int) -> HttpResponse:
    """Begin to work; an order that nobody has accepted is accepted by it (WR-018)."""
    row = found(request, survey_job_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        services.start(actor=request.actor, at=request.now, job_id=row.pk, worker=request.user)
        messages.success(request, _("Work has begun."))
        return redirect("survey:workbench", row.pk)

    effect = _("Work on the order begins. If nobody has accepted it yet, this accepts it and the customer is told.")
    return _asked(request, row, _("Begin to work"), effect, _("This cannot be taken back."), done)


@access(Audience.STAFF, needs="survey.draw")
def submit(request: Request, survey_job_id: int) -> HttpResponse:
    """Send what was drawn to a second person."""
    row = found(request, survey_job_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        releasing.submit(actor=request.actor, at=request.now, job_id=row.pk)
        return _said(request, row, _("Somebody else looks at it now and releases it."))

    effect = _("Nothing can be changed until a second person has released it or sent it back.")
    return _asked(request, row, _("Send for release"), effect, _("You can withdraw it under four eyes."), done)


@access(Audience.STAFF, needs="survey.draw")
def press_again(request: Request, survey_job_id: int) -> HttpResponse:
    """Let files be made once more that have not come."""
    row = found(request, survey_job_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        releasing.press_again(actor=request.actor, at=request.now, job_id=row.pk)
        return _said(request, row, _("The files are made once more."))

    effect = _("Nothing is delivered twice.")
    return _asked(request, row, _("Make the files once more"), effect, _("It can be repeated."), done)


@access(Audience.STAFF, needs="survey.draw")
def judge(request: Request, change_wish_id: int) -> HttpResponse:
    """Judge a wish: our error, or a change that costs the fee of the price list (WR-075)."""
    wish = _wish(request, change_wish_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        wishes.classify(
            actor=request.actor, at=request.now, wish_id=wish.pk, our_error=given["our_error"] == "yes",
            words=given["words"],
        )  # fmt: skip
        return _said(request, wish.job, _("The wish is judged, and the customer was told."))

    effect = _("Our error goes back to drawing at once. Anything else waits until the customer has agreed to the fee.")
    return _asked(
        request, wish.job, _("Judge the wish"), effect, _("The customer is told at once."), done,
        JudgeForm(request.POST if request.method == "POST" else None), lead=wish.words,
    )  # fmt: skip


@access(Audience.STAFF, needs="survey.draw")
def turn_down(request: Request, change_wish_id: int) -> HttpResponse:
    """Turn a wish down with a reason."""
    wish = _wish(request, change_wish_id)

    def done(given: Mapping[str, Any]) -> HttpResponse:
        wishes.decline(actor=request.actor, at=request.now, wish_id=wish.pk, because=given["because"], by_us=True)
        return _said(request, wish.job, _("The customer was told why it is not done."))

    form = BecauseForm(request.POST if request.method == "POST" else None)
    effect = _("The customer is told by e-mail.")
    return _asked(
        request, wish.job, _("Turn the wish down"), effect, _("This cannot be taken back."), done, form, wish.words
    )


@access(Audience.STAFF, needs="survey.draw")
def begin_change(request: Request, change_wish_id: int) -> HttpResponse:
    """Begin a change whose customer could withdraw from it until now."""
    wish = _wish(request, change_wish_id)

    def done(_given: Mapping[str, Any]) -> HttpResponse:
        wishes.begin(actor=request.actor, at=request.now, wish_id=wish.pk)
        return _said(request, wish.job, _("The job is back on the workbench."))

    effect = _("The job goes back to drawing.")
    return _asked(request, wish.job, _("Begin the change"), effect, _("This cannot be taken back."), done)


def found(request: Request, survey_job_id: int) -> Job:
    """Return a job that somebody may see; 404 for any other."""
    row: Job = get_object_or_404(queries.visible(request.user), pk=survey_job_id)
    return row


def outputs_told(row: Job) -> list[str]:
    """Return what a job delivers, in words."""
    return [_(Output(one).label) for one in row.outputs]


def _wish(request: Request, number: int) -> ChangeWish:
    rows = ChangeWish.objects.filter(job__in=queries.visible(request.user)).select_related("job", "job__order")
    wish: ChangeWish = get_object_or_404(rows, pk=number)
    return wish


def _said(request: Request, row: Job, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("survey:job", row.pk)


def _asked(
    request: Request, row: Job, label: str, effect: str, undo: str, done: Any, form: Form | None = None, lead: str = ""
) -> HttpResponse:  # fmt: skip
    title = f"{label}: {row.order.number}"
    return asked(
        request, title=title, effect=f"„{lead}“ {effect}" if lead else effect, undo=undo, submit=label, form=form,
        back=reverse("survey:job", args=[row.pk]), done=done,
    )  # fmt: skip
