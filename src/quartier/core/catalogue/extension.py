"""How modules bring kinds of products: what is checked, and what happens when work begins, ends or is called off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from quartier.kit.components.markup import Text
from quartier.kit.errors import Refused
from quartier.kit.registry import Registry
from quartier.values.actor import Actor


class LicenceUsed(Refused):
    """One licence is one calculation (WR-011)."""

    message = _("This licence covers one calculation, and it has been begun already. Please order another one.")


class Fulfilment(Protocol):
    """What a module does for an order of its kind. `order` is a row of orders; everything runs in its transaction.

    A refusal (`kit.errors.Refused`) stops what was to happen, and nothing changes.
    """

    def check_input(self, *, product: Any, given: Mapping[str, str]) -> Mapping[str, Text]:
        """Return what is wrong with the entries beyond their shape: a sentence by the key of the entry."""

    def begin(self, *, actor: Actor, at: datetime, order: Any) -> None:
        """Begin to perform; called before the order notes it."""

    def finish(self, *, actor: Actor, at: datetime, order: Any) -> None:
        """Note that everything was performed."""

    def cancel(self, *, actor: Actor, at: datetime, order: Any) -> None:
        """Call off what was begun: the contract is over."""

    def is_used(self, order: Any) -> bool:
        """Tell whether nothing more can be had for this order."""

    def shown(self, order: Any) -> Sequence[tuple[Text, Text]]:
        """Return what the customer sees besides the order itself: label and text."""


class ByStaff:
    """Work that staff do and deliver; nothing happens by itself."""

    def check_input(self, *, product: Any, given: Mapping[str, str]) -> Mapping[str, Text]:
        """Return nothing: the shape is all that is asked."""
        return {}

    def begin(self, *, actor: Actor, at: datetime, order: Any) -> None:
        """Do nothing."""

    def finish(self, *, actor: Actor, at: datetime, order: Any) -> None:
        """Do nothing."""

    def cancel(self, *, actor: Actor, at: datetime, order: Any) -> None:
        """Do nothing."""

    def is_used(self, order: Any) -> bool:
        """Tell whether the work is done."""
        return order.state not in ("offered", "accepted")

    def shown(self, order: Any) -> Sequence[tuple[Text, Text]]:
        """Return nothing."""
        return ()


class Licence(ByStaff):
    """One access or one calculation: it can be begun once, and is used up when it is completed (WR-011)."""

    def begin(self, *, actor: Actor, at: datetime, order: Any) -> None:
        """Refuse a second beginning."""
        if order.begun_at is not None or self.is_used(order):
            raise LicenceUsed

    def shown(self, order: Any) -> Sequence[tuple[Text, Text]]:
        """Say whether the licence is still to be used."""
        if self.is_used(order):
            return ((_("Licence"), _("used: the result stays, it cannot be changed any more")),)
        begun = order.begun_at is not None
        return ((_("Licence"), _("in use, for this one calculation") if begun else _("for one calculation, not used")),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductKind:
    """A kind of products. `recurring` ones run by a contract and have a price for a month or a year.

    What is not `orderable` stands in the price list alone: fees that are charged where the list has them. `per` says
    what such a price is for, where that is not once.
    """

    key: str
    label: Text
    fulfilment: Fulfilment
    recurring: bool = False
    orderable: bool = True
    per: Text = ""


product_kinds: Registry[ProductKind] = Registry("kinds of products")


def product_kind(kind: ProductKind) -> ProductKind:
    """Register a kind; called from a plug."""
    return product_kinds.register(kind.key, kind)


def is_orderable(kind: str) -> bool:
    """Tell whether customers can order products of a kind."""
    return product_kinds[kind].orderable


def fulfilment_of(kind: str) -> Fulfilment:
    """Return what is done for orders of a kind."""
    return product_kinds[kind].fulfilment
