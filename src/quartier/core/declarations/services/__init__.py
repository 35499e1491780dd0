"""Declarations: received by any channel, matched to what they are about, judged, answered; never dropped."""

from quartier.core.declarations.services.deciding import (
    AlreadyDecided,
    NoSuchSubject,
    ReasonMissing,
    match,
    note_letter,
    reject,
)
from quartier.core.declarations.services.receiving import (
    Given,
    NotYetReceived,
    SentAfterReceipt,
    UnusableContact,
    receive,
)
from quartier.core.declarations.services.recording import EVIDENCE, Paper, record

__all__ = [
    "EVIDENCE",
    "AlreadyDecided",
    "Given",
    "NoSuchSubject",
    "NotYetReceived",
    "Paper",
    "ReasonMissing",
    "SentAfterReceipt",
    "UnusableContact",
    "match",
    "note_letter",
    "receive",
    "record",
    "reject",
]
