"""Existing payments, refunds, set-offs and tries to pay, to ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from uuid import uuid4

from quartier.core.payments import services
from quartier.core.payments.services import Received
from quartier.kit.clock import day_of, now
from tests.matrix import objects_of_orders
from tests.matrix.objects_of_ledger import SOMEBODY, _book, _tie
from tests.matrix.people import rows


def claim(user_id: int) -> int:
    """An open claim on a customer's account."""
    return int(_book(user_id, "3.00").pk)


def credit(user_id: int) -> int:
    """An open credit on a customer's account."""
    return int(_book(user_id, "-3.00").pk)


def _paid(user_id: int) -> Any:
    tie, at = _tie(user_id), now()
    given = Received(
        entity_id=tie.legal_entity_id, party_id=tie.party_id, amount=Decimal("2.00"), kind="transfer",
        received_on=day_of(at), origin=uuid4().hex,
    )  # fmt: skip
    return services.receive(actor=SOMEBODY, at=at, received=given)


def payment(user_id: int) -> int:
    """A payment of a customer."""
    return int(_paid(user_id).pk)


def refund(user_id: int) -> int:
    """A refund that waits for an account."""
    item, at = _book(user_id, "-4.00"), now()
    row = services.owe_back(
        actor=SOMEBODY, at=at, entity_id=item.entity_id, party_id=item.party_id, amount=Decimal("4.00"),
        because="Matrix", subject=f"matrix.row:{item.pk}", credit_ids=[item.pk],
    )  # fmt: skip
    rows("payments.Refund").filter(pk=row.pk).update(
        state="waiting_for_account", iban="", ending="", country="", holder=""
    )
    return int(row.pk)


def set_off(user_id: int) -> int:
    """A set-off that nobody has decided."""
    item, at = _book(user_id, "6.00"), now()
    given = {"entity_id": item.entity_id, "party_id": item.party_id, "against_id": item.pk}
    return int(services.declare_set_off(actor=SOMEBODY, at=at, **given, amount=Decimal("1.00"), words="Matrix").pk)


def payer(user_id: int) -> int:
    """A customer whom staff can see."""
    return int(_tie(user_id).party_id)


def begun(user_id: int) -> str:
    """The address PayPal leads back to, which only whoever pays knows."""
    item, at = _book(user_id, "8.00"), now()
    token = uuid4().hex
    rows("payments.PayPalOrder").create(
        entity_id=item.entity_id, party_id=item.party_id, items=[item.pk], amount=Decimal("8.00"), reference="Matrix",
        token=token, request_id=uuid4().hex, begun_at=at, changed_at=at,
    )  # fmt: skip
    return token


def repaid_order(user_id: int) -> str:
    """The secret of a guest's order whose refund waits for an account."""
    secret = objects_of_orders.guest_secret(user_id)
    last = rows("orders.Order").order_by("-pk")[0]
    rows("payments.Refund").filter(pk=refund(user_id)).update(subject=f"orders.order:{last.pk}")
    return secret


BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {
    "payable_id": claim,
    "set_off_item_id": claim,
    "credit_item_id": credit,
    "payment_id": payment,
    "refund_id": refund,
    "refund_account_id": refund,
    "set_off_id": set_off,
    "paying_party_id": payer,
    "paypal_token": begun,
    "paid_order_id": objects_of_orders.order,
}
BY_ADDRESS: Mapping[tuple[str, str], Callable[[int], Any]] = {
    ("payments:guest_due", "token"): objects_of_orders.guest_secret,
    ("payments:guest_paypal", "token"): objects_of_orders.guest_secret,
    ("payments:guest_account", "token"): repaid_order,
}
