"""Files in forms: how much one request may bring is decided before anything of it is written."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class Bounded(FileUploadHandler):
    """Stands before the handlers that write: a request that says it is larger than allowed is answered with 400."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 – as Django calls it
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Refuse a request that is too large, before a byte of it is read."""
        if content_length > settings.LARGEST_REQUEST:
            raise RequestDataTooBig(f"A request brought {content_length} bytes.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand the block on to the handlers behind."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers behind."""
