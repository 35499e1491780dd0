"""Giving accounts the numbers and names of the company's own chart."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.ledger.models import Account
from quartier.core.ledger.services.refusals import InUse
from quartier.values.actor import Actor


@transaction.atomic
def renumber(*, actor: Actor, at: datetime, account_id: int, number: str, name: str) -> Account:
    """Give an account another number and name; what was booked on it stays on it. Raises InUse."""
    row = Account.objects.select_for_update(no_key=True).get(pk=account_id)
    if Account.objects.filter(entity_id=row.entity_id, number=number).exclude(pk=row.pk).exists():
        raise InUse(field="number")
    before = str(row)
    row.number, row.name = number, name
    row.save(update_fields=["number", "name"])
    data = {"before": before, "after": str(row)}
    audit.record(actor=actor, at=at, kind="ledger.renumbered", subject=f"ledger.account:{row.pk}", data=data)
    return row
