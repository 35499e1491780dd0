"""Data keys and what they encrypt: AES-256-GCM, bound to schema, table and column."""

from __future__ import annotations

import base64
import binascii
import secrets
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db.models import Q

from quartier.kit import clock
from quartier.kit.models import DataKey
from quartier.kit.schemas import current_schema

FORMAT = "q1"
KEY_BITS = 256
NONCE_BYTES = 12


class Undecryptable(Exception):
    """A ciphertext was changed, moved from another place, or its key is gone; never shown with its content."""


def encrypt(text: str, *, place: str) -> str:
    """Return a ciphertext that decrypts in this schema at this place ("table.column") only."""
    key = _current()
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = nonce + _opened(key.pk, key.wrapped).encrypt(nonce, text.encode(), _bound_to(place))
    return f"{FORMAT}:{key.pk.hex}:{base64.urlsafe_b64encode(sealed).decode('ascii')}"


def decrypt(token: str, *, place: str) -> str:
    """Return what `encrypt` was given at this place; raises Undecryptable."""
    try:
        mark, number, encoded = token.split(":")
        sealed = base64.b64decode(encoded, altchars=b"-_", validate=True)
        if mark != FORMAT:
            raise Undecryptable(place)
        cipher = _cipher(UUID(hex=number))
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound_to(place)).decode()
    except (ValueError, binascii.Error, InvalidTag, InvalidToken, DataKey.DoesNotExist):
        raise Undecryptable(place) from None


def new_key() -> DataKey:
    """Make a data key for this schema that encrypts from now on; those before it still decrypt."""
    DataKey.objects.filter(_IN_USE, schema=current_schema()).update(retired_at=clock.now())
    return _made()


def forget_keys(schema: str) -> int:
    """Delete the data keys of a schema that is deleted: its ciphertexts in old dumps open no more."""
    count, _details = DataKey.objects.filter(schema=schema).delete()
    return count


def wrapping() -> MultiFernet:
    """Return the installation's keys: the first wraps, all unwrap."""
    return MultiFernet([Fernet(key) for key in settings.ENCRYPTION_KEYS])


_IN_USE = Q(retired_at__isnull=True)


def _current() -> DataKey:
    return DataKey.objects.filter(_IN_USE, schema=current_schema()).first() or _made()


def _made() -> DataKey:
    """Make the key in use; where somebody else just made one, that one counts."""
    wrapped = wrapping().encrypt(AESGCM.generate_key(KEY_BITS)).decode("ascii")
    key = DataKey(id=uuid4(), schema=current_schema(), wrapped=wrapped, created_at=clock.now())
    DataKey.objects.bulk_create([key], ignore_conflicts=True)
    return DataKey.objects.get(_IN_USE, schema=current_schema())


def _cipher(number: UUID) -> AESGCM:
    # A number names one key for ever, so what is remembered cannot grow stale; the schema is part of what is bound.
    return _known.get(number) or _opened(number, DataKey.objects.values_list("wrapped", flat=True).get(pk=number))


_known: dict[UUID, AESGCM] = {}


def _opened(number: UUID, wrapped: str) -> AESGCM:
    if number not in _known:
        _known[number] = AESGCM(wrapping().decrypt(wrapped.encode("ascii")))
    return _known[number]


def _bound_to(place: str) -> bytes:
    return f"{current_schema()}.{place}".encode()
