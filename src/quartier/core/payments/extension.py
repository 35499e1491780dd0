"""How apps plug into payments: ways to pay, and who hears that money came in, went back or was paid out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from quartier.core.ledger.extension import AccountRole, Item
from quartier.core.payments.models import Payment, Refund, RefundState
from quartier.core.providers.policies import BillingPolicy
from quartier.core.providers.policies.billing import PaymentMethod
from quartier.kit.components.markup import Text
from quartier.kit.registry import Registry
from quartier.values.actor import Actor

__all__ = [
    "PaidBack",
    "Payment",
    "PaymentKind",
    "PaymentMethod",
    "Received",
    "Refund",
    "RefundState",
    "Returned",
    "allowed",
    "paid_back",
    "payment_kinds",
    "received",
    "returned",
    "set_up",
    "starts",
]

# Returns where a customer pays open claims of one company this way, "" where this way does not lead to a page.
Start = Callable[[int, Sequence[Item]], str]


def allowed(method: PaymentMethod) -> Callable[[BillingPolicy, date], bool]:
    """Return a test whether the provider's terms name a way to pay."""
    return lambda policy, _on: method in policy.payment_methods


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentKind:
    """A way to pay. `account` is where its money lands. `is_on` tells whether the terms and the set-up allow it.

    What leads to paying at once this way is registered in `starts` under the same key, so that another app can bring
    it. `by_hand` says that staff type such payments in, `returns` that such money can be called back, `back` that it
    goes back the way it came, `needs_agreement` that it is taken only where that was agreed and recorded.
    """

    label: Text
    account: AccountRole
    is_on: Callable[[BillingPolicy, date], bool]
    by_hand: bool = False
    returns: bool = False
    back: bool = False
    needs_agreement: bool = False
    order: int = 50


payment_kinds: Registry[PaymentKind] = Registry("ways to pay")
starts: Registry[Start] = Registry("where paying at once begins")


def set_up(method: PaymentMethod) -> Callable[[BillingPolicy, date], bool]:
    """Return a test whether the terms name a way to pay that somebody has set up, such as an acquirer of cards."""
    return lambda policy, _on: method in policy.payment_methods and method in starts


@dataclass(frozen=True, slots=True)
class Returned:
    """A payment that went back: on which day, why, and what is claimed for it (0 where nothing is)."""

    payment: Payment
    on: date
    reason: str
    claimed: Decimal
    actor: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class PaidBack:
    """A refund whose money has left."""

    refund: Refund
    actor: Actor
    at: datetime


# Called with payments of customers that were booked, in that transaction: dunning releases, orders go on.
Received = Callable[[Actor, datetime, Sequence[Payment]], None]
received: Registry[Received] = Registry("who hears of payments")
returned: Registry[Callable[[Returned], None]] = Registry("who hears of returned payments")
paid_back: Registry[Callable[[PaidBack], None]] = Registry("who hears that money went back")
