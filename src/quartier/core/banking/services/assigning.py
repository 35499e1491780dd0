"""Deciding by hand: whose money an entry is, what else it was, and taking that back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from quartier.core.audit import services as audit
from quartier.core.banking.models import Entry
from quartier.core.banking.models.statements import EntryState, Meaning, StatementKind
from quartier.core.banking.queries.finding import guesses_for
from quartier.core.banking.services import payers, returns
from quartier.core.banking.services.booking import count_again, kept, post_unclear, received_of, subject_of
from quartier.core.banking.services.refusals import (
    NobodyChosen,
    NotASort,
    NotIncoming,
    NotThatPayment,
    NotTheSum,
    NotUndone,
    NotWaiting,
)
from quartier.core.ledger import services as ledger
from quartier.core.ledger.extension import Posting
from quartier.core.ledger.services import AccountRole, PostingKind, Side, account_for
from quartier.core.payments import services as payments
from quartier.core.payments.extension import Payment
from quartier.kit.clock import day_of
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

TARGETS: Final = {
    Meaning.TRANSFER: AccountRole.TRANSIT,
    Meaning.BANK_FEE: AccountRole.BANK_COSTS,
    Meaning.THIRD_PARTY: AccountRole.THIRD_PARTY,
}
TEXTS: Final = {
    Meaning.TRANSFER: "Umbuchung",
    Meaning.BANK_FEE: "Bankgebühr",
    Meaning.THIRD_PARTY: "Durchlaufender Posten",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """So much of an entry is a customer's, and pays these claims; without any, what the law says."""

    party_id: int
    amount: Decimal
    item_ids: tuple[int, ...] = ()


@transaction.atomic
def assign(*, actor: Actor, at: datetime, entry_id: int, parts: Sequence[Part]) -> Entry:
    """Book money as payments of customers, whole or in parts, and know the account it came from next time.

    Raises NotWaiting, NotIncoming, NobodyChosen, NotTheSum, PeriodClosed; nothing has changed then.
    """
    row = _waiting(entry_id)
    if row.amount <= 0:
        raise NotIncoming
    if not parts:
        raise NobodyChosen
    if any(part.amount <= 0 for part in parts) or sum(part.amount for part in parts) != row.amount:
        raise NotTheSum
    before = _payments(row).count()
    made = payments.receive_many(
        actor=actor, at=at,
        received=[
            received_of(row, part.party_id, part.amount, part.item_ids, f":{before + place}")
            for place, part in enumerate(parts, start=1)
        ],
    )  # fmt: skip
    one = len(parts) == 1
    row.party_id = parts[0].party_id if one else None
    _decided(actor, at, row, Meaning.PAYMENT, f"payments.payment:{made[0].pk}")
    if one:
        payers.learn([(row, parts[0].party_id)], day_of(at))
    _note(actor, at, "banking.assigned", row)
    return row


@transaction.atomic
def mark(*, actor: Actor, at: datetime, entry_id: int, meaning: str) -> Entry:
    """Book an entry as own transfer, as a fee of the bank or as money of others. Raises NotWaiting, NotASort."""
    row = _waiting(entry_id)
    if meaning not in TARGETS:
        raise NotASort
    what = Meaning(meaning)
    entity_id = row.account.entity_id
    count = Posting.objects.filter(origin__startswith=f"{subject_of(row)}:marked:").count()
    entry = ledger.Entry(
        entity_id=entity_id, booked_on=row.booked_on, kind=PostingKind.TRANSFER, text=TEXTS[what],
        origin=f"{subject_of(row)}:marked:{count}",
        sides=(
            Side(account_for(entity_id, AccountRole.UNCLEAR), row.amount),
            Side(account_for(entity_id, TARGETS[what]), -row.amount),
        ),
    )  # fmt: skip
    posting = ledger.post(actor=actor, at=at, entry=entry)
    _decided(actor, at, row, what, f"ledger.posting:{posting.pk}")
    _note(actor, at, "banking.marked", row)
    return row


@transaction.atomic
def take_back(*, actor: Actor, at: datetime, entry_id: int, payment_id: int) -> Entry:
    """Book an entry as the return of a payment; what the bank took beyond it are its charges.

    Raises NotWaiting, NotThatPayment, AlreadyReturned, PeriodClosed.
    """
    row = _waiting(entry_id)
    payment = Payment.objects.filter(pk=payment_id, entity_id=row.account.entity_id, party__isnull=False).first()
    if payment is None or row.amount >= 0 or not returns.fits(row, payment):
        raise NotThatPayment
    returns.take_back(actor, at, row, payment)
    row.party_id = payment.party_id
    _decided(actor, at, row, Meaning.RETURNED, row.booked_as)
    _note(actor, at, "banking.marked", row)
    return row


@transaction.atomic
def undo(*, actor: Actor, at: datetime, entry_id: int, reason: str) -> Entry:
    """Take back what was decided about an entry: its money is unclear again. Raises NotUndone, PeriodClosed."""
    row = _locked(entry_id)
    if row.state != EntryState.BOOKED or not reason.strip():
        raise NotUndone
    if row.meaning == Meaning.PAYMENT:
        _give_up(actor, at, row, reason)
    elif row.meaning in TARGETS and row.booked_as.startswith("ledger.posting:"):
        number = int(row.booked_as.rpartition(":")[2])
        ledger.reverse(actor=actor, at=at, posting_id=number, on=day_of(at), text=reason[:160])
    else:
        raise NotUndone
    _note(actor, at, "banking.undone", row, reason=reason[:160])
    row.state, row.meaning, row.party_id, row.booked_as = EntryState.OPEN, Meaning.UNKNOWN, None, ""
    row.points, row.reasons, row.decided_at, row.decided_by = 0, [], None, ""
    row.proposals = guessed(row)
    row.save()
    count_again(row.statement.file_id, queued=1)
    return row


def may_undo(row: Entry) -> bool:
    """Tell whether what was decided about an entry can be taken back here."""
    return row.state == EntryState.BOOKED and (row.meaning == Meaning.PAYMENT or row.meaning in TARGETS)


def guessed(row: Entry) -> list[dict[str, object]]:
    """Return the guesses about an entry as they are now."""
    return [kept(guess) for guess in guesses_for(row.account.entity_id, [row])[row.pk]] if row.amount > 0 else []


def _give_up(actor: Actor, at: datetime, row: Entry, reason: str) -> None:
    """Take the payments of an entry from their customers; the money stays, as unclear money."""
    found = list(_payments(row).filter(state="booked").order_by("pk"))
    if not found:
        raise NotUndone
    try:
        for one in found:
            if one.party_id is not None:
                payers.forget(row, one.party_id)
            payments.release(actor=actor, at=at, payment_id=one.pk, reason=reason)
            payments.take_back(
                actor=actor, at=at, payment_id=one.pk, on=day_of(at), reason=_("Assignment taken back"),
                answerable=False,
            )  # fmt: skip
    except Refused:
        raise NotUndone from None
    if any(one.account_role == AccountRole.BANK for one in found):
        post_unclear(at, [row], on=day_of(at))


def _payments(row: Entry) -> QuerySet[Payment]:
    subject = subject_of(row)
    return Payment.everything.filter(Q(origin=subject) | Q(origin__startswith=f"{subject}:"))


def _locked(entry_id: int) -> Entry:
    rows = Entry.objects.select_for_update(no_key=True, of=("self",)).select_related("account", "parent", "statement")
    return rows.get(pk=entry_id)


def _waiting(entry_id: int) -> Entry:
    row = _locked(entry_id)
    if row.state != EntryState.OPEN or row.kind != StatementKind.BOOKED or row.meaning == Meaning.FOREIGN:
        raise NotWaiting
    return row


def _decided(actor: Actor, at: datetime, row: Entry, meaning: Meaning, booked_as: str) -> None:
    row.state, row.meaning, row.booked_as = EntryState.BOOKED, meaning, booked_as
    row.decided_at, row.decided_by = at, str(actor)[:120]
    row.save(update_fields=["state", "meaning", "party", "booked_as", "decided_at", "decided_by"])
    count_again(row.statement.file_id, queued=-1)


def _note(actor: Actor, at: datetime, kind: str, row: Entry, **more: str) -> None:
    subject = f"parties.party:{row.party_id}" if row.party_id else subject_of(row)
    data = {"amount": str(row.amount), "meaning": str(row.meaning), "booked_on": row.booked_on.isoformat(), **more}
    audit.record(actor=actor, at=at, kind=kind, subject=subject, data=data)
