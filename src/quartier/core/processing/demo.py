"""The demo: recipients as a housing company has them, one whose contract ends soon and one without any."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from quartier.core.processing import services
from quartier.kit.clock import day_of
from quartier.values.actor import Actor

METERS: dict[str, Any] = {
    "name": "Zählerwacht Musterkreis GmbH", "kind": "processor", "task": "Liest Zähler ab und rechnet Heizkosten ab",
    "purposes": ["metering"], "categories": ["name", "address", "contract"], "country": "DE",
    "contact": "datenschutz@zaehlerwacht.example",
}  # fmt: skip
PRINTER: dict[str, Any] = {
    "name": "Druckhaus Kiebitz GmbH", "kind": "processor", "task": "Druckt und verschickt Briefe",
    "purposes": ["printing"], "categories": ["name", "address"], "country": "DE",
}  # fmt: skip
LOCKS: dict[str, Any] = {
    "name": "Schließwerk Nordlicht GmbH", "kind": "processor", "task": "Richtet Schließanlagen ein",
    "purposes": ["locks"], "categories": ["name", "contract", "contact"], "country": "AT",
}  # fmt: skip
COURT: dict[str, Any] = {
    "name": "Amtsgericht Emscherstadt", "kind": "court", "task": "Entscheidet über Klagen", "purposes": ["duty"],
    "categories": ["name", "address", "contract"], "country": "DE",
}  # fmt: skip


def seed(at: datetime, actor: Actor, entity_id: int, customers: list[int]) -> None:
    """Enter recipients and hand the data of some customers to one of them."""
    who: dict[str, Any] = {"actor": actor, "at": at}
    meters, printer, _locks, _court = (
        services.add_recipient(**who, entity_id=entity_id, values=values) for values in (METERS, PRINTER, LOCKS, COURT)
    )
    contract: dict[str, Any] = {**who, "title": "Vertrag über Auftragsverarbeitung", "valid_from": date(2024, 1, 1)}
    services.add_contract(**contract, recipient_id=meters.pk)
    services.add_contract(**contract, recipient_id=printer.pk, valid_until=day_of(at) + timedelta(days=40))
    services.add_sub_processor(
        **who, recipient_id=meters.pk, name="Rechenhof Linden GmbH", task="Betreibt die Server", country="DE"
    )
    given: dict[str, Any] = {"purpose": "metering", "basis": "contract", "categories": ["name", "address", "contract"]}
    services.disclose(**who, recipient_key=meters.key, subjects=customers, **given)
