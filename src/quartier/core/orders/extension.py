"""How apps plug into orders: what was paid for one, who hears what becomes of one, and parts of their pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise

from quartier.core.parties.extension import Standing
from quartier.core.providers.policies.contract import Moment
from quartier.kit.components.markup import Text
from quartier.kit.registry import Registry
from quartier.values.actor import Actor

__all__ = [
    "Accepted",
    "Begun",
    "Ended",
    "Finished",
    "Held",
    "Moment",
    "OrderLink",
    "OrderSection",
    "Paid",
    "Placed",
    "Resumed",
    "Standing",
    "accepted",
    "begun",
    "ended",
    "finished",
    "holds",
    "order_links",
    "order_sections",
    "paid",
    "paid_for",
    "parts_at_click",
    "placed",
    "resumed",
]

# Returns what has come in for an order, by its key; payments come from the app that keeps them.
Paid = Callable[[int], Decimal]
paid: Registry[Paid] = Registry("what was paid for orders")

# Called with an order that came in, before anything is decided, in the transaction that stores it.
Placed = Callable[[Actor, datetime, Any], None]
placed: Registry[Placed] = Registry("who hears of orders that come in")

# Called with an order whose performance begins, in the transaction that notes it.
Begun = Callable[[Actor, datetime, Any], None]
begun: Registry[Begun] = Registry("who hears that work on an order begins")

# Called with an order that was accepted, its contract concluded, in the transaction that accepts it.
Accepted = Callable[[Actor, datetime, Any], None]
accepted: Registry[Accepted] = Registry("who hears of accepted orders")

# Called with an order whose result was delivered, in the transaction that notes it.
Finished = Callable[[Actor, datetime, Any], None]
finished: Registry[Finished] = Registry("who hears of finished orders")

# Called with an order that is over without a result, in the transaction that ends it; begun or not, declined ones too.
Ended = Callable[[Actor, datetime, Any], None]
ended: Registry[Ended] = Registry("who hears of orders that end without a result")

# Called with a closed order that is taken up again (WR-065), in that transaction.
Resumed = Callable[[Actor, datetime, Any], None]
resumed: Registry[Resumed] = Registry("who hears of orders that are taken up again")

# Returns why work on an accepted order may not begin yet, such as a payment that is awaited; "" where it may.
Held = Callable[[Any], str | Promise]
holds: Registry[Held] = Registry("what holds orders back")


@dataclass(frozen=True, slots=True)
class OrderLink:
    """A link on the office's page of an order, by the name of a URL that takes its key, for whoever may."""

    label: Text
    address: str
    needs: str


order_links: Registry[OrderLink] = Registry("links on orders")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSection:
    """A part of an order's pages, drawn with a template of the app that brings it.

    `context` takes the order, the time and the secret of a guest's address ("" on the pages of an account), and returns
    what the template is drawn with as `given`, None where there is nothing to show. With `needs` it stands in the
    office for whoever may, else on the customer's page; with `at_click` also on the page right after the click.
    """

    template: str
    context: Callable[[Any, datetime, str], Mapping[str, Any] | None]
    needs: str = ""
    order: int = 50
    at_click: bool = False


order_sections: Registry[OrderSection] = Registry("parts of orders")


def parts_at_click(order: Any, at: datetime, token: str) -> Sequence[tuple[OrderSection, Mapping[str, Any]]]:
    """Return the parts of an order that stand on the page right after the click, with what they are drawn from."""
    chosen = sorted((one for one in order_sections if one.at_click and not one.needs), key=lambda one: one.order)
    return [(one, context) for one in chosen if (context := one.context(order, at, token)) is not None]


def paid_for(order_id: int) -> Decimal:
    """Return all that has come in for an order."""
    return sum((one(order_id) for one in paid), Decimal("0.00"))
