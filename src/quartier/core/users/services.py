"""Whom a customer lets into its account: users come, get rights, are kept out, and go (QX-13, QX-27)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.accounts import services as accounts
from quartier.core.users.queries import users_of
from quartier.kit.access import Audience
from quartier.kit.errors import Refused
from quartier.values.actor import Actor

ADMINISTERS = "users"


class LastAdministrator(Refused):
    """An account is never left without somebody who manages its users."""

    message = _("Somebody has to manage the users. Give this right to another user first.")
    field = "rights"


class OnlyOneself(Refused):
    """Nobody keeps themselves out."""

    message = _("You cannot do this to yourself. Another administrator can.")


@transaction.atomic
def invite(
    *, actor: Actor, at: datetime, account: Any, name: str, user_name: str, email: str, rights: Iterable[str]
) -> Any:
    """Make a user of an account, who sets the first password by a link in a mail. Raises LoginTaken, NoName."""
    user = accounts.open_account(
        actor=actor, at=at, audience=Audience.CUSTOMER, email=email, name=name, password=None, account=account,
        user_name=user_name, rights=rights,
    )  # fmt: skip
    accounts.invite(actor=actor, at=at, user=user)
    return user


@transaction.atomic
def grant(*, actor: Actor, at: datetime, account_id: int, user_id: int, rights: Iterable[str]) -> Any:
    """Set what a user may do; it counts from the next request on. Raises LastAdministrator, NoSuchRight."""
    chosen = accounts.known_rights(rights)
    if ADMINISTERS not in chosen:
        _keep_an_administrator(account_id, user_id)
    return accounts.set_rights(actor=actor, at=at, user_id=user_id, rights=chosen)


@transaction.atomic
def disable(*, actor: Actor, at: datetime, account_id: int, user_id: int) -> Any:
    """Keep a user out; every session ends. Raises OnlyOneself, LastAdministrator."""
    _refuse_oneself(actor, user_id)
    _keep_an_administrator(account_id, user_id)
    return accounts.disable_user(actor=actor, at=at, user_id=user_id)


@transaction.atomic
def enable(*, actor: Actor, at: datetime, account_id: int, user_id: int) -> Any:
    """Let a disabled user in again."""
    users_of(account_id).get(pk=user_id)
    return accounts.enable_user(actor=actor, at=at, user_id=user_id)


@transaction.atomic
def remove(*, actor: Actor, at: datetime, account_id: int, user_id: int) -> None:
    """Remove a user for good; what they did stays. Raises OnlyOneself, LastAdministrator."""
    _refuse_oneself(actor, user_id)
    _keep_an_administrator(account_id, user_id)
    accounts.remove_user(actor=actor, at=at, user_id=user_id)


@transaction.atomic
def ask_for_a_new_password(*, actor: Actor, at: datetime, account_id: int, user_id: int) -> Any:
    """Let a password count once more only to set a new one; every session ends (QX-27)."""
    users_of(account_id).get(pk=user_id)
    return accounts.demand_new_password(actor=actor, at=at, user_id=user_id)


def _refuse_oneself(actor: Actor, user_id: int) -> None:
    if actor.key == str(user_id):
        raise OnlyOneself


def _keep_an_administrator(account_id: int, user_id: int) -> None:
    """Lock the account's users, so that two administrators do not remove each other at the same moment."""
    users = list(users_of(account_id).select_for_update())
    others = [user for user in users if user.pk != user_id and user.is_active and ADMINISTERS in user.rights]
    if not others and any(user.pk == user_id and ADMINISTERS in user.rights for user in users):
        raise LastAdministrator
