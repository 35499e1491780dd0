"""What privacy does: keep and shorten the request log, inform people, erase."""

from quartier.core.privacy.services.ledger import note_erasure
from quartier.core.privacy.services.log import LogWriter, Visit, writer
from quartier.core.privacy.services.objection import ANALYSIS, object_to_analysis
from quartier.core.privacy.services.replay import Replayed, replay_erasures
from quartier.core.privacy.services.retention import empty_addresses, forget, forget_cached
from quartier.core.privacy.services.rights import NothingKnown, StillKept, erase, erase_again, inform, kept

__all__ = [
    "ANALYSIS",
    "LogWriter",
    "NothingKnown",
    "Replayed",
    "StillKept",
    "Visit",
    "empty_addresses",
    "erase",
    "erase_again",
    "forget",
    "forget_cached",
    "inform",
    "kept",
    "note_erasure",
    "object_to_analysis",
    "replay_erasures",
    "writer",
]
