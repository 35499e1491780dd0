"""Noting that performance has begun and that it is complete, for what withdrawals and notices make of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quartier.core.contracts.models import Contract


@transaction.atomic
def note_performance(*, at: datetime, contract_id: int, is_complete: bool = False) -> Contract:
    """Note that performance began, or that it is complete; the first time counts. Whoever performs logs what was done.

    The fact is recorded by the app that performs: an order knows what was delivered.
    """
    row = Contract.everything.select_for_update(no_key=True).get(pk=contract_id)
    row.begun_at = row.begun_at or at
    if is_complete:
        row.performed_at = row.performed_at or at
    row.save(update_fields=["begun_at", "performed_at"])
    return row
