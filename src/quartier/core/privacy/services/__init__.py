"""What privacy does: keep and shorten the request log, inform people, erase."""

from quartier.core.privacy.services.erasing import (
    HeldBack,
    NothingKnown,
    Outcome,
    Remaining,
    StillKept,
    Weighed,
    erasable,
    erase,
    erase_again,
    erase_rows,
    held_back,
    restrict_rows,
    restrictable,
    weighed,
)
from quartier.core.privacy.services.ledger import note_erasure
from quartier.core.privacy.services.log import LogWriter, Visit, writer
from quartier.core.privacy.services.objection import ANALYSIS, object_to_analysis
from quartier.core.privacy.services.replay import Replayed, replay_erasures
from quartier.core.privacy.services.retention import empty_addresses, forget, forget_cached
from quartier.core.privacy.services.rights import hand_over, inform

__all__ = [
    "ANALYSIS",
    "HeldBack",
    "LogWriter",
    "NothingKnown",
    "Outcome",
    "Remaining",
    "Replayed",
    "StillKept",
    "Visit",
    "Weighed",
    "empty_addresses",
    "erasable",
    "erase",
    "erase_again",
    "erase_rows",
    "forget",
    "forget_cached",
    "hand_over",
    "held_back",
    "inform",
    "note_erasure",
    "object_to_analysis",
    "replay_erasures",
    "restrict_rows",
    "restrictable",
    "weighed",
    "writer",
]
