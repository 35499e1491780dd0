"""Reading the books: balances, open items, and whether everything agrees."""

from quartier.core.ledger.queries.books import faults
from quartier.core.ledger.queries.items import (
    balance_of,
    balance_on,
    item_numbered,
    items_about,
    items_of,
    open_items,
    open_sum,
    overdue,
)
from quartier.core.ledger.queries.keeping import kept_until, kept_with_claim, past_due, past_with_claim

__all__ = [
    "balance_of",
    "balance_on",
    "faults",
    "item_numbered",
    "items_about",
    "items_of",
    "kept_until",
    "kept_with_claim",
    "open_items",
    "open_sum",
    "overdue",
    "past_due",
    "past_with_claim",
]
