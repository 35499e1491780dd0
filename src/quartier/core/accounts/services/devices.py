"""Browsers in which somebody has logged in before, and the ones trusted without a second factor."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from quartier.core.accounts.models import Device, User
from quartier.core.accounts.rules import DEVICE_KEPT, TRUSTED_FOR
from quartier.core.audit import services as audit
from quartier.values.actor import Actor


def hash_of(key: str) -> str:
    """Return what is kept of a random key."""
    return hashlib.sha256(key.encode()).hexdigest()


def new_key() -> str:
    """Return a key that nobody guesses: 256 bits."""
    return secrets.token_urlsafe(32)


def device_of(key: str, login: str) -> Device | None:
    """Return the browser with this key if somebody has logged in there under this login."""
    return Device.objects.filter(key_hash=hash_of(key), user__login=login).first() if key else None


def is_trusted(*, at: datetime, key: str, user: User) -> bool:
    """Tell whether a browser needs no second factor of this user now."""
    return bool(key) and Device.objects.filter(key_hash=hash_of(key), user=user, trusted_until__gt=at).exists()


def remember(*, at: datetime, user: User, key: str, name: str) -> None:
    """Note that somebody has logged in in a browser."""
    defaults = {"name": name, "seen_at": at}
    Device.objects.update_or_create(
        key_hash=hash_of(key), user=user, defaults=defaults, create_defaults={**defaults, "created_at": at}
    )


@transaction.atomic
def trust(*, actor: Actor, at: datetime, user: User, key: str) -> None:
    """Ask no second factor in this browser for 30 days; a new password or an ended session list takes it back."""
    Device.objects.filter(key_hash=hash_of(key), user=user).update(trusted_until=at + TRUSTED_FOR)
    audit.record(actor=actor, at=at, kind="account.device_trusted", subject=f"accounts.user:{user.pk}")


@transaction.atomic
def distrust_devices(*, actor: Actor, at: datetime, user: User) -> int:
    """Forget every browser of a user: all need the second factor again; returns how many were trusted."""
    trusted = Device.objects.filter(user=user, trusted_until__gt=at).count()
    Device.objects.filter(user=user).delete()
    if trusted:
        audit.record(actor=actor, at=at, kind="account.devices_distrusted", subject=f"accounts.user:{user.pk}")
    return trusted


def forget_devices(*, at: datetime) -> int:
    """Delete browsers that have not come for a year; returns how many."""
    return Device.objects.filter(seen_at__lte=at - DEVICE_KEPT).delete()[0]
