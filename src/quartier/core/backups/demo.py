"""The demo: one contract with daily backups, of which one was just made, and one without."""

from __future__ import annotations

from datetime import datetime

from quartier.core.accounts import queries as accounts
from quartier.core.backups import services
from quartier.core.parties import queries as parties
from quartier.core.parties import services as party_services
from quartier.kit import clock
from quartier.kit.clock import day_of
from quartier.values.actor import Actor


def seed(*, at: datetime, actor: Actor, email: str) -> None:
    """Agree on backups for the contract of a customer, make the first, and note a contract without any."""
    user = accounts.user_with_email(email)
    party = parties.party_of(user) if user else None
    if party is None:
        raise LookupError(email)
    (contract, *_more) = parties.relationships_of(party)
    plan = services.agree(
        actor=actor,
        at=at,
        relationship=contract,
        runner="stored",
        rhythm="daily",
        hour=3,
        keep=14,
        begins_on=day_of(at),
    )
    run = services.start_now(actor=actor, at=at, plan_id=plan.pk)
    services.make(run_id=run.pk, now=clock.now)
    party_services.open_relationship(
        actor=actor, at=at, party=party, legal_entity_id=contract.legal_entity_id, kind="service", number="C 20 522",
        subject="Flugblatt und Plakat", started_on=day_of(at), tell=False,
    )  # fmt: skip
