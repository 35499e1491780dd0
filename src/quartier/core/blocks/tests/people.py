"""Who is blocked in these tests, by whom, and how the provider's rules are set."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from quartier.core.accounts import services as accounts
from quartier.core.accounts.models import User
from quartier.core.blocks import services
from quartier.core.blocks.models import Block
from quartier.core.parties.models import Party
from quartier.core.providers.policies import SuspensionPolicy
from quartier.core.providers.services import policy
from quartier.kit import clock
from quartier.kit.access import Audience
from quartier.kit.schemas import enter_schema
from quartier.values.actor import SYSTEM, Actor, ActorKind

CLERK = Actor(ActorKind.STAFF, "2", "Jette Brandis")
INCITEMENT = "misuse.incitement"
PASSWORD = "Kiebitz-2026-Hof!"


def party_of(world: Any, role: str = "customer", schema: str = "emscher") -> Party:
    """The party of somebody with a login; leaves the connection in the provider's schema."""
    enter_schema(schema)
    return Party.objects.get(user_id=world.people[schema][role])


def rules(**values: Any) -> None:
    """Set what the provider's policy on blocks says from today on."""
    entries = {f"suspension.{key}": {"value": value, "origin": "stated"} for key, value in values.items()}
    policy.decide(
        actor=SYSTEM, at=clock.now(), valid_from=clock.today(), concern=SuspensionPolicy, entries=entries, reason="Test"
    )  # fmt: skip


def blocked(party: Party, *grounds: str, **wanted: Any) -> Block:
    """A block that needs no warning, for it is urgent."""
    return services.impose(
        actor=CLERK, at=clock.now(), party_id=party.pk, grounds=grounds or [INCITEMENT],
        wanted=services.Wanted(**wanted), is_urgent=True, urgency="Es droht Schaden.",
    )  # fmt: skip


def user_of(party: Party) -> User:
    """The account as it stands in the database now."""
    return User.objects.get(party=party)


def shared_account(party: Party, *names: str) -> list[User]:
    """Users of an account that belongs to a party."""
    at = clock.now() - timedelta(days=9)
    account = accounts.open_customer_account(actor=SYSTEM, at=at, name=f"Kontor-{party.pk}")
    Party.objects.filter(pk=party.pk).update(account=account)
    return [
        accounts.open_account(
            actor=SYSTEM, at=at, audience=Audience.CUSTOMER, email="buero@kontor.example", name=name, account=account,
            user_name=name, password=PASSWORD,
        )
        for name in names
    ]  # fmt: skip
