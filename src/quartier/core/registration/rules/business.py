"""What shows that somebody is a business: the form of VAT ids and of numbers in a register, without asking anybody."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

# Forms after Commission Regulation annexes as VIES describes them; Northern Ireland has its own prefix.
VAT_IDS: Final[Mapping[str, str]] = {
    "AT": r"U\d{8}",
    "BE": r"[01]\d{9}",
    "BG": r"\d{9,10}",
    "CY": r"\d{8}[A-Z]",
    "CZ": r"\d{8,10}",
    "DE": r"[1-9]\d{8}",
    "DK": r"\d{8}",
    "EE": r"\d{9}",
    "EL": r"\d{9}",
    "ES": r"[A-Z0-9]\d{7}[A-Z0-9]",
    "FI": r"\d{8}",
    "FR": r"[A-HJ-NP-Z0-9]{2}\d{9}",
    "HR": r"\d{11}",
    "HU": r"\d{8}",
    "IE": r"\d[A-Z0-9+*]\d{5}[A-Z]{1,2}",
    "IT": r"\d{11}",
    "LT": r"(\d{9}|\d{12})",
    "LU": r"\d{8}",
    "LV": r"\d{11}",
    "MT": r"\d{8}",
    "NL": r"[A-Z0-9+*]{12}",
    "PL": r"\d{10}",
    "PT": r"\d{9}",
    "RO": r"\d{2,10}",
    "SE": r"\d{12}",
    "SI": r"\d{8}",
    "SK": r"\d{10}",
    "XI": r"(\d{9}|\d{12}|GD\d{3}|HA\d{3})",
}
# Commercial, co-operative, partnership, company and association registers, with the court behind or before them.
REGISTER: Final = re.compile(r"\b(HRA|HRB|GnR|PR|GsR|VR)\s?\d{1,6}(\s?[A-Z]{1,3})?\b", re.IGNORECASE)
COUNTRY: Final = 2


def is_vat_id(text: str) -> bool:
    """Tell whether a text has the form of a VAT id of the Union; a German one also has the right check digit.

    >>> is_vat_id("DE 136 695 976"), is_vat_id("DE136695977"), is_vat_id("ATU12345678"), is_vat_id("4711")
    (True, False, True, False)
    """
    number = re.sub(r"[\s.-]", "", text).upper()
    form = VAT_IDS.get(number[:COUNTRY])
    if form is None or not re.fullmatch(form, number[COUNTRY:]):
        return False
    return not number.startswith("DE") or _iso_7064(number[COUNTRY:])


def is_register_number(text: str) -> bool:
    """Tell whether a text names a number in a German register.

    >>> is_register_number("Amtsgericht Wupperfeld, HRB 4711"), is_register_number("Nummer 4711")
    (True, False)
    """
    return REGISTER.search(text) is not None


def proves_business(text: str) -> bool:
    """Tell whether what somebody gave can be checked as a register number or a VAT id (CC-02)."""
    return is_vat_id(text) or is_register_number(text)


def _iso_7064(digits: str) -> bool:
    """Tell whether the last digit checks the others (ISO 7064, MOD 11,10)."""
    product = 10
    for digit in digits[:-1]:
        total = (int(digit) + product) % 10 or 10
        product = 2 * total % 11
    return (11 - product) % 10 == int(digits[-1])
