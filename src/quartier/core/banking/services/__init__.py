"""Entering own accounts, taking statements in, booking and assigning what stands on them."""

from quartier.core.banking.services.accounts import AccountGiven, change_account, enter_account
from quartier.core.banking.services.refusals import AccountKnown, StatementsKnown, WrongBic, WrongIban

__all__ = [
    "AccountGiven",
    "AccountKnown",
    "StatementsKnown",
    "WrongBic",
    "WrongIban",
    "change_account",
    "enter_account",
]
