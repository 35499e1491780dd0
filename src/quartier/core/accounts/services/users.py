"""Users of a customer's account: rights, keeping out, going. Who may do so is decided above."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from quartier.core.accounts.models import User
from quartier.core.accounts.services.keeping import known_rights
from quartier.core.accounts.services.sessions import end_sessions
from quartier.core.audit import services as audit
from quartier.values.actor import Actor


@transaction.atomic
def set_rights(*, actor: Actor, at: datetime, user_id: int, rights: Iterable[str]) -> User:
    """Set what a user of an account may do. Raises NoSuchRight."""
    user, chosen = _locked(user_id), known_rights(rights)
    before, user.rights = user.rights, chosen
    user.save(update_fields=["rights"])
    if before != chosen:
        _note(actor, at, "account.rights_changed", user, rights=[before, chosen])
    return user


@transaction.atomic
def disable_user(*, actor: Actor, at: datetime, user_id: int) -> User:
    """Keep a user of an account out; every session ends."""
    user = _locked(user_id)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)
    _note(actor, at, "account.user_disabled", user)
    return user


@transaction.atomic
def enable_user(*, actor: Actor, at: datetime, user_id: int) -> User:
    """Let a user of an account in again."""
    user = _locked(user_id)
    user.is_active = True
    user.save(update_fields=["is_active"])
    _note(actor, at, "account.user_enabled", user)
    return user


@transaction.atomic
def remove_user(*, actor: Actor, at: datetime, user_id: int) -> None:
    """Delete a user of an account with sessions and factors; the facts of what they did stay."""
    user = _locked(user_id)
    end_sessions(user)
    _note(actor, at, "account.user_removed", user)
    user.delete()


@transaction.atomic
def demand_new_password(*, actor: Actor, at: datetime, user_id: int) -> User:
    """Let the password count only to set a new one; every session ends."""
    user = User.objects.select_for_update().get(pk=user_id)
    user.must_change_password = True
    user.save(update_fields=["must_change_password"])
    end_sessions(user)
    _note(actor, at, "account.password_demanded", user)
    return user


def _locked(user_id: int) -> User:
    return User.objects.select_for_update().get(pk=user_id, account__isnull=False)


def _note(actor: Actor, at: datetime, kind: str, user: User, **data: object) -> None:
    audit.record(actor=actor, at=at, kind=kind, subject=f"accounts.user:{user.pk}", data=data)
