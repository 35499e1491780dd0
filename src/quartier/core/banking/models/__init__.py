"""Own accounts, the statements of banks, and what payers are known by."""

from quartier.core.banking.models.accounts import OwnAccount
from quartier.core.banking.models.payers import HashKey, Payer
from quartier.core.banking.models.statements import Entry, Statement, StatementFile

__all__ = ["Entry", "HashKey", "OwnAccount", "Payer", "Statement", "StatementFile"]
