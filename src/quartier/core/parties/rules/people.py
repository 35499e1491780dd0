"""What names are sorted by, and in which data area a contract lies."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

# In which data area a contract lies, by its kind; the use of the portal is nobody's in particular (SBV-27).
AREA_OF: Mapping[str, str] = {
    "tenancy": "housing",
    "membership": "membership",
    "savings": "savings",
    "service": "service",
    "supplier": "suppliers",
    "portal": "",
}
# Who works on people's rights meets everybody, though not their contracts.
MEETS_EVERYBODY = "privacy"


def sort_key(name: str, given_name: str) -> str:
    """Return what a name is sorted and searched by: "Äpfel" before "Zebra" (DIN 5007-1) under any locale.

    Umlauts count as their base letters, ß as ss, case and accents do not matter.
    """
    text = f"{name}, {given_name}".strip(", ").casefold().replace("ß", "ss").replace("ı", "i")
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
