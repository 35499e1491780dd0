"""The demo's orders are placed as real ones are."""

from __future__ import annotations

from typing import Any

import pytest

from quartier.core.accounts import services as accounts
from quartier.core.checkout.tests.counter import open_shop
from quartier.core.orders import demo
from quartier.core.orders.tests import shop
from quartier.core.parties import services as parties
from quartier.kit import clock
from quartier.kit.access import Audience
from quartier.values.actor import SYSTEM


@pytest.mark.django_db
def test_the_demo_shows_orders_to_decide_and_one_with_a_remark() -> None:
    open_shop()
    common: dict[str, Any] = {"actor": SYSTEM, "at": shop.OPENED}
    email = "kunde@planmass.example"
    user = accounts.open_account(
        **common, audience=Audience.CUSTOMER, email=email, name="Ada", password="Kiesel-und-Farn-26"
    )
    parties.add_party(**common, kind="person", name="Lorenz", email=email, user=user)
    demo.seed(at=clock.now(), key="planmass")
    rows = list(shop.rows("orders.Order").order_by("placed_at"))
    assert [row.state for row in rows] == ["finished", "accepted", "offered", "offered"]
    assert rows[1].missing == ["Schlüssel zum Keller", "Wunschtermin"]
    assert rows[3].flags == ["own_terms"]
    demo.seed(at=clock.now(), key="emscher")
    assert shop.rows("orders.Order").count() == len(rows)
