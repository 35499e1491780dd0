"""Contracts to test with: a provider whose policy says what one of the five documents says, customers, days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Final

from django.apps import apps

from quartier.core.accounts import services as accounts
from quartier.core.contracts import services
from quartier.core.contracts.models import Contract
from quartier.core.contracts.services import noticing
from quartier.core.deadlines import services as deadlines
from quartier.core.declarations import services as declarations
from quartier.core.documents import services as documents
from quartier.core.documents.services.issuing import issue
from quartier.core.parties import services as parties
from quartier.core.providers.policies.choices import Scope
from quartier.core.providers.policies.contract import Moment
from quartier.core.providers.policies.preset import load_preset
from quartier.core.providers.services import policy
from quartier.kit.access import Audience
from quartier.law.bgb.form import Sending
from quartier.values.actor import SYSTEM, Actor, ActorKind
from quartier.values.zone import BERLIN

OPENED: Final = datetime(2020, 1, 1, 9, tzinfo=UTC)
CLERK: Final = Actor(ActorKind.STAFF, "9", "Jette Brandis")
ANNA: Final = Actor(ActorKind.CUSTOMER, "7", "Anna Kraus")


def rows(label: str) -> Any:
    """All rows of a model."""
    return apps.get_model(label)._default_manager.all()


def noon(on: date) -> datetime:
    """The noon of a day in Germany."""
    return datetime.combine(on, time(12), BERLIN)


def furnish(preset: str) -> Any:
    """Make the provider follow one of the five documents since 2010; returns its company."""
    entity = rows("providers.LegalEntity").create(
        key="eg", role="principal", name="Alpha eG", legal_form="eG", street="Uferstraße 12", postcode="40213",
        city="Düsseldorf", order=0,
    )  # fmt: skip
    policy.adopt(
        actor=SYSTEM, at=OPENED, policies=load_preset(preset).policies, reason="Test", valid_from=date(2010, 1, 1)
    )
    return entity


def customer(name: str = "Kraus", *, has_login: bool = False) -> Any:
    """A customer, with a login if asked for."""
    email = f"{name.lower()}@posthaus.example"
    user = None
    if has_login:
        user = accounts.open_account(
            actor=SYSTEM, at=OPENED, audience=Audience.CUSTOMER, email=email, name=f"Anna {name}",
            password="Kiesel-und-Farn-26",
        )  # fmt: skip
    return parties.add_party(
        actor=SYSTEM, at=OPENED, kind="person", given_name="Anna", name=name, email=email, user=user,
        street="Kampweg 1", postcode="44199", city="Emscherstadt", phone="0231 5550-1",
    )  # fmt: skip


def contract(
    entity: Any, scope: Scope, began_on: date, *, party: Any = None, standing: str = "business", is_paid: bool = True,
    kind: str = "service", number: str = "V 1", versions: Sequence[Any] = (),
) -> Contract:  # fmt: skip
    """A contract concluded at the noon of the day on which it begins."""
    given = services.Conclusion(
        scope=scope, standing=standing, is_paid=is_paid, formed_by=Moment.ORDER_CONFIRMATION,
        party=party or customer(), entity_id=entity.pk, kind=kind, number=number, subject="Cloud", versions=versions,
    )  # fmt: skip
    return services.conclude(actor=SYSTEM, at=noon(began_on), given=given)


def declared(row: Contract, on: date, channel: Sending, **wishes: str) -> Any:
    """A notice by the customer that arrives at the noon of a day, by some channel."""
    given = declarations.Given(
        kind=noticing.KIND, channel=channel, name=str(row.party), received_at=noon(on),
        subject=f"contracts.contract:{row.pk}", party_id=row.party_id, entity_id=row.relationship.legal_entity_id,
        contact=row.party.email, wishes=wishes,
    )  # fmt: skip
    return declarations.receive(actor=ANNA, at=noon(on), given=given)


def signed_file(party: Any, at: datetime, name: str = "nachtrag.pdf") -> Any:
    """A file that both sides signed."""
    given = documents.Given(kind=services.PAPER, title="Nachtrag", party=party)
    return issue(actor=CLERK, at=at, file_name=name, media_type="application/pdf", content=b"%PDF-1.7", given=given)


def pass_time(until: datetime) -> None:
    """Let the time pass until an instant."""
    deadlines.process(at=until)


def fresh(row: Contract) -> Contract:
    """The contract as it is now."""
    return Contract.everything.select_related("relationship", "party").get(pk=row.pk)
