"""Mail about contracts: a notice by the company, an end that comes near, a notice taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as _

from quartier.kit.mail import Action, Facts, Mail, Part, Text


def contract_facts(name: str, number: str, *more: tuple[str, date | str]) -> Facts:
    """Return the contract with its number and what else is to be said."""
    return Facts(((_("Contract"), name), (_("Contract number"), number), *more))


@dataclass(frozen=True, kw_only=True)
class ProviderNoticeMail(Mail):
    """Tells a customer that the company has ended the contract (WR-034, QX-49)."""

    template: ClassVar[str] = "contracts.provider_notice"

    number: str
    name: str
    ends_on: date
    way: str
    reason: str
    received_on: date

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your contract %(number)s ends on %(day)s") % {
            "number": self.number, "day": f"{self.ends_on:%d.%m.%Y}"
        }  # fmt: skip

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        more = (Text(_("Our reason: %(reason)s") % {"reason": self.reason}),) if self.reason else ()
        return (
            Text(_("we herewith end the following contract with you.")),
            contract_facts(
                self.name,
                self.number,
                (_("Kind of end"), self.way),
                (_("Declared on"), self.received_on),
                (_("Ends on"), self.ends_on),
            ),
            *more,
            Text(_("What you have paid for the time after the end is settled in the final invoice.")),
            Action(_("Open the contract"), "/vertraege/"),
        )


@dataclass(frozen=True, kw_only=True)
class EndAheadMail(Mail):
    """Tells a customer that a contract ends soon, while data can still be taken along (DWG-33)."""

    template: ClassVar[str] = "contracts.end_ahead"

    number: str
    name: str
    ends_on: date

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your contract %(number)s ends on %(day)s") % {
            "number": self.number, "day": f"{self.ends_on:%d.%m.%Y}"
        }  # fmt: skip

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("this contract ends as agreed. You need do nothing.")),
            contract_facts(self.name, self.number, (_("Last day"), self.ends_on)),
            Text(_("Please take along before then what you want to keep, such as documents.")),
            Action(_("Open the contract"), "/vertraege/"),
        )


@dataclass(frozen=True, kw_only=True)
class NoticeRevokedMail(Mail):
    """Confirms that both sides agreed to let the contract run on."""

    template: ClassVar[str] = "contracts.notice_revoked"

    number: str
    name: str
    ends_on: date

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your contract %(number)s goes on") % {"number": self.number}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("the notice of this contract is taken back, as we have agreed. The contract runs on as before.")),
            contract_facts(self.name, self.number, (_("Would have ended on"), self.ends_on)),
            Action(_("Open the contract"), "/vertraege/"),
        )
