"""Money back: owed once, to an account the customer names or the way it came, approved, sent, paid."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import IntegrityError, transaction

from quartier.core.approvals import services as approvals
from quartier.core.approvals.extension import Decided
from quartier.core.audit import services as audit
from quartier.core.ledger import services as ledger
from quartier.core.ledger.services import AccountRole, Entry, Nature, Owing, PostingKind, Side
from quartier.core.parties import queries as parties
from quartier.core.parties.services import checked_iban
from quartier.core.payments import queries
from quartier.core.payments.extension import PaidBack
from quartier.core.payments.extension import paid_back as hearers
from quartier.core.payments.models import Payment, PaymentState, Refund, RefundState, RefundWay
from quartier.core.payments.queries.incoming import credits_open
from quartier.core.payments.queries.outgoing import refund_subject
from quartier.core.payments.services import refusals
from quartier.core.payments.services.telling import ask_for_account, tell_paid_back
from quartier.kit import formats
from quartier.kit.clock import day_of
from quartier.values.actor import Actor

TEXT: Final = "Rückzahlung"
ONCE: Final = "one_refund_for_a_thing"
APPROVAL: Final = "payments.refund"
# Above this sum a second person approves.
FOUR_EYES_ABOVE: Final = Decimal("500.00")
TAKEN_BY: Final = {
    RefundWay.TRANSFER: AccountRole.BANK,
    RefundWay.PAYPAL: AccountRole.PAYPAL,
    RefundWay.CASH: AccountRole.CASH,
}
CAN_BE_DROPPED: Final = (RefundState.WAITING, RefundState.READY, RefundState.APPROVED, RefundState.FAILED)


@transaction.atomic
def owe_back(
    *, actor: Actor, at: datetime, entity_id: int, party_id: int, amount: Decimal, because: str, subject: str,
    due_on: date | None = None, credit_ids: Iterable[int] = (), payment_id: int | None = None,
) -> Refund:  # fmt: skip
    """Owe a customer money back and take up the credit it comes from: `credit_ids` first, else the oldest.

    It goes the way it came where `payment_id` names such a payment, else by transfer: to the account in force, or it
    waits until the customer names one and is asked by mail (QX-50, WR-064). Raises NoCredit, AlreadyPaidBack.
    """
    if amount <= 0:
        raise refusals.NothingReceived
    payment = Payment.everything.filter(pk=payment_id, party_id=party_id).first() if payment_id else None
    by_paypal = payment is not None and payment.kind == RefundWay.PAYPAL and payment.state == PaymentState.BOOKED
    row = Refund(
        entity_id=entity_id, party_id=party_id, amount=amount, because=because[:160], subject=subject, due_on=due_on,
        way=RefundWay.PAYPAL if by_paypal else RefundWay.TRANSFER, payment=payment, owed_at=at,
        state=RefundState.READY if by_paypal else RefundState.WAITING,
    )  # fmt: skip
    if not by_paypal:
        _known_account(row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if ONCE in str(error):
            raise refusals.AlreadyPaidBack from error
        raise
    row.reference = f"RUECK-{row.pk}"
    row.item = _taken(actor, at, row, list(credit_ids))
    if row.state == RefundState.WAITING:
        row.asked_at = at
        ask_for_account(actor=actor, at=at, row=row)
    row.save(update_fields=["reference", "item", "asked_at"])
    note(actor, at, "payments.owed_back", row, because=row.because)
    return row


def _known_account(row: Refund) -> None:
    """Take the customer's account in force, where there is one."""
    account = parties.bank_account_of(row.party)
    if account is not None:
        row.holder, row.iban, row.country, row.ending = account.holder, account.iban, account.country, account.ending
        row.state = RefundState.READY


def _taken(actor: Actor, at: datetime, row: Refund, wanted: list[int]) -> Any:
    """Book what is owed against the customer's credit; returns the item."""
    on = day_of(at)
    ledger.wait_turn(entity_id=row.entity_id, on=on)
    open_ = list(credits_open(row.party_id).filter(entity=row.entity_id).select_for_update(no_key=True, of=("self",)))
    open_.sort(key=lambda one: (one.pk not in wanted, one.booked_on, one.pk))
    if sum((-one.open for one in open_), Decimal(0)) < row.amount:
        raise refusals.NoCredit
    owing = Owing(
        party_id=row.party_id, nature=Nature.PRINCIPAL, due_on=on, subject=refund_subject(row), text=row.because
    )
    entry = Entry(
        entity_id=row.entity_id, booked_on=on, kind=PostingKind.REFUND, text=TEXT, document=row.reference or "",
        origin=f"{refund_subject(row)}:owed",
        sides=(
            Side(ledger.account_for(row.entity_id, AccountRole.RECEIVABLE), row.amount, owing),
            Side(ledger.account_for(row.entity_id, AccountRole.TRANSIT), -row.amount),
        ),
    )  # fmt: skip
    item = queries.item_of(ledger.post(actor=actor, at=at, entry=entry).pk)
    left = row.amount
    for one in open_:
        part = min(left, -one.open)
        if part > 0:
            ledger.allocate(
                actor=actor, at=at, on=on, credit_id=one.pk, claim_id=item.pk, amount=part, because=row.because
            )
        left -= part
    return item


@transaction.atomic
def name_account(*, actor: Actor, at: datetime, refund_id: int, holder: str, iban: str) -> Refund:
    """Note to which account a refund goes; it is ready then. Raises WrongIban, HolderMissing, NotInThisState."""
    row = locked(refund_id)
    if row.state not in (RefundState.WAITING, RefundState.FAILED) or row.way != RefundWay.TRANSFER:
        raise refusals.NotInThisState
    if not holder.strip():
        raise refusals.HolderMissing
    number = checked_iban(iban)
    row.holder, row.iban, row.country, row.ending = holder.strip()[:120], number, number[:2], number[-4:]
    row.state, row.failure = RefundState.READY, ""
    row.save(update_fields=["holder", "iban", "country", "ending", "state", "failure"])
    note(actor, at, "payments.account_named", row, account=row.masked)
    return row


@transaction.atomic
def approve(*, actor: Actor, at: datetime, refund_id: int) -> Refund:
    """Approve that a refund goes out; above 500 € it waits for a second person then. Raises NotInThisState."""
    row = locked(refund_id)
    if row.state != RefundState.READY:
        raise refusals.NotInThisState
    if row.amount <= FOUR_EYES_ABOVE:
        return _approved(actor, at, row)
    shown = {
        "Kunde": str(row.party), "Betrag": formats.money(row.amount), "Grund": row.because,
        "Konto": row.masked or str(row.get_way_display()),
    }  # fmt: skip
    approvals.propose(
        actor=actor, at=at, kind=APPROVAL, subject=refund_subject(row), holder=parties.subject_of(row.party),
        shown=shown, entity_id=row.entity_id,
    )  # fmt: skip
    return row


def approve_second(decided: Decided) -> None:
    """Approve a refund that a second person has confirmed. Raises NotInThisState."""
    row = locked(int(decided.subject.rpartition(":")[2]))
    if row.state != RefundState.READY:
        raise refusals.NotInThisState
    _approved(decided.actor, decided.at, row)


def _approved(actor: Actor, at: datetime, row: Refund) -> Refund:
    row.state, row.approved_at, row.approved_by = RefundState.APPROVED, at, str(actor)[:120]
    row.save(update_fields=["state", "approved_at", "approved_by"])
    note(actor, at, "payments.refund_approved", row)
    return row


@transaction.atomic
def sent(*, actor: Actor, at: datetime, refund_ids: Iterable[int]) -> list[Refund]:
    """Note that approved refunds were handed to the bank. Raises NotInThisState; none is noted then."""
    rows = list(
        Refund.everything.select_for_update(no_key=True, of=("self",)).filter(pk__in=[*refund_ids]).order_by("pk")
    )
    for row in rows:
        if row.state != RefundState.APPROVED:
            raise refusals.NotInThisState
        row.state, row.sent_at = RefundState.SENT, at
        note(actor, at, "payments.refund_sent", row)
    Refund.everything.bulk_update(rows, ["state", "sent_at"])
    return rows


@transaction.atomic
def paid_back(*, actor: Actor, at: datetime, refund_id: int, on: date) -> Refund:
    """Book that the money of a refund has left; known already, it stays as it is. Raises NotInThisState, NotYet."""
    row = locked(refund_id)
    if row.state == RefundState.PAID:
        return row
    if row.state not in (RefundState.APPROVED, RefundState.SENT):
        raise refusals.NotInThisState
    if on > day_of(at):
        raise refusals.NotYet
    entry = Entry(
        entity_id=row.entity_id, booked_on=on, kind=PostingKind.REFUND, text=TEXT, document=row.reference or "",
        origin=f"{refund_subject(row)}:paid",
        sides=(
            Side(ledger.account_for(row.entity_id, AccountRole.TRANSIT), row.amount),
            Side(ledger.account_for(row.entity_id, TAKEN_BY[RefundWay(row.way)]), -row.amount),
        ),
    )  # fmt: skip
    ledger.post(actor=actor, at=at, entry=entry)
    row.state, row.paid_on, row.sent_at = RefundState.PAID, on, row.sent_at or at
    row.save(update_fields=["state", "paid_on", "sent_at"])
    note(actor, at, "payments.paid_back", row)
    tell_paid_back(actor=actor, at=at, row=row)
    for hear in hearers:
        hear(PaidBack(row, actor, at))
    return row


@transaction.atomic
def refund_failed(*, actor: Actor, at: datetime, refund_id: int, reason: str) -> Refund:
    """Note that a refund did not arrive: the customer is asked for another account. Raises NotInThisState."""
    row = locked(refund_id)
    if row.state not in (RefundState.APPROVED, RefundState.SENT):
        raise refusals.NotInThisState
    row.failure, row.sent_at, row.approved_at, row.approved_by = reason[:160], None, None, ""
    # PayPal could not give it back the way it came: it goes to an account then.
    row.way, row.state, row.iban, row.holder, row.ending = RefundWay.TRANSFER, RefundState.WAITING, "", "", ""
    row.asked_at = at
    row.save(
        update_fields=[
            "failure", "sent_at", "approved_at", "approved_by", "way", "state", "iban", "holder", "ending", "asked_at",
        ]
    )  # fmt: skip
    note(actor, at, "payments.refund_failed", row, reason=row.failure)
    ask_for_account(actor=actor, at=at, row=row)
    return row


@transaction.atomic
def drop_refund(*, actor: Actor, at: datetime, refund_id: int, reason: str) -> Refund:
    """Give up a refund that has not left: the credit is open again. Raises NotInThisState, ReasonMissing."""
    row = locked(refund_id)
    if row.state not in CAN_BE_DROPPED or row.item is None:
        raise refusals.NotInThisState
    if not reason.strip():
        raise refusals.ReasonMissing(field="reason")
    on = day_of(at)
    ledger.wait_turn(entity_id=row.entity_id, on=on)
    standing = ledger.standing_allocations([row.item.pk])
    ledger.undo(actor=actor, at=at, on=on, allocation_ids=[one.pk for one in standing], because=reason)
    ledger.reverse(actor=actor, at=at, posting_id=row.item.line.posting_id, on=on, text=TEXT)
    row.state, row.failure = RefundState.DROPPED, reason.strip()[:160]
    row.save(update_fields=["state", "failure"])
    note(actor, at, "payments.refund_dropped", row, reason=row.failure)
    return row


def locked(refund_id: int) -> Refund:
    """Lock a refund."""
    return Refund.everything.select_for_update(no_key=True, of=("self",)).get(pk=refund_id)


def note(actor: Actor, at: datetime, kind: str, row: Refund, **more: str) -> None:
    """Write down what happened with a refund."""
    data = {"amount": str(row.amount), "refund": row.pk, **more}
    audit.record(actor=actor, at=at, kind=kind, subject=parties.subject_of(row.party), data=data)
