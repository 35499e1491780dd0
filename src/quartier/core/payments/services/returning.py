"""Payments that go back: debits called back, cheques not honoured; what it costs the customer is the law's answer."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from quartier.core.ledger import services as ledger
from quartier.core.ledger.services import AccountRole, Entry, Nature, Owing, PostingKind, Side
from quartier.core.parties.extension import Standing
from quartier.core.payments import queries
from quartier.core.payments.extension import Returned
from quartier.core.payments.extension import returned as hearers
from quartier.core.payments.models import Payment, PaymentState
from quartier.core.payments.queries import subject_of
from quartier.core.payments.services import receiving, refusals
from quartier.core.providers.policies import DunningPolicy
from quartier.core.providers.queries import policy
from quartier.kit.clock import day_of
from quartier.law.bgb.charges import ReturnedDebitFee, returned_debit_fee
from quartier.law.bgb.default_rate import Party
from quartier.law.rule import Derived
from quartier.values.actor import Actor

NOTHING: Final = Decimal("0.00")
TEXT: Final = "Rückgabe einer Zahlung"
COSTS: Final = "Kosten der Rückgabe"
BANK: Final = "Bankgebühr der Rückgabe"


@transaction.atomic
def take_back(
    *, actor: Actor, at: datetime, payment_id: int, on: date, costs: Decimal = NOTHING, reason: str,
    answerable: bool = True,
) -> Payment:  # fmt: skip
    """Book that a payment went back: what it settled is open again, and what that costs is claimed (CC-69).

    `costs` is what the bank charged. What is claimed of it beside the agreed flat fee is the law's answer for the day;
    nothing where the customer is not `answerable`. Raises AlreadyReturned, CashStays, NotYet,
    PeriodClosed.
    """
    row = receiving.locked(payment_id)
    if row.state == PaymentState.RETURNED:
        raise refusals.AlreadyReturned
    if row.account_role == AccountRole.CASH:
        raise refusals.CashStays
    if on > day_of(at):
        raise refusals.NotYet
    cause = _opened(actor, at, row, on, reason)
    _bank_costs(actor, at, row, on, costs)
    claimed = _claimed(actor, at, row, on, costs, cause, answerable=answerable)
    row.state, row.returned_on, row.return_reason, row.return_costs = PaymentState.RETURNED, on, reason[:160], costs
    row.save(update_fields=["state", "returned_on", "return_reason", "return_costs"])
    receiving.note(actor, at, "payments.returned", row, reason=row.return_reason, claimed=str(claimed))
    if row.party_id is not None:
        for hear in hearers:
            hear(Returned(row, on, reason, claimed, actor, at))
    return row


def fee_for(party: Any, on: date, costs: Decimal, *, answerable: bool = True) -> Derived[ReturnedDebitFee]:
    """Return what a returned payment may cost a customer, with the sentences that lead there."""
    fee = policy.in_force(DunningPolicy, on).returned_payment_fee
    debtor = Party.CONSUMER if party.standing == Standing.CONSUMER else Party.BUSINESS
    return returned_debit_fee(
        bank_cost=costs if fee.bank_cost else NOTHING, debtor=debtor, on=on, flat=fee.flat + NOTHING,
        agreed=fee.lower_damage_provable, answerable=answerable,
    )  # fmt: skip


def _opened(actor: Actor, at: datetime, row: Payment, on: date, reason: str) -> int | None:
    """Open what the payment settled, and book the money out; returns the claim that it is about."""
    subject = subject_of(row)
    out, owing, cause = AccountRole(row.account_role), None, None
    against = AccountRole.UNCLEAR
    if row.item is not None and row.party_id is not None:
        ledger.wait_turn(entity_id=row.entity_id, on=on)
        standing = ledger.standing_allocations([row.item.pk])
        ledger.undo(actor=actor, at=at, on=on, allocation_ids=[one.pk for one in standing], because=reason or TEXT)
        cause = next((one.claim.cause_id or one.claim_id for one in standing), None)
        against = AccountRole.RECEIVABLE
        owing = Owing(party_id=row.party_id, nature=Nature.PRINCIPAL, due_on=on, subject=subject, text=TEXT)
    entry = Entry(
        entity_id=row.entity_id, booked_on=on, kind=PostingKind.RETURN, text=TEXT, origin=f"{subject}:returned",
        document=row.reference[:40],
        sides=(
            Side(ledger.account_for(row.entity_id, against), row.amount, owing),
            Side(ledger.account_for(row.entity_id, out), -row.amount),
        ),
    )  # fmt: skip
    posting = ledger.post(actor=actor, at=at, entry=entry)
    if row.item is not None:
        receiving.close(actor, at, row.item, posting, TEXT)
    return cause


def _bank_costs(actor: Actor, at: datetime, row: Payment, on: date, costs: Decimal) -> None:
    if costs <= 0:
        return
    sides = (
        Side(ledger.account_for(row.entity_id, AccountRole.BANK_COSTS), costs),
        Side(ledger.account_for(row.entity_id, AccountRole(row.account_role)), -costs),
    )
    entry = Entry(
        entity_id=row.entity_id, booked_on=on, kind=PostingKind.FEE, text=BANK,
        origin=f"{subject_of(row)}:bank_costs", document=row.reference[:40], sides=sides,
    )  # fmt: skip
    ledger.post(actor=actor, at=at, entry=entry)


def _claimed(
    actor: Actor, at: datetime, row: Payment, on: date, costs: Decimal, cause: int | None, *, answerable: bool
) -> Decimal:
    """Claim what the return may cost the customer; returns the sum."""
    if row.party is None:
        return NOTHING
    sum_ = fee_for(row.party, on, costs, answerable=answerable).value.allowed
    if sum_ <= 0:
        return NOTHING
    subject = subject_of(row)
    owing = Owing(
        party_id=row.party.pk, nature=Nature.COSTS, due_on=on, subject=f"{subject}:costs", text=COSTS, cause_id=cause
    )
    entry = Entry(
        entity_id=row.entity_id, booked_on=on, kind=PostingKind.FEE, text=COSTS, origin=f"{subject}:costs",
        document=row.reference[:40],
        sides=(
            Side(ledger.account_for(row.entity_id, AccountRole.RECEIVABLE), sum_, owing),
            Side(ledger.account_for(row.entity_id, AccountRole.FEES), -sum_),
        ),
    )  # fmt: skip
    ledger.post(actor=actor, at=at, entry=entry)
    return sum_


def returns_of(party_id: int) -> list[Payment]:
    """Return the payments of a customer that went back, the latest first."""
    return list(queries.payments_of(party_id).filter(state=PaymentState.RETURNED).order_by("-returned_on", "-pk"))
