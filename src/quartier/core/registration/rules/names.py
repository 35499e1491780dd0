"""Names as people type them and as records hold them."""

from __future__ import annotations

import unicodedata


def same_name(typed: str, known: str) -> bool:
    """Tell whether two family names are the same but for case, accents, blanks and hyphens.

    >>> same_name("çelik stefanescu", "Çelik-Ștefănescu"), same_name("Müller", "Mueller"), same_name("", "")
    (True, True, False)
    """
    return bool(_bare(typed)) and _bare(typed) == _bare(known)


def _bare(name: str) -> str:
    text = name.casefold()
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("ı", "i")):
        text = unicodedata.normalize("NFC", text).replace(umlaut, letters)
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if sign.isalnum())
