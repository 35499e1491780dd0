"""Telling customers about their orders, each by mail in the name of the contracting entity."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from quartier.core.inbox import services as inbox
from quartier.core.orders import queries
from quartier.core.orders.mails import (
    AcceptedMail,
    CancelledMail,
    ChangedMail,
    ClosedMail,
    DeclinedMail,
    DeliveredAgainMail,
    FinishedMail,
    MissingMail,
    OrderMail,
    ReactivatedMail,
    ReceivedMail,
    RefundMail,
    SufficientMail,
)
from quartier.core.orders.models import Order
from quartier.core.orders.services.checking import INSTRUCTION
from quartier.core.parties.extension import Standing
from quartier.kit import formats
from quartier.values.actor import Actor


def page_of(order: Order, token: str = "") -> str:
    """Return the address of an order for its customer: a guest's is secret."""
    secret = token or order.token
    return f"/auftrag/{secret}/" if secret and not order.user_id else f"/auftraege/{order.pk}/"


def known(order: Order, token: str = "") -> dict[str, str]:
    """Return what every mail about an order says."""
    return {"number": order.number, "title": order.title, "path": page_of(order, token)}


def post(*, actor: Actor, at: datetime, order: Order, mail: OrderMail, attached: Sequence[str] = ()) -> Any:
    """Send a mail about an order to its customer; returns its row, None for whoever has no address."""
    party = order.party
    if not party.email:
        return None
    return inbox.post(
        actor=actor, at=at, mail=mail, to=party.email, to_name=str(party), about=queries.subject_of(order),
        entity=order.entity, attached=attached,
    )  # fmt: skip


def received(*, actor: Actor, at: datetime, order: Order, token: str = "") -> None:
    """Confirm that an order came in."""
    mail = ReceivedMail(
        **known(order, token),
        lines=_lines(order),
        total=money(order.gross),
        credit=money(order.credit) if order.credit else "",
        placed_at=order.placed_at,
    )
    post(actor=actor, at=at, order=order, mail=mail)


def accepted(*, actor: Actor, at: datetime, order: Order, texts: Sequence[Any], token: str = "") -> None:
    """Confirm a contract with everything that governs it."""
    is_consumer = order.standing == Standing.CONSUMER
    mail = AcceptedMail(
        **known(order, token), entity=order.entity.name, lines=_lines(order), total=money(order.gross),
        inputs=tuple((label, value) for label, value in order.record["inputs"]), accepted_at=at,
        texts=tuple((one.title, queries.version_told(one)) for one in texts), own_terms=queries.own_terms(order),
        can_withdraw=is_consumer and any(one.kind == INSTRUCTION for one in texts),
        early=order.started_early_at is not None,
    )  # fmt: skip
    attached = [f"terms.textversion:{one.pk}" for one in texts]
    post(actor=actor, at=at, order=order, mail=mail, attached=attached)


def declined(*, actor: Actor, at: datetime, order: Order) -> None:
    """Say neutrally that no contract comes about."""
    post(actor=actor, at=at, order=order, mail=DeclinedMail(**known(order)))


def finished(*, actor: Actor, at: datetime, order: Order) -> None:
    """Say that the result is there."""
    post(actor=actor, at=at, order=order, mail=FinishedMail(**known(order)))


def delivered_again(*, actor: Actor, at: datetime, order: Order, words: str) -> None:
    """Say that a changed result is there."""
    post(actor=actor, at=at, order=order, mail=DeliveredAgainMail(**known(order), words=words.strip()))


def missing(*, actor: Actor, at: datetime, order: Order, words: str, is_reminder: bool) -> None:
    """Ask for what is missing."""
    items = tuple(order.missing)
    mail = MissingMail(**known(order), missing=items, words=words.strip(), is_reminder=is_reminder)
    post(actor=actor, at=at, order=order, mail=mail)


def sufficient(*, actor: Actor, at: datetime, order: Order, words: str) -> None:
    """Say that everything is there."""
    post(actor=actor, at=at, order=order, mail=SufficientMail(**known(order), words=words.strip()))


def changed(*, actor: Actor, at: datetime, order: Order, words: str) -> None:
    """Confirm an agreed change in text form."""
    post(actor=actor, at=at, order=order, mail=ChangedMail(**known(order), words=words.strip()))


def closed(*, actor: Actor, at: datetime, order: Order, can_go_on: date | None) -> None:
    """Say that an order was closed, and what the customer can still do."""
    post(actor=actor, at=at, order=order, mail=ClosedMail(**known(order), reason=order.end_reason, until=can_go_on))


def cancelled(*, actor: Actor, at: datetime, order: Order) -> None:
    """Confirm that an order has ended by agreement."""
    post(actor=actor, at=at, order=order, mail=CancelledMail(**known(order)))


def reactivated(*, actor: Actor, at: datetime, order: Order) -> None:
    """Confirm that an order is taken up again."""
    post(actor=actor, at=at, order=order, mail=ReactivatedMail(**known(order)))


def refunded(*, actor: Actor, at: datetime, order: Order, amount: Decimal) -> None:
    """Say that what was paid goes back."""
    post(actor=actor, at=at, order=order, mail=RefundMail(**known(order), amount=money(amount)))


def money(amount: Decimal) -> str:
    """Return an amount as people read it."""
    return formats.money(amount)


def _lines(order: Order) -> tuple[tuple[str, str], ...]:
    """Return title and price of every line, from the record: what was seen is what is confirmed."""
    return tuple((f"{one['quantity']} × {one['title']}", money(Decimal(one["net"]))) for one in order.record["lines"])
