"""What is read out of a bank's file, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from quartier.values.sentences import Unanswerable

NOTHING: Final = Decimal("0.00")
EURO: Final = "EUR"


class Kind(StrEnum):
    """What a statement is: booked for good, a look at the day, or details of what is booked elsewhere."""

    BOOKED = "booked"
    PREVIEW = "preview"
    NOTICE = "notice"


class Unreadable(Unanswerable):
    """A file is no statement, or says something that cannot be."""


@dataclass(slots=True, kw_only=True)
class Read:
    """An entry, or one transaction of a batch. Money in is above zero.

    `charges` is what the bank keeps of it: the amount of a returned collection is what was collected plus charges.
    `batch` is the number of our own file that the bank booked as one, `batch_size` how many transactions it sums up.
    """

    booked_on: date
    value_on: date
    amount: Decimal
    currency: str = EURO
    name: str = ""
    iban: str = ""
    purpose: str = ""
    end_to_end: str = ""
    mandate: str = ""
    bank_reference: str = ""
    batch: str = ""
    batch_size: int = 0
    code: str = ""
    reason: str = ""
    charges: Decimal = NOTHING
    details: Sequence[Read] = ()


@dataclass(slots=True, kw_only=True)
class ReadStatement:
    """The head of a statement: `account` is an IBAN, or what a bank writes instead ("50880050/0194774600888").

    Balances are signed; a notice and some previews have none. `closing` is known when the entries are read.
    """

    format: str
    kind: Kind
    account: str
    currency: str = EURO
    ident: str = ""
    number: int | None = None
    from_on: date | None = None
    to_on: date | None = None
    opening: Decimal | None = None
    closing: Decimal | None = None
    told: list[str] = field(default_factory=list)


# Of each statement first all its entries, then its head: what is at its end is known only there.
Part = Read | ReadStatement
Parts = Iterator[Part]


def collected(parts: Parts) -> list[tuple[ReadStatement, list[Read]]]:
    """Return whole statements with their entries: for files that are small."""
    found: list[tuple[ReadStatement, list[Read]]] = []
    entries: list[Read] = []
    for part in parts:
        if isinstance(part, Read):
            entries.append(part)
        else:
            found.append((part, entries))
            entries = []
    return found


def missing(head: ReadStatement, total: Decimal) -> Decimal:
    """Return by how much the entries do not lead from the opening to the closing balance; 0 where all is right."""
    if head.opening is None or head.closing is None:
        return NOTHING
    return head.closing - head.opening - total


def spaced(text: str) -> str:
    """Return a text with single spaces and without signs that no text has."""
    return " ".join(text.replace("\0", " ").split())


def given(reference: str) -> str:
    """Return a reference, "" where the bank says that there is none."""
    return "" if reference.strip().upper() in {"NOTPROVIDED", "NONREF", "NONE", "-"} else reference.strip()
