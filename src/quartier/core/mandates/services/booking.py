"""A run is given to the bank, its collections are booked on their day, and credited by the bank in one sum."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Max

from quartier.core.audit import services as audit
from quartier.core.deadlines import services as deadlines
from quartier.core.deadlines.extension import Passed
from quartier.core.ledger import services as ledger
from quartier.core.ledger.services import AccountRole, Entry, PostingKind, Side
from quartier.core.mandates import queries
from quartier.core.mandates.models import Collection, Mandate, Payout, Run
from quartier.core.mandates.rules import CollectionState, PayoutState, RunState
from quartier.core.mandates.services import preparing, refusals
from quartier.core.payments import services as payments
from quartier.core.payments.extension import PaidBack
from quartier.kit.clock import day_of
from quartier.kit.jobs import enqueue
from quartier.values.actor import SYSTEM, Actor
from quartier.values.period import ONE_DAY

KIND: Final = "sepa_debit"
DUE: Final = "mandates.due"
TEXT: Final = "Gutschrift von Lastschriften"
CHUNK: Final = 500


@transaction.atomic
def hand_over(*, actor: Actor, at: datetime, run_id: int, anyway: bool = False) -> Run:
    """Note that the bank has the file of a run. On its day each collection is booked as paid.

    Raises PaidMeanwhile where a claim in it was paid, held back or its mandate ended since, unless the bank has the
    file `anyway`; and WrongState.
    """
    run = preparing.locked(run_id, RunState.APPROVED)
    run.state, run.sent_at = RunState.SENT, at
    run.save(update_fields=["state", "sent_at"])
    if run.kind == preparing.DEBIT:
        if not anyway and _overtaken(run, day_of(at)):
            raise refusals.PaidMeanwhile
        _sent(actor, at, run)
    else:
        run.payouts.filter(state=PayoutState.CHOSEN).update(state=PayoutState.SENT)
        numbers = run.payouts.filter(state=PayoutState.SENT).values_list("refund", flat=True)
        payments.sent(actor=actor, at=at, refund_ids=list(numbers))
    data = {"run": run.message_id, "count": run.count, "sum": str(run.sum)}
    audit.record(actor=actor, at=at, kind="mandates.run_sent", subject=queries.subject_of(run), data=data)
    return run


def _overtaken(run: Run, on: date) -> bool:
    rows = list(run.collections.filter(state=CollectionState.CHOSEN).order_by("pk"))
    items = preparing.locked_items(rows)
    if any(items[row.item_id].open < row.amount for row in rows):
        return True
    if preparing.held_back(list(items.values()), on):
        return True
    return run.collections.filter(state=CollectionState.CHOSEN).exclude(mandate__state="active").exists()


def _sent(actor: Actor, at: datetime, run: Run) -> None:
    """Note what the payers' banks are told now, and when each batch is booked."""
    creditor = queries.creditor_of(run.entity_id)
    rows = run.collections.filter(state=CollectionState.CHOSEN)
    used = dict(rows.values("mandate").annotate(last=Max("collect_on")).values_list("mandate", "last"))
    mandates = list(Mandate.everything.select_for_update(no_key=True).filter(pk__in=used).order_by("pk"))
    for one in mandates:
        one.last_used_on, one.sent_reference, one.sent_iban = used[one.pk], one.reference, one.iban
        if creditor is not None:
            one.sent_identifier, one.sent_name = creditor.identifier, creditor.name
    fields = ["last_used_on", "sent_reference", "sent_iban", "sent_identifier", "sent_name"]
    Mandate.everything.bulk_update(mandates, fields, batch_size=2_000)
    rows.update(state=CollectionState.SENT)
    days = {one.collect_on for one in queries.batches_of(run)}
    openings = [
        deadlines.Opening(
            kind=DUE, subject=f"{queries.subject_of(run)}:{day.isoformat()}", last_on=day - ONE_DAY,
            entity_id=run.entity_id,
        )
        for day in sorted(days)
    ]  # fmt: skip
    deadlines.open_many(actor=actor, at=at, openings=openings)


def due(passed: Passed) -> None:
    """Book the collections of a run whose day has come: some at once, a long row by a job in chunks."""
    _kind, number, day = passed.subject.split(":")
    if book(at=passed.at, run_id=int(number), on=date.fromisoformat(day)):
        name = f"mandates.book:{getattr(connection, 'schema_name', '')}:{number}:{day}"
        enqueue("mandates.book", run_id=int(number), on=day, lock=name, queueing_lock=name)


@transaction.atomic
def book(*, at: datetime, run_id: int, on: date, most: int = CHUNK) -> bool:
    """Book the next collections of a run for a day as money on its way; tells whether there are more.

    Each is booked once, whoever calls this how often. What settles the claim is the payment; what the bank sends back
    later opens it again.
    """
    rows = list(
        Collection.objects.select_for_update(no_key=True, of=("self",))
        .filter(run_id=run_id, state=CollectionState.SENT, collect_on=on)
        .select_related("item", "mandate")
        .defer("mandate__iban", "mandate__sent_iban", "mandate__words")
        .order_by("pk")[:most]
    )
    booked(at, rows)
    return len(rows) == most


def booked(at: datetime, rows: list[Collection]) -> None:
    """Book collections as received."""
    made = payments.receive_many(
        actor=SYSTEM, at=at,
        received=[
            payments.Received(
                entity_id=row.mandate.entity_id, party_id=row.item.party_id, amount=row.amount, kind=KIND,
                received_on=row.collect_on, reference=row.end_to_end_id or "", payer=row.mandate.holder,
                origin=queries.subject_of(row), named_item_ids=(row.item_id,), account_role=AccountRole.TRANSIT,
            )
            for row in rows
        ],
    ) if rows else []  # fmt: skip
    for row, payment in zip(rows, made, strict=True):
        row.state, row.payment = CollectionState.BOOKED, payment.pk
    Collection.objects.bulk_update(rows, ["state", "payment"])


@transaction.atomic
def note_settled(
    *, actor: Actor, at: datetime, entity_id: int, reference: str, amount: Decimal, on: date, origin: str
) -> bool:
    """Book that the bank has credited a batch (`reference` is its id) or a whole run, on the account at the bank.

    Tells whether a batch has that id. What was not booked yet is booked first. `origin` names the bank's entry
    ("banking.entry:7"): it is booked once.
    """
    run = queries.run_named(reference)
    if run is None or run.entity_id != entity_id or run.kind != preparing.DEBIT or run.state != RunState.SENT:
        return False
    rows = run.collections.select_for_update(no_key=True, of=("self",)).select_related("item", "mandate")
    batch = next((one for one in queries.batches_of(run) if one.id == reference), None)
    if batch is not None:
        rows = rows.filter(collect_on=batch.collect_on, mandate__scheme=batch.scheme, sequence=batch.sequence)
    while waiting := list(rows.filter(state=CollectionState.SENT, collect_on__lte=on).order_by("pk")[:CHUNK]):
        booked(at, waiting)
    money_on_bank(actor, at, entity_id, amount, on, origin, run.message_id)
    numbers = list(rows.filter(state=CollectionState.BOOKED).values_list("pk", flat=True))
    Collection.objects.filter(pk__in=numbers).update(state=CollectionState.SETTLED, ended_on=on)
    data: dict[str, Any] = {"run": run.message_id, "sum": str(amount)}
    audit.record(actor=actor, at=at, kind="mandates.run_credited", subject=queries.subject_of(run), data=data)
    return True


def money_on_bank(
    actor: Actor, at: datetime, entity_id: int, amount: Decimal, on: date, origin: str, document: str
) -> None:
    """Book money from its way to the account at the bank; below zero the other way round."""
    sides = (
        Side(ledger.account_for(entity_id, AccountRole.BANK), amount),
        Side(ledger.account_for(entity_id, AccountRole.TRANSIT), -amount),
    )
    entry = Entry(
        entity_id=entity_id, booked_on=on, kind=PostingKind.TRANSFER, text=TEXT, origin=f"debit:{origin}",
        document=document, sides=sides,
    )  # fmt: skip
    ledger.post(actor=actor, at=at, entry=entry)


def paid_back(told: PaidBack) -> None:
    """Note that a transfer has left: called when payments hear of it."""
    rows = Payout.objects.filter(refund=told.refund.pk, state=PayoutState.SENT)
    rows.update(state=PayoutState.PAID, ended_on=told.refund.paid_on or day_of(told.at))
