"""Codes that people type from paper: no two signs look alike, and a mistyped one is noticed before anything is asked.

A code is fourteen signs by chance (70 bits) and a check sign. The check sign is a weighted sum in the field of 32
elements with a different weight for every place, so that one wrong sign, and any two that changed places, are noticed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

SIGNS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
BY_CHANCE: Final = 14
GROUP: Final = 5
LENGTH: Final = BY_CHANCE + 1
# x^5 + x^2 + 1, whose root generates all 31 weights.
MODULUS: Final = 0b100101
FIELD: Final = 32


def code_of(chosen: Sequence[int]) -> str:
    """Return the code of fourteen numbers below 32, without hyphens.

    >>> shown(code_of(range(14)))
    '23456-789AB-CDEFH'
    """
    if len(chosen) != BY_CHANCE:
        raise ValueError(f"a code is made of {BY_CHANCE} numbers")
    return "".join(SIGNS[number] for number in (*chosen, _check(chosen)))


def plain(typed: str) -> str:
    """Return what somebody typed as a code, whatever the case, blanks and hyphens; "" for what cannot be one.

    >>> plain("23456 789ab cdefh"), plain("23456-789AB-CDEFB")
    ('23456789ABCDEFH', '')
    """
    code = "".join(sign for sign in typed.upper() if sign.isalnum())
    if len(code) != LENGTH or any(sign not in SIGNS for sign in code):
        return ""
    numbers = [SIGNS.index(sign) for sign in code]
    return code if _check(numbers[:-1]) == numbers[-1] else ""


def shown(code: str) -> str:
    """Return a code in groups, as it stands in letters."""
    return "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def _check(numbers: Sequence[int]) -> int:
    total, weight = 0, 1
    for number in numbers:
        weight = _times(weight, 2)
        total ^= _times(number, weight)
    return total


def _times(left: int, right: int) -> int:
    """Multiply in the field of 32 elements."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        right >>= 1
        left <<= 1
        if left & FIELD:
            left ^= MODULUS
    return product
