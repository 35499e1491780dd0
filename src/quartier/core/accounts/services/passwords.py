"""Passwords: what they must have, and how one takes the place of another."""

from __future__ import annotations

import gzip
from datetime import datetime
from itertools import islice
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from quartier.core.accounts import queries
from quartier.core.accounts.extension import password_changed
from quartier.core.accounts.mails import ChangedMail
from quartier.core.accounts.models import User
from quartier.core.accounts.rules import MOST_COMMON, PasswordRule, Unmet, composed, unmet
from quartier.core.accounts.services.devices import distrust_devices
from quartier.core.accounts.services.sessions import end_sessions
from quartier.core.audit import services as audit
from quartier.core.inbox import services as inbox
from quartier.kit import clock
from quartier.kit.access import Audience
from quartier.kit.errors import Refused
from quartier.values.actor import Actor


class PasswordTooWeak(Refused):
    """The password does not meet the rule; the sentence names all that is missing."""

    message = gettext_lazy("Choose a longer password that is not on the list of common ones.")
    field = "password"


class WrongPassword(Refused):
    """The password that proves who asks is not the one in force."""

    message = gettext_lazy("This is not your present password.")
    field = "current"


class SamePassword(Refused):
    """The new password is the old one."""

    message = gettext_lazy("The new password must be another one than the present.")
    field = "password"


def words_of(rule: PasswordRule) -> list[str]:
    """Return what a rule asks for, one phrase each."""
    length = ngettext("at least %(n)s character", "at least %(n)s characters", rule.min_length) % {"n": rule.min_length}
    more = [
        (rule.upper_lower, _("upper- and lower-case letters")),
        (rule.digit, _("at least one digit")),
        (rule.special, _("at least one special character")),
    ]
    return [length, *(words for asked, words in more if asked)]


def _sentence(missing: Unmet, rule: PasswordRule) -> str:
    if missing is Unmet.LENGTH:
        said = ngettext(
            "The password needs at least %(n)s character.", "The password needs at least %(n)s characters.",
            rule.min_length,
        )  # fmt: skip
        return said % {"n": rule.min_length}
    return {
        Unmet.UPPER: _("The password still needs an upper-case letter."),
        Unmet.LOWER: _("The password still needs a lower-case letter."),
        Unmet.DIGIT: _("The password still needs a digit."),
        Unmet.SPECIAL: _("The password still needs a special character."),
    }[missing]


class ProviderRule:
    """Django's validator of the rule that counts for a user in this schema (DWG-22, WR-082)."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise a ValidationError that names every rule that is not met."""
        rule = queries.password_rule(getattr(user, "audience", Audience.CUSTOMER), clock.today())
        if missing := unmet(composed(password), rule):
            raise ValidationError([ValidationError(_sentence(one, rule), code=one.value) for one in missing])

    def get_help_text(self) -> str:
        """Say what is asked for."""
        return ", ".join(words_of(queries.password_rule(Audience.CUSTOMER, clock.today())))


class KnownPasswords(CommonPasswordValidator):
    """Refuses the 20,000 most common passwords as they are typed, and the first of them in every mixture of cases.

    The list is in lower case. Folding all of it would refuse passwords that a provider's own rule about cases has
    already told apart from it.
    """

    def __init__(self) -> None:
        super().__init__()
        with gzip.open(self.DEFAULT_PASSWORD_LIST_PATH, "rt", encoding="utf-8") as lines:
            self.first = frozenset(line.strip() for line in islice(lines, MOST_COMMON))

    def validate(self, password: str, user: Any = None) -> None:
        """Raise a ValidationError for a password that everybody tries first."""
        typed = composed(password).strip()
        if typed in self.passwords or typed.lower() in self.first:
            raise ValidationError(_("This password is on the list of common ones. Choose another."), code="common")


def check_password_rule(password: str, user: User) -> None:
    """Raise PasswordTooWeak with all that a password lacks for somebody."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise PasswordTooWeak(" ".join(error.messages)) from None


@transaction.atomic
def change_password(*, actor: Actor, at: datetime, user_id: int, current: str, password: str, keep: str = "") -> User:
    """Replace the password; the old one is dead at once, and so is every session but the one to keep (DWG-21).

    Raises WrongPassword, SamePassword, PasswordTooWeak; nothing has changed then.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    if not user.check_password(current):
        raise WrongPassword
    if composed(current) == composed(password):
        raise SamePassword
    set_new_password(actor=actor, at=at, user=user, password=password)
    end_sessions(user, keep=keep)
    return user


@transaction.atomic
def set_new_password(*, actor: Actor, at: datetime, user: User, password: str) -> None:
    """Give a user a password of their own choice; trusted devices are forgotten and the owner is told by mail.

    Raises PasswordTooWeak.
    """
    check_password_rule(password, user)
    user.set_password(password)
    user.password_changed_at, user.must_change_password = at, False
    user.save(update_fields=["password", "password_changed_at", "must_change_password"])
    distrust_devices(actor=actor, at=at, user=user)
    for told in password_changed:
        told(actor, user.pk, at)
    audit.record(actor=actor, at=at, kind="account.password_changed", subject=f"accounts.user:{user.pk}")
    tell_owner(actor=actor, at=at, user=user, what=_("Password"))


def tell_owner(*, actor: Actor, at: datetime, user: User, what: str) -> None:
    """Write to the owner of an account what has changed about the way in."""
    mail = ChangedMail(what=what, at=at)
    about = f"accounts.user:{user.pk}"
    inbox.post(actor=actor, at=at, mail=mail, to=user.email, to_name=user.name, about=about)
