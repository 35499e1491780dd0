"""Working on an order: what begins it, what was done, and what was delivered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.catalogue.extension import fulfilment_of
from quartier.core.contracts import services as contracts
from quartier.core.orders import queries
from quartier.core.orders.extension import Moment, begun, finished, holds
from quartier.core.orders.models import Entry, EntryKind, Order, OrderFile, OrderState
from quartier.core.orders.rules.states import OPEN, Step
from quartier.core.orders.services import deciding, promptness, telling
from quartier.core.orders.services.refusals import (
    AlreadyDecided,
    NotAccepted,
    NotFinished,
    NothingDelivered,
    OrderHeld,
    OrderOver,
    StillWithdrawable,
    WordsMissing,
)
from quartier.kit.clock import day_of
from quartier.values.actor import Actor

STARTED = "processing started"
DELIVERED = "result delivered"


@transaction.atomic
def begin(*, actor: Actor, at: datetime, order_id: int, words: str = "") -> Order:
    """Note that performance begins, once; modules call it with the first thing they do (WR-018, WR-051).

    Where the terms let the start of work conclude the contract, it does. Raises NotAccepted for another offer,
    StillWithdrawable for a consumer who did not ask for an early start, OrderHeld, OrderOver, and what the kind of
    product refuses, such as a licence that was used before (WR-011).
    """
    order = deciding.locked(order_id)
    if order.begun_at is not None and order.state in OPEN:
        fulfilment_of(order.kind).begin(actor=actor, at=at, order=order)
    return _begun(actor, at, order, words)


@transaction.atomic
def work(*, actor: Actor, at: datetime, order_id: int, words: str) -> Entry:
    """Write down what was done for an order; the first entry begins it, and any blocks a refund (WR-063)."""
    if not words.strip():
        raise WordsMissing
    order = deciding.locked(order_id)
    _begun(actor, at, order, words)
    return note(actor, at, order, EntryKind.WORK, words)


@transaction.atomic
def finish(*, actor: Actor, at: datetime, order_id: int, document_ids: Sequence[int] = (), words: str = "") -> Order:
    """Deliver the result: everything is performed now. Delivery concludes the contract where the terms say so (WR-023).

    Raises NothingDelivered without documents or words, and what `begin` raises; nothing has changed then.
    """
    if not document_ids and not words.strip():
        raise NothingDelivered
    order = deciding.locked(order_id)
    if order.state == OrderState.OFFERED and Moment.DELIVERY in queries.moments_of(order):
        _check_early(order, at, Moment.DELIVERY)
        order = deciding.accepted_by(actor, at, order, Moment.DELIVERY, DELIVERED)
    _begun(actor, at, order, words)
    fulfilment_of(order.kind).finish(actor=actor, at=at, order=order)
    order.state, order.ended_at = deciding.moved(order, Step.FINISH), at
    promptness.drop_check(actor=actor, at=at, order=order)
    order.waiting_since, order.missing = None, []
    order.save(update_fields=["state", "ended_at", "waiting_since", "missing"])
    _file_results(order, at, document_ids)
    note(actor, at, order, EntryKind.RESULT, words, {"documents": list(document_ids)})
    if order.contract_id is not None:
        contracts.note_performance(at=at, contract_id=order.contract_id, is_complete=True)
        contracts.close_performed(actor=actor, at=at, contract_id=order.contract_id)
    data = {"number": order.number, "documents": list(document_ids)}
    audit.record(actor=actor, at=at, kind="orders.finished", subject=queries.subject_of(order), data=data)
    for hear in finished:
        hear(actor, at, order)
    telling.finished(actor=actor, at=at, order=order)
    return order


@transaction.atomic
def deliver_again(
    *, actor: Actor, at: datetime, order_id: int, document_ids: Sequence[int] = (), words: str = ""
) -> Order:
    """Hand out a result anew, after a change (WR-075); what was delivered before stays with the order.

    Raises NotFinished for an order without a first result, NothingDelivered without documents or words.
    """
    if not document_ids and not words.strip():
        raise NothingDelivered
    order = deciding.locked(order_id)
    if order.state != OrderState.FINISHED:
        raise NotFinished
    _file_results(order, at, document_ids)
    note(actor, at, order, EntryKind.RESULT, words, {"documents": list(document_ids), "again": True})
    telling.delivered_again(actor=actor, at=at, order=order, words=words)
    return order


def _file_results(order: Order, at: datetime, document_ids: Sequence[int]) -> None:
    OrderFile.objects.bulk_create(
        [OrderFile(order=order, document_id=one, is_result=True, added_at=at) for one in document_ids],
        ignore_conflicts=True,
    )


def note(
    actor: Actor, at: datetime, order: Order, kind: EntryKind, words: str, data: dict[str, object] | None = None
) -> Entry:
    """Write an entry that happened now, with its fact."""
    row = Entry.objects.create(
        order=order, kind=kind, at=at, noted_at=at, noted_by=str(actor), words=words.strip(), data=data or {}
    )
    audit.record(
        actor=actor,
        at=at,
        kind="orders.noted",
        subject=queries.subject_of(order),
        data={"what": kind.value, **row.data},
    )
    return row


def _begun(actor: Actor, at: datetime, order: Order, words: str) -> Order:
    """Let an order begin if it has not; see `begin`."""
    if order.state not in OPEN:
        raise OrderOver
    if order.begun_at is not None:
        return order
    if order.state == OrderState.OFFERED:
        if Moment.START_OF_WORK not in queries.moments_of(order):
            raise NotAccepted
        _check_early(order, at, Moment.START_OF_WORK)
        order = deciding.accepted_by(actor, at, order, Moment.START_OF_WORK, STARTED)
    else:
        _check_early(order, at)
        if why := next((told for hold in holds if (told := hold(order))), None):
            raise OrderHeld(why)
    fulfilment_of(order.kind).begin(actor=actor, at=at, order=order)
    order.begun_at = at
    order.save(update_fields=["begun_at"])
    if order.contract_id is None:
        raise AlreadyDecided
    contracts.note_performance(at=at, contract_id=order.contract_id)
    data = {"number": order.number, "words": words.strip()[:200]}
    audit.record(actor=actor, at=at, kind="orders.begun", subject=queries.subject_of(order), data=data)
    for hear in begun:
        hear(actor, at, order)
    return order


def _check_early(order: Order, at: datetime, _moment: Moment | None = None) -> None:
    """Refuse to begin for a consumer who can still withdraw and did not make both declarations (WR-072)."""
    free_from = queries.work_from(order)
    if free_from is not None and day_of(at) < free_from:
        raise StillWithdrawable
