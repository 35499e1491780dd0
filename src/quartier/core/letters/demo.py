"""The demo: two letters that wait, and a batch that went to the post last week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from quartier.core.letters import services
from quartier.core.letters.extension import GeneralLetter
from quartier.core.parties import queries as parties
from quartier.kit.clock import day_of
from quartier.values.actor import Actor, ActorKind

HOME = GeneralLetter(
    about="Ablesung der Heizkostenverteiler",
    text="""am **Dienstag zwischen 8 und 12 Uhr** liest der Messdienst bei Ihnen ab. Bitte räumen Sie frei:

| Raum | Gerät | Wo |
|---|---|---|
| Küche | Heizkörper | unter dem Fenster |
| Bad | Heizkörper, Wasserzähler | neben der Tür |

Passt Ihnen der Tag nicht? Dann

- schreiben Sie uns im Portal oder
- rufen Sie uns an.

Sie müssen nicht selbst da sein. Es genügt, wenn jemand öffnet.""",
    with_it=("Merkblatt Ablesung",),
)
WORK = GeneralLetter(
    about="Ihre Ansprechpartner ab Januar",
    text="""ab dem **1. Januar** betreut Sie bei uns ein neues Team. An Ihrem Vertrag ändert sich nichts.

Was sich für Sie ändert:

1. Anfragen aus dem Portal beantworten wir am selben Werktag.
2. Rückrufe vereinbaren Sie im Portal, auf die Viertelstunde genau.

Sie müssen nichts tun.""",
)


def seed(at: datetime, lead: Any) -> None:
    """Fill the current schema with letters to the customer with the login and to three others."""
    actor, before = Actor(ActorKind.STAFF, str(lead.pk), lead.name), at - timedelta(days=6)
    rows = parties.visible_parties(lead).filter(kind="person", address_state="known", relationships__isnull=False)
    people = list(rows.order_by("user_id", "pk")[:4])
    _write(actor, before, people[:2])
    for entity_id in sorted({parties.relationships_of(party)[0].legal_entity_id for party in people[:2]}):
        batch = services.gather(actor=actor, at=before + timedelta(hours=1), entity_id=entity_id)
        services.make_file(at=before + timedelta(hours=1), batch_id=batch.pk)
        services.print_out(actor=actor, at=before + timedelta(hours=2), batch_id=batch.pk)
        services.post(actor=actor, at=at, batch_id=batch.pk, posted_on=day_of(before + timedelta(hours=26)))
    _write(actor, at, people[2:])


def _write(actor: Actor, at: datetime, people: Sequence[Any]) -> None:
    for party in people:
        contract = parties.relationships_of(party)[0]
        text = HOME if contract.kind == "tenancy" else WORK
        services.write(actor=actor, at=at, party_id=party.pk, entity_id=contract.legal_entity_id, text=text)
