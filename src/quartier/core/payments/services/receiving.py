"""Money in: booked once, on the customer's account or on that of unclear money, and settled by the order of the law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import connection, transaction

from quartier.core.audit import services as audit
from quartier.core.contracts.queries import agreed_with
from quartier.core.ledger import queries as books
from quartier.core.ledger import services as ledger
from quartier.core.ledger.extension import Account, Item, Posting
from quartier.core.ledger.services import AccountRole, Entry, Nature, Owing, PostingKind, Settling, Side
from quartier.core.payments import queries
from quartier.core.payments.extension import payment_kinds
from quartier.core.payments.extension import received as hearers
from quartier.core.payments.models import Payment, PaymentState
from quartier.core.payments.queries import subject_of
from quartier.core.payments.services import refusals
from quartier.kit.clock import day_of
from quartier.values.actor import Actor

TEXT: Final = "Zahlung"
SETTLED: Final = "Zahlungseingang"
Accounts = dict[tuple[int, AccountRole], Account]


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """Money that has come in. `origin` names where it is known from ("banking.entry:7") and is booked once.

    `kind` is a key of `payment_kinds`; the money lands on `account_role`, by default the kind's. Without `party_id`
    it is unclear. `named_item_ids` are the claims the payer meant (§ 366 Abs. 1 BGB).
    """

    entity_id: int
    amount: Decimal
    kind: str
    received_on: date
    origin: str
    party_id: int | None = None
    reference: str = ""
    payer: str = ""
    named_item_ids: Sequence[int] = ()
    account_role: AccountRole | None = None
    agreement_id: int | None = None

    @property
    def role(self) -> AccountRole:
        """Return where the money lands."""
        return self.account_role or payment_kinds[self.kind].account


@transaction.atomic
def receive(*, actor: Actor, at: datetime, received: Received) -> Payment:
    """Book a payment and settle what it pays; one that is known by its origin is returned as it is.

    What is over stays as a credit. Raises NothingReceived, WayUnknown, NotYet, NotAgreed, PeriodClosed.
    """
    return receive_many(actor=actor, at=at, received=(received,))[0]


@transaction.atomic
def receive_many(*, actor: Actor, at: datetime, received: Sequence[Received]) -> list[Payment]:
    """Book payments in their order, all or none, and return them in that order. Raises what `receive` raises."""
    known = {row.origin: row for row in Payment.everything.filter(origin__in=[one.origin for one in received])}
    fresh = list({one.origin: one for one in received if one.origin not in known}.values())
    for one in fresh:
        _check(one, at)
    accounts = _accounts(fresh)
    entries = [_entry(one, key, accounts) for one, key in zip(fresh, _keys(len(fresh)), strict=True)]
    postings = ledger.post_many(actor=actor, at=at, entries=[entry for _key, entry in entries]) if entries else []
    # Whoever booked the same in between has committed: their payment is the one.
    others = {row.origin: row for row in Payment.everything.filter(origin__in=[one.origin for one in fresh])}
    new = [place for place, one in enumerate(fresh) if one.origin not in others]
    rows = _kept(actor, at, [(fresh[place], entries[place][0], postings[place]) for place in new])
    _settled(actor, at, [(fresh[place], row) for place, row in zip(new, rows, strict=True)])
    tell(actor, at, rows)
    known |= others | {row.origin: row for row in rows}
    return [known[one.origin] for one in received]


def _check(one: Received, at: datetime) -> None:
    kind = payment_kinds.get(one.kind)
    if kind is None:
        raise refusals.WayUnknown
    if one.amount <= 0 or one.amount != one.amount.quantize(Decimal("0.01")):
        raise refusals.NothingReceived
    if one.received_on > day_of(at):
        raise refusals.NotYet(field="received_on")
    if kind.needs_agreement and not _agreed(one):
        raise refusals.NotAgreed


def _agreed(one: Received) -> bool:
    """Tell whether there is a recorded agreement with the customer on the day (CC-69)."""
    if one.agreement_id is None or one.party_id is None:
        return False
    return any(row.pk == one.agreement_id for row in agreed_with(one.party_id, one.received_on))


def _keys(how_many: int) -> list[int]:
    """Return the keys of payments to come, so that their entries can name them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('payments_payment', 'id')) FROM generate_series(1, %s)", [how_many]
        )
        return [row[0] for row in cursor.fetchall()]


def _accounts(received: Sequence[Received]) -> Accounts:
    """Return the accounts that payments touch, each asked for once."""
    sides = {(one.entity_id, role) for one in received for role in (one.role, _against(one))}
    return {side: ledger.account_for(*side) for side in sorted(sides)}


def _against(one: Received) -> AccountRole:
    return AccountRole.UNCLEAR if one.party_id is None else AccountRole.RECEIVABLE


def _entry(one: Received, key: int, accounts: Accounts) -> tuple[int, Entry]:
    owing = None
    if one.party_id is not None:
        owing = Owing(
            party_id=one.party_id, nature=Nature.CREDIT, due_on=one.received_on, subject=f"payments.payment:{key}",
            text=TEXT,
        )  # fmt: skip
    entry = Entry(
        entity_id=one.entity_id, booked_on=one.received_on, kind=PostingKind.PAYMENT, text=TEXT,
        origin=f"in:{one.origin}", document=one.reference[:40],
        sides=(
            Side(accounts[one.entity_id, one.role], one.amount),
            Side(accounts[one.entity_id, _against(one)], -one.amount, owing),
        ),
    )  # fmt: skip
    return key, entry


def _kept(actor: Actor, at: datetime, given: Sequence[tuple[Received, int, Posting]]) -> list[Payment]:
    items = queries.entries_of([posting.pk for _one, _key, posting in given])
    twins = queries.twins_of([one for one, _key, _posting in given])
    rows = Payment.everything.bulk_create([
        Payment(
            pk=key, entity_id=one.entity_id, party_id=one.party_id, kind=one.kind, account_role=one.role,
            state=PaymentState.UNCLEAR if one.party_id is None else PaymentState.BOOKED, amount=one.amount,
            received_on=one.received_on, reference=one.reference[:200], payer=one.payer[:140], origin=one.origin,
            item_id=items.get(posting.pk), twin_id=twins.get(one.origin), agreement_id=one.agreement_id,
            noted_at=at, noted_by=str(actor)[:120],
        )
        for one, key, posting in given
    ])  # fmt: skip
    for row in rows:
        note(actor, at, "payments.received", row)
    return rows


def _settled(actor: Actor, at: datetime, given: Sequence[tuple[Received, Payment]]) -> None:
    """Let each payment settle what it pays, in their order."""
    found = [_settling(row, one.named_item_ids) for one, row in given]
    ledger.settle_many(actor=actor, at=at, settlings=[one for one in found if one is not None])


def settle(actor: Actor, at: datetime, row: Payment, named: Sequence[int] = ()) -> None:
    """Let a payment settle what its customer owes, named claims first, on the day it came in."""
    if (one := _settling(row, named)) is not None:
        ledger.settle_many(actor=actor, at=at, settlings=(one,))


def _settling(row: Payment, named: Sequence[int]) -> Settling | None:
    if row.party_id is None or row.item_id is None:
        return None
    return Settling(
        party_id=row.party_id, entity_id=row.entity_id, on=row.received_on, because=SETTLED,
        credit_ids=(row.item_id,), named=named,
    )  # fmt: skip


def tell(actor: Actor, at: datetime, rows: Sequence[Payment]) -> None:
    """Tell everybody who listens of payments that are somebody's now."""
    mine = [row for row in rows if row.party_id is not None]
    if mine:
        for hear in hearers:
            hear(actor, at, mine)


@transaction.atomic
def assign(
    *, actor: Actor, at: datetime, payment_id: int, party_id: int, named_item_ids: Sequence[int] = ()
) -> Payment:
    """Give unclear money to a customer and settle what it pays. Raises NotUnclear, PeriodClosed."""
    row = locked(payment_id)
    if row.state != PaymentState.UNCLEAR:
        raise refusals.NotUnclear
    posting = _moved(actor, at, row, party_id, AccountRole.UNCLEAR, AccountRole.RECEIVABLE, row.amount)
    row.party_id, row.state = party_id, PaymentState.BOOKED
    row.item = queries.item_of(posting.pk)
    row.save(update_fields=["party", "state", "item"])
    settle(actor, at, row, named_item_ids)
    note(actor, at, "payments.assigned", row)
    tell(actor, at, [row])
    return row


@transaction.atomic
def release(*, actor: Actor, at: datetime, payment_id: int, reason: str) -> Payment:
    """Take a payment from a customer it was given to by mistake; it is unclear again. Raises NotAssigned."""
    row = locked(payment_id)
    if row.state != PaymentState.BOOKED or row.item is None or row.party_id is None:
        raise refusals.NotAssigned
    if not reason.strip():
        raise refusals.ReasonMissing
    old, party_id = row.item, row.party_id
    note(actor, at, "payments.released", row, reason=reason.strip()[:160])
    ledger.wait_turn(entity_id=row.entity_id, on=day_of(at))
    standing = ledger.standing_allocations([old.pk])
    ledger.undo(actor=actor, at=at, on=day_of(at), allocation_ids=[one.pk for one in standing], because=reason)
    posting = _moved(actor, at, row, party_id, AccountRole.UNCLEAR, AccountRole.RECEIVABLE, -row.amount)
    close(actor, at, old, posting, reason)
    row.party, row.item, row.state = None, None, PaymentState.UNCLEAR
    row.save(update_fields=["party", "state", "item"])
    return row


def _moved(
    actor: Actor, at: datetime, row: Payment, party_id: int, source: AccountRole, target: AccountRole, amount: Decimal
) -> Posting:
    """Book money from unclear to a customer's account, or back where the amount is below zero."""
    subject = subject_of(row)
    nature = Nature.CREDIT if amount > 0 else Nature.PRINCIPAL
    owing = Owing(party_id=party_id, nature=nature, due_on=day_of(at), subject=subject, text=TEXT)
    entry = Entry(
        entity_id=row.entity_id, booked_on=day_of(at), kind=PostingKind.TRANSFER, text=TEXT,
        origin=f"{subject}:moved:{books.items_about(subject).count()}", document=row.reference[:40],
        sides=(
            Side(ledger.account_for(row.entity_id, source), amount),
            Side(ledger.account_for(row.entity_id, target), -amount, owing),
        ),
    )  # fmt: skip
    return ledger.post(actor=actor, at=at, entry=entry)


def close(actor: Actor, at: datetime, item: Item, posting: Posting, because: str) -> Item:
    """Let the item of an entry and an older one settle each other; returns the new one."""
    new = queries.item_of(posting.pk)
    ledger.settle_pair(actor=actor, at=at, on=posting.booked_on, first=item, second=new, because=because)
    return new


def locked(payment_id: int) -> Payment:
    """Lock a payment."""
    return Payment.everything.select_for_update(no_key=True, of=("self",)).get(pk=payment_id)


def note(actor: Actor, at: datetime, kind: str, row: Payment, **more: str) -> None:
    """Write down what happened with a payment, as the customer's matter where it is one's."""
    subject = f"parties.party:{row.party_id}" if row.party_id else subject_of(row)
    data = {"amount": str(row.amount), "way": row.kind, "payment": row.pk, **more}
    audit.record(actor=actor, at=at, kind=kind, subject=subject, data=data)
