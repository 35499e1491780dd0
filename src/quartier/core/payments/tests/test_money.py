"""Money in, back and set off: every step leaves books that agree."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from quartier.core.ledger import queries as books
from quartier.core.ledger.tests.books import KEEPER, claim, company, customer, noon, rows
from quartier.core.payments import services
from quartier.core.payments.rules.set_off import Counterclaim
from quartier.core.payments.services import Received
from quartier.core.payments.services.refunding import FOUR_EYES_ABOVE

DAY = date(2026, 6, 10)


def sum_of(text: str) -> Decimal:
    return Decimal(text)


def paid(entity: Any, party: Any, amount: str, *, on: date = DAY, key: str = "1", **more: Any) -> Any:
    given = Received(
        entity_id=entity.pk, party_id=party and party.pk, amount=Decimal(amount), kind=more.pop("kind", "transfer"),
        received_on=on, origin=f"test:{key}", **more,
    )  # fmt: skip
    return services.receive(actor=KEEPER, at=noon(on), received=given)


def test_a_payment_settles_what_is_due_and_is_booked_once(alpha: Any) -> None:
    entity, party = company(), customer()
    first = claim(entity, party, "100.00", on=date(2026, 5, 1), key="1")
    second = claim(entity, party, "50.00", on=date(2026, 6, 1), key="2")
    row = paid(entity, party, "120.00", reference="R 1")
    again = paid(entity, party, "120.00", reference="R 1")
    first.refresh_from_db()
    second.refresh_from_db()
    assert row.pk == again.pk
    assert (first.open, second.open) == (Decimal(0), Decimal("30.00"))
    assert books.balance_of(party.pk) == Decimal("30.00")
    assert books.faults() == {}
