"""Reading own accounts, statements and what waits to be assigned."""

from quartier.core.banking.queries.accounts import main_account, own_accounts
from quartier.core.banking.queries.keeping import kept_until, past_due

__all__ = ["kept_until", "main_account", "own_accounts", "past_due"]
