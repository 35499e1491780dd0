"""The cash desk: money in and out of the till, in the order of days, numbered, never more out than lies in it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.ledger import services as ledger
from quartier.core.ledger.services import AccountRole, Entry, PostingKind, Side
from quartier.core.payments.models import CashEntry, Payment, Refund, RefundState, RefundWay
from quartier.core.payments.services import receiving, refunding, refusals
from quartier.core.payments.services.receiving import Received
from quartier.kit.clock import day_of
from quartier.values.actor import Actor

SERIES: Final = "cash"
TO_BANK: Final = "Einzahlung bei der Bank"
FROM_BANK: Final = "Abhebung von der Bank"


@transaction.atomic
def take_cash(
    *, actor: Actor, at: datetime, entity_id: int, party_id: int, amount: Decimal, key: str, text: str = "",
    named_item_ids: tuple[int, ...] = (),
) -> Payment:  # fmt: skip
    """Take cash in from a customer, today; `key` makes the second click the same payment. Raises DayClosed."""
    on = day_of(at)
    given = Received(
        entity_id=entity_id, party_id=party_id, amount=amount, kind="cash", received_on=on, reference=text,
        origin=f"cash:{key}", named_item_ids=named_item_ids,
    )  # fmt: skip
    row = receiving.receive(actor=actor, at=at, received=given)
    if not CashEntry.objects.filter(payment=row).exists():
        _entered(actor, at, entity_id, on, amount, text or "Zahlung", payment=row)
    return row


@transaction.atomic
def pay_out_cash(*, actor: Actor, at: datetime, refund_id: int) -> Refund:
    """Pay an approved refund out of the till, today. Raises NotInThisState, NotEnoughCash."""
    row = refunding.locked(refund_id)
    if row.state != RefundState.APPROVED:
        raise refusals.NotInThisState
    row.way = RefundWay.CASH
    row.save(update_fields=["way"])
    row = refunding.paid_back(actor=actor, at=at, refund_id=row.pk, on=day_of(at))
    _entered(actor, at, row.entity_id, day_of(at), -row.amount, row.because, refund=row)
    return row


@transaction.atomic
def carry_cash(*, actor: Actor, at: datetime, entity_id: int, amount: Decimal, key: str) -> CashEntry:
    """Carry cash to the bank, or from it where the amount is above zero. Raises NotEnoughCash, NothingReceived."""
    if amount == 0:
        raise refusals.NothingReceived
    on, text = day_of(at), FROM_BANK if amount > 0 else TO_BANK
    entry = Entry(
        entity_id=entity_id, booked_on=on, kind=PostingKind.TRANSFER, text=text, origin=f"payments.cash:{key}",
        sides=(
            Side(ledger.account_for(entity_id, AccountRole.CASH), amount),
            Side(ledger.account_for(entity_id, AccountRole.TRANSIT), -amount),
        ),
    )  # fmt: skip
    ledger.post(actor=actor, at=at, entry=entry)
    return _entered(actor, at, entity_id, on, amount, text)


def _entered(
    actor: Actor, at: datetime, entity_id: int, on: date, amount: Decimal, text: str, *,
    payment: Payment | None = None, refund: Refund | None = None,
) -> CashEntry:  # fmt: skip
    """Write a line into the cash book; whoever writes another waits until this one stands."""
    number = ledger.next_numbers(entity_id, SERIES, on.year)[0]
    last = CashEntry.objects.filter(entity_id=entity_id).order_by("-year", "-number").first()
    if last is not None and last.on > on:
        raise refusals.DayClosed
    after = (last.after if last else Decimal(0)) + amount
    if after < 0:
        raise refusals.NotEnoughCash
    row = CashEntry.objects.create(
        entity_id=entity_id, year=on.year, number=number, on=on, amount=amount, after=after, text=text[:160],
        payment=payment, refund=refund, noted_at=at, noted_by=str(actor)[:120],
    )  # fmt: skip
    data = {"amount": str(amount), "number": str(row), "after": str(after)}
    audit.record(
        actor=actor, at=at, kind="payments.cash_booked", subject=f"providers.legalentity:{entity_id}", data=data
    )
    return row
