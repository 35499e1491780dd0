"""Existing addresses for events, and messages to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from quartier.kit.clock import now
from tests.matrix.people import party, rows


def hook(user_id: int, state: str = "active") -> int:
    """An address of that customer."""
    at, number = now(), rows("webhooks.Hook").count()
    given = {"url": f"https://empfang.example/{number}", "events": ["order.accepted"], "secret": "whsec_MTIzNA=="}
    made = rows("webhooks.Hook").create(
        party_id=party(user_id), user_id=user_id, state=state, made_at=at, changed_at=at, **given
    )
    return int(made.pk)


def paused_hook(user_id: int) -> int:
    """An address that is paused."""
    return hook(user_id, "paused")


def message(user_id: int) -> int:
    """A message that has arrived."""
    at, number = now(), rows("webhooks.Event").count()
    given: dict[str, Any] = {"kind": "order.accepted", "subject": "orders.order:1", "data": {"order": "A-1"}}
    event = rows("webhooks.Event").create(
        number=f"evt_{number}", key=f"matrix:{number}", party_id=party(user_id), at=at, **given
    )
    row = rows("webhooks.Delivery").create(hook_id=hook(user_id), event=event, state="done", tries=1, allowed=10)
    row.log.create(number=1, at=at, status=204, took_ms=12)
    return int(row.pk)


BY_PARAMETER: Mapping[str, Callable[[int], Any]] = {"hook_id": hook, "hook_delivery_id": message}
BY_ADDRESS: Mapping[tuple[str, str], Callable[[int], Any]] = {
    ("webhooks:resume", "hook_id"): paused_hook,
    ("webhooks:api_resume", "hook_id"): paused_hook,
}
