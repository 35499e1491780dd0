"""How orders end without a result: closed, cancelled, withdrawn, stopped; and what happens to the money."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from quartier.core.audit import services as audit
from quartier.core.catalogue.extension import fulfilment_of
from quartier.core.contracts import services as contracts
from quartier.core.contracts.extension import ContractState, Ended
from quartier.core.orders import queries
from quartier.core.orders.extension import ended, paid_for
from quartier.core.orders.models import EntryKind, Order, OrderState, RefundRequest
from quartier.core.orders.rules.states import OPEN, Step
from quartier.core.orders.services import deciding, promptness, telling
from quartier.core.orders.services.refusals import (
    AlreadyAsked,
    AlreadyDecided,
    ConsentMissing,
    CreditTaken,
    NoSuchRule,
    NothingPaid,
    NotYetClosable,
    RefundBlocked,
)
from quartier.core.orders.services.working import note
from quartier.kit.clock import day_of
from quartier.values.actor import Actor

UNREACHABLE = "unreachable"
UNUSABLE = "documents_unusable"
INFEASIBLE = "infeasible"
OVER = (ContractState.ENDED, ContractState.WITHDRAWN)


@transaction.atomic
def close(*, actor: Actor, at: datetime, order_id: int, reason: str = UNREACHABLE) -> Order:
    """Close an order whose customer does not answer, or whose documents stay unusable (WR-061, WR-068).

    Raises NoSuchRule where the terms know no such end, NotYetClosable with everything that has not been tried yet.
    """
    order = deciding.locked(order_id)
    deciding.moved(order, Step.CLOSE)
    found = queries.inactivity(order, day_of(at))
    if found is None:
        raise NoSuchRule
    if not found.may_close:
        raise NotYetClosable(queries.why_not_closable(found))
    _end(actor, at, order, Step.CLOSE, reason)
    telling.closed(actor=actor, at=at, order=order, can_go_on=queries.goes_on_until(order))
    return order


@transaction.atomic
def cancel(*, actor: Actor, at: datetime, order_id: int, reason: str, consent: str) -> Order:
    """End an order that cannot be carried out, with the customer's consent on record (WR-070)."""
    if not consent.strip():
        raise ConsentMissing
    order = deciding.locked(order_id)
    deciding.moved(order, Step.CANCEL)
    note(actor, at, order, EntryKind.CONSENT, consent, {"to": "cancel"})
    _end(actor, at, order, Step.CANCEL, reason)
    telling.cancelled(actor=actor, at=at, order=order)
    return order


@transaction.atomic
def withdraw(*, actor: Actor, at: datetime, order_id: int) -> Order:
    """Undo an order by a withdrawal; work stops. Whoever calls this has judged it. Raises AlreadyDecided."""
    order = deciding.locked(order_id)
    return _end(actor, at, order, Step.WITHDRAW, "withdrawal")


def stop(told: Ended) -> None:
    """Hear that a contract is over: nothing more is done for its order."""
    order = Order.everything.select_for_update(no_key=True).filter(contract=told.contract, state__in=OPEN).first()
    if order is None:
        return
    step = Step.WITHDRAW if told.contract.state == ContractState.WITHDRAWN else Step.STOP
    if told.because != "performed":
        _end(told.actor, told.at, order, step, told.because, contract_over=True)


def _end(actor: Actor, at: datetime, order: Order, step: Step, reason: str, *, contract_over: bool = False) -> Order:
    """Let an order be over, and its contract with it; what modules had begun is called off."""
    order.state, order.ended_at, order.end_reason = deciding.moved(order, step), at, reason
    order.waiting_since, order.missing = None, []
    order.save(update_fields=["state", "ended_at", "end_reason", "waiting_since", "missing"])
    data = {"number": order.number, "by": step.value, "reason": reason}
    audit.record(actor=actor, at=at, kind="orders.ended", subject=queries.subject_of(order), data=data)
    promptness.drop_check(actor=actor, at=at, order=order)
    if order.begun_at is not None:
        fulfilment_of(order.kind).cancel(actor=actor, at=at, order=order)
    for hear in ended:
        hear(actor, at, order)
    contract = order.contract
    if contract is not None and not contract_over and contract.state not in OVER:
        if step is Step.WITHDRAW:
            contracts.withdraw(actor=actor, at=at, contract_id=contract.pk)
        else:
            contracts.close_performed(actor=actor, at=at, contract_id=contract.pk, because=reason)
    return order


def convert(actor: Actor, at: datetime, order: Order, into: Order) -> None:
    """Let an order go over into a new one; called with both in the transaction that placed the new one."""
    _end(actor, at, order, Step.CONVERT, f"→ {into.number}")


@transaction.atomic
def ask_refund(*, actor: Actor, at: datetime, order_id: int, reason: str = "") -> RefundRequest:
    """Hand over that what was paid goes back: all of it, once (WR-064).

    Raises RefundBlocked where work has begun and no `reason` is given (WR-063), NothingPaid, AlreadyAsked, CreditTaken,
    AlreadyDecided for an order that is not over.
    """
    order = deciding.locked(order_id)
    if order.state not in (OrderState.CLOSED, OrderState.CANCELLED, OrderState.DECLINED):
        raise AlreadyDecided
    if RefundRequest.objects.filter(order=order).exists():
        raise AlreadyAsked
    if order.next_orders.filter(credit__gt=0).exists():
        raise CreditTaken
    amount = paid_for(order.pk)
    if amount <= Decimal(0):
        raise NothingPaid
    if queries.has_begun(order) and not reason.strip():
        raise RefundBlocked
    row = RefundRequest.objects.create(
        order=order, amount=amount, reason=reason.strip(), asked_by=str(actor), asked_at=at
    )
    data = {"number": order.number, "amount": str(amount), "reason": row.reason}
    audit.record(actor=actor, at=at, kind="orders.refund_asked", subject=queries.subject_of(order), data=data)
    telling.refunded(actor=actor, at=at, order=order, amount=amount)
    return row


def reason_label(reason: str) -> str:
    """Return why an order ended, in words for the customer."""
    words = {
        UNREACHABLE: _("we did not reach you"),
        UNUSABLE: _("the documents cannot be used"),
        INFEASIBLE: _("the service cannot be carried out"),
        "withdrawal": _("you withdrew"),
    }
    return words.get(reason, reason)
