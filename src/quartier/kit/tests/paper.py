"""Reading finished PDFs in tests."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfReader

MARKS = ("<pdfaid:part>3</pdfaid:part>", "<pdfaid:conformance>B</pdfaid:conformance>", "<pdfuaid:part>1</pdfuaid:part>")
POINT_MM = 25.4 / 72
SHEET_MM = 297


def reader(content: bytes) -> Any:
    """A reader of the file."""
    return PdfReader(io.BytesIO(content))


def words(content: bytes) -> str:
    """All text of the file."""
    return "\n".join(page.extract_text() for page in reader(content).pages)


def places(content: bytes, page: int = 0) -> list[tuple[str, float, float]]:
    """Pieces of text with the millimetres of their base line, from the left and from the top of the sheet."""
    found: list[tuple[str, float, float]] = []

    def visit(text: str, matrix: Any, text_matrix: Any, _font: Any, _size: Any) -> None:
        if text.strip():
            x = text_matrix[4] * matrix[0] + text_matrix[5] * matrix[2] + matrix[4]
            y = text_matrix[4] * matrix[1] + text_matrix[5] * matrix[3] + matrix[5]
            found.append((text.strip(), x * POINT_MM, SHEET_MM - y * POINT_MM))

    reader(content).pages[page].extract_text(visitor_text=visit)
    return found


def is_accessible_archive(content: bytes) -> bool:
    """Tell whether a file says that it is PDF/A-3b and PDF/UA-1, with what these need: tags, title, language, fonts."""
    file = reader(content)
    root = file.trailer["/Root"]
    marks = root["/Metadata"].get_data().decode()
    fonts = [font["/DescendantFonts"][0] for page in file.pages for font in page["/Resources"]["/Font"].values()]
    embedded = [{"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"]) for font in fonts]
    return (
        all(mark in marks for mark in MARKS)
        and root["/Lang"] == "de-DE"
        and bool(root["/MarkInfo"]["/Marked"])
        and bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
        and bool(root["/StructTreeRoot"]["/K"])
        and bool(file.metadata.title)
        and bool(fonts)
        and all(embedded)
    )
