"""Text as banks take it: the characters every SEPA bank knows, German and other letters written out."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

ALLOWED: Final = re.compile(r"[A-Za-z0-9/?:().,'+ -]*")
FORBIDDEN: Final = re.compile(r"[^A-Za-z0-9/?:().,'+ -]")
FORBIDDEN_IN_IDS: Final = re.compile(r"[^A-Za-z0-9?:().,'+-]+")
SPACES: Final = re.compile(r"\s+")
# What has no accent to drop, or is written otherwise in German.
WRITTEN: Final = str.maketrans(
    {
        "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ẞ": "SS", "Æ": "AE", "æ": "ae",
        "Ø": "Oe", "ø": "oe", "Œ": "OE", "œ": "oe", "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "ı": "i", "Þ": "Th",
        "þ": "th", "ð": "d", "&": "+", "€": "EUR", "@": "(at)", "–": "-", "—": "-", "_": "-", "’": "'", "‘": "'",
        "„": "'", "“": "'", "”": "'", '"': "'", "*": ".", "$": ".", "%": ".",
    }
)  # fmt: skip


def sepa_text(text: str, most: int) -> str:
    """Return a text in the characters of SEPA, cut to a length, with single spaces; nothing of it needs escaping.

    >>> sepa_text("Müller & Söhne", 70)
    'Mueller + Soehne'
    """
    if not ALLOWED.fullmatch(text):
        composed = unicodedata.normalize("NFC", text).translate(WRITTEN)
        plain = unicodedata.normalize("NFKD", composed)
        bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
        text = FORBIDDEN.sub(".", SPACES.sub(" ", bare))
    return SPACES.sub(" ", text).strip()[:most].rstrip()


def sepa_id(text: str, most: int = 35) -> str:
    """Return an identifier banks take: without spaces and slashes, which some of them refuse."""
    return FORBIDDEN_IN_IDS.sub("-", sepa_text(text, most)).strip("-")
