"""Amounts in euro as `Decimal`: rounding that is named, and parts that add up to the whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from quartier.values.sentences import Unanswerable
from quartier.values.sentences import mark as _

CENT: Final = Decimal("0.01")


class NothingToSplitBy(Unanswerable):
    """An amount cannot be split when no part has any weight."""


def half_up(amount: Decimal | Fraction, to: Decimal = CENT) -> Decimal:
    """Return the amount rounded to the next step, halves away from zero: 0.005 is 0.01, −0.005 is −0.01."""
    return _rounded(amount, to, ROUND_HALF_UP)


def cut(amount: Decimal | Fraction, to: Decimal = CENT) -> Decimal:
    """Return the amount with everything below the step cut off, towards zero: 6.875 is 6.87."""
    return _rounded(amount, to, ROUND_DOWN)


def exact(number: Fraction, places: int = 10) -> Decimal:
    """Return a fraction as a decimal number with up to so many places, for people to read; never to go on with."""
    return _rounded(number, Decimal(1).scaleb(-places), ROUND_HALF_UP).normalize() + 0


def split(total: Decimal, weights: Sequence[Decimal | Fraction | int], to: Decimal = CENT) -> tuple[Decimal, ...]:
    """Return the total in parts by weight, in whole steps that add up to it exactly (largest remainder).

    The steps left over go to the parts that lost most by cutting; among equals the first comes first. Weights may be
    zero but not negative; raises NothingToSplitBy when all are zero. The total must be a whole number of steps.
    """
    shares = [Fraction(weight) for weight in weights]
    if any(share < 0 for share in shares) or not sum(shares):
        raise NothingToSplitBy(_("An amount can only be split by weights that are not negative and not all zero."))
    steps = Fraction(total) / Fraction(to)
    if steps.denominator != 1:
        raise NothingToSplitBy(_("%(total)s cannot be split: it is not a whole number of cents."), total=total)
    ideal = [abs(steps) * share / sum(shares) for share in shares]
    whole = [int(part) for part in ideal]
    left = int(abs(steps)) - sum(whole)
    by_loss = sorted(range(len(ideal)), key=lambda place: (whole[place] - ideal[place], place))
    for place in by_loss[:left]:
        whole[place] += 1
    sign = 1 if steps >= 0 else -1
    return tuple(sign * part * to for part in whole)


def _rounded(amount: Decimal | Fraction, to: Decimal, rounding: str) -> Decimal:
    # A fraction is rounded as it is: turning it into a decimal number first would round twice.
    steps = Fraction(amount) / Fraction(to)
    whole, rest = divmod(abs(steps.numerator), steps.denominator)
    if rounding == ROUND_HALF_UP and 2 * rest >= steps.denominator:
        whole += 1
    return (whole if steps >= 0 else -whole) * to
