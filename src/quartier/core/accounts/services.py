"""Making and closing accounts. Registration by customers comes with its own flows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quartier.core.accounts.models import User
from quartier.core.accounts.queries import user_with_email
from quartier.core.audit import services as audit
from quartier.kit.access import Audience
from quartier.kit.encryption import decrypt, encrypt
from quartier.kit.errors import Refused
from quartier.kit.roles import StaffRole, data_areas
from quartier.values.actor import Actor

# The column that holds what second factors keep secret, and under which keys allauth keeps it there.
SECOND_FACTOR = "mfa_authenticator.data"
SECRETS = ("secret", "seed", "migrated_codes")


class AddressTaken(Refused):
    """Somebody in this schema logs in with this address already."""

    message = _("There is already an account with this e-mail address.")
    field = "email"


class PasswordTooWeak(Refused):
    """The password is refused by the common floor."""

    message = _("Choose a longer password that is not on the list of common ones.")
    field = "password"


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
def open_account(
    *,
    actor: Actor,
    at: datetime,
    audience: Audience,
    email: str,
    name: str,
    password: str,
    roles: Iterable[StaffRole] = (),
    areas: Iterable[str] = (),
    entity_id: int | None = None,
) -> User:
    """Make an account with a password. Raises AddressTaken, PasswordTooWeak, NoSuchArea, NoRole (staff)."""
    chosen = sorted(roles)
    if audience is Audience.STAFF and not chosen:
        raise NoRole
    if user_with_email(email):
        raise AddressTaken
    user = User(
        email=email.strip().lower(),
        name=name.strip(),
        audience=audience,
        roles=chosen,
        areas=_known(areas),
        entity_id=entity_id,
        created_at=at,
    )
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise PasswordTooWeak(" ".join(error.messages)) from None
    user.set_password(password)
    user.save()
    audit.record(actor=actor, at=at, kind="account.opened", subject=f"accounts.user:{user.pk}",
                 data={"audience": audience, "roles": chosen, "areas": user.areas})  # fmt: skip
    return user


@transaction.atomic
def assign(*, actor: Actor, at: datetime, user_id: int, roles: Iterable[StaffRole], areas: Iterable[str]) -> User:
    """Set what a member of staff works as, and with whose data (SBV-27). Raises NoRole and NoSuchArea."""
    user = User.objects.select_for_update().get(pk=user_id, audience=Audience.STAFF)
    before: dict[str, list[str]] = {"roles": list(user.roles), "areas": list(user.areas)}
    after: dict[str, list[str]] = {"roles": [*sorted(roles)], "areas": _known(areas)}
    if not after["roles"]:
        raise NoRole
    user.roles, user.areas = after["roles"], after["areas"]
    user.save(update_fields=["roles", "areas"])
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
    end_sessions(user)
    audit.record(actor=actor, at=at, kind="account.blocked", subject=f"accounts.user:{user.pk}")
    return user


@transaction.atomic
def close_account(*, actor: Actor, at: datetime, user_id: int) -> User:
    """Close the account of somebody who is no customer any more, with all its sessions."""
    user = User.objects.select_for_update().get(pk=user_id)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)
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


def end_sessions(user: User) -> None:
    """End every session of a user."""
    for session in Session.objects.all():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


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
