"""Parts that the files to banks share. All text is in the characters of SEPA, so nothing needs escaping.

Addresses are structured, town and country, or there is none: banks refuse lines of address since 15 November 2026.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final

from quartier.core.mandates.rules.charset import sepa_text

NAME: Final = 70
TOWN: Final = 35
REMITTANCE: Final = 140
BLOCK: Final = 1 << 16


class NotTheSum(ValueError):
    """A batch is not what its head says; no file is written then."""


@dataclass(frozen=True, slots=True)
class Creditor:
    """The company whose account it is: the payee of direct debits, the payer of transfers."""

    name: str
    iban: str
    bic: str = ""
    identifier: str = ""
    city: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Payer:
    """The other side: who holds the account; without town and country, no address."""

    name: str
    iban: str
    city: str = ""
    country: str = ""


def name(text: str) -> str:
    """Return a name as banks take it; an empty one is refused by them, so it is told."""
    return sepa_text(text, NAME) or "NOTPROVIDED"


@lru_cache(maxsize=4096)
def address(city: str, country: str) -> str:
    """Return a structured address, or nothing."""
    town = sepa_text(city, TOWN)
    return f"<PstlAdr><TwnNm>{town}</TwnNm><Ctry>{country}</Ctry></PstlAdr>" if town and country else ""


def remittance(text: str) -> str:
    """Return what the payment is for, or nothing."""
    told = sepa_text(text, REMITTANCE)
    return f"<RmtInf><Ustrd>{told}</Ustrd></RmtInf>" if told else ""


def agent(bic: str) -> str:
    """Return a bank by its BIC, or as what it is known by its customer's IBAN alone."""
    known = f"<BICFI>{bic}</BICFI>" if bic else "<Othr><Id>NOTPROVIDED</Id></Othr>"
    return f"<FinInstnId>{known}</FinInstnId>"


def scheme_id(identifier: str) -> str:
    """Return a creditor identifier in its place."""
    return f"<Id><PrvtId><Othr><Id>{identifier}</Id><SchmeNm><Prtry>SEPA</Prtry></SchmeNm></Othr></PrvtId></Id>"


def head(message_id: str, at: datetime, count: int, total: Decimal, who: Creditor) -> str:
    """Return the head of a file: its id, when, how many, how much, from whom."""
    stamp = at.replace(microsecond=0, tzinfo=None).isoformat()
    return (
        f"<GrpHdr><MsgId>{message_id}</MsgId><CreDtTm>{stamp}</CreDtTm><NbOfTxs>{count}</NbOfTxs>"
        f"<CtrlSum>{total:.2f}</CtrlSum><InitgPty><Nm>{name(who.name)}</Nm></InitgPty></GrpHdr>"
    )


def joined(texts: Iterable[str]) -> Iterator[bytes]:
    """Yield texts as blocks of bytes of some size: a file of 100,000 is never in memory twice."""
    held: list[str] = []
    size = 0
    for text in texts:
        held.append(text)
        size += len(text)
        if size >= BLOCK:
            yield "".join(held).encode("ascii")
            held, size = [], 0
    yield "".join(held).encode("ascii")
