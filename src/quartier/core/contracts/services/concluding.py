"""Concluding contracts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.contracts.models import Contract, ContractText, Governs
from quartier.core.parties import services as parties
from quartier.core.providers.policies.choices import Scope
from quartier.core.providers.policies.contract import Moment
from quartier.kit.clock import day_of
from quartier.values.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What a contract is made of. With a `relationship`, that tie becomes the contract; else one is opened.

    `kind` is the kind of tie (`parties.RelationshipKind`), `versions` the texts that govern, `instructed_at` when the
    instruction on withdrawal was received.
    """

    scope: Scope
    standing: str
    is_paid: bool
    formed_by: Moment
    versions: Iterable[Any] = ()
    origin: str = ""
    instructed_at: datetime | None = None
    relationship: Any = None
    party: Any = None
    entity_id: int = 0
    kind: str = "service"
    number: str = ""
    subject: str = ""


@transaction.atomic
def conclude(*, actor: Actor, at: datetime, given: Conclusion) -> Contract:
    """Conclude a contract: it runs from this instant, governed by these versions for good (CC-01)."""
    tie = given.relationship or parties.open_relationship(
        actor=actor, at=at, party=given.party, legal_entity_id=given.entity_id, kind=given.kind, number=given.number,
        subject=given.subject, started_on=day_of(at), tell=False,
    )  # fmt: skip
    row = Contract.objects.create(
        relationship=tie, party=tie.party, scope=given.scope.value, standing=given.standing, is_paid=given.is_paid,
        formed_by=given.formed_by.value, concluded_at=at, instructed_at=given.instructed_at, origin=given.origin,
    )  # fmt: skip
    ContractText.objects.bulk_create(
        [
            ContractText(contract=row, version=v, kind=v.kind, because=Governs.CONCLUSION, since=at)
            for v in given.versions
        ]
    )
    data = {"number": tie.number, "scope": row.scope, "by": row.formed_by, "origin": row.origin}
    audit.record(actor=actor, at=at, kind="contracts.concluded", subject=f"contracts.contract:{row.pk}", data=data)
    return row
