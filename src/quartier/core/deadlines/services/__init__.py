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

__all__ = [
    "AlreadyClosed",
    "AlreadyRunning",
    "NotLater",
    "NotPaused",
    "NotRunning",
    "Processed",
    "TooLate",
    "cancel",
    "extend",
    "meet",
    "open_deadline",
    "pause",
    "process",
    "resume",
    "subject_of",
    "try_again",
]
