"""Accounts, the journal, and what customers owe."""

from quartier.core.ledger.models.accounts import Account, NumberRange, PeriodLock
from quartier.core.ledger.models.items import Allocation, Item
from quartier.core.ledger.models.journal import Line, Posting
from quartier.core.ledger.models.mirror import Mirror, MirrorLine

__all__ = ["Account", "Allocation", "Item", "Line", "Mirror", "MirrorLine", "NumberRange", "PeriodLock", "Posting"]
