"""Somebody else may know a password: every way in dies, and the owner gets a new one over the known address."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quartier.core.accounts.extension import credentials_ended, suspicion_reported
from quartier.core.accounts.models import User
from quartier.core.accounts.services.devices import distrust_devices
from quartier.core.accounts.services.links import send_after_suspicion
from quartier.core.accounts.services.sessions import end_sessions
from quartier.core.audit import services as audit
from quartier.values.actor import Actor


@transaction.atomic
def distrust(*, actor: Actor, at: datetime, user_id: int) -> User:
    """End all sessions, trusted devices, tokens and the password of a user; the provider gets a ticket (DWG-20).

    The owner gets a link to choose a new password at the address that is known: whoever knows the old password only
    comes no further. A second factor stays in force.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_credentials(actor=actor, at=at, user=user)
    audit.record(actor=actor, at=at, kind="account.suspicion_reported", subject=f"accounts.user:{user.pk}")
    for reported in suspicion_reported:
        reported(actor, user.pk, at)
    send_after_suspicion(actor=actor, at=at, user=user)
    return user


def end_credentials(*, actor: Actor, at: datetime, user: User) -> None:
    """End every session and trusted device of a user, and what apps above keep: tokens and the like."""
    end_sessions(user)
    distrust_devices(actor=actor, at=at, user=user)
    for ended in credentials_ended:
        ended(user.pk, at)
