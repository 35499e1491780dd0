"""What the demo shows of direct debits: a creditor, mandates on paper, one blocked by the bank, a prepared run."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from quartier.core.accounts import queries as accounts
from quartier.core.ledger.extension import Item
from quartier.core.mandates import queries, services
from quartier.core.mandates.models import Mandate
from quartier.core.mandates.rules import MandateState, Scheme, Source
from quartier.core.parties import queries as parties
from quartier.core.providers import queries as providers
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import Actor, ActorKind

IDENTIFIER: Final = "DE98ZZZ09999999999"
OWN: Final = "DE75512108001245126199"
ACCOUNTS: Final = (
    "DE89370400440532013000",
    "DE02120300000000202051",
    "DE02500105170137075030",
    "DE02100100100006820101",
)


def seed(*, at: datetime, key: str) -> None:
    """Let the company collect, with some mandates and a run of what is open, where the terms name direct debit."""
    staff = accounts.user_with_email(f"leitung@{key}.example")
    if staff is None or not queries.offers_debit(day_of(at)):
        return
    actor, entity = Actor(ActorKind.STAFF, f"{staff.pk}", staff.name), providers.entities()[0]
    services.set_creditor(actor=actor, at=at, entity_id=entity.pk, identifier=IDENTIFIER, name=entity.name, iban=OWN)
    people = list(parties.visible_parties(staff).filter(relationships__legal_entity=entity).order_by("pk")[:8])
    rows = [_mandate(at, entity, party, place) for place, party in enumerate(people)]
    Mandate.everything.bulk_create(rows)
    items = Item.objects.filter(party__in=[one.pk for one in people], entity=entity, open__gt=0)
    if services.plan(actor=actor, at=at - timedelta(days=15), items=items):
        services.announce(at=at - timedelta(days=15))
        try:
            services.prepare(actor=actor, at=at, entity_id=entity.pk, until_on=day_of(at) + timedelta(days=14))
        except Refused:
            return


def _mandate(at: datetime, entity: Any, party: Any, place: int) -> Mandate:
    iban, is_blocked = ACCOUNTS[place % len(ACCOUNTS)], place == 1
    on = day_of(at) - timedelta(days=200 + 31 * place)
    return Mandate(
        entity=entity, party=party, reference=f"DEMO-{entity.pk}-{place + 1:04}", scheme=Scheme.CORE,
        source=Source.PAPER, state=MandateState.BLOCKED if is_blocked else MandateState.ACTIVE, holder=str(party)[:70],
        iban=iban, country=iban[:2], ending=iban[-4:], signed_on=on, made_at=at, made_by="Demo",
        ended_on=day_of(at) - timedelta(days=9) if is_blocked else None,
        ended_because="AC04: Das Konto ist geschlossen." if is_blocked else "",
    )  # fmt: skip
