"""Handing out a file: as an attachment in a sandbox, whole or in part, never kept by anybody on the way."""

from __future__ import annotations

from typing import BinaryIO

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from quartier.core.documents.models import Document
from quartier.core.documents.rules import OutOfReach, Part, asked_part
from quartier.kit import storage
from quartier.kit.http import Request

PARTIAL, UNSATISFIABLE = 206, 416
POLICY = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


class Window:
    """The bytes of a file from one place to another, read in blocks."""

    def __init__(self, file: BinaryIO, part: Part) -> None:
        self._file, self._rest = file, part.end - part.start
        file.seek(part.start)

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, none at the end."""
        block = self._file.read(self._rest if size < 0 else min(size, self._rest))
        self._rest -= len(block)
        return block

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def delivered(request: Request, document: Document) -> HttpResponseBase:
    """Return the file, or the part of it that a range asks for (206), or say that it has no such part (416)."""
    tag, size = f'"{document.sha256}"', document.size
    headers = request.headers
    try:
        part = asked_part(headers.get("Range", ""), size, if_range=headers.get("If-Range", ""), tag=tag)
    except OutOfReach:
        return HttpResponse(status=UNSATISFIABLE, headers={"Content-Range": f"bytes */{size}", **_common(tag)})
    window = Window(storage.here().open(document.sha256), part or Part(0, size))
    response = FileResponse(window, status=PARTIAL if part else 200, content_type=document.media_type)
    for name, value in _common(tag).items():
        response.headers[name] = value
    response.headers["Content-Length"] = str(part.end - part.start if part else size)
    response.headers["Content-Disposition"] = content_disposition_header(True, document.file_name) or "attachment"
    if part:
        response.headers["Content-Range"] = f"bytes {part.start}-{part.end - 1}/{size}"
    return response


def _common(tag: str) -> dict[str, str]:
    return {
        "Accept-Ranges": "bytes",
        "ETag": tag,
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": POLICY,
    }
