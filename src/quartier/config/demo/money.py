"""Years of books for every portal: quarters billed and paid, one customer who is late, one payment that came back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from quartier.core.accounts import queries as accounts
from quartier.core.invoices import services as invoices
from quartier.core.invoices.services import Bill, BillLine
from quartier.core.ledger import services as books
from quartier.core.parties import queries as parties
from quartier.core.payments import services as payments
from quartier.core.payments.services import Received
from quartier.core.providers import queries as providers
from quartier.kit.clock import day_of
from quartier.values.actor import SYSTEM, Actor, ActorKind
from quartier.values.zone import BERLIN

SOLD = {
    "rheinufer": ("Gästewohnung, drei Nächte", "126.00"),
    "emscher": ("Gemeinschaftsraum, ein Abend", "58.00"),
    "planmass": ("Wohnflächenberechnung nach Plan", "239.00"),
    "raumhafen": ("Raumverwaltung Plus, ein Quartal", "147.00"),
    "werkstatt": ("Pflege der Webseite, ein Quartal", "360.00"),
}
QUARTERS, CUSTOMERS = 9, 4
# An account that is nobody's: the example of the ISO standard.
ACCOUNT = "DE75512108001245126199"
PAID_AFTER = timedelta(days=9)


def seed(*, at: datetime, key: str) -> None:
    """Bill and pay quarter after quarter; the guest's last invoice is open, the next customer owes two."""
    staff, guest = accounts.user_with_email(f"leitung@{key}.example"), accounts.first_user_at(f"kunde@{key}.example")
    own = parties.party_of(guest) if guest else None
    if own is None or staff is None:
        return
    entity = next(one for one in providers.entities() if one.role == "principal")
    keeper = Actor(ActorKind.STAFF, f"{staff.pk}", staff.name)
    others = parties.visible_parties(staff).filter(relationships__legal_entity=entity).exclude(pk=own.pk)
    opened = datetime.combine(next(_quarters(day_of(at))), time(8), BERLIN)
    invoices.set_details(actor=keeper, at=opened, entity_id=entity.pk, given=invoices.Details(iban=ACCOUNT))
    customers = [own, *others.order_by("pk")[: CUSTOMERS - 1]]
    for place, on in enumerate(_quarters(day_of(at))):
        then = datetime.combine(on, time(9), BERLIN)
        made = invoices.bill_many(actor=SYSTEM, at=then, bills=_bills(key, entity.pk, customers, on))
        left = QUARTERS - place
        # The last quarter is open, the one before it for the customer who is late.
        paying = [row for number, row in enumerate(made) if left > (2 if number == 1 else 1)]
        payments.receive_many(actor=keeper, at=then + PAID_AFTER, received=[_paid(row, on) for row in paying])
    _came_back(keeper, at, entity.pk, customers[2])
    last_year = date(day_of(at).year - 1, 12, 31)
    books.close(actor=keeper, at=at, entity_id=entity.pk, until_on=last_year)


def _quarters(today: date) -> Iterator[date]:
    """The firsts of the last quarters, the oldest first; the last lies a month and more back."""
    month = today.year * 12 + today.month - 2
    for ago in reversed(range(QUARTERS)):
        then = month - 3 * ago
        yield date(then // 12, then % 12 + 1, 1)


def _bills(key: str, entity_id: int, customers: Sequence[Any], on: date) -> list[Bill]:
    title, net = SOLD[key]
    return [
        Bill(
            entity_id=entity_id, party_id=party.pk, key=f"demo:{party.pk}:{on}", issued_on=on, title=title,
            lines=(BillLine(title=title, unit_net=Decimal(net) + 3 * place, supply_to=on),),
        )
        for place, party in enumerate(customers)
    ]  # fmt: skip


def _paid(row: Any, on: date) -> Received:
    return Received(
        entity_id=row.entity_id, party_id=row.party_id, amount=row.payable, kind="transfer",
        received_on=on + PAID_AFTER, reference=row.number, payer=str(row.party), origin=f"demo:{row.number}",
    )  # fmt: skip


def _came_back(actor: Actor, at: datetime, entity_id: int, party: Any) -> None:
    """Let a payment come back with the bank's costs, and leave money of somebody nobody knows."""
    on = day_of(at) - timedelta(days=4)
    then = datetime.combine(on, time(9), BERLIN)
    common: dict[str, Any] = {"entity_id": entity_id, "kind": "transfer", "received_on": on}
    paid = Received(party_id=party.pk, amount=Decimal("42.00"), origin="demo:back", reference="Lastschrift", **common)
    row = payments.receive(actor=actor, at=then, received=paid)
    payments.take_back(
        actor=actor, at=at, payment_id=row.pk, on=day_of(at), costs=Decimal("3.50"), reason="Konto erloschen"
    )
    unknown = Received(
        party_id=None, amount=Decimal("77.70"), origin="demo:unknown", reference="Miete Nov", payer="B. Unbekannt",
        **common,
    )  # fmt: skip
    payments.receive(actor=actor, at=then, received=unknown)
