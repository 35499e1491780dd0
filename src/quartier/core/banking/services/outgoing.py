"""Money that goes out, and our own files: refunds by their reference, collections by the number of their batch."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.apps import apps
from django.db import transaction

from quartier.core.banking.models import Entry
from quartier.core.banking.models.statements import EntryState, Meaning
from quartier.core.mandates import services as mandates
from quartier.core.payments import services as payments
from quartier.core.payments.extension import Refund, RefundState
from quartier.kit.errors import Refused
from quartier.values.actor import SYSTEM

ON_ITS_WAY: Final = (RefundState.APPROVED, RefundState.SENT)


class _Other(Exception):
    """The sum does not fit what was found: somebody looks."""


def collected(at: datetime, row: Entry) -> bool:
    """Book the credit of a batch of collections that the bank names; tells whether it was one of ours."""
    if not row.batch or row.parent_id is not None:
        return False
    known = mandates.note_settled(
        actor=SYSTEM, at=at, entity_id=row.account.entity_id, reference=row.batch, amount=row.amount,
        on=row.booked_on, origin=f"banking.entry:{row.pk}",
    )  # fmt: skip
    if known:
        row.state, row.meaning, row.booked_as = EntryState.BOOKED, Meaning.COLLECTION, f"debit:{row.batch}"[:60]
        row.decided_at, row.decided_by = at, SYSTEM.name
    return known


def paid_back(at: datetime, row: Entry) -> bool:
    """Book refunds whose money has left: one by its reference, or all of a file by its number."""
    found = _refunds(row)
    if not found or sum(one.amount for one in found) != -row.amount:
        return False
    try:
        with transaction.atomic():
            for one in found:
                payments.paid_back(actor=SYSTEM, at=at, refund_id=one.pk, on=row.booked_on)
    except Refused:
        return False
    row.state, row.meaning = EntryState.BOOKED, Meaning.REFUND
    row.party_id = found[0].party_id if len(found) == 1 else None
    row.booked_as = f"payments.refund:{found[0].pk}"
    row.decided_at, row.decided_by = at, SYSTEM.name
    return True


def _refunds(row: Entry) -> list[Refund]:
    """Return the refunds on their way that an entry names."""
    rows = Refund.everything.filter(entity_id=row.account.entity_id, state__in=ON_ITS_WAY).order_by("pk")
    payouts: Any = apps.get_model("mandates.Payout")._default_manager
    if row.end_to_end:
        numbers = payouts.filter(end_to_end_id=row.end_to_end).values_list("refund", flat=True)
        return list(rows.filter(reference=row.end_to_end)) or list(rows.filter(pk__in=list(numbers)))
    if row.batch:
        numbers = payouts.filter(run__message_id__in=(row.batch, row.batch.rpartition("-")[0]), state="sent")
        return list(rows.filter(pk__in=list(numbers.values_list("refund", flat=True))))
    return []
