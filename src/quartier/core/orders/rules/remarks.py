"""Remarks with which customers try to bring their own terms in (QX-03)."""

from __future__ import annotations

import re
from typing import Final

OWN_TERMS: Final = "own_terms"

_TERMS = r"(agb|allgemeinen?\s+geschäftsbedingungen|(einkaufs|liefer|vertrags|auftrags|geschäfts)bedingungen)"
_OURS = r"(unsere[nr]?|meine[nr]?|die\s+beigefügten|beiliegende[nr]?)"
PATTERNS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_OURS}\s+(\w+\s+){{0,2}}{_TERMS}",
        rf"{_TERMS}\s+(des|der)\s+(bestellers|kunden|auftraggebers|käufers)",
        rf"(ihre[nr]?|fremde[nr]?)\s+{_TERMS}\s+(\w+\s+){{0,3}}(nicht|widersprech|ausgeschlossen)",
        rf"widerspr(e|i)chen?\s+(\w+\s+){{0,3}}{_TERMS}",
        r"\bour\s+(general\s+)?terms\b",
    )
)


def flags_of(note: str) -> list[str]:
    """Return why people must look at a note before anything is accepted.

    >>> flags_of("Es gelten unsere AGB."), flags_of("Bitte klingeln.")
    (['own_terms'], [])
    """
    words = " ".join(note.split())
    return [OWN_TERMS] if any(pattern.search(words) for pattern in PATTERNS) else []
