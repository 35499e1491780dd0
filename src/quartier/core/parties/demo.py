"""A believable import that waits for a decision, and a program with a key."""

from __future__ import annotations

from datetime import datetime, timedelta

from quartier.core.api import services as api
from quartier.core.parties.services import intake
from quartier.values.actor import Actor, ActorKind

HEAD = (
    "Kundennummer;Anrede;Vorname;Nachname;Straße;PLZ;Ort;"
    "Gesellschaft;Vertragsnummer;Vertragsart;Beginn;Bonität;Bemerkung"
)
NEW = "20990;Frau;Nele;Adler;Hafenstraße 12;40299;Düsselau;eg;W 20 990;Mietverhältnis;01.12.2026;97;ruft gern an"
TORN = "20991;Herr;Jakob;Quast;Deichstraße 4;4299;Düsselau;eg;W 20 991;Mietverhältnis;01.12.2026;95;"


def seed(*, at: datetime, staff: str) -> None:
    """Hand in a file with a new, a moved, an unchanged and an unfit customer; issue a key to the back office."""
    actor = Actor(ActorKind.STAFF, "", staff)
    rows = [HEAD, NEW, TORN]
    for number, street in (("20000", ""), ("20001", "Sonnenhang 7")):
        there = intake.records_of(number)[0]
        cells = (number, there["salutation"], there["given_name"], there["name"], street or there["street"])
        rows.append(";".join([*cells, there["postcode"], there["city"], *[""] * 6]))
    content = "\r\n".join(rows).encode("cp1252", "replace")
    row = intake.receive(
        actor=actor, at=at, file_name="stammdaten-november.csv", content=content, chosen={}, language="de"
    )
    while intake.advance(at=at, intake_id=row.pk):
        pass
    scopes = ["parties.read", "parties.write"]
    api.issue(actor=actor, at=at - timedelta(days=90), name="Bestandssystem, nächtlicher Abgleich", allowed=scopes)
