"""Names of files as people give them. A name is only ever shown and sent back; no path is made of it."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

LONGEST = 150
# Control, format (which turn the direction of reading), surrogates, line and paragraph separators.
FORBIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
SIGNS = frozenset('/\\:*?"<>|')


def fit_name(name: str) -> str | None:
    """Return the name in Unicode's composed form, or None for one that is a path, hides something or says nothing."""
    found = unicodedata.normalize("NFC", name).strip()
    if not found or len(found) > LONGEST or found.startswith(".") or found.endswith("."):
        return None
    if SIGNS & set(found) or any(unicodedata.category(sign) in FORBIDDEN for sign in found):
        return None
    return found


def ending_of(name: str) -> str:
    """Return the ending of a name in small letters with its dot, "" when it has none."""
    return PurePosixPath(name).suffix.lower()
