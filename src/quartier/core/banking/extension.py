"""The words of banking that other apps use."""

from quartier.core.banking.models import Entry, OwnAccount, Statement

__all__ = ["Entry", "OwnAccount", "Statement"]
