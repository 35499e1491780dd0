"""Accepting and declining: by the event that the terms name, and only once."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.contracts import services as contracts
from quartier.core.contracts.services import withdrawing
from quartier.core.orders import queries
from quartier.core.orders.extension import accepted, ended
from quartier.core.orders.models import CreditCheck, CreditResult, Order, OrderState
from quartier.core.orders.rules import formation
from quartier.core.orders.rules.states import Step, target
from quartier.core.orders.services import promptness, telling
from quartier.core.orders.services.checking import INSTRUCTION
from quartier.core.orders.services.refusals import AlreadyDecided, NotThisWay
from quartier.core.parties.extension import Standing
from quartier.core.providers.policies.choices import Scope
from quartier.core.providers.policies.contract import Moment
from quartier.core.terms import queries as terms
from quartier.kit.clock import day_of
from quartier.kit.jobs import enqueue
from quartier.values.actor import SYSTEM, Actor


def locked(order_id: int) -> Order:
    """Return an order for a change, locked until the transaction ends; raises Order.DoesNotExist.

    Its contract is locked before it: whoever ends a contract goes from there to the order, so nobody goes back.
    """
    contract_id = Order.objects.filter(pk=order_id).values_list("contract_id", flat=True).first()
    if contract_id is not None:
        withdrawing.locked(contract_id)
    rows = Order.objects.select_for_update(no_key=True, of=("self",)).select_related("party", "entity", "contract")
    row: Order = rows.get(pk=order_id)
    return row


def moved(order: Order, step: Step) -> str:
    """Return the state after a step; raises AlreadyDecided where the order went another way."""
    after = target(step, order.state)
    if after is None:
        raise AlreadyDecided
    return after


@transaction.atomic
def accept(*, actor: Actor, at: datetime, order_id: int, moment: Moment | None = None, because: str = "") -> Order:
    """Accept an order with an event that the terms name (WR-014–WR-023, CC-07, QX-09).

    Without a `moment` it is our express yes. Raises AlreadyDecided for what was decided, NotThisWay for an event that
    concludes no such contract.
    """
    order = locked(order_id)
    moments = queries.moments_of(order)
    chosen = moment or formation.said_by_us(moments)
    moved(order, Step.ACCEPT)
    if chosen is None or chosen not in moments:
        raise NotThisWay
    return accepted_by(actor, at, order, chosen, because)


def accept_new(*, at: datetime, order: Order, moments: frozenset[Moment], token: str) -> Order:
    """Accept an order in the transaction that stored it: the confirmation is the acceptance (WR-014)."""
    return accepted_by(SYSTEM, at, order, next(iter(moments)), "", token)


def accepted_by(actor: Actor, at: datetime, order: Order, moment: Moment, because: str, token: str = "") -> Order:
    """Conclude the contract and send the confirmation; the one place where an order becomes accepted."""
    versions = [one.version for one in terms.accepted_for(queries.subject_of(order))]
    instructed = order.standing == Standing.CONSUMER and any(one.kind == INSTRUCTION for one in versions)
    order.state, order.accepted_at = OrderState.ACCEPTED, at
    order.accepted_by, order.accepted_because = moment.value, because
    order.contract = contracts.conclude(
        actor=actor, at=at,
        given=contracts.Conclusion(
            scope=Scope(order.scope), standing=order.standing, is_paid=order.gross > 0, formed_by=moment,
            versions=versions, origin=queries.subject_of(order), instructed_at=at if instructed else None,
            party=order.party, entity_id=order.entity_id, number=order.number, subject=order.title,
        ),
    )  # fmt: skip
    order.save(update_fields=["state", "accepted_at", "accepted_by", "accepted_because", "contract"])
    data = {"number": order.number, "by": moment.value, "because": because}
    audit.record(actor=actor, at=at, kind="orders.accepted", subject=queries.subject_of(order), data=data)
    telling.accepted(actor=actor, at=at, order=order, texts=versions, token=token)
    for hears in accepted:
        hears(actor, at, order)
    enqueue("orders.archive", order_id=order.pk)
    return order


@transaction.atomic
def decline(*, actor: Actor, at: datetime, order_id: int, note: str = "") -> Order:
    """Decline an order: the applicant hears no reason, `note` stays inside (CC-08). Raises AlreadyDecided."""
    order = locked(order_id)
    order.state, order.ended_at, order.end_note = moved(order, Step.DECLINE), at, note.strip()
    order.save(update_fields=["state", "ended_at", "end_note"])
    data = {"number": order.number, "noted": bool(order.end_note)}
    audit.record(actor=actor, at=at, kind="orders.declined", subject=queries.subject_of(order), data=data)
    promptness.drop_check(actor=actor, at=at, order=order)
    for hear in ended:
        hear(actor, at, order)
    telling.declined(actor=actor, at=at, order=order)
    return order


@transaction.atomic
def note_credit_check(
    *, actor: Actor, at: datetime, order_id: int, source: str, checked_on: date, result: str, words: str = ""
) -> CreditCheck:
    """Write down a credit check before acceptance; only the finance role reads it (CC-08). Raises AlreadyDecided."""
    order = locked(order_id)
    if order.state != OrderState.OFFERED or checked_on > day_of(at):
        raise AlreadyDecided
    row = CreditCheck.objects.create(
        order=order, source=source.strip(), checked_on=checked_on, result=CreditResult(result), words=words.strip(),
        noted_by=str(actor), noted_at=at,
    )  # fmt: skip
    data = {"number": order.number, "source": row.source}
    audit.record(actor=actor, at=at, kind="orders.credit_checked", subject=queries.subject_of(order), data=data)
    return row
