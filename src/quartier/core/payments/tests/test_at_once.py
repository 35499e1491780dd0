"""Money comes in while other money of the same customer goes out, comes back or is given up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from quartier.core.ledger import queries as books
from quartier.core.ledger.tests.books import KEEPER, at_once, claim, company, customer, noon, rows
from quartier.core.payments import services
from quartier.core.payments.tests.scene import paid
from quartier.kit.schemas import enter_schema

DAY = date(2026, 6, 10)
COMMON: dict[str, Any] = {"actor": KEEPER, "at": noon(DAY)}
ROUNDS = 8


def test_money_comes_and_goes_at_once(committed_db: None) -> None:
    enter_schema("alpha")
    entity, party = company("planmass"), customer()
    for number in range(ROUNDS):
        credit = paid(entity, party, "50.00", key=f"a{number}")
        claim(entity, party, "20.00", on=DAY, key=f"c{number}")
        owe = partial(
            services.owe_back, **COMMON, entity_id=entity.pk, party_id=party.pk, amount=Decimal("30.00"),
            because="Test", subject=f"x:{number}",
        )  # fmt: skip
        comes = partial(paid, entity, party, "40.00", key=f"b{number}")
        assert at_once(owe, comes) == []
        goes = partial(services.take_back, **COMMON, payment_id=credit.pk, on=DAY, reason="MS03")
        refund = rows("payments.Refund").get(subject=f"x:{number}")
        drop = partial(services.drop_refund, **COMMON, refund_id=refund.pk, reason="Test")
        assert at_once(goes, drop, partial(paid, entity, party, "40.00", key=f"d{number}")) == []
    assert books.faults() == {}
