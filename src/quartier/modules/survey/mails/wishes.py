"""Mail about wishes for changes: free, with a price, agreed, or not done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quartier.kit import formats
from quartier.kit.mail import Action, Facts, Mail, Part, Text


@dataclass(frozen=True, kw_only=True)
class WishMail(Mail):
    """What every mail about a wish knows; `path` is the page of the order for this reader, `words` are ours."""

    template: ClassVar[str] = "survey.wish"

    number: str
    title: str
    path: str
    wish: str
    price: str
    words: str

    def facts(self, *more: tuple[str, object]) -> Facts:
        """Return the lines that name order and wish."""
        known = ((_("Order"), self.number), (pgettext("order", "Service"), self.title), (_("Your wish"), self.wish))
        return Facts((*known, *more))

    def said(self) -> Sequence[Part]:
        """Return our own words, if there are any."""
        return [Text(self.words)] if self.words else []

    def page(self, label: str = "") -> Action:
        """Return the link to the order."""
        return Action(label or _("See the order"), self.path)


@dataclass(frozen=True, kw_only=True)
class FreeWishMail(WishMail):
    """Says that we mend our error for nothing."""

    template: ClassVar[str] = "survey.wish_free"

    def subject(self) -> str:
        """Return the subject line."""
        return _("We correct your result for order %(number)s") % {"number": self.number}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("you were right, this was our mistake. We correct it; it costs you nothing.")),
            *self.said(), self.facts(), self.page(),
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class QuotedWishMail(WishMail):
    """Says what a change costs; nothing is done before the customer agrees."""

    template: ClassVar[str] = "survey.wish_quoted"

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your wish for a change: it costs %(price)s") % {"price": self.price}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("we can change your result as you wish. It is no error of ours, so our price list names a fee.")),
            *self.said(), self.facts((_("Price incl. VAT"), self.price)),
            Text(_("We do nothing before you have agreed on the page of your order. You can also let it be.")),
            self.page(_("Look at the price and decide")),
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class AgreedWishMail(WishMail):
    """Confirms a change that costs, on a durable medium (§ 312f BGB)."""

    template: ClassVar[str] = "survey.wish_agreed"

    can_withdraw: bool
    work_from: date | None

    def subject(self) -> str:
        """Return the subject line."""
        return _("Confirmation: change for order %(number)s") % {"number": self.number}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        withdrawal = _("As a consumer you can withdraw from this contract. The instruction on withdrawal is attached.")
        later = _("We begin on %(day)s, when the time in which you can withdraw is over.")
        return (
            Text(_("you have agreed to the change at the price below. We confirm it hereby.")),
            self.facts((_("Price incl. VAT"), self.price)),
            *([Text(withdrawal)] if self.can_withdraw else []),
            *([Text(later % {"day": formats.day(self.work_from)})] if self.work_from else []),
            Text(_("Your changed result comes as a new version; what you have stays.")),
            self.page(),
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class DeclinedWishMail(WishMail):
    """Says that a wish is not done, and why."""

    template: ClassVar[str] = "survey.wish_declined"

    because: str

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your wish for a change, order %(number)s") % {"number": self.number}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        head = Text(_("we cannot make the change that you wished for:"))
        return (head, Text(self.because), self.facts(), self.page())
