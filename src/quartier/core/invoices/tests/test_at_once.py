"""An order is withdrawn from while jobs bill and archive it: nobody waits for somebody who waits for them."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from quartier.core.contracts import services as contracts
from quartier.core.invoices import services
from quartier.core.invoices.tests.shop import AT, company
from quartier.core.ledger import queries as books
from quartier.core.ledger.tests.books import at_once
from quartier.core.orders import services as orders
from quartier.core.orders.services import archiving
from quartier.core.orders.tests import shop
from quartier.core.orders.tests.shop import CLERK, rows
from quartier.core.withdrawal.tests.people import withdrawn
from quartier.kit.schemas import enter_schema
from quartier.law.bgb.form import Sending

ROUNDS = 20
SOON = AT + timedelta(minutes=1)
BY_FORM: dict[str, Any] = {"name": "Tim Rabe", "contact": "tim.rabe@posthaus.example", "channel": Sending.PORTAL_FORM}


def express(how_many: int = ROUNDS) -> list[Any]:
    """Orders that were accepted with the click, in a database where others see them."""
    enter_schema("alpha")
    made = shop.product(company(), "express")
    return [shop.placed(made) for _number in range(how_many)]


def test_an_order_is_withdrawn_from_while_it_is_billed_and_archived(committed_db: None) -> None:
    for order in express():
        wrong = at_once(
            partial(withdrawn, SOON, about=order.number, **BY_FORM),
            partial(services.bill_order, at=SOON, order_id=order.pk),
            partial(archiving.archive, at=SOON, order_id=order.pk),
        )
        assert wrong == [], order.number
    assert {row.state for row in rows("orders.Order").all()} == {"withdrawn"}
    assert books.faults() == {}


def test_a_contract_ends_while_its_order_is_delivered(committed_db: None) -> None:
    for order in express(10):
        wrong = at_once(
            partial(contracts.withdraw, actor=CLERK, at=SOON, contract_id=order.contract_id),
            partial(orders.cancel, actor=CLERK, at=SOON, order_id=order.pk, reason="infeasible", consent="Ja."),
        )
        assert wrong == [], order.number
    assert {row.state for row in rows("orders.Order").all()} <= {"withdrawn", "cancelled"}
