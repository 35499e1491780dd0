"""Reading the tables that spreadsheets write: the dialects of a German Excel, one sheet, cells as text."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineWorkbook

from quartier.kit.csvfile import FORMULA_SIGNS
from quartier.kit.errors import Refused

TEXTS: Final = (".csv", ".txt")
BOOKS: Final = (".xlsx", ".ods")
ENDINGS: Final = (*TEXTS, *BOOKS)
LARGEST: Final = 25_000_000
MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 200
LONGEST_HEADING: Final = 80
# What a book of the largest size may hold unpacked: sheets pack well, bombs pack better.
UNPACKED: Final = 400_000_000
SEPARATORS: Final = (";", "\t", ",")
CODINGS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class NotReadable(Refused):
    """The file is no table, or none that can be read."""

    message = _("This file cannot be read as a table. Save it as CSV or XLSX and send it again.")
    field = "file"


class NoHeadings(Refused):
    """The first line must name the columns."""

    message = _("The first line must hold the names of the columns, each one once.")
    field = "file"


class TooManyRows(Refused):
    """One file holds at most so many rows."""

    message = _("The file has more than 100,000 rows. Please split it.")
    field = "file"


class NoRows(Refused):
    """There is nothing below the first line."""

    message = _("There are no rows below the names of the columns.")
    field = "file"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: the names of its columns, then rows with their number in the file, all cells as text."""

    headings: Sequence[str]
    rows: Iterator[tuple[int, list[str]]]


def opened(file_name: str, content: bytes) -> Sheet:
    """Return the table in a file. Raises NotReadable and NoHeadings; rows raise NotReadable and TooManyRows."""
    rows = _of_book(content) if file_name.lower().endswith(BOOKS) else _of_text(content)
    numbered = _bounded((number, row) for number, row in enumerate(rows, 1) if any(row))
    _number, headings = next(numbered, (0, []))
    while headings and not headings[-1]:
        headings.pop()
    known = [heading.casefold() for heading in headings if heading]
    if not known or len({*known}) < len(known) or len(headings) > MOST_COLUMNS:
        raise NoHeadings
    return Sheet([heading[:LONGEST_HEADING] for heading in headings], numbered)


def _bounded(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    for place, row in enumerate(rows):
        if place > MOST_ROWS:
            raise TooManyRows
        yield row


def _of_text(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    first, _line, rest = text.partition("\n")
    said = first.strip().lower().removeprefix("sep=")
    if said != first.strip().lower() and said in SEPARATORS:
        text, separator = rest, said
    else:
        separator = max(SEPARATORS, key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            yield [_unmarked(cell.strip()) for cell in row]
    except csv.Error:
        raise NotReadable from None


def _decoded(content: bytes) -> str:
    """Return the text: what its mark says, else UTF-8, else what Windows writes here."""
    coding = next((coding for mark, coding in CODINGS if content.startswith(mark)), "")
    try:
        for one in (coding,) if coding else ("utf-8", "cp1252"):
            try:
                return content.decode(one)
            except UnicodeDecodeError:
                continue
    except UnicodeError:
        pass
    raise NotReadable


def _unmarked(cell: str) -> str:
    """Return a cell without the apostrophe that our own files put before what looks like a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].lstrip().startswith(FORMULA_SIGNS) else cell


def _of_book(content: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as box:
            if sum(entry.file_size for entry in box.infolist()) > UNPACKED:
                raise NotReadable
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        rows = sheet.to_python(nrows=MOST_ROWS + 2, skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, IndexError, NotImplementedError, OSError):
        raise NotReadable from None
    for row in rows:
        yield [_written(cell) for cell in row]


def _written(cell: Any) -> str:
    """Return a cell of a book as people would have typed it: 44199 and not 44199.0, a day and not its number."""
    match cell:
        case bool():
            return str(cell)
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case _:
            return _unmarked(str(cell).strip())
