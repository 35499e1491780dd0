"""Reading payments: what came in, what goes back, what waits for somebody."""

from quartier.core.payments.queries.cash import cash_between, cash_in_till, cash_on
from quartier.core.payments.queries.incoming import (
    credit_numbered,
    credits_open,
    entries_of,
    item_of,
    payment_numbered,
    payments_of,
    received_for,
    subject_of,
    twins_of,
    unclear,
    visible,
)
from quartier.core.payments.queries.outgoing import (
    payable,
    refund_numbered,
    refund_of,
    refunds_of,
    refunds_seen,
    set_off_numbered,
    set_offs_of,
    set_offs_seen,
)
from quartier.core.payments.queries.ways import methods_on, ways_for

__all__ = [
    "cash_between",
    "cash_in_till",
    "cash_on",
    "credit_numbered",
    "credits_open",
    "entries_of",
    "item_of",
    "methods_on",
    "payable",
    "payment_numbered",
    "payments_of",
    "received_for",
    "refund_numbered",
    "refund_of",
    "refunds_of",
    "refunds_seen",
    "set_off_numbered",
    "set_offs_of",
    "set_offs_seen",
    "subject_of",
    "twins_of",
    "unclear",
    "visible",
    "ways_for",
]
