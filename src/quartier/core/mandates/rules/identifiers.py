"""Creditor identifiers (ISO 7064, as the Bundesbank gives them out), IBANs and references of mandates."""

from __future__ import annotations

import re
from typing import Final

from stdnum import iban as standard
from stdnum.exceptions import ValidationError as NotAnIban
from stdnum.iso7064 import mod_97_10

IDENTIFIER: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{3}[A-Z0-9]{1,28}")
GERMAN_LENGTH: Final = 18
BIC: Final = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")
# The first letters of the IBANs of SEPA outside the European Economic Area: banks there need the payer's address.
OUTSIDE_EEA: Final = frozenset({"AD", "AL", "CH", "GB", "MC", "MD", "ME", "MK", "RS", "SM", "VA"})


def creditor_identifier(text: str) -> str | None:
    """Return a creditor identifier in capitals without spaces, None where its form or check digits are wrong.

    The three signs of the business code do not count for the check digits.

    >>> creditor_identifier("de98 zzz0 9999 9999 99")
    'DE98ZZZ09999999999'
    """
    plain = "".join(text.split()).upper()
    if not IDENTIFIER.fullmatch(plain) or (plain.startswith("DE") and len(plain) != GERMAN_LENGTH):
        return None
    return plain if mod_97_10.is_valid(plain[7:] + plain[:4]) else None


def business_identifier_code(text: str) -> str | None:
    """Return a BIC in capitals, None where its form is wrong."""
    plain = "".join(text.split()).upper()
    return plain if BIC.fullmatch(plain) else None


def checked_iban(text: str) -> str | None:
    """Return an IBAN in capitals without spaces, None where it is wrong."""
    try:
        return str(standard.validate(text))
    except NotAnIban:
        return None


def mandate_reference(entity_key: str, year: int, number: int) -> str:
    """Return the reference of a mandate: unique for the creditor, short enough for every bank."""
    return f"{entity_key.upper()[:12]}-{year}-{number:06}"
