"""What customers have: statements by year, their own files, one archive of all they stored."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quartier.core.documents import queries, services
from quartier.core.documents.forms import FilingForm, ReportForm
from quartier.core.documents.models import Document, Upload
from quartier.core.documents.services.archive import archive_of
from quartier.core.documents.views.delivery import delivered
from quartier.core.documents.views.receiving import sending_page
from quartier.core.parties import queries as parties
from quartier.kit.access import Audience, access
from quartier.kit.checked import Confirmed, checked
from quartier.kit.clock import day_of
from quartier.kit.http import Request

SEE_OTHER = 303
PAGE_SIZE = 40


def own_party(request: Request) -> Any:
    """Return the customer behind the account; 404 without one."""
    party = parties.party_of(request.user)
    if party is None:
        raise Http404
    return party


def own_document(request: Request, document_id: int) -> Document:
    """Return a document that the logged-in customer may open; others are 404."""
    found = queries.own_document(own_party(request), document_id)
    if found is None:
        raise Http404
    return found


@require_safe
@access(Audience.CUSTOMER)
def documents(request: Request) -> HttpResponse:
    """List what was published for the customer and what they stored, by year."""
    party = own_party(request)
    page = Paginator(queries.own(party), PAGE_SIZE).get_page(request.GET.get("seite"))
    context = {
        "page": page,
        "years": queries.by_year(list(page)),
        "unchecked": queries.count_unchecked(party),
        "uploads": queries.open_uploads(request.user),
        "may_upload": request.portal.feature_on("uploads", request.now),
    }
    return render(request, "documents/own.html", context)


@require_POST
@access(Audience.CUSTOMER)
def open_own(request: Request, document_id: int) -> HttpResponse:
    """Write down that the customer opens a document and lead to the file; a POST, because it is written down."""
    row = own_document(request, document_id)
    token = services.open_document(actor=request.actor, at=request.now, document=row, reader=request.user)
    answer = redirect("documents:link", token=token)
    answer.status_code = SEE_OTHER
    return answer


@require_safe
@access(Audience.CUSTOMER)
def link(request: Request, token: str) -> HttpResponseBase:
    """Hand out the file of a link that works for this account, if the document may still be opened."""
    return delivered(request, own_document(request, services.linked_document(token, request.user)))


@require_safe
@access(Audience.PUBLIC)
def public(request: Request, document_id: int) -> HttpResponseBase:
    """Hand out a document that is for everybody."""
    row = queries.public_document(document_id)
    if row is None:
        raise Http404
    return delivered(request, row)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER, feature="uploads")
def upload(request: Request) -> HttpResponse:
    """Take a file; what it is comes on the next page, with the check step. Says to keep own copies (DWG-28)."""
    party = own_party(request)
    allowed, used = queries.allowance(party, request.now), queries.used(party)
    return sending_page(request, "documents/upload.html", "documents:filing", allowed, used=used)


def own_upload(request: Request, upload_key: uuid.UUID) -> Upload:
    """Return an upload of this account; a stranger's is 404."""
    found = queries.upload_of(request.user, upload_key)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER, feature="uploads")
def filing(request: Request, upload_key: uuid.UUID) -> HttpResponse:
    """Say what an uploaded file is, check it once more, and file it."""
    party, row = own_party(request), own_upload(request, upload_key)

    def done(confirmed: Confirmed) -> HttpResponse:
        given = services.Given(**confirmed.values, party=party, by_customer=True, entity_id=queries.answering(party))
        services.file(actor=request.actor, at=request.now, upload=row, given=given, shown=confirmed.shown)
        messages.success(request, _("The file is stored. Please keep a copy of your own."))
        return redirect("documents:own")

    return checked(
        request,
        FilingForm(request.POST or None, initial={"title": row.file_name.rpartition(".")[0]}),
        key="documents.filing",
        subject=f"documents.upload:{row.key}",
        page="documents/filing.html",
        context={"upload": row},
        done=done,
    )


@require_POST
@access(Audience.CUSTOMER, feature="uploads")
def discard(request: Request, upload_key: uuid.UUID) -> HttpResponse:
    """Forget an upload that was not filed."""
    services.discard(upload=own_upload(request, upload_key))
    messages.success(request, _("The file is discarded. Nothing of it is kept."))
    return redirect("documents:own")


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER)
def report(request: Request, document_id: int) -> HttpResponse:
    """Report a document whose content is unlawful or wrong (DWG-37)."""
    row = own_document(request, document_id)

    def done(confirmed: Confirmed) -> HttpResponse:
        reason = confirmed.values["reason"]
        services.report(actor=request.actor, at=request.now, document_id=row.pk, reason=reason, shown=confirmed.shown)
        messages.success(request, _("Thank you. We look at the document."))
        return redirect("documents:own")

    return checked(
        request, ReportForm(request.POST or None), key="documents.report", subject=queries.subject_of(row),
        page="documents/report.html", context={"document": row}, done=done,
    )  # fmt: skip


@require_POST
@access(Audience.CUSTOMER)
def archive(request: Request) -> HttpResponseBase:
    """Hand out everything the customer stored as one archive with a list (DWG-28)."""
    blocks = archive_of(actor=request.actor, at=request.now, party=own_party(request))
    response = StreamingHttpResponse(blocks, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="archiv-{day_of(request.now):%Y-%m-%d}.zip"'
    return response
