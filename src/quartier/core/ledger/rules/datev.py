"""Entries as a file that DATEV's bookkeeping reads: format EXTF 700, batch of entries, version 13.

Columns and header follow DATEV's published description of the format “Buchungsstapel”. Tax stands on lines of its
own, so every line on an account with automatic tax carries the key 40, which switches it off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

NO_AUTOMATIC_TAX: Final = "40"
SHORTEST, LONGEST = 4, 8
COLUMNS: Final = (
    "Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "WKZ Umsatz", "Kurs", "Basis-Umsatz", "WKZ Basis-Umsatz",
    "Konto", "Gegenkonto (ohne BU-Schlüssel)", "BU-Schlüssel", "Belegdatum", "Belegfeld 1", "Belegfeld 2", "Skonto",
    "Buchungstext", "Postensperre", "Diverse Adressnummer", "Geschäftspartnerbank", "Sachverhalt", "Zinssperre",
    "Beleglink", *(f"Beleginfo - {part} {place}" for place in range(1, 9) for part in ("Art", "Inhalt")),
    "KOST1 - Kostenstelle", "KOST2 - Kostenstelle", "Kost-Menge", "EU-Land u. UStID (Bestimmung)",
    "EU-Steuersatz (Bestimmung)", "Abw. Versteuerungsart", "Sachverhalt L+L", "Funktionsergänzung L+L",
    "BU 49 Hauptfunktionstyp", "BU 49 Hauptfunktionsnummer", "BU 49 Funktionsergänzung",
    *(f"Zusatzinformation - {part} {place}" for place in range(1, 21) for part in ("Art", "Inhalt")),
    "Stück", "Gewicht", "Zahlweise", "Forderungsart", "Veranlagungsjahr", "Zugeordnete Fälligkeit", "Skontotyp",
    "Auftragsnummer", "Buchungstyp", "USt-Schlüssel (Anzahlungen)", "EU-Land (Anzahlungen)",
    "Sachverhalt L+L (Anzahlungen)", "EU-Steuersatz (Anzahlungen)", "Erlöskonto (Anzahlungen)", "Herkunft-Kz",
    "Buchungs GUID", "KOST-Datum", "SEPA-Mandatsreferenz", "Skontosperre", "Gesellschaftername", "Beteiligtennummer",
    "Identifikationsnummer", "Zeichnernummer", "Postensperre bis", "Bezeichnung SoBil-Sachverhalt",
    "Kennzeichen SoBil-Buchung", "Festschreibung", "Leistungsdatum", "Datum Zuord. Steuerperiode", "Fälligkeit",
    "Generalumkehr (GU)", "Steuersatz", "Land", "Abrechnungsreferenz", "BVV-Position", "EU-Land u. UStID (Ursprung)",
    "EU-Steuersatz (Ursprung)", "Abw. Skontokonto",
)  # fmt: skip
AT: Final = {name: place for place, name in enumerate(COLUMNS)}


@dataclass(frozen=True, slots=True)
class Part:
    """One line of an entry: `debtor` is the customer's own number where it is a claim, 0 elsewhere."""

    account: str
    amount: Decimal
    debtor: int = 0
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """An entry of the journal with its lines, which add up to zero."""

    number: str
    booked_on: date
    document: str
    text: str
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """For whom and which days a file is: the tax adviser's number and theirs for the company, its fiscal year."""

    consultant: int
    client: int
    year_from: date
    from_on: date
    until_on: date
    made_at: datetime
    title: str
    most_debtors: int


def width(batch: Batch) -> int:
    """Return how many digits accounts have: customers' numbers have one more and begin with 1 to 6."""
    for digits in range(SHORTEST, LONGEST + 1):
        if batch.most_debtors < 6 * 10**digits:
            return digits
    return LONGEST


def lines(batch: Batch, entries: Iterable[Booked]) -> Iterator[str]:
    """Return the lines of the file: the header, the names of the columns, and two-sided entries."""
    digits = width(batch)
    yield _line(_header(batch, digits))
    yield ";".join(COLUMNS)
    for entry in entries:
        for debit, credit, amount in two_sided(entry.parts):
            yield _line(_row(entry, debit, credit, amount, digits))


def two_sided(parts: Sequence[Part]) -> list[tuple[Part, Part, Decimal]]:
    """Return an entry of many lines as debit and credit in pairs: each line's sums add up to its amount."""
    debits = [(part, part.amount) for part in parts if part.amount > 0]
    counter = [(part, -part.amount) for part in parts if part.amount < 0]
    pairs: list[tuple[Part, Part, Decimal]] = []
    while debits and counter:
        (debit, left), (credit, right) = debits.pop(0), counter.pop(0)
        amount = min(left, right)
        pairs.append((debit, credit, amount))
        if left > amount:
            debits.insert(0, (debit, left - amount))
        if right > amount:
            counter.insert(0, (credit, right - amount))
    return pairs


def _header(batch: Batch, digits: int) -> list[object]:
    made = f"{batch.made_at:%Y%m%d%H%M%S}000"
    days = [f"{day:%Y%m%d}" for day in (batch.year_from, batch.from_on, batch.until_on)]
    return [
        '"EXTF"', 700, 21, '"Buchungsstapel"', 13, made, "", '"QU"', '""', '""', batch.consultant, batch.client,
        days[0], digits, days[1], days[2], _text(batch.title, 30), '""', 1, 0, 1, '"EUR"', "", '""', "", "", '""', "",
        "", '""', '""',
    ]  # fmt: skip


def _row(entry: Booked, debit: Part, credit: Part, amount: Decimal, digits: int) -> list[object]:
    row: list[object] = [""] * len(COLUMNS)
    given = {
        "Umsatz (ohne Soll/Haben-Kz)": f"{amount:.2f}".replace(".", ","),
        "Soll/Haben-Kennzeichen": '"S"',
        "WKZ Umsatz": '"EUR"',
        "Konto": account(debit, digits),
        "Gegenkonto (ohne BU-Schlüssel)": account(credit, digits),
        "BU-Schlüssel": _text(NO_AUTOMATIC_TAX, 4),
        "Belegdatum": f"{entry.booked_on:%d%m}",
        "Belegfeld 1": _text(document_of(entry.document), 36),
        "Belegfeld 2": _text(entry.number, 12),
        "Buchungstext": _text(entry.text, 60),
        "Festschreibung": 1,
    }
    due_on = debit.due_on or credit.due_on
    if due_on is not None:
        given["Fälligkeit"] = f"{due_on:%d%m%Y}"
    for name, value in given.items():
        row[AT[name]] = value
    return row


def account(part: Part, digits: int) -> str:
    """Return the number of an account as the file wants it: so many digits, for a customer one more."""
    return str(10**digits + part.debtor) if part.debtor else part.account.ljust(digits, "0")


def document_of(text: str) -> str:
    """Return a voucher's number in the signs the field allows."""
    return "".join(sign for sign in text if sign.isascii() and (sign.isalnum() or sign in "$&%*+-/"))


def _text(value: str, most: int) -> str:
    return '"' + value.replace('"', '""')[:most] + '"'


def _line(values: Iterable[object]) -> str:
    return ";".join(str(value) for value in values)
