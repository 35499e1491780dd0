"""Orders as withdrawals see them: offers are taken back, contracts undone, and work stops."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from quartier.core.orders import queries
from quartier.core.orders.extension import paid_for
from quartier.core.orders.models import Order, OrderState
from quartier.core.orders.rules.states import Step, target
from quartier.core.orders.services import deciding, ending
from quartier.core.parties.extension import Standing
from quartier.core.providers.policies import WithdrawalPolicy
from quartier.core.providers.queries import policy
from quartier.core.withdrawal.extension import Facts, Withdrawable
from quartier.kit.clock import day_of
from quartier.values.actor import Actor
from quartier.values.sentences import Sentence

LABEL = "orders.order"
NUMBERS = re.compile(r"\bA\d{4}-\d{6,}\b", re.IGNORECASE)


def meant(text: str, email: str) -> Sequence[Withdrawable]:
    """Return the orders that a text or an e-mail address may mean."""
    numbers = [one.upper() for one in NUMBERS.findall(text)]
    asked = Q(number__in=numbers) | (Q(party__email__iexact=email) if email else Q(pk__in=()))
    return [withdrawable(row) for row in _rows().filter(asked) if _can(row)]


def of_party(party_id: int) -> Sequence[Withdrawable]:
    """Return a customer's orders that can be withdrawn from."""
    return [withdrawable(row) for row in _rows().filter(party_id=party_id) if _can(row)]


def look(order_id: int) -> Withdrawable:
    """Return one order, locked until the transaction ends."""
    return withdrawable(deciding.locked(order_id))


def withdraw(actor: Actor, at: datetime, order_id: int) -> Sequence[Sentence]:
    """Undo one order; nothing more is performed."""
    ending.withdraw(actor=actor, at=at, order_id=order_id)
    return ()


def withdrawable(order: Order) -> Withdrawable:
    """Return what a withdrawal needs to know about an order."""
    contract = order.contract
    concluded_on = day_of(contract.concluded_at) if contract else None
    on = concluded_on or day_of(order.placed_at)
    facts = Facts(
        is_consumer=order.standing == Standing.CONSUMER, is_paid=order.gross > 0, land=queries.land_on(on),
        days=policy.in_force(WithdrawalPolicy, on).days, concluded_on=concluded_on,
        instructed_on=_day(contract.instructed_at if contract else None), begun_on=_day(order.begun_at),
        performed_on=_day(order.ended_at if order.state == OrderState.FINISHED else None),
        consented_on=_day(order.started_early_at), acknowledged_on=_day(order.loss_known_at),
    )  # fmt: skip
    return Withdrawable(
        subject=queries.subject_of(order), number=order.number, label=f"{order.number} · {order.title}",
        party_id=order.party_id, entity_id=order.entity_id, facts=facts, contract_id=order.contract_id,
        price=order.gross or None, paid=paid_for(order.pk), done=None if queries.has_begun(order) else Decimal(0),
        is_over=order.state not in (OrderState.OFFERED, OrderState.ACCEPTED, OrderState.FINISHED),
    )  # fmt: skip


def _rows() -> QuerySet[Order]:
    return Order.everything.select_related("party", "entity", "contract")


def _can(order: Order) -> bool:
    """Tell whether an order is of the kind one withdraws from at all: a consumer's, and not declined."""
    return order.standing == Standing.CONSUMER and target(Step.WITHDRAW, order.state) is not None


def _day(at: datetime | None) -> date | None:
    return day_of(at) if at else None
