"""Mail about orders: received, accepted with all texts, declined, what is missing, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quartier.kit.mail import Action, Facts, Mail, Part, Text


@dataclass(frozen=True, kw_only=True)
class OrderMail(Mail):
    """What every mail about an order knows; `path` is the page of the order for this reader."""

    template: ClassVar[str] = "orders.order"

    number: str
    title: str
    path: str

    def facts(self, *more: tuple[str, object]) -> Facts:
        """Return the lines that name the order."""
        return Facts(((_("Order"), self.number), (pgettext("order", "Service"), self.title), *more))

    def page(self) -> Action:
        """Return the link to the order."""
        return Action(_("See the order"), self.path)


@dataclass(frozen=True, kw_only=True)
class ReceivedMail(OrderMail):
    """Says that an order has come in, and that this accepts nothing (CC-07, § 312i BGB)."""

    template: ClassVar[str] = "orders.received"

    lines: tuple[tuple[str, str], ...]
    total: str
    credit: str
    placed_at: datetime

    def subject(self) -> str:
        """Return the subject line."""
        return _("We have received your order %(number)s") % {"number": self.number}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        paid = [(_("Credited from an earlier order"), self.credit)] if self.credit else []
        return (
            Text(_("we have received your order. This mail only confirms that it came in: it is no acceptance yet.")),
            self.facts((_("Received"), self.placed_at), *self.lines, (_("Total incl. VAT"), self.total), *paid),
            Text(_("A contract comes about when we accept the order. We will write to you about that.")),
            self.page(),
        )


@dataclass(frozen=True, kw_only=True)
class AcceptedMail(OrderMail):
    """Confirms an order with everything that governs it, on a durable medium (§ 312f BGB; WR-007, WR-071)."""

    template: ClassVar[str] = "orders.accepted"

    entity: str
    lines: tuple[tuple[str, str], ...]
    total: str
    inputs: tuple[tuple[str, str], ...]
    accepted_at: datetime
    texts: tuple[tuple[str, str], ...]
    own_terms: tuple[str, ...]
    can_withdraw: bool
    early: bool

    def subject(self) -> str:
        """Return the subject line."""
        return _("Order confirmation %(number)s") % {"number": self.number}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        head = (
            Text(_("we accept your order. The contract is concluded.")),
            self.facts(
                (_("Contracting party"), self.entity), (_("Concluded"), self.accepted_at), *self.lines,
                (_("Total incl. VAT"), self.total),
            ),
            *((Facts(self.inputs),) if self.inputs else ()),
            Facts(self.texts),
            Text(_("These texts are attached in the words that govern your contract. Please keep this mail.")),
        )  # fmt: skip
        return (*head, *self._terms(), *self._withdrawal(), self.page())

    def _terms(self) -> Sequence[Part]:
        """Say whose terms govern: ours, unless something else was agreed in writing (QX-03, CC-03)."""
        if self.own_terms:
            return [Text(one) for one in self.own_terms]
        return [
            Text(_("Only our terms govern this contract. Terms of your own do not become part of it.")),
        ]

    def _withdrawal(self) -> Sequence[Part]:
        if not self.can_withdraw:
            return []
        asked = [Text(_("You have asked us to begin before the withdrawal period is over."))] if self.early else []
        return [
            Text(_("As a consumer you can withdraw from this contract. The instruction on withdrawal is attached.")),
            *asked,
        ]


@dataclass(frozen=True, kw_only=True)
class DeclinedMail(OrderMail):
    """Tells an applicant that no contract comes about, without any reason (CC-08, QX-09)."""

    template: ClassVar[str] = "orders.declined"

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your order %(number)s") % {"number": self.number}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("thank you for your order. Unfortunately we cannot accept it. No contract has come about.")),
            self.facts(),
            Text(_("You owe nothing. Your details for this order will be deleted.")),
        )


@dataclass(frozen=True, kw_only=True)
class MissingMail(OrderMail):
    """Asks for what is missing; the time an order takes waits meanwhile (WR-031, WR-032, WR-069)."""

    template: ClassVar[str] = "orders.missing"

    missing: tuple[str, ...]
    words: str
    is_reminder: bool

    def subject(self) -> str:
        """Return the subject line."""
        said = _("Reminder: we need something for your order %(number)s")
        return (said if self.is_reminder else _("We need something for your order %(number)s")) % {
            "number": self.number
        }

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("we cannot go on with your order yet. This is missing:")),
            *(Text(f"– {one}") for one in self.missing),
            *((Text(self.words),) if self.words else ()),
            self.facts(),
            Text(_("Dates that we have named move by the time until it is here. Your contract stays as it is.")),
            Text(_("If we do not hear from you, our terms let us close the order. You can answer this mail.")),
            self.page(),
        )


@dataclass(frozen=True, kw_only=True)
class SufficientMail(OrderMail):
    """Says that the documents suffice (WR-069)."""

    template: ClassVar[str] = "orders.sufficient"

    words: str

    def subject(self) -> str:
        """Return the subject line."""
        return _("Everything is there for your order %(number)s") % {"number": self.number}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("we have looked at your documents: they suffice. You need do nothing more.")),
            *((Text(self.words),) if self.words else ()),
            self.facts(),
            self.page(),
        )


@dataclass(frozen=True, kw_only=True)
class ChangedMail(OrderMail):
    """Confirms an agreed change in text form (WR-008)."""

    template: ClassVar[str] = "orders.changed"

    words: str

    def subject(self) -> str:
        """Return the subject line."""
        return _("Change of your order %(number)s") % {"number": self.number}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("as agreed, your order changes:")),
            Text(self.words),
            self.facts(),
            Text(_("Everything else stays as it was confirmed. If this is not what was agreed, please write to us.")),
            self.page(),
        )


@dataclass(frozen=True, kw_only=True)
class FinishedMail(OrderMail):
    """Says that the result is there."""

    template: ClassVar[str] = "orders.finished"

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your order %(number)s is finished") % {"number": self.number}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("your order is finished. The result is ready for you in the portal.")),
            self.facts(),
            self.page(),
        )


@dataclass(frozen=True, kw_only=True)
class DeliveredAgainMail(OrderMail):
    """Says that a result was changed and delivered anew (WR-027, WR-075)."""

    template: ClassVar[str] = "orders.delivered_again"

    words: str

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your changed result for order %(number)s is ready") % {"number": self.number}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("we have changed your result. It is ready in the portal; what you had before stays there too.")),
            *((Text(self.words),) if self.words else ()),
            self.facts(),
            self.page(),
        )


@dataclass(frozen=True, kw_only=True)
class ClosedMail(OrderMail):
    """Says that an order was closed, and until when it can be taken up again (WR-061, WR-065)."""

    template: ClassVar[str] = "orders.closed"

    reason: str
    until: date | None

    def subject(self) -> str:
        """Return the subject line."""
        return _("We have closed your order %(number)s") % {"number": self.number}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        unusable = _("the documents for your order cannot be used, so we have closed it.")
        silent = _("we have asked you several times and did not reach you. Therefore we have closed your order.")
        more: Sequence[Part] = ()
        if self.until:
            more = (
                Facts(((_("Can be taken up again until"), self.until),)),
                Text(_("Until then you can go on with the order, or choose a dearer service: what you paid counts.")),
            )
        return (Text(unusable if self.reason == "documents_unusable" else silent), self.facts(), *more, self.page())


@dataclass(frozen=True, kw_only=True)
class CancelledMail(OrderMail):
    """Confirms that an order has ended by agreement (WR-070)."""

    template: ClassVar[str] = "orders.cancelled"

    def subject(self) -> str:
        """Return the subject line."""
        return _("Your order %(number)s has ended") % {"number": self.number}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("as agreed with you, your order has ended. We do nothing more for it.")),
            self.facts(),
            self.page(),
        )


@dataclass(frozen=True, kw_only=True)
class ReactivatedMail(OrderMail):
    """Confirms that an order is taken up again (WR-065)."""

    template: ClassVar[str] = "orders.reactivated"

    def subject(self) -> str:
        """Return the subject line."""
        return _("We go on with your order %(number)s") % {"number": self.number}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("as you wished, we take your order up again. The price and what you paid stay as they were.")),
            self.facts(),
            self.page(),
        )


@dataclass(frozen=True, kw_only=True)
class RefundMail(OrderMail):
    """Says that what was paid goes back (WR-064)."""

    template: ClassVar[str] = "orders.refund"

    amount: str

    def subject(self) -> str:
        """Return the subject line."""
        return _("Refund for your order %(number)s") % {"number": self.number}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("we pay back what you paid for this order.")),
            self.facts((_("Amount"), self.amount)),
            self.page(),
        )
