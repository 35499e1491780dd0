"""Withdrawals: judged, carried out, and settled."""

from quartier.core.withdrawal.services.declaring import Said, cancel, receipt_key, receipt_of, withdraw
from quartier.core.withdrawal.services.judging import KIND, REFUND, take
from quartier.core.withdrawal.services.settling import (
    NothingOpen,
    NotPayable,
    SumMissing,
    note_refund,
    note_work,
)

__all__ = [
    "KIND",
    "REFUND",
    "NotPayable",
    "NothingOpen",
    "Said",
    "SumMissing",
    "cancel",
    "note_refund",
    "note_work",
    "receipt_key",
    "receipt_of",
    "take",
    "withdraw",
]
