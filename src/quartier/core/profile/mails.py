"""Mail about one's own data: links to prove an address, decisions about a name, old passwords."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.utils.translation import gettext as _

from quartier.kit.mail import Action, Facts, Mail, Part, Text


@dataclass(frozen=True, kw_only=True)
class AddressLinkMail(Mail):
    """Proves that an address works; the link shows a page with a button and changes nothing by itself."""

    template: ClassVar[str] = "profile.address_link"

    path: str
    until: datetime

    def subject(self) -> str:
        """Return the subject line."""
        return _("Please confirm your e-mail address")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("this address is to be the one under which we reach you. Please confirm it.")),
            Action(_("Confirm the address"), self.path),
            Facts(((_("Valid until"), self.until),)),
            Text(_("If you know nothing of this, you need do nothing.")),
        )


@dataclass(frozen=True, kw_only=True)
class AddressAnnouncedMail(Mail):
    """Tells the address in force that another one is to take its place."""

    template: ClassVar[str] = "profile.address_announced"

    email: str

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your e-mail address is to be changed")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("somebody wants to enter another e-mail address for you. Until it is confirmed, this one counts.")),
            Facts(((_("New address"), self.email),)),
            Text(_("If it was not you, please write to us at once.")),
        )


@dataclass(frozen=True, kw_only=True)
class IdentityDecidedMail(Mail):
    """Tells a customer what was decided about another name or birthday."""

    template: ClassVar[str] = "profile.identity_decided"

    approved: bool
    answer: str
    fields: tuple[str, ...]

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your data are changed") if self.approved else _("We have not changed your data")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        lines = [(_("Asked for"), ", ".join(self.fields)), *([(_("Answer"), self.answer)] if self.answer else [])]
        done = _("we have checked your wish and changed your data.")
        refused = _("we have checked your wish and could not follow it.")
        return (Text(done if self.approved else refused), Facts(tuple(lines)), Action(_("My data"), "/meine-daten/"))


@dataclass(frozen=True, kw_only=True)
class OldPasswordMail(Mail):
    """Reminds somebody that the password is old; it goes on working (DWG-23)."""

    template: ClassVar[str] = "profile.old_password"

    since: date

    def subject(self) -> str:
        """Return the subject line."""
        return _("Please change your password now and then")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("your password has been the same for a while. Please choose a new one when you log in next time.")),
            Facts(((_("Unchanged since"), self.since),)),
            Text(_("It goes on working; nobody locks you out.")),
            Action(_("My account"), "/konto/"),
        )
