"""A guest withdraws from a paid order: credit note, refund, and the fourteen days of § 357 Abs. 1 BGB."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from quartier.core.deadlines import queries as deadlines
from quartier.core.invoices import services as invoices
from quartier.core.invoices.tests.shop import AT, accepted, company
from quartier.core.ledger import queries as books
from quartier.core.ledger.tests.books import KEEPER
from quartier.core.orders import services as orders
from quartier.core.orders.tests import shop
from quartier.core.orders.tests.shop import rows
from quartier.core.payments import services
from quartier.core.payments.services import Received, duties
from quartier.core.payments.tests.scene import IBAN
from quartier.core.withdrawal import services as withdrawals
from quartier.core.withdrawal.tests.people import withdrawn
from quartier.law.bgb.form import Sending
from quartier.values.actor import SYSTEM

D = Decimal
SOON = AT + timedelta(days=3)
LAST = date(2026, 2, 2)
BY_FORM: dict[str, Any] = {"name": "Tim Rabe", "contact": "tim.rabe@posthaus.example", "channel": Sending.PORTAL_FORM}
EARLY: dict[str, Any] = {"started_early": True, "loss_known": True}


def pays(order: Any, amount: str = "119.00") -> Any:
    """Money of the guest, by transfer."""
    given = Received(
        entity_id=order.entity_id, party_id=order.party_id, amount=D(amount), kind="transfer",
        received_on=AT.date(), origin=f"test:{order.pk}", reference=order.number,
    )  # fmt: skip
    return services.receive(actor=KEEPER, at=AT, received=given)


def begun(order: Any) -> None:
    """Work on an order that a consumer wanted at once, knowing of the right to withdraw."""
    rows("contracts.Contract").update(instructed_at=AT)
    orders.work(actor=KEEPER, at=AT, order_id=order.pk, words="Begonnen")


def settle(order: Any, done: str | None = None) -> Any:
    """Withdraw, and let the jobs do what they do; returns the withdrawal."""
    withdrawn(SOON, about=order.number, **BY_FORM)
    row = rows("withdrawal.Withdrawal").get()
    if done is not None:
        withdrawals.note_work(actor=KEEPER, at=SOON, withdrawal_id=row.pk, done=D(done))
    invoices.credit_withdrawn(at=SOON, withdrawal_id=row.pk)
    duties.take_up(actor=SYSTEM, at=SOON)
    row.refresh_from_db()
    return row


def kinds_of(order: Any) -> list[tuple[str, Decimal]]:
    """The papers of an order, with their totals."""
    return list(rows("invoices.Invoice").filter(order=order).order_by("pk").values_list("kind", "gross"))


@pytest.mark.req("WR-064")
def test_a_paid_order_goes_back_in_full_within_fourteen_days(alpha: Any) -> None:
    order = accepted(shop.product(company(), "express"))
    pays(order)
    row = settle(order)
    assert (row.refund_state, row.refund, row.refund_due_on) == ("due", D("119.00"), LAST)
    assert kinds_of(order) == [("invoice", D("119.00")), ("credit_note", D("119.00"))]
    deadline = deadlines.deadlines().get(kind=withdrawals.REFUND)
    assert (deadline.last_on, deadline.closed_at) == (LAST, None)
    refund = rows("payments.Refund").get()
    assert (refund.state, refund.amount, refund.due_on) == ("waiting_for_account", D("119.00"), LAST)
    common: dict[str, Any] = {"actor": KEEPER, "at": SOON, "refund_id": refund.pk}
    services.name_account(**common, holder="Tim Rabe", iban=IBAN)
    services.approve(**common)
    services.paid_back(**common, on=SOON.date())
    row.refresh_from_db()
    deadline.refresh_from_db()
    assert (row.refund_state, row.refunded_at) == ("paid", SOON)
    assert deadline.closed_at == SOON
    assert books.balance_of(order.party_id) == 0
    assert books.faults() == {}


@pytest.mark.parametrize("done", ["33.33", "50", "71"])
def test_what_was_worked_on_demand_is_kept_and_the_rest_goes_back_to_the_cent(alpha: Any, done: str) -> None:
    order = accepted(shop.product(company()), **EARLY)
    begun(order)
    pays(order)
    row = settle(order, done)
    refund = rows("payments.Refund").get()
    assert (refund.amount, row.value + row.refund) == (row.refund, D("119.00"))
    assert 0 <= -books.balance_of(order.party_id) <= D("0.01")
    assert books.faults() == {}


def test_what_was_billed_and_not_paid_is_owed_no_more(alpha: Any) -> None:
    order = accepted(shop.product(company(), "express"))
    row = settle(order)
    assert (row.refund_state, row.refund) == ("none", D("0.00"))
    assert kinds_of(order) == [("invoice", D("119.00")), ("credit_note", D("119.00"))]
    assert books.open_sum(f"invoices.invoice:{rows('invoices.Invoice').earliest('pk').pk}") == 0
    assert not rows("payments.Refund").exists()
    assert invoices.credit_withdrawn(at=SOON, withdrawal_id=row.pk) == 0
    assert books.faults() == {}


def test_an_unpaid_order_that_was_begun_is_owed_by_its_share_alone(alpha: Any) -> None:
    order = accepted(shop.product(company()), **EARLY)
    begun(order)
    row = settle(order, "50")
    assert (row.still_owed, books.balance_of(order.party_id)) == (D("59.50"), D("59.50"))
    assert books.faults() == {}
