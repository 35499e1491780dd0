"""Blocks as others use them: warn, impose, change, lift; raise a candidate; say that a ground is gone."""

from quartier.core.blocks.services.ending import AlreadyLifted, AlreadyOver, NoReason, end_ground, ground_gone, lift
from quartier.core.blocks.services.finding import AlreadyDecided, dismiss, raise_candidate
from quartier.core.blocks.services.imposing import (
    NoDay,
    NoGround,
    NoService,
    NotUrgent,
    Wanted,
    WarningMissing,
    change,
    impose,
)
from quartier.core.blocks.services.limiting import note_sent
from quartier.core.blocks.services.reaching import keep_out
from quartier.core.blocks.services.telling import NoAddress
from quartier.core.blocks.services.warning import NoWords, warn, withdraw_warning

__all__ = [
    "AlreadyDecided",
    "AlreadyLifted",
    "AlreadyOver",
    "NoAddress",
    "NoDay",
    "NoGround",
    "NoReason",
    "NoService",
    "NoWords",
    "NotUrgent",
    "Wanted",
    "WarningMissing",
    "change",
    "dismiss",
    "end_ground",
    "ground_gone",
    "impose",
    "keep_out",
    "lift",
    "note_sent",
    "raise_candidate",
    "warn",
    "withdraw_warning",
]
