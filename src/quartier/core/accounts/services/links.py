"""Links by mail: a new password, the first one, a new address. Each works once, for a time, in this schema."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartier.core.accounts import queries
from quartier.core.accounts.extension import address_changed
from quartier.core.accounts.mails import (
    AddressAnnouncedMail,
    AddressInUseMail,
    FirstPasswordMail,
    NewAddressMail,
    ResetMail,
    SuspicionMail,
)
from quartier.core.accounts.models import MailLink, Purpose, User
from quartier.core.accounts.rules import ADDRESS_VALIDITY, INVITATION_VALIDITY, LINK_VALIDITY, login_by_email
from quartier.core.accounts.services.devices import hash_of, new_key
from quartier.core.accounts.services.passwords import WrongPassword, set_new_password, tell_owner
from quartier.core.accounts.services.sessions import end_sessions
from quartier.core.audit import services as audit
from quartier.core.inbox import services as inbox
from quartier.kit.access import Audience
from quartier.kit.errors import Refused
from quartier.kit.jobs import enqueue
from quartier.values.actor import SYSTEM, Actor

VALID_FOR: Final = {
    Purpose.RESET: LINK_VALIDITY, Purpose.FIRST: INVITATION_VALIDITY, Purpose.ADDRESS: ADDRESS_VALIDITY,
}  # fmt: skip
KEPT: Final = timedelta(days=30)


class LinkDead(Refused):
    """The link was used, has expired, was replaced by a later one, or never was."""

    message = gettext_lazy("This link does not work any more. Please ask for a new one.")
    status = 410


@transaction.atomic
def ask_for_reset(*, at: datetime, login: str) -> MailLink:
    """Note that somebody who logs in under this name wants a new password; the same work whether there is one or not.

    The mail leaves later, by `send_reset`, and only to somebody who exists.
    """
    user = queries.user_with_login(login)
    wanted = user if user is not None and user.is_active and not user.barred else None
    link = MailLink.objects.create(user=wanted, purpose=Purpose.RESET, created_at=at, expires_at=at + LINK_VALIDITY)
    enqueue("accounts.send_reset", link_id=link.pk)
    return link


@transaction.atomic
def send_reset(*, at: datetime, link_id: int) -> None:
    """Mail the link that somebody asked for; a wish for nobody is forgotten. Does nothing the second time."""
    link = MailLink.objects.select_for_update().filter(pk=link_id, key_hash="").first()
    if link is None:
        return
    if link.user is None:
        link.delete()
        return
    path = _armed(link, at)
    mail = ResetMail(path=path, login=link.user.login, until=link.expires_at)
    _post(SYSTEM, at, mail, link.user)


@transaction.atomic
def invite(*, actor: Actor, at: datetime, user: User) -> None:
    """Mail somebody the link to choose the first password; an earlier one dies."""
    link = _fresh(at, user, Purpose.FIRST)
    mail = FirstPasswordMail(path=_armed(link, at), login=user.login, until=link.expires_at)
    _post(actor, at, mail, user)
    audit.record(actor=actor, at=at, kind="account.invited", subject=f"accounts.user:{user.pk}")


def send_after_suspicion(*, actor: Actor, at: datetime, user: User) -> None:
    """Mail the owner of an account whose password is dead the link to choose a new one."""
    link = _fresh(at, user, Purpose.RESET)
    _post(actor, at, SuspicionMail(path=_armed(link, at), login=user.login, until=link.expires_at), user)


def link_of(*, at: datetime, key: str, purposes: tuple[Purpose, ...]) -> MailLink:
    """Return the link of a key. Raises LinkDead."""
    found = queries.open_link(hash_of(key), at)
    if found is None or found.purpose not in purposes:
        raise LinkDead
    return found


@transaction.atomic
def choose_password(*, actor: Actor, at: datetime, key: str, password: str) -> User:
    """Set the password of whoever got the link; all sessions end, nobody is logged in by it, other links die.

    A second factor stays what it was (check 13). Raises LinkDead and PasswordTooWeak.
    """
    link = link_of(at=at, key=key, purposes=(Purpose.RESET, Purpose.FIRST))
    user = User.objects.select_for_update().get(links=link)
    _use(link, at)
    set_new_password(actor=actor, at=at, user=user, password=password)
    end_sessions(user)
    MailLink.objects.filter(user=user, used_at=None).update(used_at=at)
    return user


@transaction.atomic
def ask_for_address(*, actor: Actor, at: datetime, user_id: int, email: str, current: str) -> None:
    """Ask at a new address whether it is wanted, and tell the old one; until then the old stays valid.

    An address that somebody has already gets another mail, and the page says the same. Raises WrongPassword.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    if not user.check_password(current):
        raise WrongPassword
    email = login_by_email(email)
    audit.record(actor=actor, at=at, kind="account.address_asked", subject=f"accounts.user:{user.pk}")
    _post(actor, at, AddressAnnouncedMail(email=email), user)
    owner = queries.user_with_email(email)
    if user.account_id is None and owner is not None:
        if owner.pk != user.pk:
            _post(actor, at, AddressInUseMail(), owner)
        return
    link = _fresh(at, user, Purpose.ADDRESS, email)
    mail = NewAddressMail(path=_armed(link, at), until=link.expires_at)
    inbox.post(actor=actor, at=at, mail=mail, to=email, to_name=user.name, about=f"accounts.user:{user.pk}")


@transaction.atomic
def confirm_address(*, actor: Actor, at: datetime, key: str) -> User:
    """Let the new address take the place of the old one, as login too where that was it. Raises LinkDead."""
    link = link_of(at=at, key=key, purposes=(Purpose.ADDRESS,))
    user = User.objects.select_for_update().get(links=link)
    if user.account_id is None and queries.user_with_email(link.email):
        raise LinkDead
    _use(link, at)
    old = user.email
    if user.login == login_by_email(old):
        user.login = link.email
    user.email = link.email
    user.save(update_fields=["email", "login"])
    audit.record(actor=actor, at=at, kind="account.address_changed", subject=f"accounts.user:{user.pk}")
    for told in address_changed:
        told(actor, user.pk, old, user.email, at)
    tell_owner(actor=actor, at=at, user=user, what=_("E-mail address"))
    return user


def forget_links(*, at: datetime) -> int:
    """Delete links that are long over; returns how many."""
    return MailLink.objects.filter(expires_at__lte=at - KEPT).delete()[0]


def _fresh(at: datetime, user: User, purpose: Purpose, email: str = "") -> MailLink:
    """Return a new link; earlier ones for the same purpose die."""
    MailLink.objects.filter(user=user, purpose=purpose, used_at=None).update(used_at=at)
    return MailLink.objects.create(
        user=user, purpose=purpose, email=email, created_at=at, expires_at=at + VALID_FOR[purpose]
    )


def _armed(link: MailLink, at: datetime) -> str:
    """Give a link its key and return where it leads; only the hash stays."""
    key = new_key()
    link.key_hash = hash_of(key)
    link.save(update_fields=["key_hash"])
    names = {Purpose.ADDRESS: "accounts:address_confirm"}
    return reverse(names.get(Purpose(link.purpose), "accounts:password_choose"), kwargs={"key": key})


def _use(link: MailLink, at: datetime) -> None:
    """Use a link up, once even if two ask at the same time. Raises LinkDead."""
    if not MailLink.objects.filter(pk=link.pk, used_at=None).update(used_at=at):
        raise LinkDead


def _post(actor: Actor, at: datetime, mail: ResetMail | FirstPasswordMail | SuspicionMail | AddressAnnouncedMail
          | AddressInUseMail, user: User) -> None:  # fmt: skip
    about = f"accounts.user:{user.pk}"
    inbox.post(actor=actor, at=at, mail=mail, to=user.email, to_name=user.name, about=about)


class HasPassword(Refused):
    """Somebody who logs in already needs no invitation."""

    message = gettext_lazy("This person has a password already.")


@transaction.atomic
def invite_again(*, actor: Actor, at: datetime, user_id: int) -> None:
    """Send a member of staff the link to the first password once more. Raises HasPassword."""
    user = User.objects.select_for_update().get(pk=user_id, audience=Audience.STAFF)
    if user.has_usable_password():
        raise HasPassword
    invite(actor=actor, at=at, user=user)


def has_open_invitation(user: User) -> bool:
    """Tell whether somebody has been invited and has not yet chosen a password."""
    return user.audience == Audience.STAFF and not user.has_usable_password()
