"""Second factors: set up with a known secret, kept encrypted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from quartier.core.accounts.models import User
from quartier.core.accounts.services.passwords import tell_owner
from quartier.core.audit import services as audit
from quartier.kit.encryption import decrypt, encrypt
from quartier.values.actor import Actor

# The column that holds what second factors keep secret, and under which keys allauth keeps it there.
SECOND_FACTOR = "mfa_authenticator.data"
SECRETS = ("secret", "seed", "migrated_codes")


@transaction.atomic
def set_up_second_factor(*, actor: Actor, at: datetime, user: User, secret: str) -> list[str]:
    """Give a user an authenticator app with a known secret (base32) and return fresh recovery codes."""
    Authenticator.objects.filter(user=user).delete()
    TOTP.activate(user, secret)
    codes: list[str] = RecoveryCodes.activate(user).get_unused_codes()
    audit.record(actor=actor, at=at, kind="account.second_factor_set", subject=f"accounts.user:{user.pk}")
    return codes


@transaction.atomic
def encrypt_second_factors_anew() -> int:
    """Encrypt seeds and recovery codes of this schema with the data key in use; returns how many factors."""
    rows = list(Authenticator.objects.select_for_update())
    for row in rows:
        row.data = {key: _anew(value) if key in SECRETS else value for key, value in row.data.items()}
        row.save(update_fields=["data"])
    return len(rows)


def _anew(value: Any) -> Any:
    if isinstance(value, list):
        return [_anew(one) for one in value]
    return encrypt(decrypt(value, place=SECOND_FACTOR), place=SECOND_FACTOR)


@transaction.atomic
def note_second_factor(*, actor: Actor, at: datetime, user: User, what: str) -> None:
    """Note that a second factor was set up, renewed or removed, and tell its owner by mail."""
    audit.record(actor=actor, at=at, kind="account.second_factor_changed", subject=f"accounts.user:{user.pk}")
    tell_owner(actor=actor, at=at, user=user, what=what)
