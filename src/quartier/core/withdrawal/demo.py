"""The demo: a withdrawal that waits for the office, one with a sum to pay back, and a notice below its form."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from quartier.core.contracts import services as contracts
from quartier.core.contracts.services.noticing import KIND as NOTICE
from quartier.core.declarations import services as declarations
from quartier.core.declarations.services import Given
from quartier.core.parties import queries as parties
from quartier.core.providers.policies import Scope
from quartier.core.providers.policies.contract import Moment
from quartier.core.withdrawal.services import KIND
from quartier.kit.clock import day_of
from quartier.law.bgb.form import Sending
from quartier.values.actor import VISITOR, Actor, ActorKind

CLERK = Actor(ActorKind.STAFF, "", "Sinan Kühn")
CONSUMERS = ("rheinufer", "planmass", "emscher")


@transaction.atomic
def seed(at: datetime, key: str) -> None:
    """Let people declare something, where consumers are served."""
    if key not in CONSUMERS:
        return
    declarations.receive(
        actor=VISITOR, at=at - timedelta(days=1),
        given=Given(
            kind=KIND, channel=Sending.PORTAL_FORM, name="Edda Sommer", received_at=at - timedelta(days=1),
            contact="edda.sommer@posthaus.example", about="der Vertrag von letzter Woche, Nummer habe ich nicht",
        ),
    )  # fmt: skip
    found = parties.written_from(f"kunde@{key}.example")
    if found and key == "planmass":
        _withdrawn(at, found[0])
    elif found:
        _below_form(at, found[0])


def _withdrawn(at: datetime, party: Any) -> None:
    """A letter about a survey, sent in time; how far the work was has to be said."""
    concluded_at, entity = at - timedelta(days=9), parties.relationships_of(party)[0].legal_entity
    given = contracts.Conclusion(
        scope=Scope.SURVEY, standing="consumer", is_paid=True, formed_by=Moment.ACCEPTANCE_MAIL,
        instructed_at=concluded_at, party=party, entity_id=entity.pk, kind="service", number="PM-26-04699",
        subject="Aufmaß vor Ort, Speicherstraße 9",
    )  # fmt: skip
    row = contracts.conclude(actor=CLERK, at=concluded_at, given=given)
    said = Given(
        kind=KIND, channel=Sending.LETTER, name=str(party), received_at=at - timedelta(days=2), contact=party.email,
        subject=f"contracts.contract:{row.pk}", party_id=party.pk, entity_id=entity.pk, about="PM-26-04699",
        dispatched_on=day_of(at - timedelta(days=4)), words="Hiermit widerrufe ich den Vertrag.",
    )  # fmt: skip
    declarations.receive(actor=CLERK, at=at - timedelta(days=2), given=said)


def _below_form(at: datetime, party: Any) -> None:
    """A notice of a tenancy by e-mail: without effect, the answer offers the letter (DWG-29)."""
    tie = next((one for one in parties.relationships_of(party) if one.kind == "tenancy"), None)
    if tie is None:
        return
    said = Given(
        kind=NOTICE, channel=Sending.EMAIL, name=str(party), received_at=at - timedelta(days=3), contact=party.email,
        subject=f"parties.relationship:{tie.pk}", party_id=party.pk, entity_id=tie.legal_entity_id, about=tie.number,
        words="Hiermit kündige ich meine Wohnung.",
    )  # fmt: skip
    declarations.receive(actor=CLERK, at=at - timedelta(days=3), given=said)
