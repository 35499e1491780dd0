"""Telling one address of one event: a try is committed before it begins, so that a crash is never a guess.

waiting → done | failed; held while the address is paused. Nothing here may run inside an outer transaction.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from quartier.core.audit import services as audit
from quartier.core.inbox.services import post
from quartier.core.webhooks import queries
from quartier.core.webhooks.mails import SilentMail
from quartier.core.webhooks.models import ANSWER_LENGTH, Delivery, DeliveryState, Event, Fault, HookState, Try
from quartier.core.webhooks.rules import LATE_AFTER, LEASE, signature, wait_after
from quartier.core.webhooks.services.publishing import enqueue_delivery, let_go
from quartier.kit.outgoing import Answer, Unfit, Unsent, send
from quartier.values.actor import SYSTEM

GOOD: Final = range(200, 300)
GONE: Final = 410


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a try."""

    status: int | None
    fault: str
    said: str = ""
    took: float = 0.0


def deliver(*, at: datetime, delivery_id: int) -> None:
    """Try to tell an address once and note what came of it; what has arrived is not sent again.

    An address that fails ten times is paused and its owner told; what else waits for it is kept.
    """
    row = _begin(at, delivery_id)
    if row is None:
        return
    began = time.monotonic()
    found = _sent(row, at)
    took = time.monotonic() - began
    _settle(at + timedelta(seconds=took), row, found, took)


@transaction.atomic
def requeue_overdue(*, at: datetime) -> int:
    """Give deliveries whose job was lost a new one, and let go what nothing holds back any more; returns how many."""
    found = list(queries.overdue(at - LATE_AFTER).values_list("pk", flat=True))
    freed = [row.pk for row in queries.freed()]
    let_go(freed, at)
    for delivery_id in found:
        enqueue_delivery(delivery_id)
    return len(found) + len(freed)


@transaction.atomic
def _begin(at: datetime, delivery_id: int) -> Delivery | None:
    """Count one more try and return the delivery, or None when there is nothing to try now."""
    row = (
        Delivery.objects.select_for_update(of=("self", "hook"), no_key=True)
        .select_related("hook", "hook__party", "event").filter(pk=delivery_id).first()
    )  # fmt: skip
    if row is None or row.state != DeliveryState.WAITING or row.next_at is None:
        return None
    if row.busy_until is not None and row.busy_until > at:
        enqueue_delivery(row.pk, at=row.busy_until)
        return None
    if row.hook.state != HookState.ACTIVE or not queries.may_hear(row.hook):
        row.state, row.next_at, row.busy_until = DeliveryState.HELD, None, None
        row.save(update_fields=["state", "next_at", "busy_until"])
        return None
    if row.next_at > at:
        enqueue_delivery(row.pk, at=row.next_at)
        return None
    row.tries += 1
    row.next_at = row.busy_until = at + LEASE
    row.save(update_fields=["tries", "next_at", "busy_until"])
    Try.objects.create(delivery=row, number=row.tries, at=at, fault=Fault.LOST)
    return row


def _sent(row: Delivery, at: datetime) -> Outcome:
    body = content_of(row.event)
    seconds = int(at.timestamp())
    secrets = queries.secrets_of(row.hook, at)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Quartier-Webhooks/1",
        "Webhook-Id": row.event.number,
        "Webhook-Timestamp": str(seconds),
        "Webhook-Signature": signature(secrets, row.event.number, seconds, body),
    }
    try:
        answer = send(row.hook.url, body, headers, local=settings.WEBHOOKS_TO_LOCALHOST)
    except Unfit:
        return Outcome(None, Fault.FORBIDDEN)
    except Unsent as failure:
        return Outcome(None, Fault(failure.why.value))
    return Outcome(answer.status, _fault(answer), _readable(answer.content))


def content_of(event: Event) -> bytes:
    """Return what is sent of an event: the same letters with every try."""
    told = {"id": event.number, "type": event.kind, "at": event.at.isoformat(), "sequence": event.pk,
            "data": event.data}  # fmt: skip
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _fault(answer: Answer) -> str:
    if answer.status in GOOD:
        return ""
    return str(Fault.GONE if answer.status == GONE else Fault.REFUSED)


def _readable(content: bytes) -> str:
    """Return the beginning of an answer as text that can be kept and shown."""
    text = content[: 4 * ANSWER_LENGTH].decode(errors="replace")
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)[:ANSWER_LENGTH].strip()


@transaction.atomic
def _settle(at: datetime, row: Delivery, found: Outcome, took: float) -> None:
    """Write the outcome, unless another worker has taken over, and see to the next try."""
    mine = Delivery.objects.select_for_update(no_key=True)
    if mine.filter(pk=row.pk, tries=row.tries, state=DeliveryState.WAITING).first() is None:
        return
    Try.objects.filter(delivery=row, number=row.tries).update(
        status=found.status, fault=found.fault, said=found.said, took_ms=round(took * 1000)
    )
    if not found.fault:
        _note(row, state=DeliveryState.DONE, next_at=None, busy_until=None)
    elif row.tries >= row.allowed or found.fault == Fault.GONE:
        _note(row, state=DeliveryState.FAILED, next_at=None, busy_until=None)
        _give_up(at, row)
    else:
        due = at + wait_after(queries.tries_of_round(row))
        _note(row, next_at=due, busy_until=None)
        enqueue_delivery(row.pk, at=due)


def _note(row: Delivery, **changes: Any) -> None:
    Delivery.objects.filter(pk=row.pk).update(**changes)


def _give_up(at: datetime, row: Delivery) -> None:
    """Pause an address that does not answer, and tell whoever set it up; once."""
    hook = queries.locked(row.hook_id)
    if hook is None or hook.state != HookState.ACTIVE:
        return
    hook.state, hook.changed_at = HookState.FAILING, at
    hook.save(update_fields=["state", "changed_at"])
    data = {"address": hook.url, "tries": row.tries}
    audit.record(actor=SYSTEM, at=at, kind="webhooks.given_up", subject=queries.subject_of(hook), data=data)
    if (to := queries.addressee_of(hook)) is not None:
        mail = SilentMail(addressee=to.name, url=hook.url, tries=row.tries, hook_id=hook.pk)
        post(actor=SYSTEM, at=at, mail=mail, to=to.email, to_name=to.name, about=queries.subject_of(hook))
