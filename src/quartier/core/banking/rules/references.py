"""Which numbers a purpose may name: in any notation, with or without letters, spaces and signs between."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from stdnum import iso11649

WORD: Final = re.compile(r"[A-Za-z0-9]+")
NOT_DIGITS: Final = re.compile(r"\D+")
NOT_SIGNS: Final = re.compile(r"[^A-Z0-9]+")
CREDITOR: Final = re.compile(r"RF\d{2}[A-Z0-9]{1,21}")
SHORTEST: Final = 4
LONGEST: Final = 20
TOGETHER: Final = 4
LOOKED_AT: Final = 280


def digits_of(number: str) -> str:
    """Return the digits of a number; the database has an index on the same of every voucher.

    >>> digits_of("RE-2026-000123")
    '2026000123'
    """
    return NOT_DIGITS.sub("", number)


def signs_of(text: str) -> str:
    """Return letters and digits alone, in capitals."""
    return NOT_SIGNS.sub("", text.upper())


def digit_runs(text: str) -> set[str]:
    """Return all digits that may be a number: of up to four words in a row, and of references to creditors (ISO 11649).

    >>> sorted(digit_runs("Rg. RE 2026/000123 Miete"))
    ['000123', '2026', '2026000123']
    """
    words = [digits_of(word) for word in WORD.findall(text[:LOOKED_AT])]
    found = {run for run in re.findall(r"\d+", text[:LOOKED_AT]) if SHORTEST <= len(run) <= LONGEST}
    for first in range(len(words)):
        if not words[first]:
            continue
        joined = ""
        for word in words[first : first + TOGETHER]:
            joined += word
            if SHORTEST <= len(joined) <= LONGEST:
                found.add(joined)
    for match in CREDITOR.findall(signs_of(text[:LOOKED_AT])):
        if iso11649.is_valid(match):
            found.add(digits_of(match[4:]))
    return found


def words_of(text: str) -> set[str]:
    """Return the words of a purpose as numbers of customers may stand in it: as written, and two in a row."""
    words = re.findall(r"[\w./-]+", text[:LOOKED_AT])
    return {word.strip("./-") for word in words} | {f"{a}-{b}" for a, b in pairwise(words)}


def names(text: str, number: str) -> bool:
    """Tell whether a text holds a number with all its letters and digits, whatever stands between."""
    return bool(number) and signs_of(number) in signs_of(text)
