"""The words of the ledger that other apps use."""

from quartier.core.ledger.models import Account, Allocation, Item, Posting
from quartier.core.ledger.rules.books import Nature, PostingKind
from quartier.core.ledger.rules.chart import AccountRole

__all__ = ["Account", "AccountRole", "Allocation", "Item", "Nature", "Posting", "PostingKind"]
