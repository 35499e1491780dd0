"""Orders of a shop whose company may bill: what tests of invoices from orders begin with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from quartier.core.invoices import services
from quartier.core.ledger.services import settle_credits
from quartier.core.ledger.tests.books import money
from quartier.core.orders import services as orders
from quartier.core.orders.tests import shop
from quartier.core.orders.tests.shop import CLERK, rows

AT = datetime(2026, 1, 16, 9, tzinfo=UTC)


def company(preset: str = "planmass") -> Any:
    """A company with what invoices ask for."""
    entity = shop.furnish(preset)
    rows("providers.LegalEntity").filter(pk=entity.pk).update(tax_number="314/5702/0199", vat_id="DE136695976")
    entity.refresh_from_db()
    return entity


def accepted(product: Any, at: datetime = AT, **values: Any) -> Any:
    """An accepted order, billed as far as it is by then."""
    given = shop.given_for(product, **values)
    order = orders.place(actor=CLERK, at=at, given=given)
    if order.state == "offered":
        order = orders.accept(actor=CLERK, at=at, order_id=order.pk)
    services.bill_order(at=at, order_id=order.pk)
    return order


def paid(order: Any, amount: str, on: Any = AT, key: str = "p") -> None:
    """Money for an order, settled."""
    money(order.entity, order.party, amount, on=on.date(), key=key)
    settle_credits(
        actor=CLERK, at=on, on=on.date(), party_id=order.party_id, entity_id=order.entity_id, because="Zahlung"
    )
