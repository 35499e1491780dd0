"""Mail about money: where a refund should go, that it has left, what became of a set-off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quartier.kit.mail import Action, Facts, Mail, Part, Text


@dataclass(frozen=True, kw_only=True)
class AccountWantedMail(Mail):
    """Asks to which account money should go back (QX-50, WR-064)."""

    template: ClassVar[str] = "payments.account_wanted"

    amount: str
    because: str
    failed: bool
    path: str

    def subject(self) -> str:
        """Return the subject line."""
        return _("To which account may we pay %(amount)s back?") % {"amount": self.amount}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        words = (
            _("our transfer to you did not arrive. Please tell us another bank account.")
            if self.failed
            else _("we pay money back to you. For that we need your bank account.")
        )
        return (
            Text(words),
            Facts(((_("Amount"), self.amount), (pgettext("refund", "What for"), self.because))),
            Action(_("Enter the bank account"), self.path),
            Text(_("Please enter the account only on this page and never by e-mail.")),
        )


@dataclass(frozen=True, kw_only=True)
class PaidBackMail(Mail):
    """Says that money has left for the customer."""

    template: ClassVar[str] = "payments.paid_back"

    amount: str
    because: str
    way: str
    paid_on: date

    def subject(self) -> str:
        """Return the subject line."""
        return _("We have paid %(amount)s back to you") % {"amount": self.amount}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        facts = (
            (_("Amount"), self.amount),
            (pgettext("refund", "What for"), self.because),
            (pgettext("refund", "Paid to"), self.way),
            (_("Paid on"), self.paid_on),
        )
        return (Text(_("we have paid money back to you.")), Facts(facts))


@dataclass(frozen=True, kw_only=True)
class SetOffMail(Mail):
    """Says what became of a set-off, and with a refusal why."""

    template: ClassVar[str] = "payments.set_off"

    amount: str
    declared_on: date
    is_booked: bool
    reason: str

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your set-off over %(amount)s") % {"amount": self.amount}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        words = (
            _("we have set your claim off against what you owe. Your account shows what is still open.")
            if self.is_booked
            else _("we do not accept your set-off. What is open on your account stays due.")
        )
        reason = ((_("Reason"), self.reason),) if self.reason else ()
        facts = ((_("Amount"), self.amount), (pgettext("set-off", "Declared on"), self.declared_on), *reason)
        return (Text(words), Facts(facts))
