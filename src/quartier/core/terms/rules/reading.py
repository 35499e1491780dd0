"""From the bytes of a file to words: Markdown, plain text, DOCX and PDF. Nothing is corrected on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

LARGEST: Final = 4 * 1024 * 1024
# Words of two hundred pages; more is no legal text that anybody reads.
MOST_SIGNS: Final = 600_000


class Format(StrEnum):
    """What kind of file a text came in; its value ends the file's name."""

    MARKDOWN = "md"
    TEXT = "txt"
    WORD = "docx"
    PDF = "pdf"

    @property
    def media_type(self) -> str:
        """Return the type for a download."""
        return {
            "md": "text/markdown; charset=utf-8",
            "txt": "text/plain; charset=utf-8",
            "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "pdf": "application/pdf",
        }[self.value]

    @property
    def is_marked(self) -> bool:
        """Tell whether the words carry signs of Markdown."""
        return self is Format.MARKDOWN


class Unreadable(ValueError):
    """The file holds no words that we can read."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A file as it came and the words in it."""

    data: bytes
    format: Format
    body: str


def read(data: bytes, file_name: str) -> Whole:
    """Return the words of a file. Raises Unreadable for another kind of file, a broken, encrypted or empty one."""
    kind = _format(file_name)
    if not data or len(data) > LARGEST:
        raise Unreadable
    body = _words(data, kind)
    if not body.strip() or len(body) > MOST_SIGNS or "\x00" in body:
        raise Unreadable
    return Whole(data, kind, body)


def _words(data: bytes, kind: Format) -> str:
    if kind is Format.WORD:
        from quartier.core.terms.rules import word  # noqa: PLC0415 – its library is large and seldom needed

        return word.text_of(data)
    if kind is Format.PDF:
        from quartier.core.terms.rules import pdf  # noqa: PLC0415 – its library is large and seldom needed

        return pdf.text_of(data)
    return _decoded(data)


def _format(file_name: str) -> Format:
    ending = file_name.rpartition(".")[2].lower()
    try:
        return Format({"markdown": "md", "text": "txt"}.get(ending, ending))
    except ValueError:
        raise Unreadable from None


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable


NAME: Final = re.compile(
    r"\b(?:Version|Fassung)\s*:?\s+(?P<name>(?=[^,;\n]*\d)[^,;\n.]{0,30}\d[^,;\n ]{0,10}?)"
    r"\s*(?:[,;\n(]|vom\b|Stand\b|$)"
)
DAY: Final = re.compile(
    r"(?:Stand|Fassung vom|vom|gültig ab|Datum)\s*:?\s*(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", re.IGNORECASE
)


def suggested(body: str) -> tuple[str, date | None]:
    """Return name and date that a text gives itself, as far as it does.

    >>> suggested("… Version XYZ 1.3, Stand: 05.10.2009")
    ('XYZ 1.3', datetime.date(2009, 10, 5))
    """
    names, days = NAME.findall(body), DAY.findall(body)
    try:
        dated = date(int(days[-1][2]), int(days[-1][1]), int(days[-1][0])) if days else None
    except ValueError:
        dated = None
    return (names[-1] if names else "", dated)
