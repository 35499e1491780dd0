"""Undoing a contract because the customer withdrew from it; who judges that is core/withdrawal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quartier.core.contracts.models import Contract, ContractState
from quartier.core.contracts.services.ending import finish
from quartier.core.deadlines import queries as running
from quartier.core.deadlines import services as deadlines
from quartier.core.parties.services import contracts as keeping
from quartier.kit.clock import day_of
from quartier.values.actor import Actor

WITHDRAWN = "withdrawal"
REASON = "Der Vertrag wurde widerrufen."


@transaction.atomic
def withdraw(*, actor: Actor, at: datetime, contract_id: int) -> Contract:
    """Let a contract be withdrawn from this instant on; what was to happen by time happens no more.

    A contract that was withdrawn before stays as it is, and nobody hears of it twice.
    """
    row = (
        Contract.everything.select_for_update(no_key=True, of=("self",))
        .select_related("relationship")
        .get(pk=contract_id)
    )
    if row.state == ContractState.WITHDRAWN:
        return row
    for deadline in running.deadlines().filter(subject=f"contracts.contract:{row.pk}", closed_at__isnull=True):
        deadlines.cancel(actor=actor, at=at, deadline_id=deadline.pk, reason=REASON)
    row.ends_on, row.end_reason = max(day_of(at), row.relationship.started_on), WITHDRAWN
    finish(actor, at, row, ContractState.WITHDRAWN)
    keeping.end_relationship(actor=actor, at=at, relationship_id=row.relationship_id, ended_on=row.ends_on)
    return row


def locked(contract_id: int) -> Contract:
    """Return a contract with its tie, locked until the transaction ends."""
    return (
        Contract.everything.select_for_update(no_key=True, of=("self",))
        .select_related("relationship")
        .get(pk=contract_id)
    )
