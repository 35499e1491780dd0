"""Entering own accounts, taking statements in, booking and assigning what stands on them."""

from quartier.core.banking.services.accounts import AccountGiven, change_account, enter_account
from quartier.core.banking.services.assigning import Part, assign, guessed, mark, may_undo, take_back, undo
from quartier.core.banking.services.booking import STALLED_AFTER_S, advance, halt, resume, run
from quartier.core.banking.services.payers import hear_of_bank_details, know_bank_details
from quartier.core.banking.services.refusals import (
    AccountKnown,
    AlreadyTaken,
    NobodyChosen,
    NotASort,
    NothingOfOurs,
    NotIncoming,
    NotReadable,
    NotStopped,
    NotThatPayment,
    NotTheSum,
    NotUndone,
    NotWaiting,
    StatementsKnown,
    StillFuture,
    WrongBic,
    WrongIban,
)
from quartier.core.banking.services.taking import go_on, opened, take_in

__all__ = [
    "STALLED_AFTER_S",
    "AccountGiven",
    "AccountKnown",
    "AlreadyTaken",
    "NobodyChosen",
    "NotASort",
    "NotIncoming",
    "NotReadable",
    "NotStopped",
    "NotThatPayment",
    "NotTheSum",
    "NotUndone",
    "NotWaiting",
    "NothingOfOurs",
    "Part",
    "StatementsKnown",
    "StillFuture",
    "WrongBic",
    "WrongIban",
    "advance",
    "assign",
    "change_account",
    "enter_account",
    "go_on",
    "guessed",
    "halt",
    "hear_of_bank_details",
    "know_bank_details",
    "mark",
    "may_undo",
    "opened",
    "resume",
    "run",
    "take_back",
    "take_in",
    "undo",
]
