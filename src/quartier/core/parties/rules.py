"""Pure decisions about parties."""

from __future__ import annotations

import unicodedata


def sort_key(name: str, given_name: str) -> str:
    """Return what a name is sorted and searched by: "Äpfel" before "Zebra" (DIN 5007-1) under any locale.

    Umlauts count as their base letters, ß as ss, case and accents do not matter.
    """
    text = f"{name}, {given_name}".strip(", ").casefold().replace("ß", "ss").replace("ı", "i")
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
