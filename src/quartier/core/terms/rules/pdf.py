"""The words of a PDF, page after page, as the file orders them."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from quartier.core.terms.rules.reading import Unreadable

MOST_PAGES: Final = 300


def text_of(data: bytes) -> str:
    """Return the text of all pages. Raises Unreadable for what is no PDF, is encrypted, or holds pictures alone."""
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted or len(reader.pages) > MOST_PAGES:
            raise Unreadable
        return "\n\n".join(page.extract_text() for page in reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise Unreadable from error
