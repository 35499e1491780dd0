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
    over, under = value.as_integer_ratio()
    return _half_up(over, under, places)


def _half_up(over: int, under: int, places: int) -> Decimal:
    """Return a ratio of whole numbers with this many decimals; the one below is positive."""
    units = (2 * abs(over) * 10**places + under) // (2 * under)
    return Decimal(units if over >= 0 else -units).scaleb(-places)


def plain(value: Number) -> Number:
    """Return a whole fraction as an integer: integers are quicker."""
    return value.numerator if value.denominator == 1 else value


def quotient(over: Number, under: Number) -> Number:
    """Return an exact quotient, an integer where it is whole; integers are divided without looking for a divisor."""
    if type(over) is int and type(under) is int:
        whole, rest = divmod(over, under)
        return Fraction(over, under) if rest else whole
    return plain(Fraction(over) / under)


def square_metres(area: Number) -> Decimal:
    """Return square millimetres as square metres with two decimals."""
    return _half_up(area.numerator, area.denominator * SQUARE_MILLIMETRES, 2)


def cubic_metres(volume: Number) -> Decimal:
    """Return cubic millimetres as cubic metres with two decimals."""
    return _half_up(volume.numerator, volume.denominator * CUBIC_MILLIMETRES, 2)


def metres(length: Number) -> Decimal:
    """Return millimetres as metres: whole centimetres with two decimals, anything finer with three."""
    fine = half_up(Fraction(length) / MILLIMETRES, 3)
    return fine.quantize(Decimal("0.01")) if fine == fine.quantize(Decimal("0.01")) else fine
