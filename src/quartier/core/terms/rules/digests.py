"""What tells one version of a text from every other."""

from __future__ import annotations

import hashlib
from typing import Final

# The texts that a customer accepts or takes note of; both are ticked on their own (DWG-12).
ACCEPTED: Final = ("terms", "privacy")
# The texts with an address of their own at every provider.
STANDARD: Final = ("terms", "privacy", "withdrawal", "price_list")


def digest(body: str) -> str:
    """Return the hash of words that are kept as UTF-8.

    >>> digest("Vertragssprache ist Deutsch.")[:12]
    'dc025806e0b2'
    """
    return digest_of(body.encode())


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of a file, byte by byte (QX-57)."""
    return hashlib.sha256(data).hexdigest()
