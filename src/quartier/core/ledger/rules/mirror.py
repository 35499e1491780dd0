"""Bookings of another system in a file: one line each, read whole or not at all."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from quartier.values.sentences import Sentence
from quartier.values.sentences import mark as _

COLUMNS: Final = ("Vertragsnummer", "Buchungsdatum", "Text", "Betrag")
KEY_COLUMN: Final = "Belegnummer"
AMOUNT: Final = re.compile(r"-?\d{1,3}(?:\.\d{3})*(?:,\d{1,2})?|-?\d{1,10}(?:,\d{1,2})?", re.ASCII)
LONGEST: Final = 160
MOST_FAULTS: Final = 50


@dataclass(frozen=True, slots=True)
class Booking:
    """A line of the file: on which contract's account, when, what for, how much; above zero the customer owes."""

    number: str
    key: str
    booked_on: date
    text: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and in which line of the file."""

    line: int
    words: Sentence


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says: its bookings, or what is wrong with it."""

    bookings: tuple[Booking, ...] = ()
    faults: tuple[Fault, ...] = ()


def read(text: str) -> Reading:
    """Read a CSV file with semicolons and a line of headings; dates 31.12.2026, amounts 1.234,56."""
    reader = csv.DictReader(text.lstrip("\ufeff").splitlines(), delimiter=";")
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        words = Sentence(_("The columns %(names)s are missing."), {"names": ", ".join(missing)})
        return Reading(faults=(Fault(1, words),))
    bookings: list[Booking] = []
    faults: list[Fault] = []
    seen: Counter[tuple[str, date, str, Decimal]] = Counter()
    for place, row in enumerate(reader, start=2):
        found = _booking(row, seen)
        if isinstance(found, Booking):
            bookings.append(found)
        else:
            faults.append(Fault(place, found))
    twice = [Fault(1, words) for words in _repeated(bookings)]
    faults = [*faults, *twice][:MOST_FAULTS]
    return Reading(faults=tuple(faults)) if faults else Reading(tuple(bookings))


def _booking(row: dict[str, str], seen: Counter[tuple[str, date, str, Decimal]]) -> Booking | Sentence:
    number, day, text, amount = ((row.get(name) or "").strip() for name in COLUMNS)
    if not number:
        return Sentence(_("The number of the contract is missing."))
    booked_on = _day(day)
    if booked_on is None:
        return Sentence(_("“%(text)s” is no date. Write 31.12.2026."), {"text": day})
    if not AMOUNT.fullmatch(amount):
        return Sentence(_("“%(text)s” is no amount. Write 1.234,56."), {"text": amount})
    if not text or len(text) > LONGEST:
        return Sentence(_("The text is missing or longer than 160 characters."))
    value = Decimal(amount.replace(".", "").replace(",", ".")).quantize(Decimal("0.01"))
    said = (number, booked_on, text, value)
    seen[said] += 1
    # Without a voucher number, what the line says and how often it was said tells a repetition.
    key = (row.get(KEY_COLUMN) or "").strip()[:64] or f"{booked_on:%Y%m%d}:{value}:{seen[said]}:{hash_of(text)}"
    return Booking(number, key, booked_on, text, value)


def hash_of(text: str) -> str:
    """Return a short mark of a text, the same in every process."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _repeated(bookings: Iterable[Booking]) -> Iterator[Sentence]:
    counted = Counter((one.number, one.key) for one in bookings)
    for (number, key), times in counted.items():
        if times > 1:
            given = {"key": key, "number": number}
            yield Sentence(_("Voucher %(key)s of contract %(number)s stands in the file more than once."), given)


def _day(text: str) -> date | None:
    try:
        day, month, year = (int(part) for part in text.split("."))
        return date(year, month, day)
    except ValueError:
        return None
