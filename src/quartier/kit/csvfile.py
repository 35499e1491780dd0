"""Tables as files for a German Excel: semicolons, UTF-8 with a mark, decimal commas, no text that acts as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from quartier.values.zone import BERLIN

BYTE_ORDER_MARK = "\ufeff"
# What spreadsheets take for the beginning of a formula (ASVS 1.2.10), in the full-width forms as well.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
ROWS_AT_ONCE = 200


def safe(value: object) -> str:
    """Return a value as a cell: numbers stay numbers, text that a spreadsheet would compute gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | Decimal | float):
        return format(value, "f" if isinstance(value, Decimal) else "").replace(".", ",")
    if isinstance(value, datetime):
        return f"{value.astimezone(BERLIN):%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    text = str(value).replace("\0", "")
    return f"'{text}" if text.startswith(FORMULA_SIGNS) or text.lstrip().startswith(FORMULA_SIGNS) else text


class _Line:
    """What csv writes into: it hands the line back."""

    def write(self, line: str) -> str:
        return line


def lines(head: Iterable[object], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Write head and rows as blocks of CSV text, a few hundred rows at a time, so that nothing waits in memory."""
    writer = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")
    block = [BYTE_ORDER_MARK, _write(writer, head)]
    for row in rows:
        block.append(_write(writer, row))
        if len(block) > ROWS_AT_ONCE:
            yield "".join(block)
            block.clear()
    yield "".join(block)


def _write(writer: Any, cells: Iterable[object]) -> str:
    line: str = writer.writerow([safe(cell) for cell in cells])
    return line
