"""Secrets that leave the house: hashed here with a key of the provider's own, so that none serves anywhere else."""

from __future__ import annotations

import hmac
import secrets

from quartier.core.registration.models import CodeKey
from quartier.core.registration.rules.codes import BY_CHANCE, SIGNS, code_of
from quartier.kit.schemas import current_schema

KEY_BYTES = 32


def new_code() -> str:
    """Return a code by chance."""
    return code_of([secrets.randbelow(len(SIGNS)) for _place in range(BY_CHANCE)])


def new_token() -> str:
    """Return the secret of a link."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str, *, purpose: str) -> str:
    """Return what is kept of a code or link: HMAC-SHA-256 under this provider's key, apart for every purpose."""
    return digest_under(key(), secret, purpose=purpose)


def digest_under(own: bytes, secret: str, *, purpose: str) -> str:
    """Return the same where the key has been read already: for many codes at once."""
    return hmac.digest(own, f"{current_schema()}:{purpose}:{secret}".encode(), "sha256").hex()


def key() -> bytes:
    """Return this provider's key; the first who needs it makes it."""
    row = CodeKey.objects.filter(pk=1).first()
    if row is None:
        CodeKey.objects.bulk_create([CodeKey(pk=1, secret=secrets.token_hex(KEY_BYTES))], ignore_conflicts=True)
        row = CodeKey.objects.get(pk=1)
    return bytes.fromhex(row.secret)
