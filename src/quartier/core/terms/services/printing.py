"""A version on paper: an archivable PDF with the numbers it was printed with."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from django.core.cache import cache as kept

from quartier.core.terms.models import TextVersion
from quartier.core.terms.queries import paragraphs
from quartier.core.terms.rules.structure import TABLE
from quartier.kit.pdf import Pdf, Press

SHEETS: Final = Path(__file__).parents[1] / "typst"
LINK: Final = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
EMPHASIS: Final = re.compile(r"(\*\*|__|\*|_)(\S(?:.*?\S)?)\1")
WEEK: Final = 7 * 24 * 3600


def as_pdf(row: TextVersion) -> Pdf:
    """Return a version as a PDF; the same version gives the same bytes. Raises PdfMissing and Unprintable from kit.

    A published version never changes, so what was set once is kept for a week.
    """
    place = f"terms.pdf:{row.pk}:{row.digest}"
    known = kept.get(place)
    if isinstance(known, Pdf):
        return known
    made = _press().printed(_data(row), at=row.as_of)
    kept.set(place, made, WEEK)
    return made


@cache
def _press() -> Press:
    return Press(SHEETS / "text.typ")


def _data(row: TextVersion) -> dict[str, object]:
    plain = _plain if row.is_marked else str
    blocks = [
        {"kind": one.kind, "marker": one.marker, "text": plain(one.text), "level": one.level,
         "rows": _rows(plain(one.text)) if one.kind == TABLE else []}
        for one in paragraphs(row)
    ]  # fmt: skip
    version = f"{row.name} vom {row.dated_on:%d.%m.%Y}"
    return {"title": row.title, "version": version, "digest": row.digest, "blocks": blocks}


def _rows(text: str) -> list[list[str]]:
    lines = [line for line in text.split("\n") if line.strip("|-: ")]
    return [[cell.strip() for cell in line.strip("| ").split("|")] for line in lines]


def _plain(text: str) -> str:
    """Return words without the signs of Markdown; a link is followed by its address."""
    return EMPHASIS.sub(r"\2", LINK.sub(r"\1 (\2)", text))
