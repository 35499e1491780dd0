"""Pure decisions about legal texts."""

from __future__ import annotations

import hashlib
from typing import Final

# The texts that a customer accepts or takes note of; both are ticked on their own (DWG-12).
ACCEPTED: Final = ("terms", "privacy")


def digest(body: str) -> str:
    """Return what tells one version of a text from every other: SHA-256 of its words.

    >>> digest("Vertragssprache ist Deutsch.")[:12]
    'dc025806e0b2'
    """
    return hashlib.sha256(body.encode()).hexdigest()
