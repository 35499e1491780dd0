"""Which kinds of files are taken: endings, what the first bytes must say, and the media type they are delivered as."""

from __future__ import annotations

from typing import Final

PDF, ZIP = "application/pdf", "application/zip"
OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
# Ending → the one media type that its content may have.
ENDINGS: Final = {
    ".pdf": PDF,
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".zip": ZIP,
    ".docx": f"{OFFICE}.wordprocessingml.document",
    ".xlsx": f"{OFFICE}.spreadsheetml.sheet",
    ".odt": f"{OPEN}.text",
    ".ods": f"{OPEN}.spreadsheet",
}
PICTURES: Final = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
TEXTS: Final = frozenset({"text/plain", "text/csv"})
# What names the kind of a document that is a zip inside: an entry that it must have, or the entry with its type.
INSIDE: Final = {"word/document.xml": ENDINGS[".docx"], "xl/workbook.xml": ENDINGS[".xlsx"]}
ZIPPED: Final = frozenset({ZIP, *INSIDE.values(), ENDINGS[".odt"], ENDINGS[".ods"]})
MAGIC: Final = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"PK\x03\x04", ZIP),
)
HEAD = 16
# Control characters that no text has; tab, line feed, form feed, carriage return are none of them.
NEVER_IN_TEXT: Final = bytes(set(range(32)) - {9, 10, 12, 13} | {127})


def media_types(endings: tuple[str, ...] = tuple(ENDINGS)) -> frozenset[str]:
    """Return the media types behind endings."""
    return frozenset(ENDINGS[ending] for ending in endings)


def sniffed(head: bytes) -> str:
    """Return the media type that the first bytes show, or "" when they show none, as text does."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in MAGIC if head.startswith(magic)), "")


def is_text(block: bytes) -> bool:
    """Tell whether a block of bytes can stand in a text file."""
    return not block.translate(None, bytes(set(range(256)) - set(NEVER_IN_TEXT)))
