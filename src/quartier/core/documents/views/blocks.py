"""A file of a form as blocks."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.files.uploadedfile import UploadedFile

BLOCK = 1 << 20


def sent_file(sent: UploadedFile[bytes]) -> tuple[str, int, Iterator[bytes]]:
    """Return name, size and content of an uploaded file; the content comes block by block."""
    return sent.name or "", sent.size or 0, sent.chunks(BLOCK)
