"""Setting addresses up, changing, pausing and removing them, and asking for a try."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from quartier.core.accounts import queries as accounts
from quartier.core.audit import services as audit
from quartier.core.inbox.services import post
from quartier.core.parties import queries as parties
from quartier.core.webhooks import queries
from quartier.core.webhooks.extension import event_kinds
from quartier.core.webhooks.mails import AddedMail
from quartier.core.webhooks.models import URL_LENGTH, Delivery, DeliveryState, Event, Hook, HookState
from quartier.core.webhooks.rules import BYTES, MARK, MOST_HOOKS, OVERLAP, TEST, TRIES
from quartier.core.webhooks.services.publishing import deliver_to, enqueue_delivery, let_go, noted
from quartier.core.webhooks.services.refusals import (
    AddressTaken,
    NoEvent,
    NotActive,
    NotPaused,
    StillOnItsWay,
    TooManyHooks,
    UnfitAddress,
)
from quartier.kit.outgoing import Unfit, target
from quartier.values.actor import SYSTEM, Actor


@transaction.atomic
def add(*, actor: Actor, at: datetime, user: Any, url: str, events: Sequence[str]) -> tuple[Hook, str]:
    """Let an address be told of a customer's events, and return it with its secret, which is shown this one time.

    The customer is told by mail. Raises UnfitAddress, NoEvent, TooManyHooks and AddressTaken; nothing is stored then.
    """
    party = parties.party_of(user)
    if party is None:
        raise TooManyHooks
    check_address(url)
    chosen = known_events(events)
    _one_after_another(party.pk)
    held = list(Hook.objects.filter(party=party))
    if any(one.url == url for one in held):
        raise AddressTaken
    if len(held) >= MOST_HOOKS:
        raise TooManyHooks
    secret = fresh_secret()
    common: dict[str, Any] = {"party": party, "user": accounts.user_numbered(user.pk), "made_at": at, "changed_at": at}
    hook = Hook.objects.create(url=url, events=chosen, secret=secret, **common)
    _fact(actor, at, "added", hook, {"address": url, "events": chosen})
    _tell_of_new(actor, at, hook)
    return hook, secret


@transaction.atomic
def choose(*, actor: Actor, at: datetime, hook_id: int, events: Sequence[str]) -> Hook:
    """Let an address be told of other events from now on. Raises NoEvent."""
    hook = _held(hook_id)
    hook.events = known_events(events)
    _change(actor, at, "chosen", hook, ["events"], {"address": hook.url, "events": hook.events})
    return hook


@transaction.atomic
def rotate(*, actor: Actor, at: datetime, hook_id: int) -> tuple[Hook, str]:
    """Give an address a new secret and return it with that; the one before signs for another day beside it."""
    hook = _held(hook_id)
    secret = fresh_secret()
    hook.previous, hook.previous_until, hook.secret = hook.secret, at + OVERLAP, secret
    _change(actor, at, "rotated", hook, ["previous", "previous_until", "secret"], {"address": hook.url})
    return hook, secret


@transaction.atomic
def pause(*, actor: Actor, at: datetime, hook_id: int) -> Hook:
    """Send an address nothing until it goes on; what happens meanwhile is kept. Raises NotActive."""
    hook = _held(hook_id)
    if hook.state != HookState.ACTIVE:
        raise NotActive
    _pause(actor, at, hook)
    return hook


@transaction.atomic
def resume(*, actor: Actor, at: datetime, hook_id: int) -> Hook:
    """Let an address go on: first with what was held back, in the order in which it happened. Raises NotPaused."""
    hook = _held(hook_id)
    if hook.state == HookState.ACTIVE:
        raise NotPaused
    hook.state = HookState.ACTIVE
    _change(actor, at, "resumed", hook, ["state"], {"address": hook.url})
    let_go([row.pk for row in hook.deliveries.filter(state=DeliveryState.HELD)], at)
    return hook


@transaction.atomic
def remove(*, actor: Actor, at: datetime, hook_id: int) -> None:
    """Let an address be told nothing any more; what it was told is forgotten with it."""
    hook = _held(hook_id)
    _fact(actor, at, "removed", hook, {"address": hook.url})
    hook.delete()
    Event.objects.filter(party_id=hook.party_id, deliveries=None).delete()


@transaction.atomic
def ping(*, actor: Actor, at: datetime, hook_id: int) -> Delivery:
    """Send an address a test, which it gets whatever it is told of otherwise. Raises NotActive for a paused one."""
    hook = _held(hook_id)
    if hook.state != HookState.ACTIVE:
        raise NotActive
    subject = queries.subject_of(hook)
    key = f"{TEST}:{hook.pk}:{secrets.token_hex(8)}"
    made, _new = noted(at=at, party_id=hook.party_id, kind=TEST, subject=subject, data={"address": hook.url}, key=key)
    deliver_to([hook], made, at)
    _fact(actor, at, "pinged", hook, {"address": hook.url})
    return hook.deliveries.get(event=made)


@transaction.atomic
def resend(*, actor: Actor, at: datetime, delivery_id: int) -> Delivery:
    """Send one message again, with all its tries anew and the same number. Raises StillOnItsWay, NotActive."""
    row = Delivery.objects.select_for_update(no_key=True).select_related("event").get(pk=delivery_id)
    hook = _held(row.hook_id)
    if hook.state != HookState.ACTIVE:
        raise NotActive
    if row.state not in (DeliveryState.DONE, DeliveryState.FAILED):
        raise StillOnItsWay
    row.state, row.next_at, row.allowed = DeliveryState.WAITING, at, row.tries + TRIES
    row.save(update_fields=["state", "next_at", "allowed"])
    enqueue_delivery(row.pk)
    _fact(actor, at, "resent", hook, {"address": hook.url, "event": row.event.number})
    return row


@transaction.atomic
def pause_all(user_id: int, at: datetime) -> None:
    """Pause what somebody set up whose way in has ended: blocked, gone, or the password in wrong hands."""
    theirs = Hook.objects.select_for_update(no_key=True).filter(user_id=user_id, state=HookState.ACTIVE)
    for hook in theirs.order_by("pk"):
        _pause(SYSTEM, at, hook)


def check_address(url: str) -> None:
    """Refuse an address that nothing is sent to. Raises UnfitAddress; where its name leads is looked at on the way."""
    try:
        target(url, local=settings.WEBHOOKS_TO_LOCALHOST)
    except Unfit:
        raise UnfitAddress from None
    if len(url) > URL_LENGTH:
        raise UnfitAddress


def known_events(events: Sequence[str]) -> list[str]:
    """Return the events in order. Raises NoEvent where there is none, or one that nobody tells of."""
    if not events or any(one not in event_kinds for one in events):
        raise NoEvent
    return sorted({*events})


def fresh_secret() -> str:
    """Return a new secret, as Standard Webhooks writes one."""
    return MARK + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def _one_after_another(party_id: int) -> None:
    """Let two who set up addresses of a customer at the same moment count them one after the other."""
    with connection.cursor() as cursor:
        name = f"webhooks:{getattr(connection, 'schema_name', '')}:{party_id}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def _held(hook_id: int) -> Hook:
    found = queries.locked(hook_id)
    if found is None:
        raise Hook.DoesNotExist
    return found


def _pause(actor: Actor, at: datetime, hook: Hook) -> None:
    hook.state = HookState.PAUSED
    _change(actor, at, "paused", hook, ["state"], {"address": hook.url})


def _change(
    actor: Actor, at: datetime, what: str, hook: Hook, fields: Sequence[str], data: dict[str, Any]
) -> None:  # fmt: skip
    hook.changed_at = at
    hook.save(update_fields=[*fields, "changed_at"])
    _fact(actor, at, what, hook, data)


def _fact(actor: Actor, at: datetime, what: str, hook: Hook, data: dict[str, Any]) -> None:
    audit.record(actor=actor, at=at, kind=f"webhooks.{what}", subject=queries.subject_of(hook), data=data)


def _tell_of_new(actor: Actor, at: datetime, hook: Hook) -> None:
    to = queries.addressee_of(hook)
    if to is not None:
        events = tuple(str(event_kinds[key].label) for key in hook.events)
        mail = AddedMail(addressee=to.name, url=hook.url, events=events, hook_id=hook.pk)
        post(actor=actor, at=at, mail=mail, to=to.email, to_name=to.name, about=queries.subject_of(hook))
