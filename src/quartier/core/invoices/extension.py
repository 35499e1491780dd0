"""How apps plug into invoices: who hears of new ones, what can be done with one, and parts of their pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from quartier.core.invoices.models import Delivery, Invoice, InvoiceLine
from quartier.core.invoices.rules.trips import Cause as TripCause
from quartier.core.invoices.rules.words import Channel, DeliveryState, InvoiceKind
from quartier.kit.components.markup import Text
from quartier.kit.registry import Registry
from quartier.values.actor import Actor

__all__ = [
    "AccountSection",
    "Channel",
    "Delivery",
    "DeliveryState",
    "Invoice",
    "InvoiceAction",
    "InvoiceKind",
    "InvoiceLine",
    "InvoiceSection",
    "Issued",
    "OwedBack",
    "TripCause",
    "account_sections",
    "invoice_actions",
    "invoice_sections",
    "issued",
    "paying_back",
]

# Called with invoices, credit notes and cancellations in the transaction that issues them; many at once.
Issued = Callable[[Actor, datetime, Sequence[Invoice]], None]
issued: Registry[Issued] = Registry("who hears of issued invoices")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedBack:
    """Money that goes back to a customer by transfer, from the credits named (QX-50); `subject` is the credit note."""

    entity_id: int
    party_id: int
    amount: Decimal
    because: str
    subject: str
    credit_ids: tuple[int, ...]


# Who pays back what customers are owed; called in the transaction that credits it.
paying_back: Registry[Callable[[Actor, datetime, OwedBack], None]] = Registry("who pays back what customers are owed")


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceAction:
    """A link on an invoice's pages: the customer's, and with `needs` the office's for whoever may.

    `address` returns the URL for this invoice, "" where the link does not belong.
    """

    label: Text
    address: Callable[[Invoice], str]
    icon: str = ""
    needs: str = ""
    order: int = 50


invoice_actions: Registry[InvoiceAction] = Registry("what can be done with invoices")


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceSection:
    """A part of an invoice's pages, drawn with a template of the app that brings it.

    `context` returns what the template is drawn with, None where there is nothing to show. With `needs` it stands in
    the office for whoever may, else on the customer's page.
    """

    template: str
    context: Callable[[Invoice, datetime], Mapping[str, Any] | None]
    needs: str = ""
    order: int = 50


invoice_sections: Registry[InvoiceSection] = Registry("parts of invoices")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSection:
    """A part of a customer's money page, such as the mandate; `context` takes the party's key: two statements at most.

    With `needs` it stands on the office's page of the account, else on the customer's.
    """

    template: str
    context: Callable[[int, datetime], Mapping[str, Any] | None]
    needs: str = ""
    order: int = 50


account_sections: Registry[AccountSection] = Registry("parts of the customer's account")
