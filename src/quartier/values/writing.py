"""Numbers, days and instants as people write them, in German or in English; plain text without markup."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from quartier.values.zone import BERLIN

NBSP: Final = "\N{NO-BREAK SPACE}"
GERMAN: Final = str.maketrans(",.-", ".,−")
ENGLISH: Final = str.maketrans("-", "−")
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def number(value: Decimal | float, places: int | None = None, unit: str = "", *, english: bool) -> str:
    """`1.083,7` with a real minus; `places` fixes the digits after the comma, `unit` follows a no-break space."""
    digits = f"{value:,}" if places is None else f"{value:,.{places}f}"
    text = digits.translate(ENGLISH if english else GERMAN)
    return f"{text}{NBSP}{unit}" if unit else text


def day(value: date, *, english: bool) -> str:
    """`23.11.2026`; in English `23 Nov 2026`, which nobody can misread. An instant is written as its German day."""
    if isinstance(value, datetime):
        value = value.astimezone(BERLIN)
    if english:
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    return f"{value.day:02}.{value.month:02}.{value.year}"


def instant(value: datetime, *, english: bool) -> str:
    """`23.11.2026, 14:07 Uhr`, in German local time."""
    local = value.astimezone(BERLIN)
    return f"{day(local, english=english)}, {local.hour:02}:{local.minute:02}" + ("" if english else f"{NBSP}Uhr")
