"""Asking customers for what is missing, and what they answered: the time that an order takes waits meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.orders import queries
from quartier.core.orders.models import Entry, EntryKind, Order, OrderFile
from quartier.core.orders.rules.states import OPEN
from quartier.core.orders.services import deciding, promptness, telling
from quartier.core.orders.services.refusals import InTheFuture, NoAddress, NothingAsked, OrderOver, WordsMissing
from quartier.core.orders.services.working import note
from quartier.values.actor import Actor, ActorKind


def _open(order_id: int) -> Order:
    order = deciding.locked(order_id)
    if order.state not in OPEN:
        raise OrderOver
    return order


@transaction.atomic
def request(*, actor: Actor, at: datetime, order_id: int, missing: Sequence[str], words: str = "") -> Entry:
    """Ask by e-mail for what is missing; from now on what is due waits (WR-031, WR-032).

    Asked again, it is a reminder: `missing` may stay empty then. Raises NothingAsked, NoAddress and OrderOver.
    """
    order = _open(order_id)
    items = [one.strip() for one in missing if one.strip()] or list(order.missing)
    if not items:
        raise NothingAsked
    if not order.party.email:
        raise NoAddress
    is_reminder = order.waiting_since is not None and items == order.missing
    order.missing, order.waiting_since = items, order.waiting_since or at
    order.save(update_fields=["missing", "waiting_since"])
    row = note(actor, at, order, EntryKind.REQUEST, words, {"missing": items, "reminder": is_reminder})
    telling.missing(actor=actor, at=at, order=order, words=words, is_reminder=is_reminder)
    return row


@transaction.atomic
def call(*, actor: Actor, at: datetime, order_id: int, words: str, called_at: datetime | None = None) -> Entry:
    """Note a call in which nobody was reached, or nothing was settled. Raises InTheFuture, OrderOver."""
    return _said(actor, at, _open(order_id), EntryKind.CALL, words, called_at)


@transaction.atomic
def reply(
    *, actor: Actor, at: datetime, order_id: int, words: str, is_complete: bool, said_at: datetime | None = None
) -> Entry:
    """Note that the customer answered: what was tried before no longer counts (WR-061).

    With `is_complete` everything is there, and the time runs on; what was due is due as much later (WR-032).
    """
    order = _open(order_id)
    row = _said(actor, at, order, EntryKind.REPLY, words, said_at)
    if is_complete:
        _run_on(order, at)
    return row


@transaction.atomic
def give(
    *, actor: Actor, at: datetime, order_id: int, documents: Mapping[str, Sequence[int]], words: str = ""
) -> Entry:
    """Take what the customer sent: an answer, which staff look at. Raises OrderOver, WordsMissing."""
    order = _open(order_id)
    numbers = [(key, number) for key, found in documents.items() for number in found]
    if not numbers and not words.strip():
        raise WordsMissing
    OrderFile.objects.bulk_create(
        [OrderFile(order=order, document_id=number, key=key, added_at=at) for key, number in numbers],
        ignore_conflicts=True,
    )
    row = note(actor, at, order, EntryKind.REPLY, words, {"documents": [number for _key, number in numbers]})
    promptness.expect_check(actor=actor, at=at, order=order)
    order.flags = [*dict.fromkeys([*order.flags, queries.ANSWERED])]
    order.save(update_fields=["flags"])
    return row


@transaction.atomic
def checked(*, actor: Actor, at: datetime, order_id: int, missing: Sequence[str] = (), words: str = "") -> Entry:
    """Tell the customer whether the documents suffice, and if not, what is missing (WR-069). Raises OrderOver."""
    order = _open(order_id)
    order.flags = [one for one in order.flags if one != queries.ANSWERED]
    items = [one.strip() for one in missing if one.strip()]
    order.missing = items
    if items:
        order.waiting_since = order.waiting_since or at
        order.save(update_fields=["flags", "missing", "waiting_since"])
    else:
        order.save(update_fields=["flags"])
        _run_on(order, at)
    row = note(actor, at, order, EntryKind.REQUEST if items else EntryKind.CHECKED, words, {"missing": items})
    promptness.note_check(actor=actor, at=at, order=order)
    if items:
        telling.missing(actor=actor, at=at, order=order, words=words, is_reminder=False)
    else:
        telling.sufficient(actor=actor, at=at, order=order, words=words)
    return row


@transaction.atomic
def change(*, actor: Actor, at: datetime, order_id: int, words: str) -> Entry:
    """Change an order in text form: the agreed words go to the customer by e-mail and into the journal (WR-008)."""
    if not words.strip():
        raise WordsMissing
    order = _open(order_id)
    if not order.party.email:
        raise NoAddress
    row = note(actor, at, order, EntryKind.CHANGE, words)
    telling.changed(actor=actor, at=at, order=order, words=words)
    return row


@transaction.atomic
def plan(*, actor: Actor, at: datetime, order_id: int, due_at: datetime | None) -> Order:
    """Note until when an order is to be done. Raises OrderOver."""
    order = _open(order_id)
    before, order.due_at = order.due_at, due_at
    order.save(update_fields=["due_at"])
    data = {"due": [one.isoformat() if one else "" for one in (before, due_at)]}
    audit.record(actor=actor, at=at, kind="orders.planned", subject=queries.subject_of(order), data=data)
    return order


def _said(actor: Actor, at: datetime, order: Order, kind: EntryKind, words: str, when: datetime | None) -> Entry:
    if not words.strip():
        raise WordsMissing
    if when is not None and when > at:
        raise InTheFuture
    row = note(actor, at, order, kind, words, {"by": "customer"} if actor.kind is ActorKind.CUSTOMER else {})
    if when is not None and when != at:
        row.at = when
        row.save(update_fields=["at"])
    return row


def _run_on(order: Order, at: datetime) -> None:
    """Let the time of an order run on: what was due is due as much later as it waited."""
    waited = at - order.waiting_since if order.waiting_since else None
    if waited and order.due_at:
        order.due_at += waited
    order.waiting_since, order.missing = None, []
    order.save(update_fields=["waiting_since", "missing", "due_at"])
