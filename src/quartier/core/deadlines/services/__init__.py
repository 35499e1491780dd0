"""Deadlines as others use them: open, extend, pause, resume, meet, cancel; and what the worker does."""

from quartier.core.deadlines.services.firing import Processed, process, try_again
from quartier.core.deadlines.services.keeping import (
    AlreadyClosed,
    AlreadyRunning,
    NotLater,
    NotPaused,
    NotRunning,
    TooLate,
    cancel,
    extend,
    meet,
    open_deadline,
    pause,
    resume,
    subject_of,
)
from quartier.core.deadlines.services.opening_many import Opening, open_many
from quartier.core.deadlines.services.subscribing import (
    NameTaken,
    NewAddress,
    TooManyAddresses,
    note_use,
    open_address,
    revoke_address,
)

__all__ = [
    "AlreadyClosed",
    "AlreadyRunning",
    "NameTaken",
    "NewAddress",
    "NotLater",
    "NotPaused",
    "NotRunning",
    "Opening",
    "Processed",
    "TooLate",
    "TooManyAddresses",
    "cancel",
    "extend",
    "meet",
    "note_use",
    "open_address",
    "open_deadline",
    "open_many",
    "pause",
    "process",
    "resume",
    "revoke_address",
    "subject_of",
    "try_again",
]
