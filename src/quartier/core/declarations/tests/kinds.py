"""Declarations of a small world: about things that need a click, a text or ink."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

from django.apps import apps

from quartier.core.declarations.extension import (
    Act,
    Candidate,
    DeclarationKind,
    DeclarationState,
    FormAsked,
    Outcome,
    Taken,
    declaration,
)
from quartier.core.declarations.models import Declaration
from quartier.core.parties import services as parties
from quartier.law.bgb.form import FormLevel
from quartier.law.bgb.terms import Customer
from quartier.values.actor import SYSTEM
from quartier.values.sentences import Sentence
from quartier.values.sentences import mark as _

NOON: Final = datetime(2026, 11, 10, 11, tzinfo=UTC)
LEVELS: Final = {"click": Act.WITHDRAW, "text": Act.END_PAID_CONTRACT, "ink": Act.END_TENANCY}
KIND: Final = "tests.said"


def asked(subject: str, on: date) -> FormAsked:
    """Ask for the form that stands in the subject."""
    level = subject.partition(":")[0]
    agreed = FormLevel.TEXT if level == "text" else FormLevel.CLICK
    return FormAsked(act=LEVELS[level], agreed=agreed, customer=Customer.CONSUMER, concluded_on=on)


def effect(taken: Taken) -> Outcome:
    """Write the effect where a test can count it."""
    party = taken.declaration.party
    apps.get_model("parties.Party")._default_manager.filter(pk=party.pk if party else 0).update(phone="gewirkt")
    words = Sentence(_("Received on %(day)s."), {"day": taken.declaration.received_at.date()})
    return Outcome(state=DeclarationState.EFFECTIVE, sentences=(words,), data={"seen": True})


def candidates(row: Declaration) -> list[Candidate]:
    """Find customers by name; one whose address fits as well is sure."""
    found = []
    for party in apps.get_model("parties.Party")._default_manager.filter(name=row.name):
        entity_id = party.relationships.values_list("legal_entity_id", flat=True)[0]
        sure = bool(party.email) and party.email == row.contact
        found.append(
            Candidate(
                subject=f"click:{party.pk}",
                label=str(party),
                party_id=party.pk,
                entity_id=entity_id,
                sure=sure,
            )
        )
    return found


declaration(
    KIND,
    DeclarationKind(
        label="Probe", asked=asked, effect=effect, candidates=candidates, letter=lambda _subject: "/brief/"
    ),
)


def company() -> Any:
    """The company of the small world."""
    known = apps.get_model("providers.LegalEntity")._default_manager
    return known.filter(key="eg").first() or known.create(
        key="eg", role="principal", name="Alpha eG", legal_form="eG", order=0
    )


def customer(name: str = "Blum", email: str = "ida@posthaus.example") -> Any:
    """Somebody with a contract."""
    party = parties.add_party(actor=SYSTEM, at=NOON, kind="person", given_name="Ida", name=name, email=email)
    parties.open_relationship(
        actor=SYSTEM, at=NOON, party=party, legal_entity_id=company().pk, kind="service", number=f"S {party.pk}",
        started_on=NOON.date(), tell=False,
    )  # fmt: skip
    return party
