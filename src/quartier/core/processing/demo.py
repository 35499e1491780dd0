"""The demo: recipients as a housing company has them, one whose contract ends soon and one without any."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from quartier.core.processing import services
from quartier.core.processing.rules import Part
from quartier.core.providers import services as providers
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


AGREEMENT = """# Vertrag über Auftragsverarbeitung

zwischen {company} (Auftragnehmer) und der Kundin oder dem Kunden (Verantwortlicher).

## 1. Gegenstand und Dauer

Der Auftragnehmer speichert und verwaltet im Portal Daten, die der Verantwortliche dort einstellt.
Der Vertrag gilt, solange das Konto besteht.

## 2. Weisung

Der Auftragnehmer verarbeitet die Daten nur auf dokumentierte Weisung (Art. 28 Abs. 3 Buchst. a DSGVO).

## 3. Vertraulichkeit und Maßnahmen

Wer mit den Daten arbeitet, ist zur Vertraulichkeit verpflichtet. Die Maßnahmen stehen in der Anlage.

## 4. Unterauftragsverarbeiter, Unterstützung, Löschung, Nachweis

Weitere Auftragsverarbeiter werden vorher mitgeteilt. Der Auftragnehmer unterstützt bei
Anfragen von Personen, löscht nach dem Ende alle Daten und weist die Einhaltung nach."""
MEASURES = """# Technische und organisatorische Maßnahmen

| Ziel | Maßnahme |
|---|---|
| Vertraulichkeit | eigenes Datenbankschema je Anbieter, Rollen und Rechte, zweiter Faktor |
| Integrität | verkettetes Protokoll, unveränderliche Dokumente |
| Verfügbarkeit | tägliche Sicherung, geprüfte Wiederherstellung |
| Belastbarkeit | begrenzte Anfragen, Überwachung der Dienste |"""


def offer_agreement(at: datetime, actor: Actor, company: str, staff: Any) -> None:
    """Switch the agreement with customers who are controllers on, and instruct somebody of the staff."""
    providers.switch_feature(actor=actor, at=at, feature="processing_agreement", on=True, effective_at=at)
    services.publish_part(actor=actor, at=at, kind=Part.AGREEMENT, body=AGREEMENT.format(company=company))
    services.publish_part(actor=actor, at=at, kind=Part.MEASURES, body=MEASURES)
    services.note_instruction(
        actor=actor, at=at, user_id=staff.pk, topic="Grundlagen der DSGVO und Vertraulichkeit",
        instructed_on=day_of(at) - timedelta(days=40), instructed_by="Dr. Tilda Sommerfeld",
    )  # fmt: skip


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
