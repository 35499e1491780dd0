"""Mail around the way in. None of it says whether somebody has an account, but to the owner of the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quartier.kit.mail import Action, Facts, Mail, Part, Quote, Text

PAGE = "/registrieren/weiter/{token}/"


@dataclass(frozen=True, kw_only=True)
class ConfirmMail(Mail):
    """Brings the link that confirms the address and goes on with the registration (DWG-18)."""

    template: ClassVar[str] = "registration.confirm"

    token: str
    until: datetime
    is_last_step: bool

    def subject(self) -> str:
        """Return the subject line."""
        return _("Please confirm your e-mail address")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        last = _("you have registered for our portal. One click is missing: open the link and confirm there.")
        first = _("you have applied for an account. Please confirm first that this address is yours.")
        return (
            Text(last if self.is_last_step else first),
            Facts(((_("Valid until"), self.until),)),
            Action(_("Confirm the e-mail address"), PAGE.format(token=self.token)),
            Text(_("If this was not you, do nothing. Without the confirmation there is no account.")),
        )


@dataclass(frozen=True, kw_only=True)
class TakenMail(Mail):
    """Tells the owner of an account that somebody wanted to register with the address (DWG-15)."""

    template: ClassVar[str] = "registration.taken"

    def subject(self) -> str:
        """Return the subject line."""
        return _("You have an account already")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(
                _(
                    "somebody has just tried to register in our portal with this e-mail address. It has an account "
                    "already, so nothing was changed."
                )
            ),
            Text(_("Was it you? Then simply log in. If you do not know the password any more, set a new one.")),
            Action(pgettext("verb", "Log in"), "/anmelden/"),
            Text(_("If it was not you, you need not do anything. Nobody has learned that you have an account.")),
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ReviewMail(Mail):
    """Brings the activation code after the decision (QX-09)."""

    template: ClassVar[str] = "registration.code"

    token: str
    code: str
    account_name: str
    until: datetime

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your activation code")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("we have accepted your application. The contract begins when you activate the account.")),
            Facts(
                (
                    (_("Account name"), self.account_name), (_("Activation code"), self.code),
                    (_("Valid until"), self.until),
                )
            ),
            Action(_("Activate the account"), PAGE.format(token=self.token)),
            Text(_("You need not activate it. Then no contract comes about and your data are deleted.")),
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class CredentialsMail(Mail):
    """Brings the user id and the link to set the first password; never a password (CC-02)."""

    template: ClassVar[str] = "registration.credentials"

    token: str
    user_id: str
    until: datetime

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your access to the portal")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("we have set up your access. Please choose a password; you log in with it and the user id.")),
            Facts(((_("User id"), self.user_id), (_("Valid until"), self.until))),
            Action(_("Choose a password"), PAGE.format(token=self.token)),
        )


@dataclass(frozen=True, kw_only=True)
class DeclinedMail(Mail):
    """Tells an applicant that we do not conclude a contract; without reasons (QX-09)."""

    template: ClassVar[str] = "registration.declined"

    erased_at: datetime

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your application")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("thank you for your application. We have decided not to open an account. There is no contract.")),
            Facts(((_("Your data are deleted on"), self.erased_at.date()),)),
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ContractMail(Mail):
    """Confirms the contract on a durable medium, with the texts in the accepted versions (DWG-19, § 312f BGB)."""

    template: ClassVar[str] = "registration.contract"

    company: str
    login: str
    concluded_at: datetime
    texts: Sequence[tuple[str, str]]

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your portal is open: confirmation of the contract")

    def body(self) -> Sequence[Part]:
        """Return what the mail says, and the texts word for word."""
        facts = [
            (_("Contracting party"), self.company),
            (_("Contract"), _("Use of the portal")),
            (_("Concluded on"), self.concluded_at),
            (_("You log in as"), self.login),
        ]
        whole: list[Part] = [
            Text(
                _(
                    "with your activation the contract about the use of the portal has come about. Please keep this "
                    "e-mail: it holds all texts that apply."
                )
            ),
            Facts(facts),
            Action(pgettext("verb", "Log in"), "/anmelden/"),
        ]  # fmt: skip
        for title, words in self.texts:
            whole += [Text(title), Quote(words)]
        return whole
