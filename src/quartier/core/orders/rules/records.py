"""What was confirmed, as words whose hash proves them later (QX-05)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def digest(record: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a record, however its keys are ordered.

    >>> digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    True
    """
    words = json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()


def token_digest(token: str) -> str:
    """Return what is kept of the secret in a guest's address."""
    return hashlib.sha256(f"orders.token:{token}".encode()).hexdigest()
