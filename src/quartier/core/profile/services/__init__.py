"""What profile does: hand changes over, decide about identity, ask for confirmation, know whom mail reaches."""

from quartier.core.profile.services.approving import (
    AlreadyAsked,
    AlreadyDecided,
    AnswerMissing,
    ask_for_identity,
    decide,
    withdraw,
)
from quartier.core.profile.services.changing import change_contact, hand_over, note_login_address, take_over
from quartier.core.profile.services.confirming import Outdated, confirm_contact
from quartier.core.profile.services.reaching import (
    AddressMissing,
    LinkDead,
    ask_for_address,
    confirm_address,
    forget_links,
    note_gone,
)
from quartier.core.profile.services.reminding import PASSWORD_AGE, remind, watch_password

__all__ = [
    "PASSWORD_AGE",
    "AddressMissing",
    "AlreadyAsked",
    "AlreadyDecided",
    "AnswerMissing",
    "LinkDead",
    "Outdated",
    "ask_for_address",
    "ask_for_identity",
    "change_contact",
    "confirm_address",
    "confirm_contact",
    "decide",
    "forget_links",
    "hand_over",
    "note_gone",
    "note_login_address",
    "remind",
    "take_over",
    "watch_password",
    "withdraw",
]
