"""What retention does: hold back, restrict at a person's wish, and the daily run that erases and restricts."""

from quartier.core.retention.services.holding import (
    REVIEW,
    AlreadyHeld,
    NotLater,
    Settled,
    hold_back,
    lift_hold,
    look_again,
    note_review,
)
from quartier.core.retention.services.restricting import (
    AlreadyRestricted,
    NobodyTold,
    NotTold,
    lift_restriction,
    restrict,
    tell_of_end,
)
from quartier.core.retention.services.running import SomeFailed, run

__all__ = [
    "REVIEW",
    "AlreadyHeld",
    "AlreadyRestricted",
    "NobodyTold",
    "NotLater",
    "NotTold",
    "Settled",
    "SomeFailed",
    "hold_back",
    "lift_hold",
    "lift_restriction",
    "look_again",
    "note_review",
    "restrict",
    "run",
    "tell_of_end",
]
