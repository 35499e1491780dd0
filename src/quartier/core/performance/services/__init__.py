"""Promising dates and keeping them, impossibility, claims and guarantees."""

from quartier.core.performance.services.claiming import LIMITATION, ClaimGiven, close_claim, register_claim
from quartier.core.performance.services.guaranteeing import PAPER, Paper, confirm_guarantee
from quartier.core.performance.services.impossible import note_attempt, note_obstacle, withdraw
from quartier.core.performance.services.promising import (
    ask_first,
    bind,
    drop,
    handle,
    keep,
    note_done,
    promise,
    remind,
)
from quartier.core.performance.services.refusals import (
    AlreadyBinding,
    AlreadyClosed,
    AlreadyImpossible,
    ChangeNotTried,
    ConfirmationMissing,
    NothingDue,
    NotYet,
    Over,
    Settled,
    TooEarly,
    UnknownOutcome,
)

__all__ = [
    "LIMITATION",
    "PAPER",
    "AlreadyBinding",
    "AlreadyClosed",
    "AlreadyImpossible",
    "ChangeNotTried",
    "ClaimGiven",
    "ConfirmationMissing",
    "NotYet",
    "NothingDue",
    "Over",
    "Paper",
    "Settled",
    "TooEarly",
    "UnknownOutcome",
    "ask_first",
    "bind",
    "close_claim",
    "confirm_guarantee",
    "drop",
    "handle",
    "keep",
    "note_attempt",
    "note_done",
    "note_obstacle",
    "promise",
    "register_claim",
    "remind",
    "withdraw",
]
