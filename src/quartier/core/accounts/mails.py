"""Mail about logging in. None of it holds a password, and what asks for something says who asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quartier.kit.mail import Action, Facts, Mail, Part, Text


def _login() -> str:
    return pgettext("of somebody who logs in", "Login")


@dataclass(frozen=True, kw_only=True)
class ResetMail(Mail):
    """Brings the link to choose a new password."""

    template: ClassVar[str] = "accounts.reset"

    path: str
    login: str
    until: datetime

    def subject(self) -> str:
        """Return the subject line."""
        return _("Choose a new password")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("somebody asked for a new password for your account. With this link you choose one.")),
            Facts(
                ((pgettext("of somebody who logs in", "Login"), self.login), (_("The link works until"), self.until))
            ),
            Action(_("Choose a new password"), self.path),
            Text(_("If it was not you, you need not do anything: your password stays as it is.")),
        )


@dataclass(frozen=True, kw_only=True)
class FirstPasswordMail(Mail):
    """Brings the link to choose the first password."""

    template: ClassVar[str] = "accounts.first_password"

    path: str
    login: str
    until: datetime

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your access: choose your password")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("an account has been set up for you. Choose your password with this link; nobody else knows it.")),
            Facts(
                ((pgettext("of somebody who logs in", "Login"), self.login), (_("The link works until"), self.until))
            ),
            Action(_("Choose a password"), self.path),
        )


@dataclass(frozen=True, kw_only=True)
class SuspicionMail(Mail):
    """Tells that the account is closed until a new password is chosen, and brings the link for it."""

    template: ClassVar[str] = "accounts.suspicion"

    path: str
    login: str
    until: datetime

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your account is locked until you choose a new password")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("it was reported that somebody else may know your password. It does not work any more.")),
            Text(_("All devices are logged out. With this link you choose a new password.")),
            Facts(
                ((pgettext("of somebody who logs in", "Login"), self.login), (_("The link works until"), self.until))
            ),
            Action(_("Choose a new password"), self.path),
            Text(_("If the link has expired, ask for a new one at the login under “Forgotten your password?”.")),
        )


@dataclass(frozen=True, kw_only=True)
class ChangedMail(Mail):
    """Tells the owner of an account what has changed about the way in."""

    template: ClassVar[str] = "accounts.changed"

    what: str
    at: datetime

    def subject(self) -> str:
        """Return the subject line."""
        return _("A change to the security of your account")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("something has been changed about how you log in.")),
            Facts(((_("Changed"), self.what), (_("When"), self.at))),
            Text(_("If it was not you, use “Forgotten your password?” at the login at once and write to us.")),
            Action(_("Log in"), "/anmelden/"),
        )


@dataclass(frozen=True, kw_only=True)
class NewAddressMail(Mail):
    """Asks at a new address whether it is wanted."""

    template: ClassVar[str] = "accounts.new_address"

    path: str
    until: datetime

    def subject(self) -> str:
        """Return the subject line."""
        return _("Confirm your new e-mail address")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("this address was given as the new one of an account. Please confirm that it is yours.")),
            Facts(((_("The link works until"), self.until),)),
            Action(_("Confirm the address"), self.path),
            Text(_("If it was not you, you need not do anything: nothing changes then.")),
        )


@dataclass(frozen=True, kw_only=True)
class AddressAnnouncedMail(Mail):
    """Tells the old address that a new one is to take its place."""

    template: ClassVar[str] = "accounts.address_announced"

    email: str

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your e-mail address is to be changed")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("a new e-mail address was given for your account. Until it is confirmed this one stays valid.")),
            Facts(((_("New address"), self.email),)),
            Text(_("If it was not you, change your password at once and write to us.")),
            Action(_("Log in"), "/anmelden/"),
        )


@dataclass(frozen=True, kw_only=True)
class AddressInUseMail(Mail):
    """Tells the owner of an account that somebody gave their address for another one."""

    template: ClassVar[str] = "accounts.address_in_use"

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your e-mail address was given for another account")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(
                _("somebody wanted to use this address for another account. You have one already, so nothing changed.")
            ),
            Action(_("Log in"), "/anmelden/"),
        )
