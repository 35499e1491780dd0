"""Reads days, instants and numbers as people type them. What cannot be read is None, never a guess."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Final

from quartier.values.writing import MONTHS
from quartier.values.zone import BERLIN

GERMAN_DAY: Final = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", re.ASCII)
ISO_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
ENGLISH_DAY: Final = re.compile(r"(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})", re.ASCII)
CLOCK: Final = re.compile(r"(\d{1,2})[:.](\d{2})(?:\s?Uhr)?", re.ASCII)
INSTANT: Final = re.compile(r"(.+?)(?:,\s?|T|\s+)(\d{1,2}[:.]\d{2}(?:\s?Uhr)?)", re.ASCII)
GROUPED: Final = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?", re.ASCII)
COMMA: Final = re.compile(r"\d+(,\d+)?", re.ASCII)
YEARS: Final = range(1800, 2200)
POINT: Final = re.compile(r"\d+\.\d+", re.ASCII)


def read_day(text: str) -> date | None:
    """Read `1.12.2026`, `2026-12-01` or `1 Dec 2026`. A year outside 1800 to 2199 is a typing error."""
    text = text.strip()
    if found := GERMAN_DAY.fullmatch(text):
        dd, mm, year = found.groups()
    elif found := ISO_DAY.fullmatch(text):
        year, mm, dd = found.groups()
    elif (found := ENGLISH_DAY.fullmatch(text)) and found[2] in MONTHS:
        dd, mm, year = found[1], str(MONTHS.index(found[2]) + 1), found[3]
    else:
        return None
    if int(year) not in YEARS:
        return None
    try:
        return date(int(year), int(mm), int(dd))
    except ValueError:
        return None


def read_clock(text: str) -> time | None:
    """Read `14:07`, `14.07` or `14:07 Uhr`."""
    found = CLOCK.fullmatch(text.strip().replace("\N{NO-BREAK SPACE}", " "))
    try:
        return time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def read_instant(text: str) -> datetime | None:
    """Read `1.12.2026, 14:07` or `2026-12-01T14:07` as German time; the result is in UTC.

    A time that the change to summer time leaves out is None; of one that happens twice the first is meant.
    """
    found = INSTANT.fullmatch(text.strip().replace("\N{NO-BREAK SPACE}", " "))
    day, clock = (read_day(found[1]), read_clock(found[2])) if found else (None, None)
    if day is None or clock is None:
        return None
    local = datetime.combine(day, clock, BERLIN)
    real = datetime.fromtimestamp(local.timestamp(), BERLIN)
    return real.astimezone(UTC) if real.replace(tzinfo=None) == local.replace(tzinfo=None) else None


def read_number(text: str) -> Decimal | None:
    """Read `1.083,70`, `1083,7`, `12.5` and `−24,10`; a point before exactly three digits groups thousands."""
    text = text.strip().replace("−", "-").replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    if GROUPED.fullmatch(digits):
        plain = digits.replace(".", "").replace(",", ".")
    elif COMMA.fullmatch(digits):
        plain = digits.replace(",", ".")
    elif POINT.fullmatch(digits):
        plain = digits
    else:
        return None
    return Decimal(sign + plain)
