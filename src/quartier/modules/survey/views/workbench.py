"""The workbench: the drawing of a job beside the customer's documents, and what exactly will be delivered."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aufmass.checking import check
from aufmass.model import Basis
from aufmass.reading import from_data
from aufmass.writing import data_of
from quartier.core.documents.services.issuing import content_of
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE
from quartier.modules.survey.forms.calculator import SheetForm
from quartier.modules.survey.forms.jobs import ImportForm, PaperForm
from quartier.modules.survey.models import Job, JobState, Survey, SurveyState, Underlay
from quartier.modules.survey.queries import jobs as queries
from quartier.modules.survey.queries import surveys as reckoning
from quartier.modules.survey.rules import table
from quartier.modules.survey.services import refusals, releasing, surveys, taking_over, underlays
from quartier.modules.survey.views import board
from quartier.modules.survey.views.calculator import typed_rows
from quartier.modules.survey.views.jobs import found, outputs_told
from quartier.modules.survey.views.sheet import _initial, _keep_sheet
from quartier.modules.survey.views.shown import page_of

PICTURES = ("application/pdf", "image/jpeg", "image/png")
ACT = "survey/jobs/act.html"


@access(Audience.STAFF, needs="survey.draw")
def workbench(request: Request, survey_job_id: int) -> HttpResponse:
    """Show the drawing beside the documents, and keep what was typed into the table."""
    job, row = _drawn(request, survey_job_id)
    if request.method != "POST":
        return _page(request, job, row)
    if row.state != SurveyState.OPEN:
        raise refusals.SurveyFinished
    sent = request.POST
    base = int(number) if (number := sent.get("number", "")).isdigit() and len(number) < 9 else 0  # noqa: PLR2004
    known = row.versions.filter(number=base, is_aside=False).first()
    rows = typed_rows(sent)
    after, faults = table.with_rows(from_data(known.content if known else row.content), rows, gone=sent.get("weg", ""))
    if faults:
        return _page(request, job, row, typed=rows, faults=faults, status=UNPROCESSABLE)
    saved = surveys.save(
        actor=request.actor, at=request.now, survey_id=row.pk, base=base, content=data_of(after),
        client=sent.get("client", "")[:40],
    )  # fmt: skip
    if saved.conflict:
        messages.warning(request, _("Somebody else has drawn meanwhile. What you typed is kept as a state of its own."))
    return redirect("survey:job_preview" if "bestellen" in sent and not saved.conflict else "survey:workbench", job.pk)


@access(Audience.STAFF, needs="survey.draw")
def state(request: Request, survey_job_id: int) -> HttpResponse:
    """Tell the state of the drawing of a job, or keep an edit of it."""
    return board.answered(request, _drawn(request, survey_job_id)[1])


@require_safe
@access(Audience.STAFF, needs="survey.view")
def picture(request: Request, survey_job_id: int, storey_no: int) -> HttpResponse:
    """Return the plan of a storey as a picture."""
    return board.drawn(_drawn(request, survey_job_id)[1], storey_no)


@require_safe
@access(Audience.STAFF, needs="survey.view")
def paper(request: Request, survey_job_id: int, paper_no: int) -> HttpResponse:
    """Return a page of a document that the customer has sent, as a picture; `seite` counts from 1."""
    job = found(request, survey_job_id)
    document = _papers(job).get(paper_no)
    if document is None:
        raise Http404
    content = b"".join(content_of(document))
    if document.media_type != PICTURES[0]:
        return HttpResponse(content, content_type=document.media_type)
    number = request.GET.get("seite", "1")
    page = int(number) if number.isdigit() and len(number) < 4 else 1  # noqa: PLR2004
    try:
        return HttpResponse(underlays.rendered(content, page), content_type="image/png")
    except Refused:
        raise Http404 from None


@access(Audience.STAFF, needs="survey.draw")
def lay(request: Request, survey_job_id: int) -> HttpResponse:
    """Lay a document of the customer beneath a storey, or take it away."""
    job, row = _drawn(request, survey_job_id)
    form = _paper_form(job, row, request.POST if request.method == "POST" else None)
    if request.method == "POST" and (gone := request.POST.get("weg")):
        underlays.remove(survey_id=row.pk, storey=gone)
        return redirect("survey:workbench", job.pk)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        document = _papers(job)[int(given["paper"])]
        try:
            underlays.add(
                at=request.now, survey_id=row.pk, storey=given["storey"], file_name=document.file_name,
                size=document.size, blocks=content_of(document), page=given["page"],
            )  # fmt: skip
            return redirect("survey:workbench", job.pk)
        except Refused as refusal:
            form.refuse(refusal)
    names = dict(_storeys(row))
    context = {"form": form, "job": job, "names": names, "rows": row.underlays.all()}
    return render(request, "survey/jobs/lay.html", context, status=UNPROCESSABLE if form.errors else 200)


@access(Audience.STAFF, needs="survey.draw")
def underlay(request: Request, survey_job_id: int, underlay_id: int) -> HttpResponse:
    """Return the picture beneath a storey, or keep where it lies."""
    _job, row = _drawn(request, survey_job_id)
    known = Underlay.objects.filter(pk=underlay_id, survey=row).first()
    if known is None:
        raise Http404
    if request.method != "POST":
        return board.lying(known)
    try:
        placing = json.loads(request.body)
        if not isinstance(placing, dict):
            raise refusals.NotReadable
        underlays.place(survey_id=row.pk, underlay_id=known.pk, placing=placing)
    except (ValueError, RecursionError):
        return JsonResponse({"faults": [{"place": "", "text": _("This cannot be read.")}]}, status=UNPROCESSABLE)
    except Refused as refusal:
        return JsonResponse({"faults": [{"place": "", "text": str(refusal)}]}, status=refusal.status)
    return JsonResponse({"placing": placing})


@access(Audience.STAFF, needs="survey.draw")
def sheet(request: Request, survey_job_id: int) -> HttpResponse:
    """Ask for what stands on the sheet: by whom, for whom, what for, what the measures rest on."""
    job, row = _drawn(request, survey_job_id)
    measured = from_data(row.content)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SheetForm(*sent, initial=_initial(row, measured))
    if request.method == "POST" and form.is_valid():
        try:
            _keep_sheet(request, row, measured, form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The details are kept."))
            return redirect("survey:workbench", job.pk)
    context = {"form": form, "job": job}
    return render(request, "survey/jobs/sheet.html", context, status=UNPROCESSABLE if form.errors else 200)


@access(Audience.STAFF, needs="survey.draw")
def read_in(request: Request, survey_job_id: int) -> HttpResponse:
    """Begin with the rooms of a drawing or a building model, in place of what is there."""
    job, row = _drawn(request, survey_job_id)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*sent)
    if request.method == "POST" and form.is_valid():
        try:
            file = form.cleaned_data["file"]
            read = taking_over.measured(
                file_name=file.name, content=file.read(), title=row.title, basis=Basis.DOCUMENTS,
                height=form.cleaned_data["height"],
            )  # fmt: skip
            surveys.save(actor=request.actor, at=request.now, survey_id=row.pk, base=row.number, content=data_of(read))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The rooms are taken over. Earlier states stay."))
            return redirect("survey:workbench", job.pk)
    context = {"form": form, "job": job}
    return render(request, "survey/jobs/read_in.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_safe
@access(Audience.STAFF, needs="survey.view")
def preview(request: Request, survey_job_id: int) -> HttpResponse:
    """Show exactly what will be delivered, and what has changed since the last delivery."""
    job, row = _drawn(request, survey_job_id)
    measured = from_data(row.content)
    faults = [one.text(reckoning.voice()) for one in check(measured) if not one.is_hint]
    is_ready = bool(any(measured.rooms) and not faults and row.author and row.recipient and row.purpose)
    context = {
        "job": job, "order": job.order, "survey": row, "outputs": outputs_told(job), "faults": faults,
        "result": reckoning.reckoned(measured, day_of(request.now)), "is_ready": is_ready,
        "differences": queries.differences(job, request.now), "pieces": _named(job, request) if is_ready else [],
        "storeys": list(range(1, len(measured.storeys) + 1)), "is_drawing": job.state == JobState.DRAWING,
        "waits": queries.proposal_of(job), "may_draw": "survey.draw" in request.user.permissions,
        "has_facts": bool(row.author and row.recipient and row.purpose),
    }  # fmt: skip
    return render(request, "survey/jobs/preview.html", context)


@require_safe
@access(Audience.STAFF, needs="survey.view")
def piece(request: Request, survey_job_id: int, piece_no: int) -> HttpResponse:
    """Hand out one file as it will be delivered, counted from 1."""
    job, _row = _drawn(request, survey_job_id)
    try:
        pieces = releasing.pieces_of(job, request.now)
    except Refused:
        raise Http404 from None
    if not 1 <= piece_no <= len(pieces):
        raise Http404
    one = pieces[piece_no - 1]
    answer = HttpResponse(one.content, content_type=one.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{one.name}"'
    return answer


def _drawn(request: Request, survey_job_id: int) -> tuple[Job, Survey]:
    job = found(request, survey_job_id)
    if job.survey is None:
        raise Http404
    return job, job.survey


def _named(job: Job, request: Request) -> list[Any]:
    return releasing.pieces_of(job, request.now)


def _papers(job: Job) -> dict[int, Any]:
    """Return the documents of the customer that can be shown as pictures, by their number in the order."""
    rows = queries.files_of(job)
    return {one.pk: one.document for one in rows if one.document.media_type in PICTURES}


def _storeys(row: Survey) -> list[tuple[str, str]]:
    return [(one.id, one.name) for one in from_data(row.content).storeys]


def _paper_form(job: Job, row: Survey, data: Any) -> PaperForm:
    papers = [(str(pk), one.title) for pk, one in _papers(job).items()]
    return PaperForm(data, storeys=_storeys(row), papers=papers)


def _page(request: Request, job: Job, row: Survey, *, status: int = 200, **typed: Any) -> HttpResponse:
    where = reverse("survey:workbench", args=[job.pk])
    urls = {"save": f"{where}stand/", "picture": f"{where}bild/", "underlays": reverse("survey:job_lay", args=[job.pk])}
    context = page_of(request, row, urls, **typed)
    context["board"] = board.board_data(
        request, row, urls, lambda one: reverse("survey:job_underlay", args=[job.pk, one.pk])
    )
    context |= {
        "job": job, "order": job.order, "act_template": ACT, "papers": list(_papers(job).items()),
        "asides": row.versions.filter(is_aside=True).count(), "outputs": outputs_told(job),
    }  # fmt: skip
    return render(request, "survey/jobs/workbench.html", context, status=status)
