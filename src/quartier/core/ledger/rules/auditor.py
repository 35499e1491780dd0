"""What an auditor gets: tables with a description that their programs read (GoBD, data medium Z3).

The description follows the published standard for describing data media (GDPdU 01-08-2002); the document type
definition itself is the tax authority's and is taken from there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from xml.sax.saxutils import escape

TEXT, NUMBER, DAY = "text", "number", "day"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its key is the file's name, its columns stand in their order with their kind."""

    key: str
    title: str
    columns: tuple[tuple[str, str], ...]


TABLES: Final = (
    Sheet(
        "journal", "Journal: jede Zeile jeder Buchung",
        (("Jahr", NUMBER), ("Nummer", NUMBER), ("Buchungstag", DAY), ("Erfasst", TEXT), ("Erfasst von", TEXT),
         ("Art", TEXT), ("Beleg", TEXT), ("Text", TEXT), ("Storno zu", TEXT), ("Konto", TEXT), ("Betrag", NUMBER)),
    ),
    Sheet("konten", "Konten mit Salden", (("Konto", TEXT), ("Name", TEXT), ("Art", TEXT), ("Saldo", NUMBER))),
    Sheet(
        "posten", "Offene und ausgeglichene Posten der Kunden",
        (("Posten", NUMBER), ("Jahr", NUMBER), ("Nummer", NUMBER), ("Kunde", NUMBER), ("Name", TEXT), ("Beleg", TEXT),
         ("Text", TEXT), ("Buchungstag", DAY), ("Fällig", DAY), ("Betrag", NUMBER), ("Offen", NUMBER)),
    ),
    Sheet(
        "ausgleich", "Womit Posten ausgeglichen wurden",
        (("Forderung", NUMBER), ("Gutschrift", NUMBER), ("Tag", DAY), ("Betrag", NUMBER), ("Grund", TEXT)),
    ),
)  # fmt: skip


def description(name: str, place: str, from_on: date, until_on: date) -> str:
    """Return index.xml: who supplies the data, and the shape of each table."""
    tables = "".join(_table(sheet, from_on, until_on) for sheet in TABLES)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE DataSet SYSTEM "gdpdu-01-08-2002.dtd">\n'
        f"<DataSet><Version>1.0</Version><DataSupplier><Name>{escape(name)}</Name><Location>{escape(place)}</Location>"
        "<Comment>Quartier</Comment></DataSupplier>"
        f"<Media><Name>{escape(name)} {from_on:%d.%m.%Y}–{until_on:%d.%m.%Y}</Name>{tables}</Media></DataSet>\n"
    )


def _table(sheet: Sheet, from_on: date, until_on: date) -> str:
    return (
        f"<Table><URL>{sheet.key}.csv</URL><Name>{sheet.key}</Name><Description>{escape(sheet.title)}</Description>"
        f"<Validity><Range><From>{from_on:%d.%m.%Y}</From><To>{until_on:%d.%m.%Y}</To></Range></Validity><UTF8/>"
        "<DecimalSymbol>,</DecimalSymbol><DigitGroupingSymbol>.</DigitGroupingSymbol><Range><From>2</From></Range>"
        "<VariableLength><ColumnDelimiter>;</ColumnDelimiter><RecordDelimiter>&#13;&#10;</RecordDelimiter>"
        f"<TextEncapsulator>&quot;</TextEncapsulator>{_columns(sheet.columns)}</VariableLength></Table>"
    )


def _columns(columns: Iterable[tuple[str, str]]) -> str:
    kinds = {
        TEXT: "<AlphaNumeric/>",
        NUMBER: "<Numeric><Accuracy>2</Accuracy></Numeric>",
        DAY: "<Date><Format>DD.MM.YYYY</Format></Date>",
    }
    return "".join(
        f"<VariableColumn><Name>{escape(name)}</Name>{kinds[kind]}</VariableColumn>" for name, kind in columns
    )
