"""Proof of work: what a browser computes once costs a person nothing and a thousand guesses a lot."""

from __future__ import annotations

import hashlib
from typing import Final

EASIEST: Final = 13
HARDEST: Final = 19
# From so many failed tries within an hour on, everywhere in the portal, every doubling makes the work twice as hard.
UNSUSPICIOUS: Final = 50


def is_done(challenge: str, proof: str, bits: int) -> bool:
    """Tell whether the SHA-256 of challenge, colon and proof begins with so many zero bits."""
    digest = hashlib.sha256(f"{challenge}:{proof}".encode()).digest()
    return int.from_bytes(digest, "big") >> (len(digest) * 8 - bits) == 0


def bits_for(failures: int) -> int:
    """Return how hard the work is after so many failed tries within the hour.

    >>> [bits_for(n) for n in (0, 50, 100, 400, 10_000)]
    [13, 13, 14, 16, 19]
    """
    return min(HARDEST, EASIEST + max(0, (failures // UNSUSPICIOUS).bit_length() - 1))
