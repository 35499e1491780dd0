"""What the pages of an order show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from quartier.core.catalogue.extension import fulfilment_of
from quartier.core.orders import queries
from quartier.core.orders.extension import OrderSection, order_sections
from quartier.core.orders.models import Order, OrderState
from quartier.core.orders.rules.states import Step, target
from quartier.core.orders.services.archiving import KEY as CONFIRMATION
from quartier.core.orders.services.ending import reason_label
from quartier.core.parties.extension import Standing


def for_customer(order: Order, at: datetime, token: str = "") -> dict[str, Any]:
    """Return what a customer sees, with an account or by a secret address."""
    files = queries.files_of(order)
    return {
        "order": order,
        "lines": lines_of(order),
        "entries": queries.shown_to_customer(order),
        "results": [one for one in files if one.is_result],
        "sent": [one for one in files if not one.is_result and one.key != CONFIRMATION],
        "confirmation": next((one for one in files if one.key == CONFIRMATION), None),
        "more": fulfilment_of(order.kind).shown(order),
        "due": queries.due_of(order),
        "reason": reason_label(order.end_reason) if order.end_reason else "",
        "goes_on_until": queries.goes_on_until(order) if order.state == OrderState.CLOSED else None,
        "can_withdraw": order.standing == Standing.CONSUMER and target(Step.WITHDRAW, order.state) is not None,
        "is_open": order.state in (OrderState.OFFERED, OrderState.ACCEPTED),
        "sections": sections_of(order, at, token),
    }


def sections_of(
    order: Order, at: datetime, token: str = "", staff: Any | None = None
) -> Sequence[tuple[OrderSection, Mapping[str, Any]]]:
    """Return the parts that apps bring to an order's page, with what they are drawn from."""
    chosen = sorted((one for one in order_sections if _for(one.needs, staff)), key=lambda one: one.order)
    return [(one, context) for one in chosen if (context := one.context(order, at, token)) is not None]


def _for(needs: str, staff: Any | None) -> bool:
    return needs == "" if staff is None else needs != "" and needs in staff.permissions


def for_office(order: Order, at: datetime, staff: Any, *, sees_credit: bool) -> dict[str, Any]:
    """Return what staff see besides."""
    return for_customer(order, at) | {
        "sections": sections_of(order, at, staff=staff),
        "entries": queries.journal_of(order),
        "agreements": queries.agreements_of(order),
        "credit_checks": list(order.credit_checks.all()) if sees_credit else [],
        "sees_credit": sees_credit,
        "work_from": queries.work_from(order) if order.begun_at is None else None,
        "subject": queries.subject_of(order),
        "refund": getattr(order, "refund", None),
        "texts": order.record.get("texts", []),
    }


def lines_of(order: Order) -> list[dict[str, Any]]:
    """Return the lines as they were confirmed."""
    return [
        {"title": one["title"], "quantity": one["quantity"], "net": Decimal(one["net"]), "rate": one["vat_rate"]}
        for one in order.record.get("lines", [])
    ]
