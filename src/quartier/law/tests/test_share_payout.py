"""What members who have left are paid: losses, days, and the minimum capital."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quartier.law.errors import Negative, NothingToSplitBy
from quartier.law.geng.payout import payout_above_minimum_capital, share_payout
from quartier.values.land import Land

PAID_ON = date(2027, 6, 30)


def test_losses_take_the_payment_down_to_nothing_and_not_below() -> None:
    asked: dict[str, Any] = {"ended_on": date(2026, 12, 31), "land": Land.NW, "paid_in": Decimal(1500)}
    assert share_payout(**asked, credited=Decimal(60), loss=Decimal(100)).value.amount == Decimal("1460.00")
    assert share_payout(**asked, loss=Decimal(1600)).value.amount == Decimal("0.00")
    with pytest.raises(Negative, match="loss"):
        share_payout(**asked, loss=Decimal(-1))


def test_a_payment_day_on_a_weekend_moves() -> None:
    # 30 June 2029 is a Saturday.
    found = share_payout(ended_on=date(2028, 12, 31), land=Land.NW, paid_in=Decimal(1500)).value
    assert found.pay_by == date(2029, 7, 2)


@given(
    st.lists(st.decimals(0, 5000, places=2), min_size=1, max_size=6).filter(any),
    st.decimals(0, 20000, places=2),
    st.decimals(0, 20000, places=2),
)
@settings(max_examples=100, deadline=None)
def test_payments_never_take_the_capital_below_the_minimum(
    claims: list[Decimal], capital: Decimal, minimum: Decimal
) -> None:
    found = payout_above_minimum_capital(on=PAID_ON, claim=tuple(claims), capital=capital, minimum=minimum).value
    assert sum(found.parts) == found.payable
    assert found.payable + found.suspended == sum(claims)
    assert not found.payable or capital - found.payable >= minimum
    assert all(0 <= part <= claim for part, claim in zip(found.parts, claims, strict=True))


def test_payments_need_a_claim() -> None:
    asked: dict[str, Any] = {"on": PAID_ON, "capital": Decimal(10), "minimum": Decimal(0)}
    with pytest.raises(NothingToSplitBy):
        payout_above_minimum_capital(claim=(Decimal(0),), **asked)
    with pytest.raises(Negative):
        payout_above_minimum_capital(claim=(Decimal(-1),), **asked)
