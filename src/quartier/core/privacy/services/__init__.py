"""What privacy does: keep and shorten the request log, inform people, erase."""

from quartier.core.privacy.services.log import LogWriter, Visit, writer
from quartier.core.privacy.services.retention import (
    SweepIncomplete,
    empty_addresses,
    forget_cached,
    forget_records,
    forget_sessions,
    sweep,
)
from quartier.core.privacy.services.rights import NothingKnown, StillKept, erase, inform, kept

__all__ = [
    "LogWriter",
    "NothingKnown",
    "StillKept",
    "SweepIncomplete",
    "Visit",
    "empty_addresses",
    "erase",
    "forget_cached",
    "forget_records",
    "forget_sessions",
    "inform",
    "kept",
    "sweep",
    "writer",
]
