"""What is kept of the secret in the address of a calculation."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Final

TOKEN_BYTES: Final = 32
KEPT: Final = timedelta(days=30)


def digest(token: str, *, schema: str) -> str:
    """Return the SHA-256 of a random value of 256 bits, apart for every provider."""
    return hashlib.sha256(f"{schema}:survey:{token}".encode()).hexdigest()
