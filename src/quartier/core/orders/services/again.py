"""Taking a closed order up again: reactivated, or upgraded with full credit of what was paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.contracts import services as contracts
from quartier.core.orders import queries
from quartier.core.orders.extension import Moment, paid_for, resumed
from quartier.core.orders.models import EntryKind, Order, OrderState
from quartier.core.orders.rules.states import Step
from quartier.core.orders.services import deciding, ending, telling
from quartier.core.orders.services.placing import Placing, place
from quartier.core.orders.services.refusals import (
    ConsentMissing,
    CreditTaken,
    NoSuchRule,
    NotDearer,
    TooLateToGoOn,
)
from quartier.core.orders.services.working import note
from quartier.core.providers.policies.choices import Scope
from quartier.core.terms import queries as terms
from quartier.kit.clock import day_of
from quartier.values.actor import Actor


@transaction.atomic
def reactivate(*, actor: Actor, at: datetime, order_id: int, words: str) -> Order:
    """Take a closed order up again, on the customer's wish, within the time since it was ordered (WR-065).

    Raises TooLateToGoOn from the next day on, CreditTaken when the money went elsewhere, NoSuchRule.
    """
    order = deciding.locked(order_id)
    order.state = deciding.moved(order, Step.REACTIVATE)
    _check_time(order, at)
    _check_money(order)
    times = order.entries.filter(kind=EntryKind.REPLY, data__has_key="reactivated").count() + 2
    if order.accepted_at is None:
        order.accepted_at, order.accepted_by = at, Moment.ACCEPTANCE.value
    order.contract = contracts.conclude(
        actor=actor, at=at,
        given=contracts.Conclusion(
            scope=Scope(order.scope), standing=order.standing, is_paid=order.gross > 0, formed_by=Moment.ACCEPTANCE,
            versions=[one.version for one in terms.accepted_for(queries.subject_of(order))],
            origin=f"{queries.subject_of(order)}:{times}", party=order.party, entity_id=order.entity_id,
            number=f"{order.number}-{times}", subject=order.title, instructed_at=at,
        ),
    )  # fmt: skip
    order.ended_at, order.end_reason, order.begun_at = None, "", None
    order.save(update_fields=["state", "accepted_at", "accepted_by", "contract", "ended_at", "end_reason", "begun_at"])
    note(actor, at, order, EntryKind.REPLY, words, {"reactivated": times})
    data = {"number": order.number}
    audit.record(actor=actor, at=at, kind="orders.reactivated", subject=queries.subject_of(order), data=data)
    for hear in resumed:
        hear(actor, at, order)
    telling.reactivated(actor=actor, at=at, order=order)
    return order


@transaction.atomic
def upgrade(*, actor: Actor, at: datetime, order_id: int, given: Placing, consent: str = "") -> Order:
    """Order a dearer service instead; all that was paid is credited (WR-066, WR-067).

    An order that is not closed yet goes over with the customer's `consent` (WR-070). Raises NotDearer, TooLateToGoOn,
    CreditTaken, ConsentMissing and what `place` raises.
    """
    order = deciding.locked(order_id)
    deciding.moved(order, Step.CONVERT)
    if order.state == OrderState.CLOSED:
        _check_time(order, at)
    elif not consent.strip():
        raise ConsentMissing
    _check_money(order)
    if given.gross <= order.gross:
        raise NotDearer
    made = place(
        actor=actor, at=at,
        given=replace(given, party=order.party, guest=None, previous=order, credit=paid_for(order.pk)),
    )  # fmt: skip
    if consent.strip():
        note(actor, at, order, EntryKind.CONSENT, consent, {"to": made.number})
    ending.convert(actor, at, order, made)
    return made


def _check_time(order: Order, at: datetime) -> None:
    until = queries.goes_on_until(order)
    if until is None:
        raise NoSuchRule
    if day_of(at) > until:
        raise TooLateToGoOn


def _check_money(order: Order) -> None:
    """Refuse when what was paid went back or is credited elsewhere."""
    if hasattr(order, "refund") or order.next_orders.exists():
        raise CreditTaken
