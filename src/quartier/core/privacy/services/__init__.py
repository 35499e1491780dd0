"""What privacy does: keep and shorten the request log, inform people, erase."""

from quartier.core.privacy.services.log import LogWriter, Visit, writer
from quartier.core.privacy.services.objection import ANALYSIS, object_to_analysis
from quartier.core.privacy.services.retention import empty_addresses, forget, forget_cached
from quartier.core.privacy.services.rights import NothingKnown, StillKept, erase, inform, kept

__all__ = [
    "ANALYSIS",
    "LogWriter",
    "NothingKnown",
    "StillKept",
    "Visit",
    "empty_addresses",
    "erase",
    "forget",
    "forget_cached",
    "inform",
    "kept",
    "object_to_analysis",
    "writer",
]
