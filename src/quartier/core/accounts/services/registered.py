"""What registration hands over to a new account."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quartier.core.accounts.extension import password_changed
from quartier.core.accounts.models import User
from quartier.values.actor import SYSTEM


@transaction.atomic
def take_password(*, at: datetime, user_id: int, password_hash: str) -> User:
    """Give a new user the password that was chosen before there was an account, as its hash."""
    user = User.objects.select_for_update().get(pk=user_id)
    user.password, user.password_changed_at = password_hash, at
    user.save(update_fields=["password", "password_changed_at"])
    for told in password_changed:
        told(SYSTEM, user.pk, at)
    return user
