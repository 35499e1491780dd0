"""What comes back: rejections by pain.002, returns by the account statement, and what they mean for the mandate."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.mandates import queries
from quartier.core.mandates.models import Collection, Run
from quartier.core.mandates.rules import CollectionState, MandateState, PayoutState, RunState
from quartier.core.mandates.rules.pain import NotAStatus, Status, status_report
from quartier.core.mandates.rules.reasons import ANSWERABLE, BLOCKING, NEW_ACCOUNT, WORTH_A_RETRY
from quartier.core.mandates.services import planning, preparing, refusals
from quartier.core.mandates.services.booking import booked, money_on_bank
from quartier.core.mandates.services.ending import ended, tell
from quartier.core.payments import services as payments
from quartier.kit.clock import day_of
from quartier.values.actor import Actor

NOTHING: Final = Decimal("0.00")
BACK: Final = (CollectionState.REJECTED, CollectionState.RETURNED)


@transaction.atomic
def note_returned(
    *, actor: Actor, at: datetime, end_to_end_id: str, reason: str, on: date, costs: Decimal = NOTHING, origin: str = ""
) -> Collection:
    """Note that the bank has sent a collection back: the claim is open again, the mandate is blocked where it must be.

    `reason` is the ISO code, `costs` what the bank charged. With `origin` ("banking.entry:7") the money that the bank
    took is booked from its account. Known already, it stays as it is. Raises NoSuchCollection.
    """
    row = (
        Collection.objects.select_for_update(no_key=True, of=("self",))
        .select_related("item", "mandate__party", "mandate__entity", "run")
        .filter(end_to_end_id=end_to_end_id)
        .first()
    )
    if row is None:
        raise refusals.NoSuchCollection
    if row.state not in BACK:
        _came_back(actor, at, row, reason, on, costs)
        if origin and row.payment is not None:
            money_on_bank(actor, at, row.mandate.entity_id, -(row.amount + costs), on, origin, row.end_to_end_id or "")
    return row


def _came_back(actor: Actor, at: datetime, row: Collection, reason: str, on: date, costs: Decimal) -> None:
    if row.state == CollectionState.SENT and row.collect_on <= on:
        booked(at, [row])
    was_booked = row.state in (CollectionState.BOOKED, CollectionState.SETTLED)
    row.state = CollectionState.RETURNED if was_booked else CollectionState.REJECTED
    row.reason, row.ended_on = reason[:4], on
    row.because = queries.why(reason)[:200]
    row.save(update_fields=["state", "reason", "ended_on", "because"])
    if was_booked and row.payment is not None:
        payments.take_back(
            actor=actor, at=at, payment_id=row.payment, on=on, costs=costs, reason=f"{reason}: {row.because}"[:160],
            answerable=reason in ANSWERABLE,
        )  # fmt: skip
    data = {"document": row.item.document, "amount": str(row.amount), "reason": row.reason, "why": row.because}
    audit.record(actor=actor, at=at, kind="mandates.came_back", subject=f"parties.party:{row.item.party_id}", data=data)
    _what_follows(actor, at, row)


def _what_follows(actor: Actor, at: datetime, row: Collection) -> None:
    """Block the mandate, ask for another account, or try once more where the provider wants that."""
    mandate = row.mandate
    if row.reason in BLOCKING and mandate.state == MandateState.ACTIVE:
        ended(actor, at, mandate, MandateState.BLOCKED, f"{row.reason}: {row.because}", "mandates.blocked")
        why = f"unsere Lastschrift kam zurück. Ihre Bank nennt als Grund: {row.because}"
        tell(actor, at, mandate, why, wants_account=row.reason in NEW_ACCOUNT)
        return
    creditor = queries.creditor_of(mandate.entity_id)
    tries = Collection.objects.filter(item_id=row.item_id, state__in=[str(one) for one in BACK]).count()
    if creditor is not None and creditor.retries and row.reason in WORTH_A_RETRY and tries == 1:
        row.item.refresh_from_db()
        planning.plan(actor=actor, at=at, items=[row.item])


@transaction.atomic
def take_status(*, actor: Actor, at: datetime, content: bytes, entity_id: int | None = None) -> Run:
    """Take the bank's answer to a file: what it rejects, as a whole, by batch or one by one, is not carried out.

    The same answer twice changes nothing. Raises NotReadable, NotOurFile.
    """
    try:
        report = status_report(content)
    except NotAStatus:
        raise refusals.NotReadable from None
    run = Run.objects.select_for_update(no_key=True, of=("self",)).filter(message_id=report.whole.id).first()
    if run is None or (entity_id is not None and run.entity_id != entity_id) or run.state != RunState.SENT:
        raise refusals.NotOurFile
    run.bank_status = report.whole.status[:4]
    run.save(update_fields=["bank_status"])
    rejected = 0
    if report.whole.is_rejected:
        rejected += _rejected_all(actor, at, run, report.whole)
    for one in report.batches:
        if one.is_rejected:
            rejected += _rejected_batch(actor, at, run, one)
    for one in report.rows:
        if one.is_rejected:
            rejected += _rejected_row(actor, at, run, one)
    data = {"run": run.message_id, "status": run.bank_status, "rejected": rejected}
    audit.record(actor=actor, at=at, kind="mandates.run_answered", subject=queries.subject_of(run), data=data)
    return run


def _rejected_all(actor: Actor, at: datetime, run: Run, status: Status) -> int:
    if run.kind == preparing.DEBIT:
        names = list(run.collections.filter(state__in=("sent", "booked")).values_list("end_to_end_id", flat=True))
    else:
        names = list(run.payouts.filter(state=PayoutState.SENT).values_list("end_to_end_id", flat=True))
    return sum(_rejected_row(actor, at, run, Status(str(one), status.status, status.reason)) for one in names)


def _rejected_batch(actor: Actor, at: datetime, run: Run, status: Status) -> int:
    if run.kind != preparing.DEBIT:
        return _rejected_all(actor, at, run, status)
    batch = next((one for one in queries.batches_of(run) if one.id == status.id), None)
    if batch is None:
        return 0
    rows = run.collections.filter(
        collect_on=batch.collect_on, mandate__scheme=batch.scheme, sequence=batch.sequence, state__in=("sent", "booked")
    )
    names = list(rows.values_list("end_to_end_id", flat=True))
    return sum(_rejected_row(actor, at, run, Status(str(one), status.status, status.reason)) for one in names)


def _rejected_row(actor: Actor, at: datetime, run: Run, status: Status) -> int:
    if run.kind == preparing.DEBIT:
        if not run.collections.filter(end_to_end_id=status.id).exclude(state__in=[str(one) for one in BACK]).exists():
            return 0
        note_returned(actor=actor, at=at, end_to_end_id=status.id, reason=status.reason, on=day_of(at))
        return 1
    row = (
        run.payouts.select_for_update(no_key=True, of=("self",))
        .filter(end_to_end_id=status.id, state=PayoutState.SENT)
        .first()
    )
    if row is None:
        return 0
    row.state, row.reason, row.ended_on = PayoutState.FAILED, status.reason[:4], day_of(at)
    row.because = queries.why(status.reason)[:200]
    row.save(update_fields=["state", "reason", "because", "ended_on"])
    payments.refund_failed(actor=actor, at=at, refund_id=row.refund, reason=row.because)
    return 1
