"""Closing the books of a company through a day, and opening them again with a reason."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.ledger.models import PeriodLock
from quartier.values.actor import Actor


@transaction.atomic
def close(*, actor: Actor, at: datetime, entity_id: int, until_on: date) -> PeriodLock:
    """Close the books through a day: nothing is booked on it or before any more."""
    row = PeriodLock.objects.create(entity_id=entity_id, until_on=until_on, set_at=at, set_by=actor.name)
    data = {"until": until_on.isoformat()}
    audit.record(actor=actor, at=at, kind="ledger.closed", subject=f"providers.legalentity:{entity_id}", data=data)
    return row


@transaction.atomic
def open_again(*, actor: Actor, at: datetime, entity_id: int, until_on: date | None, reason: str) -> PeriodLock:
    """Move the last closed day back, or open everything, with the reason."""
    row = PeriodLock.objects.create(entity_id=entity_id, until_on=until_on, reason=reason, set_at=at, set_by=actor.name)
    data = {"until": until_on.isoformat() if until_on else "", "reason": reason}
    audit.record(actor=actor, at=at, kind="ledger.opened", subject=f"providers.legalentity:{entity_id}", data=data)
    return row
