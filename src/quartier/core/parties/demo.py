"""A believable import that waits for a decision, a program with a key, and people around a customer."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from quartier.core.accounts import queries as accounts
from quartier.core.accounts import services as opening
from quartier.core.api import services as api
from quartier.core.parties import queries, services
from quartier.core.parties.models import Party
from quartier.core.parties.rules import EVERYTHING
from quartier.core.parties.services import intake
from quartier.kit.access import Audience
from quartier.values.actor import Actor, ActorKind

# Examples of the standard; nobody's accounts.
OWN, TYPED = "DE89370400440532013000", "NL91ABNA0417164300"

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


def around(*, at: datetime, key: str, password: str) -> None:
    """Put people around the customer of the printed login: a custodian with a login, a guarantor, bank details.

    A supplier with a contact person, bank details that wait for a second person, and somebody who is stored twice.
    """
    guest = accounts.user_with_email(f"kunde@{key}.example")
    party = queries.party_of(guest) if guest else None
    clerk = accounts.user_with_email(f"service@{key}.example")
    if party is None or clerk is None:
        return
    actor = Actor(ActorKind.STAFF, str(clerk.pk), clerk.name)
    own = Actor(ActorKind.CUSTOMER, str(guest.pk), str(party)) if guest else actor
    services.change_bank_account(actor=own, at=at, party_id=party.pk, holder=str(party), iban=OWN, shown={"IBAN": OWN})
    _custodian(at, actor, key, party, password)
    guarantor = services.Someone(salutation="Herr", given_name="Jakob", name="Markgraf")
    services.relate(
        actor=actor, at=at, customer_id=party.pk, who=guarantor, role="guarantor", source="contract",
        evidence="Bürgschaft, Anlage 3", valid_from=date(2019, 4, 1),
        relationship_id=party.relationships.order_by("pk")[0].pk,
    )  # fmt: skip
    _supplier(at, actor, party.relationships.order_by("pk")[0].legal_entity_id)
    other = Party.objects.filter(user=None, account=None, kind="person").order_by("pk")[2]
    services.propose_bank_account(
        actor=actor, at=at, party_id=other.pk, holder=str(other), iban=TYPED, evidence="Brief vom 18.11.2026"
    )
    _stored_twice(at, actor, other)


def _custodian(at: datetime, actor: Actor, key: str, party: Party, password: str) -> None:
    """Somebody whom a court has appointed, who logs in as betreuung@… and acts in matters of the contracts."""
    who = services.Someone(salutation="Frau", given_name="Nele", name="Ahrens", email=f"betreuung@{key}.example")
    tie = services.relate(
        actor=actor, at=at, customer_id=party.pk, who=who, role="custodian", source="court",
        evidence="Betreuerausweis des Amtsgerichts, Akte 17 XVII 204/26", valid_from=date(2026, 9, 1),
        valid_until=date(2027, 9, 1), authority=services.Authority(rights=("write",), kinds=(EVERYTHING,)),
    )  # fmt: skip
    user = opening.open_account(
        actor=actor, at=at, audience=Audience.CUSTOMER, email=who.email, name=str(tie.person), password=password
    )
    Party.objects.filter(pk=tie.person_id).update(user=user)


def _supplier(at: datetime, actor: Actor, entity_id: int) -> None:
    row = services.add_party(
        actor=actor, at=at, kind="organisation", name="Dachbau Talwinkel GmbH", number="70001",
        email="auftrag@dachbau.example", street="Gewerbering 4", postcode="44199", city="Emscherstadt",
    )  # fmt: skip
    contract = services.open_relationship(
        actor=actor, at=at, party=row, legal_entity_id=entity_id, kind="supplier", number="L 2026-014",
        subject="Rahmenvertrag Dacharbeiten", started_on=date(2026, 1, 1), tell=False,
    )  # fmt: skip
    services.keep_supplier(actor=actor, at=at, party_id=row.pk, basis="contract", trade="Dachdecker")
    who = services.Someone(salutation="Herr", given_name="Till", name="Ebel", email="till.ebel@dachbau.example")
    services.relate(
        actor=actor, at=at, customer_id=row.pk, who=who, role="contact", source="customer",
        valid_from=date(2026, 1, 1), relationship_id=contract.pk,
    )  # fmt: skip


def _stored_twice(at: datetime, actor: Actor, other: Party) -> None:
    """The same person once more, as somebody else has typed them in; found by a search."""
    services.add_party(
        actor=actor, at=at, kind="person", name=other.name, given_name=other.given_name, number="79001",
        salutation=other.salutation, email=other.email, street=other.street, postcode=other.postcode, city=other.city,
    )  # fmt: skip
    row = services.begin_search(actor=actor, at=at)
    services.search(at=at, search_id=row.pk)
