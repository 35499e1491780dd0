"""Batches in the office: put together, print, print again, note the post, take apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartier.core.documents.services.issuing import content_of
from quartier.core.letters import queries, services, tables
from quartier.core.letters.forms import AgainForm, GatherForm, PostForm
from quartier.core.letters.models import Batch
from quartier.kit.access import Audience, access
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.kit.forms import Form
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE, asked

OFFERED = 100


@require_safe
@access(Audience.STAFF, needs="letters.view")
def batches(request: Request) -> HttpResponseBase:
    """List the batches this person may know of."""
    table = tables.BATCHES.bind(request, queries.visible_batches(request.user))
    return table.answer() or render(request, "letters/batches.html", {"table": table})


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="letters.work")
def gather(request: Request, entity_id: int) -> HttpResponse:
    """Choose letters of a company that are printed together."""
    if request.user.entity_id not in (None, entity_id):
        raise Http404
    heap = next((heap for heap in queries.heaps(request.user) if heap.entity_id == entity_id), None)
    if heap is None:
        return redirect("letters:list")
    rows = queries.waiting(entity_id, request.user)[:OFFERED]
    most = ngettext("the one that waits", "all %(n)s that wait", heap.fits) % {"n": heap.fits}
    offered = [(str(row.pk), f"{row.postcode} {row.party}, {row.number}: {row.subject}") for row in rows]
    form = GatherForm(request.POST or None, most=most, letters=offered, initial={"which": "all"})
    if form.is_valid():
        given = form.cleaned_data
        chosen = None if given["which"] == "all" else [int(key) for key in given["letters"]]
        order: dict[str, Any] = {"entity_id": entity_id, "letter_ids": chosen, "staff": request.user}
        try:
            sides = given["both_sides"]
            batch = services.gather(actor=request.actor, at=request.now, both_sides=sides, **order)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("letters:batch", batch_id=batch.pk)
    context = {"form": form, "heap": heap, "offered": len(offered)}
    return render(request, "letters/gather.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_safe
@access(Audience.STAFF, needs="letters.view")
def batch(request: Request, batch_id: int) -> HttpResponse:
    """Show one batch: what to do next, its list, and who printed it when."""
    return _page(request, _visible(request, batch_id))


@require_POST
@access(Audience.STAFF, needs="letters.work")
def print_out(request: Request, batch_id: int) -> HttpResponseBase:
    """Note the printing and hand out the file."""
    found = _visible(request, batch_id)
    form = AgainForm(request.POST) if found.runs.exists() else Form(request.POST)
    if form.is_valid():
        given = {"batch_id": found.pk, "reason": form.cleaned_data.get("reason", "")}
        try:
            document = services.print_out(actor=request.actor, at=request.now, **given)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _file(document.file_name, "application/pdf", content_of(document))
    return _page(request, found, again=form)


@require_safe
@access(Audience.STAFF, needs="letters.view")
def manifest(request: Request, batch_id: int) -> HttpResponseBase:
    """Hand out the list that goes with a batch."""
    found = _visible(request, batch_id)
    return _file(f"{found}.csv", "text/csv; charset=utf-8", queries.manifest(found))


def _file(name: str, media_type: str, blocks: Iterable[bytes | str]) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return StreamingHttpResponse(blocks, content_type=media_type, headers=headers)


@require_POST
@access(Audience.STAFF, needs="letters.work")
def make_again(request: Request, batch_id: int) -> HttpResponse:
    """Have the file made that is not there: it failed, or was erased after the post."""
    services.ask_for_file(_visible(request, batch_id))
    messages.success(request, _("The file is being made."))
    return redirect("letters:batch", batch_id=batch_id)


@require_POST
@access(Audience.STAFF, needs="letters.work")
def post(request: Request, batch_id: int) -> HttpResponse:
    """Note that a batch went to the post."""
    found, form = _visible(request, batch_id), PostForm(request.POST)
    if form.is_valid():
        try:
            services.post(actor=request.actor, at=request.now, batch_id=found.pk, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("letters:batch", batch_id=found.pk)
    return _page(request, found, post=form)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="letters.work")
def dissolve(request: Request, batch_id: int) -> HttpResponse:
    """Take a batch apart that nobody has printed."""
    found = _visible(request, batch_id)

    def done(_values: Any) -> HttpResponse:
        services.dissolve(actor=request.actor, at=request.now, batch_id=found.pk)
        messages.success(request, _("The batch is taken apart; its letters wait again."))
        return redirect("letters:list")

    return asked(
        request,
        title=_("Take batch %(number)s apart?") % {"number": found},
        effect=_("Its letters wait to be printed again, and the file for the printer is erased."),
        undo=_("You can put the letters into a new batch."),
        submit=_("Take batch apart"),
        back=reverse("letters:batch", args=[found.pk]),
        done=done,
    )


def _visible(request: Request, batch_id: int) -> Batch:
    return get_object_or_404(queries.visible_batches(request.user), pk=batch_id)


def _page(request: Request, found: Batch, *, again: Form | None = None, post: PostForm | None = None) -> HttpResponse:
    runs = list(found.runs.all())
    forms = [form for form in (again, post) if form is not None and form.errors]
    context = {
        "batch": found,
        "runs": runs,
        "again": again or (AgainForm() if runs else Form()),
        "post": post or PostForm(initial={"posted_on": found.posted_on or day_of(request.now)}),
        "may_work": "letters.work" in request.user.permissions,
    }
    return render(request, "letters/batch.html", context, status=UNPROCESSABLE if forms else 200)
