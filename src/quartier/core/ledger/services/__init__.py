"""Booking, settling, closing."""

from quartier.core.ledger.rules.books import Nature, PostingKind
from quartier.core.ledger.rules.chart import AccountRole
from quartier.core.ledger.services.accounts import account_for, next_numbers
from quartier.core.ledger.services.charting import renumber
from quartier.core.ledger.services.closing import close, open_again
from quartier.core.ledger.services.exporting import DatevWish, datev, journal_files
from quartier.core.ledger.services.mirroring import UnknownContracts, mirror
from quartier.core.ledger.services.posting import Entry, Owing, Side, post, post_many, reverse, wait_turn
from quartier.core.ledger.services.refusals import (
    AlreadyReversed,
    AlreadyUndone,
    InUse,
    NotBalanced,
    NotTogether,
    PeriodClosed,
    TooMuch,
)
from quartier.core.ledger.services.settling import (
    Settling,
    allocate,
    settle_credits,
    settle_many,
    settle_pair,
    standing_allocations,
    undo,
)

__all__ = [
    "AccountRole",
    "AlreadyReversed",
    "AlreadyUndone",
    "DatevWish",
    "Entry",
    "InUse",
    "Nature",
    "NotBalanced",
    "NotTogether",
    "Owing",
    "PeriodClosed",
    "PostingKind",
    "Settling",
    "Side",
    "TooMuch",
    "UnknownContracts",
    "account_for",
    "allocate",
    "close",
    "datev",
    "journal_files",
    "mirror",
    "next_numbers",
    "open_again",
    "post",
    "post_many",
    "renumber",
    "reverse",
    "settle_credits",
    "settle_many",
    "settle_pair",
    "standing_allocations",
    "undo",
    "wait_turn",
]
