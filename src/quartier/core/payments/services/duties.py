"""What others owe customers back becomes a refund here: after withdrawals and for orders that were ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from quartier.core.blocks import services as blocks
from quartier.core.invoices.extension import OwedBack
from quartier.core.ledger.extension import Item
from quartier.core.orders import queries as orders
from quartier.core.payments.extension import PaidBack, Returned, payment_kinds
from quartier.core.payments.models import Payment, PaymentState, Refund
from quartier.core.payments.queries import refund_of, subject_of
from quartier.core.payments.queries.incoming import invoice_subjects
from quartier.core.payments.services.refunding import owe_back
from quartier.core.payments.services.refusals import AlreadyPaidBack, NoCredit
from quartier.core.withdrawal import queries as withdrawals
from quartier.core.withdrawal import services as withdrawal
from quartier.values.actor import Actor

WITHDRAWN: Final = "withdrawal.withdrawal"
CANDIDATE: Final = "payments.returned"
BECAUSE: Final = "Rückzahlung nach Widerruf"


def take_up(*, actor: Actor, at: datetime) -> list[Refund]:
    """Make refunds of what is due after withdrawals and was handed over for orders; again, nothing happens twice.

    What has no credit on the customer's account yet stays where it is, until the credit note is there.
    """
    found = [_of_withdrawal(actor, at, row) for row in withdrawals.refunds_due()]
    found += [_of_order(actor, at, row) for row in orders.refunds_asked()]
    return [one for one in found if one is not None]


def _of_withdrawal(actor: Actor, at: datetime, row: Any) -> Refund | None:
    label, _colon, number = row.subject.partition(":")
    order_id = int(number) if label == "orders.order" else None
    return _owed(
        actor, at, entity_id=row.entity_id, party_id=row.party_id, amount=row.refund, because=BECAUSE,
        subject=f"{WITHDRAWN}:{row.pk}", due_on=row.refund_due_on,
        payment_id=paid_by(row.contract_id, order_id, row.refund),
    )  # fmt: skip


def _of_order(actor: Actor, at: datetime, row: Any) -> Refund | None:
    order = row.order
    return _owed(
        actor, at, entity_id=order.entity_id, party_id=order.party_id, amount=row.amount,
        because=f"Rückzahlung zu {order.number}", subject=orders.subject_of(order),
        payment_id=paid_by(order.contract_id, order.pk, row.amount),
    )  # fmt: skip


def _owed(actor: Actor, at: datetime, *, subject: str, **given: Any) -> Refund | None:
    if refund_of(subject) is not None:
        return None
    try:
        with transaction.atomic():
            return owe_back(actor=actor, at=at, subject=subject, **given)
    except (NoCredit, AlreadyPaidBack):
        return None


def paid_by(contract_id: int | None, order_id: int | None, amount: Decimal) -> int | None:
    """Return the one payment that paid for a contract or order, where it goes back the way it came (§ 357(3) BGB)."""
    claims = Item.everything.filter(amount__gt=0)
    claims = claims.filter(contract=contract_id) if contract_id else claims.filter(subject__in=_of(order_id))
    rows: Iterable[Payment] = Payment.everything.filter(
        item__settles__claim__in=claims, state=PaymentState.BOOKED
    ).distinct()
    able = [row for row in rows if payment_kinds[row.kind].back and row.amount >= amount]
    return able[0].pk if len(able) == 1 else None


def _of(order_id: int | None) -> list[str]:
    return invoice_subjects(order_id) if order_id else []


def hear_owed(actor: Actor, at: datetime, owed: OwedBack) -> None:
    """Hear that a credit note is to be paid back, by transfer: without an account it waits for one (QX-50)."""
    _owed(
        actor, at, entity_id=owed.entity_id, party_id=owed.party_id, amount=owed.amount, because=owed.because,
        subject=owed.subject, credit_ids=owed.credit_ids,
    )  # fmt: skip


def note_withdrawal(told: PaidBack) -> None:
    """Tell withdrawal that its refund has left: its deadline is met."""
    label, _colon, number = told.refund.subject.partition(":")
    if label == WITHDRAWN:
        withdrawal.note_refund(actor=told.actor, at=told.at, withdrawal_id=int(number))


def raise_block(told: Returned) -> None:
    """Put a returned debit, card payment or cheque before the staff, where the terms know it as a ground (QX-36)."""
    row = told.payment
    if row.party_id is None or not payment_kinds[row.kind].returns:
        return
    blocks.raise_candidate(
        at=told.at, kind=CANDIDATE, party_id=row.party_id, ground="returned_payment",
        text=f"{told.on:%d.%m.%Y}: {told.reason}", item=subject_of(row), actor=told.actor,
    )  # fmt: skip
