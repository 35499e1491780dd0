"""Mail about orders: received, accepted with all texts, declined, what is missing, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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
    placed_at: datetime

    def subject(self) -> str:
        """Return the subject line."""
        return _("We have received your order %(number)s") % {"number": self.number}

    def body(self) -> Sequence[Part]:
        """Return what the mail says."""
        return (
            Text(_("we have received your order. This mail only confirms that it came in: it is no acceptance yet.")),
            self.facts((_("Received"), self.placed_at), *self.lines, (_("Total incl. VAT"), self.total)),
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
