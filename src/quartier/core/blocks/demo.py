"""What the demo shows of blocks: one in force, one that was lifted, a warning, and what waits for a decision."""

from __future__ import annotations

from datetime import datetime, timedelta

from quartier.core.accounts import queries as accounts
from quartier.core.blocks import queries, services
from quartier.core.blocks.rules import ground_of_disturbance
from quartier.core.blocks.services.limiting import DISTURBANCE
from quartier.core.parties import queries as parties
from quartier.core.providers.policies import SuspensionPolicy
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.values.actor import Actor, ActorKind

PEOPLE = 4
WARNING = "Bitte nutzen Sie das Portal nur für Ihre eigenen Verträge und löschen Sie fremde Inhalte."
BLOCKED = "Trotz der Abmahnung stehen die Inhalte weiter in Ihren Nachrichten."
LIFTED = "Die Inhalte sind gelöscht, die Kundin hat sich entschuldigt."
OFTEN = "An einem Tag wurde wiederholt mehr gesendet, als die Grenzen erlauben."


def seed(*, at: datetime, key: str) -> None:
    """Block, warn and let wait, on the first ground of the provider's catalogue; nobody whose login is printed."""
    staff = accounts.user_with_email(f"leitung@{key}.example")
    if staff is None:
        return
    actor, ground = Actor(ActorKind.STAFF, f"{staff.pk}", staff.name), queries.grounds_known(day_of(at))[0]
    people = parties.visible_parties(staff).filter(kind="person", user__isnull=True, account__isnull=True)
    warned, blocked, past, often = people.exclude(email="").order_by("-pk")[:PEOPLE]
    begun = at - timedelta(days=12)
    for party in (warned, blocked, past):
        services.warn(actor=actor, at=begun, party_id=party.pk, grounds=[ground], text=WARNING, way="mail")
    wanted = services.Wanted(scope="all", term="day", last_on=day_of(at) + timedelta(days=30), text=BLOCKED)
    services.impose(actor=actor, at=begun + timedelta(days=8), party_id=blocked.pk, grounds=[ground], wanted=wanted)
    over = services.impose(
        actor=actor, at=begun + timedelta(days=2), party_id=past.pk, grounds=[ground],
        wanted=services.Wanted(scope="services", services=["messages"], term="grounds"),
    )  # fmt: skip
    services.lift(actor=actor, at=begun + timedelta(days=6), block_id=over.pk, reason=LIFTED)
    found = ground_of_disturbance(policy.in_force(SuspensionPolicy, day_of(at)).grounds) or ground
    services.raise_candidate(at=at, kind=DISTURBANCE, party_id=often.pk, ground=found, text=OFTEN,
                             item=parties.subject_of(often))  # fmt: skip
