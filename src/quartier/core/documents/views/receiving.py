"""Taking files from browsers: a plain form, or in parts that go on where a broken connection stopped.

The protocol of parts, after tus (creation, offset, resumption), with the verbs that all our addresses know:
`POST …/beginnen/` with name and size answers 201 with the address of the upload; `POST …/teil/` with a raw body and
`Upload-Offset` adds a part and answers with the new `Upload-Offset`; a `GET` of the same address says where to go on.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from quartier.core.documents import queries, services
from quartier.core.documents.forms import SendForm
from quartier.core.documents.models import Upload
from quartier.core.documents.rules import Allowance
from quartier.core.documents.views.blocks import sent_file
from quartier.kit.access import Audience, access
from quartier.kit.errors import Refused
from quartier.kit.http import Request
from quartier.kit.pages import UNPROCESSABLE

BLOCK = 1 << 18
DIGITS = 15
CREATED, CONFLICT, TOO_LARGE = 201, 409, 413


def sending_page(request: Request, page: str, then: str, allowed: Allowance, **context: Any) -> HttpResponse:
    """Show the page that takes a file, or take it and lead to the page that asks what it is."""
    form = SendForm(request.POST or None, request.FILES or None, allowed=allowed)
    if request.method == "POST" and form.is_valid():
        try:
            name, size, blocks = sent_file(form.cleaned_data["file"])
            row = services.receive(at=request.now, owner=request.user, file_name=name, size=size, blocks=blocks)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect(then, upload_key=row.key)
    context |= {"form": form, "allowed": allowed}
    return render(request, page, context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
@access(Audience.CUSTOMER, feature="uploads")
def begin(request: Request) -> HttpResponse:
    """Announce a file: `Upload-Name` (URL-encoded) and `Upload-Length` in the headers."""
    name, size = _announced(request)
    try:
        row = services.begin(at=request.now, owner=request.user, file_name=name, size=size)
    except Refused as refusal:
        return _refused(refusal)
    answer = _where(row, CREATED)
    answer.headers["Location"] = reverse("documents:part", kwargs={"upload_key": row.key})
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@access(Audience.CUSTOMER, feature="uploads")
def part(request: Request, upload_key: uuid.UUID) -> HttpResponse:
    """Say how much of a file is there (GET), or add the part that follows (POST)."""
    row = queries.upload_of(request.user, upload_key)
    if row is None:
        raise Http404
    if request.method != "POST":
        return _where(row)
    offset = request.headers.get("Upload-Offset", "")
    if not (offset.isascii() and offset.isdigit()):
        return _where(row, CONFLICT)
    if int(request.headers.get("Content-Length") or 0) > queries.limits().part:
        return _where(row, TOO_LARGE)
    try:
        row = services.append(at=request.now, upload=row, offset=int(offset), blocks=body_of(request))
    except services.WrongOffset:
        return _where(row, CONFLICT)
    except Refused as refusal:
        _read_off(request)
        return _refused(refusal)
    return _where(row)


def _announced(request: Request) -> tuple[str, int]:
    length = request.headers.get("Upload-Length", "")
    size = int(length) if length.isascii() and length.isdigit() and len(length) <= DIGITS else 0
    return unquote(request.headers.get("Upload-Name", "")), size


def body_of(request: Request) -> Iterator[bytes]:
    """Read the raw body in blocks; it is never in memory as a whole."""
    while block := request.read(BLOCK):
        yield block


def _read_off(request: Request) -> None:
    """Read what is left of a part: a browser that still sends does not hear the answer."""
    for _block in body_of(request):
        pass


def _where(row: Upload, status: int = 200) -> HttpResponse:
    there: dict[str, Any] = {"offset": row.received, "size": row.size, "complete": row.is_complete}
    if row.is_complete:
        there["next"] = reverse("documents:filing", kwargs={"upload_key": row.key})
    return JsonResponse(there, status=status, headers={"Upload-Offset": str(row.received)})


def _refused(refusal: Refused) -> HttpResponse:
    return JsonResponse({"error": str(refusal)}, status=refusal.status)
