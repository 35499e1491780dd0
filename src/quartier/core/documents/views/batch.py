"""Publishing a whole folder: a ZIP with a list of whom each file is for, first a trial, then all at once."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from quartier.core.documents import queries
from quartier.core.documents.forms import AboutForm
from quartier.core.documents.services.publishing import assigned, publish_batch
from quartier.core.documents.views.receiving import sending_page
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="documents.publish")
def batch(request: Request) -> HttpResponse:
    """Take the ZIP of a batch."""
    allowed = replace(queries.allowance(None, request.now), endings=(".zip",))
    return sending_page(request, "documents/batch.html", "documents:office_trial", allowed)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.STAFF, needs="documents.publish")
def trial(request: Request, upload_key: uuid.UUID) -> HttpResponse:
    """Show whom each file of a batch is for and what does not fit; publish all when everything does."""
    upload = queries.upload_of(request.user, upload_key)
    if upload is None:
        raise Http404
    lines = assigned(upload=upload, staff=request.user)
    page = AboutForm(request.POST or None)
    if page.is_valid():
        given = page.cleaned_data
        title = queries.titled(given["title"], given["kind"], given["year"])
        values = {"kind": given["kind"], "title": title, "year": given["year"]}
        try:
            count = publish_batch(actor=request.actor, at=request.now, upload=upload, staff=request.user, **values)
        except Refused as refusal:
            page.refuse(refusal)
        else:
            said = ngettext("%(n)s document is published.", "%(n)s documents are published.", count) % {"n": count}
            messages.success(request, said)
            return redirect("documents:office_list")
    context = {"form": page, "lines": lines, "faults": sum(bool(line.fault) for line in lines), "upload": upload}
    return render(request, "documents/trial.html", context, status=UNPROCESSABLE if page.errors else 200)
