"""Files between a company and its bank: direct debits (pain.008), transfers (pain.001) and the answer (pain.002)."""

from quartier.core.mandates.rules.pain.debit import Amended, Debit, DebitBatch, direct_debits
from quartier.core.mandates.rules.pain.parts import Creditor, NotTheSum, Payer
from quartier.core.mandates.rules.pain.status import NotAStatus, Status, StatusReport, status_report
from quartier.core.mandates.rules.pain.transfer import Transfer, TransferBatch, transfers

__all__ = [
    "Amended",
    "Creditor",
    "Debit",
    "DebitBatch",
    "NotAStatus",
    "NotTheSum",
    "Payer",
    "Status",
    "StatusReport",
    "Transfer",
    "TransferBatch",
    "direct_debits",
    "status_report",
    "transfers",
]
