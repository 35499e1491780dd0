"""A small provider with the right to withdraw, and people with contracts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

from django.apps import apps

from quartier.core.accounts import services as accounts
from quartier.core.contracts import services as contracts
from quartier.core.declarations import services as declarations
from quartier.core.declarations.services import Given
from quartier.core.parties import services as parties
from quartier.core.providers.policies import CalendarPolicy, WithdrawalPolicy
from quartier.core.providers.policies.choices import Scope
from quartier.core.providers.policies.contract import Moment
from quartier.core.providers.services import policy
from quartier.core.withdrawal.services import KIND
from quartier.kit.access import Audience
from quartier.law.bgb.form import Sending
from quartier.values.actor import SYSTEM, VISITOR, Actor, ActorKind
from quartier.values.zone import BERLIN

CLERK: Final = Actor(ActorKind.STAFF, "9", "Jette Brandis")
OPENED: Final = datetime(2020, 3, 1, 9, tzinfo=UTC)
WORDS: Final = "Kiesel-und-Farn-26"


def rows(label: str) -> Any:
    """All rows of a model."""
    return apps.get_model(label)._default_manager


def local(day: date, hour: int = 12, minute: int = 0) -> datetime:
    """An instant by the German clock."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN)


def furnish() -> Any:
    """A company in North Rhine-Westphalia that grants 14 days; returns it."""
    entity = rows("providers.LegalEntity").create(key="eg", role="principal", name="Alpha eG", legal_form="eG", order=0)
    common: dict[str, Any] = {"actor": SYSTEM, "at": OPENED, "valid_from": date(2020, 1, 1), "reason": "Test"}
    days = {"withdrawal.days": {"value": 14, "origin": "stated"}}
    policy.decide(**common, concern=WithdrawalPolicy, entries=days)
    policy.decide(**common, concern=CalendarPolicy, entries={"holiday_state": {"value": "NW", "origin": "stated"}})
    return entity


def customer(entity: Any, name: str = "Blum", *, login: bool = False) -> Any:
    """Somebody with a running tenancy."""
    email = f"{name.lower()}@posthaus.example"
    user = None
    if login:
        user = accounts.open_account(
            actor=SYSTEM, at=OPENED, audience=Audience.CUSTOMER, email=email, name=f"Ida {name}", password=WORDS
        )
    party = parties.add_party(
        actor=SYSTEM, at=OPENED, kind="person", given_name="Ida", name=name, email=email, user=user,
    )  # fmt: skip
    parties.open_relationship(
        actor=SYSTEM, at=OPENED, party=party, legal_entity_id=entity.pk, kind="tenancy", number=f"W {party.pk}",
        started_on=OPENED.date(), tell=False,
    )  # fmt: skip
    return party


def contract(
    party: Any, entity: Any, at: datetime, *, scope: Scope = Scope.PORTAL, instructed: bool = True, **more: Any
) -> Any:
    """A contract concluded at an instant, with the instruction on withdrawal."""
    given = contracts.Conclusion(
        scope=scope, standing=more.pop("standing", "consumer"), is_paid=more.pop("is_paid", scope is not Scope.PORTAL),
        formed_by=Moment.ACTIVATION, instructed_at=at if instructed else None, party=party, entity_id=entity.pk,
        kind="portal" if scope is Scope.PORTAL else "service", number=more.pop("number", f"P-{party.pk:05}"), **more,
    )  # fmt: skip
    return contracts.conclude(actor=SYSTEM, at=at, given=given)


def withdrawn(at: datetime, row: Any = None, *, actor: Actor = VISITOR, **more: Any) -> Any:
    """Declare a withdrawal, by a click unless said otherwise."""
    known = {"subject": f"contracts.contract:{row.pk}", "party_id": row.party_id} if row else {}
    common: dict[str, Any] = {"channel": Sending.CLICK, "name": "Ida Blum", "received_at": at, **known}
    return declarations.receive(actor=actor, at=at, given=Given(kind=KIND, **{**common, **more}))
