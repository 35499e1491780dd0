"""Paying by PayPal: begun here, agreed to there, captured once, whatever answer is lost and whoever tells first."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.db.models import Sum

from quartier.core.audit import services as audit
from quartier.core.ledger import services as ledger
from quartier.core.ledger.extension import Item
from quartier.core.ledger.services import AccountRole, Entry, PostingKind, Side
from quartier.core.parties import queries as parties
from quartier.core.payments.models import PayPalOrder, PayPalState
from quartier.core.payments.rules import paypal as says
from quartier.core.payments.services import receiving, refusals
from quartier.core.payments.services.paypal.client import PayPal
from quartier.core.payments.services.receiving import Received
from quartier.kit.clock import day_of
from quartier.values.actor import SYSTEM, Actor

# So long a customer can come back to an order at PayPal.
AGREE_WITHIN: Final = timedelta(hours=3)
ASK_AFTER: Final = timedelta(minutes=10)
FEE: Final = "Gebühr von PayPal"
OPEN: Final = (PayPalState.CREATED, PayPalState.PENDING)
DIFFERS: Final = "AMOUNT_DIFFERS"
# Less is open than the customer agreed to: paid meanwhile, in another tab or by transfer, or credited.
CHANGED: Final = "AMOUNT_CHANGED"
GOOD: Final = (200, 201)


def begin(*, actor: Actor, at: datetime, party_id: int, item_ids: Sequence[int], root: str, name: str) -> PayPalOrder:
    """Begin to pay open claims of one company, all that is open of them; returns where the customer agrees.

    Begun already, it is the same order: also after an answer was lost. `root` is the address of the portal, `name` the
    one PayPal shows. Raises NothingOpen, PayPalOff, PayPalSilent. Not one transaction: PayPal is asked in between.
    """
    row = _begun(actor, at, party_id, item_ids)
    if row.approve_url:
        return row
    line = PayPal.of(row.entity_id)
    page = f"{root}/zahlung/paypal/{row.token}/"
    body = says.order_for(
        amount=row.amount, reference=row.reference, ours=f"Q{row.pk}-{row.request_id[:8]}", name=name, back=page,
        away=f"{page}?zurueck=1",
    )  # fmt: skip
    status, told = line.ask("POST", "/v2/checkout/orders", body, once=row.request_id)
    address = says.approve_url(told)
    if status not in GOOD or not address or not told.get("id"):
        raise refusals.PayPalSilent
    PayPalOrder.everything.filter(pk=row.pk, order_id=None).update(
        order_id=str(told["id"]), approve_url=address, changed_at=at
    )
    row.refresh_from_db()
    return row


@transaction.atomic
def _begun(actor: Actor, at: datetime, party_id: int, item_ids: Sequence[int]) -> PayPalOrder:
    items = list(
        Item.objects.filter(party_id=party_id, pk__in=item_ids, open__gt=0)
        .select_for_update(no_key=True)
        .order_by("pk")
    )
    if not items or len({one.entity_id for one in items}) != 1:
        raise refusals.NothingOpen
    PayPal.of(items[0].entity_id)
    amount = sum((one.open for one in items), Decimal(0))
    wanted = [one.pk for one in items]
    same = PayPalOrder.objects.filter(
        party_id=party_id, state=PayPalState.CREATED, amount=amount, items=wanted, begun_at__gt=at - AGREE_WITHIN
    )
    if (known := same.first()) is not None:
        return known
    _superseded(actor, at, party_id, wanted)
    reference = ", ".join(dict.fromkeys(one.document for one in items if one.document)) or items[0].text
    row = PayPalOrder.objects.create(
        entity_id=items[0].entity_id, party_id=party_id, items=wanted, amount=amount, reference=reference[:120],
        token=secrets.token_urlsafe(32), request_id=str(uuid.uuid4()), begun_at=at, changed_at=at,
    )  # fmt: skip
    note(actor, at, "payments.paypal_begun", row)
    return row


def _superseded(actor: Actor, at: datetime, party_id: int, wanted: Sequence[int]) -> None:
    """Let earlier tries to pay one of these claims go: only one of them is ever captured."""
    for row in PayPalOrder.objects.filter(party_id=party_id, state=PayPalState.CREATED):
        if {*row.items} & {*wanted}:
            drop(actor=actor, at=at, token=row.token)


def capture(*, actor: Actor, at: datetime, token: str) -> PayPalOrder:
    """Take the money of an order that the customer has agreed to, once; tells what has become of it.

    Asked again, it is the same capture. Where less is open by now, nothing is taken. Raises PayPalOff, PayPalSilent.
    """
    row = PayPalOrder.everything.get(token=token)
    if row.state != PayPalState.CREATED or row.order_id is None:
        return row
    line = PayPal.of(row.entity_id)
    if _open_of(row) < row.amount:
        return _left(actor, at, line, row)
    status, told = line.ask("POST", f"/v2/checkout/orders/{row.order_id}/capture", once=f"{row.request_id}-c")
    if status not in GOOD:
        # Captured already, not agreed to yet, or the means of payment was refused: PayPal knows what holds.
        reason = next(iter(says.issues(told)), "")
        _status, told = line.ask("GET", f"/v2/checkout/orders/{row.order_id}")
        if not says.captures_of(told):
            PayPalOrder.everything.filter(pk=row.pk).update(reason=reason[:120], changed_at=at)
            row.refresh_from_db()
            return row
    return told_of(actor=actor, at=at, order_pk=row.pk, found=says.captures_of(told))


def _open_of(row: PayPalOrder) -> Decimal:
    """Return what is still open of the claims that a try to pay is for."""
    found: Decimal | None = Item.everything.filter(pk__in=row.items, open__gt=0).aggregate(sum=Sum("open"))["sum"]
    return found or Decimal(0)


def _left(actor: Actor, at: datetime, line: PayPal, row: PayPalOrder) -> PayPalOrder:
    """Let a try go for which less is open by now, unless PayPal has taken the money before and only we did not hear."""
    _status, told = line.ask("GET", f"/v2/checkout/orders/{row.order_id}")
    if found := says.captures_of(told):
        return told_of(actor=actor, at=at, order_pk=row.pk, found=found)
    PayPalOrder.everything.filter(pk=row.pk, state=PayPalState.CREATED).update(reason=CHANGED, changed_at=at)
    return drop(actor=actor, at=at, token=row.token)


@transaction.atomic
def told_of(*, actor: Actor, at: datetime, order_pk: int, found: Sequence[says.Capture]) -> PayPalOrder:
    """Note what PayPal tells of an order's captures; money is booked once, however often it is told."""
    row = PayPalOrder.everything.select_for_update(no_key=True, of=("self",)).get(pk=order_pk)
    if row.state == PayPalState.PAID or not found:
        return row
    best = max(found, key=lambda one: (one.status == "COMPLETED", one.status == "PENDING"))
    row.capture_id, row.changed_at, row.reason = best.id, at, best.reason
    if best.status == "COMPLETED" and best.amount == row.amount:
        _booked(actor, at, row, best)
    elif best.status in says.DENIED:
        row.state = PayPalState.DENIED
        note(actor, at, "payments.paypal_denied", row, reason=row.reason)
    else:
        # Money of another amount is looked at by a person before it is anybody's.
        row.state = PayPalState.PENDING
        row.reason = best.reason if best.status == "PENDING" else DIFFERS
    row.save(update_fields=["capture_id", "changed_at", "reason", "state", "payment"])
    return row


def _booked(actor: Actor, at: datetime, row: PayPalOrder, one: says.Capture) -> None:
    given = Received(
        entity_id=row.entity_id, party_id=row.party_id, amount=row.amount, kind="paypal", received_on=day_of(at),
        origin=f"paypal:{one.id}", reference=row.reference, named_item_ids=row.items,
    )  # fmt: skip
    row.payment = receiving.receive(actor=actor, at=at, received=given)
    row.state = PayPalState.PAID
    if one.fee > 0:
        sides = (
            Side(ledger.account_for(row.entity_id, AccountRole.BANK_COSTS), one.fee),
            Side(ledger.account_for(row.entity_id, AccountRole.PAYPAL), -one.fee),
        )
        entry = Entry(
            entity_id=row.entity_id, booked_on=day_of(at), kind=PostingKind.FEE, text=FEE,
            origin=f"paypal:{one.id}:fee", sides=sides,
        )  # fmt: skip
        ledger.post(actor=actor, at=at, entry=entry)


@transaction.atomic
def drop(*, actor: Actor, at: datetime, token: str) -> PayPalOrder:
    """Note that a customer has left PayPal without agreeing; what is open stays open."""
    row = PayPalOrder.everything.select_for_update(no_key=True, of=("self",)).get(token=token)
    if row.state == PayPalState.CREATED:
        row.state, row.changed_at = PayPalState.LEFT, at
        row.save(update_fields=["state", "changed_at"])
        note(actor, at, "payments.paypal_left", row)
    return row


def catch_up(*, at: datetime) -> int:
    """Ask PayPal about orders that nobody told us the end of; returns how many were looked at.

    An order nobody agreed to in time is over; one that was agreed to is captured. Silence is asked again later.
    """
    rows = PayPalOrder.everything.filter(state__in=OPEN, begun_at__lt=at - ASK_AFTER).order_by("pk")
    for row in rows:
        try:
            _caught_up(at, row)
        except (refusals.PayPalSilent, refusals.PayPalOff):
            continue
    return len(rows)


def _caught_up(at: datetime, row: PayPalOrder) -> None:
    told: dict[str, Any] = {}
    if row.order_id is not None:
        _status, told = PayPal.of(row.entity_id).ask("GET", f"/v2/checkout/orders/{row.order_id}")
    if found := says.captures_of(told):
        told_of(actor=SYSTEM, at=at, order_pk=row.pk, found=found)
    elif told.get("status") == "APPROVED":
        capture(actor=SYSTEM, at=at, token=row.token)
    elif row.begun_at < at - AGREE_WITHIN:
        drop(actor=SYSTEM, at=at, token=row.token)


def note(actor: Actor, at: datetime, kind: str, row: PayPalOrder, **more: str) -> None:
    """Write down what happened with a payment by PayPal."""
    data = {"amount": str(row.amount), "paypal": row.pk, **more}
    audit.record(actor=actor, at=at, kind=kind, subject=parties.subject_of(row.party), data=data)
