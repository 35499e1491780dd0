"""Pure decisions about keys of the API."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Final

# How a key begins, so that people and scanners of leaked secrets recognise one.
MARK: Final = "quartier_"
# How the token of a person begins: whoever finds one knows whose secret it is not, a program's of the provider.
PERSONAL_MARK: Final = "quartierp_"
# For how many days a token can be made; none works for ever, because nobody thinks of it any more then.
LENGTHS: Final = (30, 90, 365)
# More than a person's devices and programs; a program that makes tokens in a loop ends here.
MOST_TOKENS: Final = 20
# Random bytes of a key: far too many to guess, so a plain hash keeps it safe at rest.
BYTES: Final = 32
# How long the key before keeps working when a new one is made, so that the program can be changed meanwhile.
OVERLAP: Final = timedelta(days=2)
# Calls of one key within a minute; a call may carry a thousand records.
CALLS: Final = 120
WINDOW: Final = timedelta(minutes=1)


def digest(secret: str) -> str:
    """Return what is kept of a key."""
    return hashlib.sha256(secret.encode()).hexdigest()
