"""Opening, changing and closing accounts; how customers come to one is registration's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.accounts.models import CustomerAccount, User
from quartier.core.accounts.queries import user_with_email, user_with_login
from quartier.core.accounts.rules import is_name, login_by_email, login_by_id, login_in_account
from quartier.core.accounts.services.links import invite
from quartier.core.accounts.services.passwords import check_password_rule
from quartier.core.accounts.services.roles import settle
from quartier.core.accounts.services.sessions import end_sessions
from quartier.core.accounts.services.suspicion import end_credentials
from quartier.core.audit import services as audit
from quartier.kit.access import Audience
from quartier.kit.errors import Refused
from quartier.kit.roles import StaffRole, customer_rights, data_areas
from quartier.values.actor import Actor


class AddressTaken(Refused):
    """Somebody in this schema logs in with this address already."""

    message = _("There is already an account with this e-mail address.")
    field = "email"


class LoginTaken(Refused):
    """Somebody in this schema logs in under this name already."""

    message = _("This user name is taken. Choose another one.")
    field = "user_name"


class AccountNameTaken(Refused):
    """Another customer's account has this name."""

    message = _("This account name is taken. Choose another one.")
    field = "account_name"


class NoName(Refused):
    """A name that nobody could type at the login."""

    message = _("Use 3 to 40 letters, digits, dots or hyphens, and begin and end with a letter or digit.")
    field = "user_name"


class NoSuchRight(Refused):
    """A right that nothing asks for."""

    message = _("This right does not exist.")
    field = "rights"


class NoRole(Refused):
    """Staff need at least one role."""

    message = _("Choose at least one role.")
    field = "roles"


class NoSuchArea(Refused):
    """A data area that no app has brought."""

    message = _("This data area does not exist.")
    field = "areas"


class NotYourself(Refused):
    """Nobody locks the own account."""

    message = _("You cannot block your own account.")


@transaction.atomic
def open_customer_account(*, actor: Actor, at: datetime, name: str) -> CustomerAccount:
    """Make an account that users of one customer share. Raises NoName and AccountNameTaken."""
    name = name.strip()
    if not is_name(name):
        raise NoName(field="account_name")
    if CustomerAccount.objects.filter(name__iexact=name).exists():
        raise AccountNameTaken
    account = CustomerAccount.objects.create(name=name, opened_at=at)
    audit.record(actor=actor, at=at, kind="account.customer_opened", subject=f"accounts.account:{account.pk}")
    return account


@transaction.atomic
def open_account(
    *,
    actor: Actor,
    at: datetime,
    audience: Audience,
    email: str,
    name: str,
    password: str | None,
    roles: Iterable[StaffRole] = (),
    areas: Iterable[str] = (),
    entity_id: int | None = None,
    account: CustomerAccount | None = None,
    user_name: str = "",
    rights: Iterable[str] = (),
    login: str = "",
) -> User:
    """Make a user; without a password nobody can log in until one is set.

    The login is the address, in a customer's account its name and the user name, or what `login` says. Raises
    AddressTaken, LoginTaken, NoName, NoSuchRight, PasswordTooWeak, NoSuchArea, NoRole (staff).
    """
    chosen = sorted(roles)
    if audience is Audience.STAFF and not chosen:
        raise NoRole
    if account is None and user_with_email(email):
        raise AddressTaken
    user = User(
        login=login_by_id(login) if login else _login(email, account, user_name), email=email.strip().lower(),
        name=name.strip(), audience=audience, roles=chosen, areas=_known(areas), entity_id=entity_id, account=account,
        user_name=user_name.strip(), rights=known_rights(rights), created_at=at,
        password_changed_at=at if password else None, barred=_barred_in(account),
    )  # fmt: skip
    if user_with_login(user.login):
        raise LoginTaken
    _give_password(user, password)
    settle(user)
    user.save()
    data = {"audience": audience, "roles": chosen, "areas": user.areas, "rights": user.rights}
    audit.record(actor=actor, at=at, kind="account.opened", subject=f"accounts.user:{user.pk}", data=data)
    return user


@transaction.atomic
def add_staff(
    *, actor: Actor, at: datetime, name: str, email: str, roles: Iterable[StaffRole], areas: Iterable[str]
) -> User:
    """Let somebody work here: they choose their first password by a link in a mail. Raises like `open_account`."""
    given: dict[str, Any] = {"name": name, "email": email, "password": None, "roles": roles, "areas": areas}
    user = open_account(actor=actor, at=at, audience=Audience.STAFF, **given)
    invite(actor=actor, at=at, user=user)
    return user


def _login(email: str, account: CustomerAccount | None, user_name: str) -> str:
    if account is None:
        return login_by_email(email)
    if not is_name(user_name.strip()):
        raise NoName
    return login_in_account(account.name, user_name)


def _barred_in(account: CustomerAccount | None) -> list[str]:
    """Return what the users of an account are kept out of: whoever joins them is as well."""
    other = User.objects.filter(account=account).first() if account else None
    return [*other.barred] if other else []


def _give_password(user: User, password: str | None) -> None:
    if password is None:
        user.set_unusable_password()
        return
    check_password_rule(password, user)
    user.set_password(password)


def known_rights(rights: Iterable[str]) -> list[str]:
    """Return rights of customers in order; raises NoSuchRight for one that no app has brought."""
    chosen = sorted(rights)
    if any(right not in customer_rights for right in chosen):
        raise NoSuchRight
    return chosen


@transaction.atomic
def assign(*, actor: Actor, at: datetime, user_id: int, roles: Iterable[StaffRole], areas: Iterable[str]) -> User:
    """Set what a member of staff works as, and with whose data (SBV-27). Raises NoRole and NoSuchArea."""
    user = User.objects.select_for_update().get(pk=user_id, audience=Audience.STAFF)
    before: dict[str, list[str]] = {"roles": list(user.roles), "areas": list(user.areas)}
    after: dict[str, list[str]] = {"roles": [*sorted(roles)], "areas": _known(areas)}
    if not after["roles"]:
        raise NoRole
    user.roles, user.areas = after["roles"], after["areas"]
    settle(user)
    user.save(update_fields=["roles", "areas", "more", "less"])
    for what, kind in (("roles", "account.roles_changed"), ("areas", "account.areas_changed")):
        if before[what] != after[what]:
            audit.record(actor=actor, at=at, kind=kind, subject=f"accounts.user:{user.pk}",
                         data={what: [before[what], after[what]]})  # fmt: skip
    return user


@transaction.atomic
def rename(*, actor: Actor, at: datetime, user_id: int, name: str) -> User:
    """Change the name under which others see an account; the name itself stands in no fact."""
    user = User.objects.select_for_update().get(pk=user_id)
    user.name = name
    user.save(update_fields=["name"])
    audit.record(actor=actor, at=at, kind="account.renamed", subject=f"accounts.user:{user.pk}")
    return user


@transaction.atomic
def block_account(*, actor: Actor, at: datetime, user_id: int) -> User:
    """Lock an account and end all its sessions at once. Raises NotYourself."""
    user = User.objects.select_for_update().get(pk=user_id)
    if actor.key == str(user.pk):
        raise NotYourself
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_credentials(actor=actor, at=at, user=user)
    audit.record(actor=actor, at=at, kind="account.blocked", subject=f"accounts.user:{user.pk}")
    return user


@transaction.atomic
def close_account(*, actor: Actor, at: datetime, user_id: int) -> User:
    """Close the account of somebody who is no customer any more, with all its sessions."""
    user = User.objects.select_for_update().get(pk=user_id)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_credentials(actor=actor, at=at, user=user)
    audit.record(actor=actor, at=at, kind="account.closed", subject=f"accounts.user:{user.pk}")
    return user


@transaction.atomic
def unblock_account(*, actor: Actor, at: datetime, user_id: int) -> User:
    """Let a blocked account in again."""
    user = User.objects.select_for_update().get(pk=user_id)
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record(actor=actor, at=at, kind="account.unblocked", subject=f"accounts.user:{user.pk}")
    return user


def _known(areas: Iterable[str]) -> list[str]:
    chosen = sorted(areas)
    if any(area not in data_areas for area in chosen):
        raise NoSuchArea
    return chosen


@transaction.atomic
def bar(*, user_id: int, scopes: Iterable[str]) -> User:
    """Keep a customer out of "all", "personal" or "service:<key>"; whoever blocks writes the fact.

    A user who is kept out of all, or of the personal area, loses every session.
    """
    user = User.objects.select_for_update().get(pk=user_id, audience=Audience.CUSTOMER)
    user.barred = sorted(set(scopes))
    user.save(update_fields=["barred"])
    if {"all", "personal"} & set(user.barred):
        end_sessions(user)
    return user
