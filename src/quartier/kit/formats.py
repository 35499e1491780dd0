"""Numbers, money and time as people here write them; all results are plain text without markup."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from django.utils.translation import get_language, gettext

from quartier.values import writing
from quartier.values.sentences import Voice
from quartier.values.writing import MONTHS, NBSP
from quartier.values.zone import BERLIN

NOTHING: Final = "–"
MONATE: Final = ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")
KILO: Final = 1000


def speaks_english() -> bool:
    """Tell whether the page is in English; German is the rule."""
    return (get_language() or "de").startswith("en")


def voice() -> Voice:
    """Return the language of the page for sentences that come from the floors below."""
    return Voice(gettext, english=speaks_english())


def number(value: Decimal | float, places: int | None = None, unit: str = "") -> str:
    """`1.083,7` with a real minus; `places` fixes the digits after the comma, `unit` follows a no-break space."""
    return writing.number(value, places, unit, english=speaks_english())


def money(value: Decimal | int, currency: str = "€") -> str:
    """`1.083,70 €`, always with two digits after the comma."""
    return number(value, 2, currency)


def day(value: date) -> str:
    """`23.11.2026`; in English pages `23 Nov 2026`, which nobody can misread."""
    return writing.day(value, english=speaks_english())


def clock_time(value: time | datetime) -> str:
    """`14:07 Uhr`, in German local time."""
    local = value.astimezone(BERLIN) if isinstance(value, datetime) else value
    return f"{local.hour:02}:{local.minute:02}" + ("" if speaks_english() else f"{NBSP}Uhr")


def instant(value: datetime) -> str:
    """`23.11.2026, 14:07 Uhr`, in German local time."""
    return writing.instant(value, english=speaks_english())


def month(value: date) -> str:
    """`Nov 26`: the short form under the number of a day."""
    names = MONTHS if speaks_english() else MONATE
    return f"{names[value.month - 1]} {value.year % 100:02}"


def size(octets: int) -> str:
    """`640 kB`, `1,2 MB`: the size of a file."""
    if octets < KILO:
        return number(octets, 0, "Byte")
    if octets < KILO * KILO:
        return number(octets / KILO, 0, "kB")
    return number(octets / KILO / KILO, 1, "MB")
