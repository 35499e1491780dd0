"""Reading own accounts, statements and what waits to be assigned."""

from quartier.core.banking.queries.accounts import main_account, own_accounts
from quartier.core.banking.queries.keeping import kept_until, past_due
from quartier.core.banking.queries.reading import (
    accounts_seen,
    balances,
    entries_seen,
    files_seen,
    files_waiting,
    meant_by,
    payments_like,
    proposals_of,
    queue,
    statements_seen,
    words_for,
)
from quartier.core.banking.queries.searching import claims, customers, entries, found, money_in

__all__ = [
    "accounts_seen",
    "balances",
    "claims",
    "customers",
    "entries",
    "entries_seen",
    "files_seen",
    "files_waiting",
    "found",
    "kept_until",
    "main_account",
    "meant_by",
    "money_in",
    "own_accounts",
    "past_due",
    "payments_like",
    "proposals_of",
    "queue",
    "statements_seen",
    "words_for",
]
