"""Placing an order: an offer at the price and in the words that somebody saw."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail as _mail  # noqa: F401

from quartier.core.orders import services
from quartier.core.orders.tests import shop

pytestmark = pytest.mark.usefixtures("alpha")


def mails(template: str) -> Any:
    """The mails of a kind."""
    return shop.rows("inbox.OutgoingMail").filter(template=template)


@pytest.mark.req("WR-010")
def test_an_order_is_an_offer_until_somebody_accepts() -> None:
    entity = shop.furnish()
    order = shop.placed(shop.product(entity))
    assert order.state == "offered"
    assert order.accepted_at is None
    assert order.contract is None
    received = mails("orders.received").get()
    assert "noch keine Annahme" in received.text
    assert order.gross == Decimal("119.00")


@pytest.mark.req("WR-014")
def test_an_express_order_is_accepted_by_its_one_mail() -> None:
    entity = shop.furnish()
    order = shop.placed(shop.product(entity, "express"))
    sent = shop.rows("inbox.OutgoingMail").get()
    assert sent.template == "orders.accepted"
    assert order.accepted_at == sent.created_at == shop.AT
    assert f"/auftrag/{order.token}/" in sent.text
    assert order.contract.formed_by == "confirmation_mail"


def test_a_second_click_is_the_first_order() -> None:
    entity = shop.furnish()
    made = shop.product(entity)
    first, second = shop.placed(made, key="k1"), shop.placed(made, key="k1")
    assert first.pk == second.pk
    assert shop.rows("orders.Order").count() == 1


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"gross": Decimal("118.99")}, services.PriceChanged),
        ({"button": "Bestellen"}, services.WrongButton),
        ({"payment_method": "cheque"}, services.WrongPayment),
        ({"guest": None}, services.CustomerMissing),
        ({"standing": "nobody"}, services.NotForYou),
        ({"lines": ()}, services.EmptyOrder),
    ],
)
def test_nothing_that_a_form_says_is_believed(values: dict[str, Any], refusal: type[Exception]) -> None:
    entity = shop.furnish()
    made = shop.product(entity)
    with pytest.raises(refusal):
        shop.placed(made, **values)
    assert not shop.rows("orders.Order").exists()
    assert not shop.rows("parties.Party").exists()
    assert not shop.rows("inbox.OutgoingMail").exists()


@pytest.mark.req("QX-05")
def test_the_record_outlives_the_product() -> None:
    entity = shop.furnish()
    made = shop.product(entity, description="Wohnfläche nach Verordnung")
    order = shop.placed(made)
    shop.rows("catalogue.Product").filter(pk=made.pk).update(name="Etwas anderes", description="Werbung")
    shop.rows("catalogue.Price").create(product=made, net=Decimal(1), valid_from=date(2026, 1, 17))
    again = shop.rows("orders.Order").get(pk=order.pk)
    assert again.record["lines"][0]["description"] == "Wohnfläche nach Verordnung"
    assert again.record["gross"] == "119.00"
    assert again.is_intact
