"""Whatever happens in whatever order, the books agree, no till is below zero and nothing is settled twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from quartier.core.ledger import queries as books
from quartier.core.ledger import services as ledger
from quartier.core.ledger.tests.books import KEEPER, claim, company, customer, noon, rows
from quartier.core.payments import queries, services
from quartier.core.payments.rules.set_off import Counterclaim
from quartier.core.payments.tests.scene import IBAN, paid
from quartier.kit.errors import Refused

DAY = date(2026, 6, 10)
COMMON: dict[str, Any] = {"actor": KEEPER, "at": noon(DAY)}


class Books:
    """A company, a customer, and everything that may happen between them."""

    def __init__(self) -> None:
        self.entity, self.party, self.number = company("werkstatt"), customer("business"), 0
        self.at = {**COMMON, "entity_id": self.entity.pk, "party_id": self.party.pk}

    def key(self) -> str:
        self.number += 1
        return str(self.number)

    def bill(self, amount: Decimal, _pick: int) -> None:
        claim(self.entity, self.party, str(amount), on=DAY, key=self.key())

    def pay(self, amount: Decimal, pick: int) -> None:
        nobody = pick % 3 == 0
        paid(self.entity, None if nobody else self.party, str(amount), key=self.key(), kind="sepa_debit")

    def assign(self, _amount: Decimal, pick: int) -> None:
        services.assign(**COMMON, payment_id=self._one("payments.Payment", pick), party_id=self.party.pk)

    def release(self, _amount: Decimal, pick: int) -> None:
        services.release(**COMMON, payment_id=self._one("payments.Payment", pick), reason="Test")

    def bounce(self, _amount: Decimal, pick: int) -> None:
        number = self._one("payments.Payment", pick)
        services.take_back(**COMMON, payment_id=number, on=DAY, costs=Decimal("3.50"), reason="MS03")

    def owe_back(self, amount: Decimal, _pick: int) -> None:
        services.owe_back(**self.at, amount=amount, because="Test", subject=f"x:{self.key()}")

    def name(self, _amount: Decimal, pick: int) -> None:
        services.name_account(**COMMON, refund_id=self._one("payments.Refund", pick), holder="Ida", iban=IBAN)

    def approve(self, _amount: Decimal, pick: int) -> None:
        services.approve(**COMMON, refund_id=self._one("payments.Refund", pick))

    def leave(self, _amount: Decimal, pick: int) -> None:
        services.paid_back(**COMMON, refund_id=self._one("payments.Refund", pick), on=DAY)

    def fail(self, _amount: Decimal, pick: int) -> None:
        services.refund_failed(**COMMON, refund_id=self._one("payments.Refund", pick), reason="Test")

    def drop(self, _amount: Decimal, pick: int) -> None:
        services.drop_refund(**COMMON, refund_id=self._one("payments.Refund", pick), reason="Test")

    def cash_in(self, amount: Decimal, _pick: int) -> None:
        services.take_cash(**self.at, amount=amount, key=self.key())

    def cash_out(self, _amount: Decimal, pick: int) -> None:
        services.pay_out_cash(**COMMON, refund_id=self._one("payments.Refund", pick))

    def carry(self, amount: Decimal, _pick: int) -> None:
        services.carry_cash(**COMMON, entity_id=self.entity.pk, amount=-amount, key=self.key())

    def set_off(self, amount: Decimal, pick: int) -> None:
        row = services.declare_set_off(**self.at, amount=amount, words="Test")
        services.accept_set_off(**COMMON, set_off_id=row.pk, standing=list(Counterclaim)[pick % 4])

    def settle(self, _amount: Decimal, _pick: int) -> None:
        ledger.settle_credits(**COMMON, on=DAY, party_id=self.party.pk, entity_id=self.entity.pk, because="Test")

    def _one(self, label: str, pick: int) -> int:
        found = list(rows(label).order_by("pk").values_list("pk", flat=True))
        if not found:
            raise Refused
        return int(found[pick % len(found)])


STEPS: list[Callable[[Books, Decimal, int], None]] = [
    Books.bill, Books.pay, Books.assign, Books.release, Books.bounce, Books.owe_back, Books.name, Books.approve,
    Books.leave, Books.fail, Books.drop, Books.cash_in, Books.cash_out, Books.carry, Books.set_off, Books.settle,
]  # fmt: skip
step = st.tuples(
    st.sampled_from(STEPS), st.decimals("0.01", "600.00", places=2), st.integers(min_value=0, max_value=11)
)


@pytest.mark.usefixtures("alpha")
@settings(
    max_examples=15, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(steps=st.lists(step, min_size=6, max_size=24))
def test_any_sequence_leaves_books_that_agree(steps: list[tuple[Any, Decimal, int]]) -> None:
    mark = transaction.savepoint()
    try:
        scene = Books()
        for act, amount, pick in steps:
            try:
                with transaction.atomic():
                    act(scene, amount, pick)
            except Refused:
                continue
        assert books.faults() == {}
        assert queries.cash_in_till(scene.entity.pk) >= 0
        taken = sum(one.amount for one in rows("ledger.Line").filter(account__role="cash"))
        assert taken == queries.cash_in_till(scene.entity.pk)
        gone = rows("payments.Refund").filter(state__in=("paid", "sent", "approved", "ready", "waiting_for_account"))
        kept = rows("payments.Payment").exclude(state="returned")
        owed = sum(one.amount for one in rows("ledger.Line").filter(account__role="receivable"))
        assert owed == books.balance_of(scene.party.pk)
        assert all(one.item_id for one in gone)
        assert all(one.item_id or one.state == "unclear" for one in kept)
    finally:
        transaction.savepoint_rollback(mark)
