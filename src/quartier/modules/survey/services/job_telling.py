"""Telling customers what became of a wish, in text form."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from quartier.core.inbox import services as inbox
from quartier.core.orders import queries as orders
from quartier.kit import formats
from quartier.modules.survey.mails.wishes import (
    AgreedWishMail,
    DeclinedWishMail,
    FreeWishMail,
    QuotedWishMail,
    WishMail,
)
from quartier.modules.survey.models import ChangeWish
from quartier.modules.survey.queries.wishes import instruction
from quartier.values.actor import Actor


def judged(*, actor: Actor, at: datetime, wish: ChangeWish) -> None:
    """Say that a change is free because the error is ours, or what it costs and how to agree to it."""
    mail: type[WishMail] = QuotedWishMail if wish.gross else FreeWishMail
    _post(actor, at, wish, mail(**_known(wish)))


def agreed(*, actor: Actor, at: datetime, wish: ChangeWish) -> None:
    """Confirm a change that costs, with the instruction on withdrawal for consumers (§ 312f BGB)."""
    is_consumer = wish.job.order.standing == "consumer"
    text = instruction() if is_consumer else None
    mail = AgreedWishMail(**_known(wish), can_withdraw=text is not None, work_from=wish.work_from)
    _post(actor, at, wish, mail, (f"terms.textversion:{text.pk}",) if text is not None else ())


def declined(*, actor: Actor, at: datetime, wish: ChangeWish) -> None:
    """Say that a wish is not done, and why."""
    _post(actor, at, wish, DeclinedWishMail(**_known(wish), because=wish.because))


def _known(wish: ChangeWish) -> dict[str, Any]:
    order = wish.job.order
    path = f"/auftrag/{order.token}/" if order.token and not order.user_id else f"/auftraege/{order.pk}/"
    price = formats.money(wish.gross) if wish.gross else ""
    return {
        "number": order.number, "title": order.title, "path": path, "wish": wish.words, "price": price,
        "words": wish.words_to,
    }  # fmt: skip


def _post(actor: Actor, at: datetime, wish: ChangeWish, mail: WishMail, attached: tuple[str, ...] = ()) -> None:
    order = wish.job.order
    if order.party.email:
        inbox.post(
            actor=actor, at=at, mail=mail, to=order.party.email, to_name=str(order.party), entity=order.entity,
            about=orders.subject_of(order), attached=attached,
        )  # fmt: skip
