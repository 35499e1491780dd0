"""Rounding to the cent and amounts in parts."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.errors import Incomplete, Negative, NothingToSplitBy
from quartier.law.ustg.rounding import Rounding, one_third, round_amount, split_amount, spread

CENT = Decimal("0.01")
AMOUNTS = st.integers(min_value=-(10**10), max_value=10**10).map(lambda number: Decimal(number).scaleb(-4))
CENTS = st.integers(min_value=0, max_value=10**8).map(lambda cents: Decimal(cents).scaleb(-2))
WEIGHTS = st.lists(st.integers(min_value=0, max_value=1000).map(Decimal), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("amount", "half_up", "cut"),
    [
        ("0.004", "0.00", "0.00"),
        ("0.005", "0.01", "0.00"),
        ("-0.005", "-0.01", "0.00"),
        ("-0.004", "0.00", "0.00"),
        ("2.675", "2.68", "2.67"),
        ("1.005", "1.01", "1.00"),
        ("-2.675", "-2.68", "-2.67"),
    ],
)
def test_half_a_cent_goes_away_from_zero(amount: str, half_up: str, cut: str) -> None:
    assert round_amount(amount=Decimal(amount)).value == Decimal(half_up)
    assert round_amount(amount=Decimal(amount), method=Rounding.CUT).value == Decimal(cut)


@settings(max_examples=100)
@given(AMOUNTS)
def test_rounding_agrees_with_that_of_python(amount: Decimal) -> None:
    assert round_amount(amount=amount).value == amount.quantize(CENT, ROUND_HALF_UP)
    assert round_amount(amount=amount, method=Rounding.CUT).value == amount.quantize(CENT, ROUND_DOWN)
    assert round_amount(amount=-amount).value == -round_amount(amount=amount).value


@settings(max_examples=100)
@given(CENTS, WEIGHTS)
def test_parts_add_up_and_are_close_to_their_share(total: Decimal, weights: list[Decimal]) -> None:
    if not sum(weights):
        with pytest.raises(NothingToSplitBy, match="not all zero"):
            split_amount(total=total, weight=tuple(weights))
        return
    parts = split_amount(total=total, weight=tuple(weights)).value
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(Fraction(part) - Fraction(total) * Fraction(weight) / Fraction(sum(weights))) < Fraction(CENT)


def test_a_weight_below_zero_is_refused() -> None:
    with pytest.raises(NothingToSplitBy, match="not negative"):
        split_amount(total=Decimal(1), weight=(Decimal(2), Decimal(-1)))


@settings(max_examples=100)
@given(CENTS)
def test_a_third_and_the_rest_are_the_price(price: Decimal) -> None:
    found = one_third(price=price).value
    assert found.on_order + found.rest == price
    assert abs(3 * found.on_order - price) <= CENT * 3 / 2


def test_the_rest_follows_acceptance_only_for_a_work() -> None:
    work, other = (one_third(price=Decimal(90), work=work) for work in (True, False))
    assert work.value == other.value
    assert "accepted" in str(work.steps[-1].sentence)
    assert "second invoice" in str(other.steps[-1].sentence)


def test_a_price_below_zero_is_refused() -> None:
    with pytest.raises(Negative, match="price"):
        one_third(price=Decimal("-0.01"))


@settings(max_examples=100)
@given(st.lists(st.fractions(min_value=-1000, max_value=1000, max_denominator=10_000), min_size=1, max_size=8))
def test_exact_amounts_become_cents_that_add_up(exact: list[Fraction]) -> None:
    cents = sum(exact) * 100
    whole = cents.numerator // cents.denominator
    for total in {whole, whole if cents.denominator == 1 else whole + 1}:
        parts = spread(Decimal(total) * CENT, exact)
        assert sum(parts) == Decimal(total) * CENT
        assert all(abs(Fraction(part) - amount) < Fraction(CENT) for part, amount in zip(parts, exact, strict=True))


@pytest.mark.parametrize("total", ["0.01", "0.04"])
def test_parts_of_another_total_are_refused(total: str) -> None:
    with pytest.raises(Incomplete, match="do not belong"):
        spread(Decimal(total), [Fraction(21, 1000)])
