"""Telling customers' programs what happened: noted with what happened, sent once that is committed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from quartier.core.webhooks.extension import event_kinds
from quartier.core.webhooks.models import Delivery, DeliveryState, Event, Hook, HookState
from quartier.core.webhooks.rules import TRIES
from quartier.kit.jobs import enqueue

LISTENING = "SELECT id FROM webhooks_hook WHERE party_id = %s AND %s = ANY (events) ORDER BY id FOR KEY SHARE"


@transaction.atomic
def publish(
    *, at: datetime, party_id: int, event: str, subject: str, data: Mapping[str, Any], key: str
) -> Event | None:
    """Note an event of a customer and see to it that their addresses are told; joins the caller's transaction.

    `event` must be registered (`webhooks.extension.event`) and `data` of its shape: numbers, states, addresses in the
    API, nothing about people. `subject` is the thing in the audit's form, `app.model:id`. A second event of the
    customer with the same `key` is the first one. Returns None where no address wants to know: nothing is written then.
    """
    kind = event_kinds[event]
    told = kind.shape.told(data)
    hooks = _listening(party_id, event)
    if not hooks:
        return None
    made, is_new = noted(at=at, party_id=party_id, kind=event, subject=subject, data=told or {}, key=key)
    if is_new:
        deliver_to(hooks, made, at)
    return made


def noted(
    *, at: datetime, party_id: int, kind: str, subject: str, data: Mapping[str, Any], key: str
) -> tuple[Event, bool]:
    """Write an event down and return it, and whether it is new; two who note the same at once note it once."""
    number = f"evt_{secrets.token_hex(12)}"
    given: dict[str, Any] = {"kind": kind, "subject": subject, "at": at, "data": dict(data)}
    Event.objects.bulk_create([Event(number=number, party_id=party_id, key=key, **given)], ignore_conflicts=True)
    found = Event.objects.get(party_id=party_id, key=key)
    return found, found.number == number


def _listening(party_id: int, event: str) -> list[Hook]:
    """Return the addresses that want to know; they stay, though they may change, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(LISTENING, [party_id, event])
        found = [row[0] for row in cursor.fetchall()]
    return list(Hook.objects.filter(pk__in=found).order_by("pk")) if found else []


def deliver_to(hooks: Sequence[Hook], event: Event, at: datetime) -> None:
    """Let each address be told; one that is paused is told when it goes on."""
    for hook in hooks:
        goes = hook.state == HookState.ACTIVE
        row = Delivery.objects.create(
            hook=hook, event=event, allowed=TRIES, state=DeliveryState.WAITING if goes else DeliveryState.HELD,
            next_at=at if goes else None,
        )  # fmt: skip
        if goes:
            enqueue_delivery(row.pk)


def enqueue_delivery(delivery_id: int, *, at: datetime | None = None) -> None:
    """Let a worker try a delivery: one at a time, and one waiting job at most."""
    key = f"webhook:{getattr(connection, 'schema_name', '')}:{delivery_id}"
    enqueue("webhooks.deliver", delivery_id=delivery_id, at=at, lock=key, queueing_lock=key)


def let_go(deliveries: Sequence[int], at: datetime) -> None:
    """Put deliveries that were held back on their way, in the order in which things happened."""
    held = Delivery.objects.select_for_update(no_key=True).filter(pk__in=deliveries, state=DeliveryState.HELD)
    for row in held.order_by("pk"):
        row.state, row.next_at, row.allowed = DeliveryState.WAITING, at, row.tries + TRIES
        row.save(update_fields=["state", "next_at", "allowed"])
        enqueue_delivery(row.pk)
