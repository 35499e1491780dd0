"""What the demo shows of billing: a price list with fees, what recurs for a customer, work, and two runs."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from quartier.core.accounts import queries as accounts
from quartier.core.billing import services
from quartier.core.billing.rules.kinds import HOUR_KIND, FeeKind
from quartier.core.catalogue import services as catalogue
from quartier.core.charges import services as charges
from quartier.core.contracts import queries as contracts
from quartier.core.parties import queries as parties
from quartier.core.providers import queries as providers
from quartier.kit.clock import day_of
from quartier.values.actor import Actor, ActorKind

PORTALS: Final = ("raumhafen", "werkstatt")
LISTED: Final = (
    ("stunde", HOUR_KIND, "Arbeitsstunde", "Unterstützung nach Aufwand", "96.00"),
    (
        "adressrecherche",
        FeeKind.STALE_DATA.value,
        "Adressrecherche",
        "Wenn Daten nicht aktuell gehalten werden",
        "18.00",
    ),
)
MONTHS_AGO: Final = 40


def seed(*, at: datetime, key: str) -> None:
    """List fees, let something recur in the contracts of the printed login, and bill it."""
    guest, staff = accounts.first_user_at(f"kunde@{key}.example"), accounts.user_with_email(f"leitung@{key}.example")
    party = parties.party_of(guest) if guest else None
    if key not in PORTALS or party is None or staff is None:
        return
    actor = Actor(ActorKind.STAFF, f"{staff.pk}", staff.name)
    entity = next(one for one in providers.entities() if one.role == "principal")
    _list(actor, at, entity)
    begun = at - timedelta(days=MONTHS_AGO)
    paid = [row for row in contracts.contracts_of(party) if row.is_paid and row.state == "running"]
    for row in paid[:1]:
        given = services.Recurring(
            origin=f"demo:{row.pk}", title="Raumbuchung für drei Räume", unit="month", net=Decimal("49.00"),
            starts_on=day_of(begun),
        )  # fmt: skip
        services.schedule(actor=actor, at=begun, contract=row, given=given)
    _work(actor, begun, party, entity.pk)
    for day in (begun, at):
        _run(actor, day, entity.pk)


def _list(actor: Actor, at: datetime, entity: Any) -> None:
    for key, kind, name, summary, net in LISTED:
        values = {
            "kind": kind, "scope": "paid", "entity_id": entity.pk, "name": name, "summary": summary,
            "standings": ["business"], "order": 900,
        }  # fmt: skip
        row = catalogue.offer(actor=actor, at=at, key=key, values=values)
        catalogue.price(
            actor=actor, at=at, product_id=row.pk, net=Decimal(net), unit="once", valid_from=day_of(at)
        )  # fmt: skip


def _work(actor: Actor, at: datetime, party: Any, entity_id: int) -> None:
    for minutes, what, is_charged in ((45, "Raumplan aus Tabelle übernommen", True), (30, "Einweisung", False)):
        work = charges.Work(
            worked_on=day_of(at), minutes=minutes, what=what, is_charged=is_charged, project="Raumplan",
            entity_id=entity_id, rate=Decimal("96.00") if is_charged else None,
        )  # fmt: skip
        charges.book_time(actor=actor, at=at, party=party, work=work)


def _run(actor: Actor, at: datetime, entity_id: int) -> None:
    row = services.draft(actor=actor, at=at, entity_id=entity_id, through_on=day_of(at))
    while services.advance(at=at, run_id=row.pk):
        pass
    services.start(actor=actor, at=at, run_id=row.pk)
    while services.advance(at=at, run_id=row.pk):
        pass
