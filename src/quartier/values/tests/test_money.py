"""Rounding has a name, and parts add up to the whole."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartier.values.money import NothingToSplitBy, cut, exact, half_up, split

AMOUNTS = st.decimals(min_value=-1_000_000, max_value=1_000_000, places=2)
WEIGHTS = st.lists(st.integers(min_value=0, max_value=10_000), min_size=1, max_size=12).filter(any)


@pytest.mark.parametrize(
    ("amount", "rounded", "shortened"),
    [
        ("0.005", "0.01", "0.00"),
        ("-0.005", "-0.01", "0.00"),
        ("2.675", "2.68", "2.67"),
        ("6.875", "6.88", "6.87"),
        ("0.0049999", "0.00", "0.00"),
        ("-1.119", "-1.12", "-1.11"),
        ("12", "12.00", "12.00"),
    ],
)
def test_halves_go_up_and_cutting_goes_to_zero(amount: str, rounded: str, shortened: str) -> None:
    assert half_up(Decimal(amount)) == Decimal(rounded)
    assert cut(Decimal(amount)) == Decimal(shortened)
    assert half_up(Decimal(amount)).as_tuple().exponent == -2


def test_a_fraction_is_rounded_once() -> None:
    # As a decimal number with ten places 0.00499999999999 would be 0.0050000000 and round up.
    assert half_up(Fraction(499_999_999_999, 100_000_000_000_000)) == Decimal("0.00")
    assert half_up(Fraction(1, 3), Decimal("0.0001")) == Decimal("0.3333")


def test_a_fraction_is_shown_with_few_places() -> None:
    assert str(exact(Fraction(1, 3), 4)) == "0.3333"
    assert str(exact(Fraction(5, 2))) == "2.5"
    assert str(exact(Fraction(100))) == "100"


def test_the_parts_of_a_split_take_what_is_left_by_their_loss() -> None:
    assert split(Decimal("100.00"), [1, 1, 1]) == (Decimal("33.34"), Decimal("33.33"), Decimal("33.33"))
    assert split(Decimal("0.05"), [3, 3, 1]) == (Decimal("0.02"), Decimal("0.02"), Decimal("0.01"))
    assert split(Decimal("-0.05"), [3, 3, 1]) == (Decimal("-0.02"), Decimal("-0.02"), Decimal("-0.01"))
    assert split(Decimal("10.00"), [0, 1]) == (Decimal("0.00"), Decimal("10.00"))
    assert split(Decimal(7), [1, 1], to=Decimal(1)) == (Decimal(4), Decimal(3))


@given(AMOUNTS, WEIGHTS)
def test_a_split_adds_up_and_no_part_is_a_cent_off(total: Decimal, weights: list[int]) -> None:
    parts = split(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(Fraction(part) - Fraction(total) * weight / sum(weights)) < Fraction(1, 100)
        assert weight or part == 0


@given(AMOUNTS)
def test_rounding_is_within_half_a_step_and_cutting_within_one(amount: Decimal) -> None:
    tenth = Decimal("0.1")
    assert abs(half_up(amount, tenth) - amount) <= tenth / 2
    assert abs(cut(amount, tenth)) <= abs(amount)
    assert abs(amount) - abs(cut(amount, tenth)) < tenth


@pytest.mark.parametrize(
    ("total", "weights", "words"),
    [
        ("1.00", [0, 0], "not all zero"),
        ("1.00", [], "not all zero"),
        ("1.00", [2, -1], "not negative"),
        ("1.005", [1], "1.005 cannot"),
    ],
)
def test_what_cannot_be_split_is_refused(total: str, weights: list[int], words: str) -> None:
    with pytest.raises(NothingToSplitBy, match=words):
        split(Decimal(total), weights)
