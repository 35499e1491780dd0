"""A company that bills: customers with contracts, what recurs in them, a price list, runs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

from quartier.core.billing import services
from quartier.core.billing.models import Run, Schedule
from quartier.core.contracts import services as contracts
from quartier.core.ledger.tests.books import company, customer, noon, rows
from quartier.core.providers.policies.choices import Scope
from quartier.core.providers.policies.contract import Moment
from quartier.values.actor import SYSTEM, Actor, ActorKind

CLERK: Final = Actor(ActorKind.STAFF, "8", "Bodo Knitter")
OTHER: Final = Actor(ActorKind.STAFF, "9", "Jette Brandis")

__all__ = ["CLERK", "OTHER", "company", "contract", "customer", "noon", "product", "recurs", "rows", "run"]


def product(entity: Any, kind: str = "recurring", name: str = "Cloud", key: str = "cloud", **prices: str) -> Any:
    """A product; prices by the day they begin, as `net="49.00"` since 2020 or `d2026_03_01="59.00"`."""
    row = rows("catalogue.Product").create(
        key=key, kind=kind, scope="recurring", entity=entity, name=name, standings=["business", "consumer"]
    )
    for label, net in prices.items():
        day = date(2020, 1, 1) if label == "net" else date(*(int(part) for part in label[1:].split("_")))
        unit = "month" if kind == "recurring" else "once"
        rows("catalogue.Price").create(product=row, net=Decimal(net), unit=unit, valid_from=day)
    return row


def contract(entity: Any, party: Any, on: date, number: str = "V 1", scope: Scope = Scope.RECURRING) -> Any:
    """A contract that runs from a day on."""
    given = contracts.Conclusion(
        scope=scope, standing=party.standing, is_paid=True, formed_by=Moment.ORDER_CONFIRMATION, party=party,
        entity_id=entity.pk, number=number, subject="Cloud",
    )  # fmt: skip
    return contracts.conclude(actor=SYSTEM, at=noon(on), given=given)


def recurs(row: Any, on: date, net: str = "49.00", *, key: str = "1", **more: Any) -> Schedule:
    """Something that recurs in a contract, for a price a month unless said otherwise."""
    given = {"origin": f"test:{row.pk}:{key}", "title": "Cloud", "unit": "month", "net": Decimal(net), **more}
    return services.schedule(actor=CLERK, at=noon(on), contract=row, given=services.Recurring(starts_on=on, **given))


def run(entity: Any, on: date, *, at: date | None = None) -> Run:
    """A run through a day, planned and run to its end by whoever has to."""
    now = noon(at or on)
    row = services.draft(actor=CLERK, at=now, entity_id=entity.pk, through_on=on)
    while services.advance(at=now, run_id=row.pk, most=2):
        pass
    services.start(actor=CLERK, at=now, run_id=row.pk)
    while services.advance(at=now, run_id=row.pk, most=2):
        pass
    row.refresh_from_db()
    return row
