"""People of a small provider whose contracts ended at different times."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps

from quartier.core.parties.models import Party
from quartier.values.actor import Actor, ActorKind

AT = datetime(2026, 3, 24, 12, tzinfo=UTC)
OFFICER = Actor(ActorKind.STAFF, "9", "Tilda Sommer")


def row(label: str, **values: Any) -> Any:
    """Create a row of any app."""
    return apps.get_model(label)._default_manager.create(**values)


def company() -> Any:
    """The one that runs the portal."""
    known = {"role": "principal", "order": 0, "name": "Alpha eG", "legal_form": "eG"}
    entity, _made = apps.get_model("providers.LegalEntity")._default_manager.get_or_create(key="eg", defaults=known)
    return entity


def contract(party: Party, ended_on: date | None, number: str = "") -> Any:
    """A contract of a person."""
    return row(
        "parties.Relationship", party=party, legal_entity=company(), kind="tenancy", number=number or f"W {party.pk}",
        started_on=date(2001, 1, 1), ended_on=ended_on,
    )  # fmt: skip


def customer(name: str, *ended_on: date | None, email: str = "") -> Party:
    """A person with contracts that ended on these days; None for one that runs."""
    party: Party = row("parties.Party", given_name="Ida", name=name, sort_name=name.lower(), email=email, created_at=AT)
    for number, day in enumerate(ended_on):
        contract(party, day, f"W {party.pk}-{number}")
    return party


def with_account(party: Party) -> Any:
    """Give a person an account."""
    user = row("accounts.User", email=f"{party.pk}@posthaus.example", name=str(party), audience="customer",
               created_at=AT)  # fmt: skip
    Party.everything.filter(pk=party.pk).update(user=user)
    return user
