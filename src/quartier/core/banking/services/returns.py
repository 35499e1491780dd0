"""Collections and payments that came back: told to those who know them, with what the bank took for it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from quartier.core.banking.models import Entry
from quartier.core.banking.models.statements import EntryState, Meaning
from quartier.core.ledger import services as ledger
from quartier.core.ledger.extension import Posting
from quartier.core.ledger.services import AccountRole, PostingKind, Side, account_for
from quartier.core.mandates import services as mandates
from quartier.core.payments import services as payments
from quartier.core.payments.extension import Payment
from quartier.values.actor import SYSTEM, Actor

# No bank takes more for a return; a larger difference is another sum.
MOST_CHARGES: Final = Decimal("50.00")
UNTOLD: Final = "MS03"
ZERO: Final = Decimal(0)
TEXT: Final = "Rückgabe einer Zahlung"


class _Other(Exception):
    """The sum does not fit what was found: somebody looks."""


class _Rest(Exception):
    """The bank took more than was collected, without saying for what: that is its charge."""

    def __init__(self, sum_: Decimal) -> None:
        self.sum = sum_
        super().__init__()


def booked(at: datetime, row: Entry) -> bool:
    """Book a return whose collection or payment is known by its reference; tells whether it was."""
    if not row.end_to_end:
        return False
    try:
        with transaction.atomic():
            party_id = _collection(at, row) or _payment(at, row)
    except _Other:
        return False
    if party_id is None:
        return False
    row.state, row.meaning, row.party_id = EntryState.BOOKED, Meaning.RETURNED, party_id
    row.decided_at, row.decided_by = at, SYSTEM.name
    return True


def _collection(at: datetime, row: Entry) -> int | None:
    """Tell mandates of a returned collection; returns whose it was."""
    costs = row.charges
    try:
        with transaction.atomic():
            found = _told(at, row, costs)
            if not costs and ZERO < (rest := -row.amount - found.amount) <= MOST_CHARGES:
                raise _Rest(rest)
    except _Rest as rest_:
        found = _told(at, row, costs := rest_.sum)
    except mandates.NoSuchCollection:
        return None
    is_booked = Posting.objects.filter(origin=f"debit:banking.entry:{row.pk}").exists()
    if found.amount + costs != -row.amount or not is_booked:
        raise _Other
    row.booked_as = f"mandates.collection:{found.pk}"
    return int(found.item.party_id)


def _told(at: datetime, row: Entry, costs: Decimal) -> Any:
    return mandates.note_returned(
        actor=SYSTEM, at=at, end_to_end_id=row.end_to_end, reason=row.reason or UNTOLD, on=row.booked_on, costs=costs,
        origin=f"banking.entry:{row.pk}",
    )  # fmt: skip


def _payment(at: datetime, row: Entry) -> int | None:
    """Take back a payment that has the reference, where it is the one."""
    rows = Payment.objects.filter(
        reference=row.end_to_end, entity_id=row.account.entity_id, state="booked", party__isnull=False
    )
    found = list(rows[:2])
    if len(found) != 1:
        return None
    if not fits(row, found[0]):
        raise _Other
    take_back(SYSTEM, at, row, found[0])
    return found[0].party_id


def fits(row: Entry, payment: Payment) -> bool:
    """Tell whether an entry can be the return of a payment: as much, and what a bank may take for it."""
    return ZERO <= -row.amount - payment.amount <= MOST_CHARGES


def take_back(actor: Actor, at: datetime, row: Entry, payment: Payment) -> None:
    """Book a payment back; what the bank took beyond it is its charge. Raises what `payments.take_back` raises."""
    costs = -row.amount - payment.amount
    payments.take_back(
        actor=actor, at=at, payment_id=payment.pk, on=row.booked_on, costs=costs, reason=row.reason or TEXT
    )
    lies_on = AccountRole(payment.account_role)
    source = AccountRole.UNCLEAR if row.state == EntryState.OPEN else AccountRole.BANK
    if lies_on is not source:
        entity_id = row.account.entity_id
        entry = ledger.Entry(
            entity_id=entity_id, booked_on=row.booked_on, kind=PostingKind.TRANSFER, text=TEXT,
            origin=f"banking.entry:{row.pk}:back",
            sides=(
                Side(account_for(entity_id, source), row.amount),
                Side(account_for(entity_id, lies_on), -row.amount),
            ),
        )  # fmt: skip
        ledger.post(actor=actor, at=at, entry=entry)
    row.booked_as = f"payments.payment:{payment.pk}"
