"""Contracts to promise something in: a provider that follows one of the five documents, and its customers."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any, Final

from django.apps import apps

from quartier.core.contracts import services as contracts
from quartier.core.parties import services as parties
from quartier.core.providers.policies.choices import Scope
from quartier.core.providers.policies.contract import Moment
from quartier.core.providers.policies.preset import load_preset
from quartier.core.providers.services import policy
from quartier.values.actor import SYSTEM, Actor, ActorKind
from quartier.values.zone import BERLIN

OPENED: Final = datetime(2020, 1, 1, 9, tzinfo=UTC)
CLERK: Final = Actor(ActorKind.STAFF, "9", "Jette Brandis")


def rows(label: str) -> Any:
    """All rows of a model."""
    return apps.get_model(label)._default_manager.all()


def noon(on: date) -> datetime:
    """The noon of a day in Germany."""
    return datetime.combine(on, time(12), BERLIN)


def contract(preset: str, *, standing: str = "business", began_on: date = date(2023, 1, 2)) -> Any:
    """A contract of a customer with a provider that follows one of the five documents since 2010."""
    entity = rows("providers.LegalEntity").create(key="eg", role="principal", name="Alpha eG", legal_form="eG", order=0)
    policy.adopt(
        actor=SYSTEM, at=OPENED, policies=load_preset(preset).policies, reason="Test", valid_from=date(2010, 1, 1)
    )
    party = parties.add_party(
        actor=SYSTEM, at=OPENED, kind="person", given_name="Ida", name="Blum", email="blum@posthaus.example",
        street="Kampweg 1", postcode="44199", city="Emscherstadt",
    )  # fmt: skip
    given = contracts.Conclusion(
        scope=Scope.SINGLE_ORDER, standing=standing, is_paid=True, formed_by=Moment.ORDER_CONFIRMATION, party=party,
        entity_id=entity.pk, number="A 1", subject="Aufmaß",
    )  # fmt: skip
    return contracts.conclude(actor=SYSTEM, at=noon(began_on), given=given)


def facts(kind: str) -> list[Any]:
    """The facts of a kind."""
    return list(rows("audit.Fact").filter(kind=kind))
