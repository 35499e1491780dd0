"""Exact numbers of the engine: millimetres in, fractions inside, decimals rounded half up out."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

Number = int | Fraction

MILLIMETRES: Final = 1_000  # in a metre
SQUARE_MILLIMETRES: Final = 1_000_000  # in a square metre
CUBIC_MILLIMETRES: Final = 1_000_000_000  # in a cubic metre


def half_up(value: Number | Decimal, places: int) -> Decimal:
    """Return the value with this many decimals; a half goes away from zero: 18.375 is 18.38, also −18.375 is −18.38."""
    exact = Fraction(value)
    scaled = abs(exact) * 10**places
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(units if exact >= 0 else -units).scaleb(-places)


def plain(value: Number) -> Number:
    """Return a whole fraction as an integer: integers are quicker."""
    return value.numerator if value.denominator == 1 else value


def square_metres(area: Number) -> Decimal:
    """Return square millimetres as square metres with two decimals."""
    return half_up(Fraction(area) / SQUARE_MILLIMETRES, 2)


def cubic_metres(volume: Number) -> Decimal:
    """Return cubic millimetres as cubic metres with two decimals."""
    return half_up(Fraction(volume) / CUBIC_MILLIMETRES, 2)


def metres(length: Number) -> Decimal:
    """Return millimetres as metres: whole centimetres with two decimals, anything finer with three."""
    fine = half_up(Fraction(length) / MILLIMETRES, 3)
    return fine.quantize(Decimal("0.01")) if fine == fine.quantize(Decimal("0.01")) else fine
