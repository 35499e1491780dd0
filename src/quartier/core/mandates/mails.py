"""What customers are told about mandates and collections, always in German."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quartier.core.letters.extension import LetterText
from quartier.kit import formats
from quartier.kit.mail import Action, Facts, Mail, Part, Quote, Text
from quartier.kit.pdf import blocks_of
from quartier.kit.pdf.text import Block

ADDRESS = "/rechnungen/lastschrift/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The facts of an announced collection."""

    amount: Decimal
    collect_on: date
    document: str
    account: str
    reference: str
    identifier: str
    creditor: str

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Return what the payer has to know before the debit."""
        return (
            (_("For"), self.document),
            (_("Amount"), formats.money(self.amount)),
            (_("Collected on"), formats.day(self.collect_on)),
            (_("From the account"), self.account),
            (_("Mandate reference"), self.reference),
            (_("Creditor identifier"), self.identifier),
            (_("Payee"), self.creditor),
        )


@dataclass(frozen=True, kw_only=True)
class NoticeMail(Mail):
    """Announces a direct debit."""

    template: ClassVar[str] = "mandates.notice"

    notice: Notice

    def subject(self) -> str:
        """Return the subject line."""
        given = {"amount": formats.money(self.notice.amount), "day": formats.day(self.notice.collect_on)}
        return _("We collect %(amount)s on %(day)s") % given

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("we announce a SEPA direct debit.")),
            Facts(self.notice.facts()),
            Text(_("You need do nothing. Please see that there is enough money in the account.")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLetter(LetterText):
    """Announces a direct debit on paper."""

    key = "mandates.notice"
    label = gettext_lazy("Announcement of a direct debit")
    is_signed = False

    notice: Notice

    def subject(self) -> str:
        """Return the line that says what the letter is about."""
        with translation.override("de"):
            return NoticeMail(notice=self.notice).subject()

    def body(self) -> Sequence[Block]:
        """Return the text between salutation and closing."""
        with translation.override("de"):
            facts = "\n".join(f"- {label}: {value}" for label, value in self.notice.facts())
            close = _("You need do nothing. Please see that there is enough money in the account.")
            return blocks_of("\n\n".join((_("we announce a SEPA direct debit."), facts, close)))


@dataclass(frozen=True, kw_only=True)
class MandateGivenMail(Mail):
    """Confirms a mandate with its words and reference."""

    template: ClassVar[str] = "mandates.given"

    reference: str
    words: str

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your SEPA mandate %(reference)s") % {"reference": self.reference}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("you have given us this mandate. You can revoke it at any time.")),
            Facts(((_("Mandate reference"), self.reference),)),
            *(Quote(part) for part in self.words.split("\n\n") if part.strip()),
            Action(_("See the mandate"), ADDRESS),
        )


@dataclass(frozen=True, kw_only=True)
class MandateAskedMail(Mail):
    """Asks for a mandate for another account."""

    template: ClassVar[str] = "mandates.asked"

    account: str
    creditor: str

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your new account needs a new SEPA mandate")

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        given = {"account": self.account, "creditor": self.creditor}
        return (
            Text(_("your bank details have changed. Nothing is collected from the account before any more.")),
            Text(_("%(creditor)s may collect from %(account)s once you have confirmed the new mandate.") % given),
            Action(_("Confirm the mandate"), ADDRESS),
        )


@dataclass(frozen=True, kw_only=True)
class MandateEndedMail(Mail):
    """Tells that nothing is collected by a mandate any more."""

    template: ClassVar[str] = "mandates.ended"

    reference: str
    because: str
    wants_account: bool = False

    def subject(self) -> str:
        """Return the subject line."""
        return _("Nothing is collected by the mandate %(reference)s any more") % {"reference": self.reference}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        parts: list[Part] = [Text(self.because)]
        if self.wants_account:
            parts.append(Text(_("Please give us your bank details and a new mandate, or pay by transfer.")))
        return (*parts, Action(_("See the mandate"), ADDRESS))
