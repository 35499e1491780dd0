"""Concluding contracts, and the versions that govern them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.contracts import queries
from quartier.core.contracts.models import Contract, ContractText, Governs
from quartier.core.contracts.services.ending import locked
from quartier.core.contracts.services.terms import open_term
from quartier.core.parties import services as parties
from quartier.core.providers.policies.choices import Scope
from quartier.core.providers.policies.contract import Moment
from quartier.core.providers.policies.scopes import ALSO
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
    audit.record(actor=actor, at=at, kind="contracts.concluded", subject=queries.subject_of(row), data=data)
    if row.is_paid and given.scope is not Scope.SINGLE_ORDER and given.scope not in ALSO:
        # What is performed once has no term that could renew itself.
        open_term(actor, at, row)
    return row


@transaction.atomic
def put_under(
    *, actor: Actor, at: datetime, contract_id: int, version: Any, because: Governs = Governs.CHANGE
) -> ContractText:
    """Let another version of a text govern a contract from an instant on; the one before governed until then.

    Whoever calls this has seen that it may: by an announced change whose procedure took effect, or by agreement.
    Repeating it changes nothing. Raises ContractOver.
    """
    row = locked(contract_id)
    before = row.texts.filter(kind=version.kind, until=None).select_related("version").first()
    if before is not None and before.version_id == version.pk:
        return before
    if before is not None:
        before.until = max(at, before.since)
        before.save(update_fields=["until"])
    kept = ContractText.objects.create(contract=row, version=version, kind=version.kind, because=because, since=at)
    data = {"text": version.kind, "version": [before.version.name if before else "", version.name], "because": because}
    audit.record(actor=actor, at=at, kind="contracts.text_changed", subject=queries.subject_of(row), data=data)
    return kept


@transaction.atomic
def note_instruction(*, actor: Actor, at: datetime, contract_id: int, received_at: datetime | None) -> Contract:
    """Note when the instruction on withdrawal was received; None says that it never was: its mail came back (DWG-39).

    Raises ContractOver.
    """
    row = locked(contract_id)
    if row.instructed_at == received_at:
        return row
    before, row.instructed_at = row.instructed_at, received_at
    row.save(update_fields=["instructed_at"])
    said = [one.isoformat() if one else "" for one in (before, received_at)]
    data = {"number": row.relationship.number, "instructed": said}
    audit.record(actor=actor, at=at, kind="contracts.instructed", subject=queries.subject_of(row), data=data)
    return row
