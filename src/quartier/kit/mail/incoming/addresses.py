"""Addresses at which mail comes in: a provider's own, and one for every request, which nobody can guess.

`emscher@post.example` is the provider's, `emscher+mangel@…` the one for defects. `emscher+r1a-k2j4x7qpm3tzc@…` belongs
to request number 46: what follows the hyphen is made with the installation's secret from provider, kind and number.
Each mail that leaves has such an address too (`…+b1a-…`), to which its report of non-delivery comes back.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "quartier.mail.address"
# Thirteen signs of five bits each; a local part holds at most 64 signs (RFC 5321, 4.5.3.1.1).
SIGNS = 13
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
LONGEST_NUMBER = 11
PROVIDER = r"(?P<schema>[a-z][a-z0-9_]{1,39})"
ADDRESS = re.compile(rf"{PROVIDER}(?:\+(?P<tag>[a-z0-9-]{{0,40}}))?@(?P<domain>[a-z0-9.-]+)")
NUMBERED = re.compile(rf"(?P<letter>[a-z])(?P<number>[0-9a-z]{{1,{LONGEST_NUMBER}}})-(?P<proof>[a-z2-7]{{{SIGNS}}})")


class Purpose(StrEnum):
    """What an address is for; the values of those with a number are its first letter."""

    ANYTHING = ""
    DEFECT = "mangel"
    REQUEST = "r"
    REPORT = "m"
    BOUNCE = "b"
    WRONG = "?"


WITH_NUMBER = (Purpose.REQUEST, Purpose.REPORT, Purpose.BOUNCE)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a mail is for: a provider's schema, and what its address says; `WRONG` has no valid number."""

    schema: str
    purpose: Purpose = Purpose.ANYTHING
    number: int = 0


def address_of(recipient: Recipient) -> str:
    """Return the address of a recipient, or nothing where this installation takes no mail in."""
    if not settings.MAIL_DOMAIN:
        return ""
    tag = str(recipient.purpose)
    if recipient.purpose in WITH_NUMBER:
        tag = f"{tag}{_base36(recipient.number)}-{next(_proofs(recipient))}"
    return f"{recipient.schema}{f'+{tag}' if tag else ''}@{settings.MAIL_DOMAIN}"


def read_address(address: str) -> Recipient | None:
    """Return whom an address is for; None for an address that is none of ours. Upper case means nothing in it."""
    found = ADDRESS.fullmatch(address.strip().lower())
    if found is None or not settings.MAIL_DOMAIN or found["domain"] != settings.MAIL_DOMAIN:
        return None
    schema, tag = found["schema"], found["tag"] or ""
    if tag in (Purpose.ANYTHING, Purpose.DEFECT):
        return Recipient(schema, Purpose(tag))
    numbered = NUMBERED.fullmatch(tag)
    if numbered is None or numbered["letter"] not in WITH_NUMBER:
        return Recipient(schema, Purpose.WRONG)
    claimed = Recipient(schema, Purpose(numbered["letter"]), int(numbered["number"], 36))
    is_true = any(constant_time_compare(numbered["proof"], proof) for proof in _proofs(claimed))
    return claimed if is_true else Recipient(schema, Purpose.WRONG)


def _proofs(recipient: Recipient) -> Iterator[str]:
    """Yield what proves an address, with the secret in use first, then with those before it."""
    said = f"{recipient.schema}\0{recipient.purpose}\0{recipient.number}"
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        digest = salted_hmac(SALT, said, secret=secret, algorithm="sha256").digest()
        yield base64.b32encode(digest).decode().lower()[:SIGNS]


def _base36(number: int) -> str:
    signs = ""
    while number:
        number, rest = divmod(number, 36)
        signs = DIGITS[rest] + signs
    return signs or "0"
