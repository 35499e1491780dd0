"""Keys of programs and tokens of people: issued, shown once, revoked, recognised."""

from quartier.core.api.services.keys import AlreadyRevoked, NameTaken, NoScope, admit, issue, renew, revoke
from quartier.core.api.services.tokens import (
    MoreThanYouMay,
    TooManyTokens,
    UnknownLength,
    admit_person,
    allow,
    revoke_all,
    take_back,
)

__all__ = [
    "AlreadyRevoked",
    "MoreThanYouMay",
    "NameTaken",
    "NoScope",
    "TooManyTokens",
    "UnknownLength",
    "admit",
    "admit_person",
    "allow",
    "issue",
    "renew",
    "revoke",
    "revoke_all",
    "take_back",
]
