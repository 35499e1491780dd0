"""IBANs: how they are compared and what of them is shown."""

from __future__ import annotations

import hmac


def plain(text: str) -> str:
    """Return an IBAN in capitals without spaces.

    >>> plain("de02 1203 0000 0000 2020 51")
    'DE02120300000000202051'
    """
    return "".join(text.split()).upper()


def masked(iban: str) -> str:
    """Return an IBAN as lists show it: country and the last four signs."""
    return f"{iban[:2]}•• •••• {iban[-4:]}"


def grouped(iban: str) -> str:
    """Return an IBAN in groups of four, as people read it."""
    return " ".join(iban[place : place + 4] for place in range(0, len(iban), 4))


def hashed(key: bytes, iban: str) -> str:
    """Return by what an account is found again without storing it: HMAC-SHA-256 under the provider's key, 128 bits."""
    return hmac.digest(key, plain(iban).encode(), "sha256").hex()[:32]
