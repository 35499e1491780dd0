"""Orders, what they are made of, and what happened to them."""

from quartier.core.orders.models.journal import (
    AnswerFile,
    CreditCheck,
    CreditResult,
    Entry,
    EntryKind,
    OrderFile,
    RefundRequest,
)
from quartier.core.orders.models.order import Order, OrderLine, OrderState

__all__ = [
    "AnswerFile",
    "CreditCheck",
    "CreditResult",
    "Entry",
    "EntryKind",
    "Order",
    "OrderFile",
    "OrderLine",
    "OrderState",
    "RefundRequest",
]
