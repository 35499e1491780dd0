"""A small provider whose portal ends three years after the tenancy, with people who log in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps

from quartier.core.accounts import services as accounts
from quartier.core.leaving import services
from quartier.core.parties import services as parties
from quartier.core.providers.policies import RetentionPolicy, TermPolicy
from quartier.core.providers.services import policy
from quartier.kit.access import Audience
from quartier.values.actor import SYSTEM, Actor, ActorKind

OPENED = datetime(2020, 3, 1, 9, tzinfo=UTC)
CLERK = Actor(ActorKind.STAFF, "9", "Jette Brandis")
WORDS = "Kiesel-und-Farn-26"


def rows(label: str) -> Any:
    """All rows of a model."""
    return apps.get_model(label)._default_manager


def furnish() -> Any:
    """Decide that the portal's use outlives the tenancy by 36 months (DWG-32); returns the company."""
    entity = rows("providers.LegalEntity").create(key="eg", role="principal", name="Alpha eG", legal_form="eG", order=0)
    common: dict[str, Any] = {"actor": SYSTEM, "at": OPENED, "valid_from": date(2020, 1, 1), "reason": "Test"}
    term = [{"scope": "portal", "kind": "indefinite", "ends_after": {"months": 36}}]
    kept = {"event": "after_relationship", "after": {"months": 36}}
    policy.decide(**common, concern=TermPolicy, entries={"term": {"value": term, "origin": "stated"}})
    entries = {"retention.account_end": {"value": kept, "origin": "stated"}}
    policy.decide(**common, concern=RetentionPolicy, entries=entries)
    return entity


def tenant(entity: Any, name: str = "Blum") -> Any:
    """Somebody with a tenancy, the use of the portal and a login."""
    email = f"{name.lower()}@posthaus.example"
    user = accounts.open_account(
        actor=SYSTEM, at=OPENED, audience=Audience.CUSTOMER, email=email, name=f"Ida {name}", password=WORDS
    )
    party = parties.add_party(
        actor=SYSTEM, at=OPENED, kind="person", given_name="Ida", name=name, email=email, user=user,
        street="Kampweg 1", postcode="44199", city="Emscherstadt", phone="0231 5550-1",
    )  # fmt: skip
    for kind, letter in (("tenancy", "W"), ("portal", "P")):
        parties.open_relationship(
            actor=SYSTEM, at=OPENED, party=party, legal_entity_id=entity.pk, kind=kind, number=f"{letter} {party.pk}",
            started_on=OPENED.date(), tell=False,
        )  # fmt: skip
    return party


def ended(party: Any, on: date, at: datetime) -> None:
    """Note the end of the tenancy."""
    key = rows("parties.Relationship").get(party=party, kind="tenancy").pk
    parties.contracts.end_relationship(actor=CLERK, at=at, relationship_id=key, ended_on=on)


def may_log_in(party: Any, password: str = WORDS) -> bool:
    """Tell whether the login of somebody works."""
    user = rows("accounts.User").filter(party__pk=party.pk).first()
    return user is not None and user.is_active and user.check_password(password)


def left(party: Any) -> list[str]:
    """How somebody left."""
    return list(rows("leaving.Leaving").filter(party=party.pk).values_list("way", flat=True))


__all__ = ["CLERK", "OPENED", "WORDS", "ended", "furnish", "left", "may_log_in", "rows", "services", "tenant"]
