"""What tests of payments begin with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

from quartier.core.ledger.tests.books import KEEPER, noon
from quartier.core.payments import services
from quartier.core.payments.services import Received
from quartier.values.actor import Actor, ActorKind

IBAN: Final = "DE89370400440532013000"
SECOND: Final = Actor(ActorKind.STAFF, "9", "Jette Brandis")


def paid(
    entity: Any, party: Any, amount: str, *, on: date = date(2026, 6, 10), key: str = "1", kind: str = "transfer",
    **more: Any,
) -> Any:  # fmt: skip
    """Money that came in, settled."""
    given = Received(
        entity_id=entity.pk, party_id=party and party.pk, amount=Decimal(amount), kind=kind, received_on=on,
        origin=f"test:{key}", **more,
    )  # fmt: skip
    return services.receive(actor=KEEPER, at=noon(on), received=given)
