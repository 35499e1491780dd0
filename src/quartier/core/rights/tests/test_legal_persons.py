"""Legal persons have no rights over personal data; their contact persons do (SBV-22)."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import Any

import pytest

from quartier.core.deadlines import queries as deadlines
from quartier.core.inbox import queries as inbox
from quartier.core.parties import queries as parties
from quartier.core.parties import services as keeping
from quartier.core.parties.models import Party, PartyKind
from quartier.core.privacy import queries as privacy
from quartier.core.providers import queries as providers
from quartier.core.retention import queries as restrictions
from quartier.core.rights import services
from quartier.core.rights.rules import Request
from quartier.kit import clock
from quartier.kit.schemas import enter_schema
from quartier.values.actor import Actor, ActorKind

OFFICER = Actor(ActorKind.STAFF, "9", "Tilda Sommer")


def firm() -> Party:
    """A firm with a contract."""
    at = clock.now()
    row = keeping.add_party(
        actor=OFFICER, at=at, kind="organisation", name="Kontor Süd GmbH", email="kontor@firma.example", number="F 1"
    )
    keeping.open_relationship(
        actor=OFFICER, at=at, party=row, legal_entity_id=providers.entities()[0].pk, kind="service", number="F 77",
        started_on=date(2026, 1, 1), tell=False,
    )  # fmt: skip
    return row


def contact_of(row: Party) -> Party:
    """Their contact person."""
    who = keeping.Someone(given_name="Ada", name="Vogt", email="ada.vogt@firma.example")
    tie = keeping.relate(
        actor=OFFICER, at=clock.now(), customer_id=row.pk, who=who, role="contact", source="customer",
        valid_from=date(2026, 1, 1), relationship_id=row.relationships.get().pk,
    )  # fmt: skip
    return tie.person


@pytest.mark.req("SBV-22")
def test_a_legal_person_is_told_that_it_does_not_apply_and_its_contact_person_has_the_rights(world: Any) -> None:
    enter_schema("emscher")
    assert set(PartyKind.values) == {"person", "sole_trader", "contact", "organisation"}
    row, at = firm(), clock.now()
    contact = contact_of(row)
    for kind in Request:
        asked = services.receive(actor=OFFICER, at=at, party_id=row.pk, kind=kind, way="mail", identity="Briefkopf")
        assert (asked.state, asked.answered_at) == ("no_person", at)
        assert deadlines.open_deadline_of(services.ANSWER, services.subject_of(asked)) is None
    assert not restrictions.is_restricted(row.pk)
    assert len(inbox.about(parties.subject_of(row), 99)) == len(Request)
    shown = services.ask(actor=OFFICER, at=at, party_id=row.pk, kind="access", wish="", shown={"Was": "Auskunft"})
    assert shown.state == "no_person"
    page = world.client("emscher", "privacy").get(f"/buero/rechte/{shown.pk}/")
    assert "nicht anwendbar" in unescape(page.content.decode())

    enter_schema("emscher")
    for party in (contact, keeping.add_party(actor=OFFICER, at=at, kind="sole_trader", name="Quast")):
        told = services.ask(actor=OFFICER, at=at, party_id=party.pk, kind="access", wish="", shown={"Was": "Auskunft"})
        assert told.state == "answered"
    subject, controller = privacy.subject_numbered(contact.pk), privacy.controllers()[0]
    assert subject is not None
    report = privacy.information(subject=subject, controller=controller, at=at)
    found = {section.model: section.rows for section in report.sections}
    assert ("Vogt" in str(found["parties.Party"]), len(found["parties.RelatedPerson"])) == (True, 1)
