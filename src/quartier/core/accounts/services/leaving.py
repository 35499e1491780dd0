"""Accounts of people who have left: nothing of them stays but what others refer to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError

from quartier.core.accounts.extension import credentials_ended
from quartier.core.accounts.models import CustomerAccount, User
from quartier.core.accounts.services.keeping import close_account
from quartier.values.actor import Actor


@transaction.atomic
def close_for_good(*, actor: Actor, at: datetime, users: Sequence[int], account_id: int | None = None) -> None:
    """Close accounts with everything that lets somebody in, and forget their names and addresses.

    The address is free for a new account; the name of a shared one is not, so that nobody poses as who had it.
    """
    for user_id in users:
        close_account(actor=actor, at=at, user_id=user_id)
        for end in credentials_ended:
            end(user_id, at)
        _forget(user_id)
    if account_id is not None:
        CustomerAccount.objects.filter(pk=account_id, closed_at=None).update(closed_at=at)


def _forget(user_id: int) -> None:
    """Delete a user; where rows that must be kept refer to it, only the number stays."""
    try:
        with transaction.atomic():
            User.objects.get(pk=user_id).delete()
    except (ProtectedError, RestrictedError):
        nobody = f"left-{user_id}"
        nothing = {"name": "", "user_name": "", "rights": [], "barred": []}
        User.objects.filter(pk=user_id).update(
            login=nobody, email=f"{nobody}@invalid", password=make_password(None), **nothing
        )
