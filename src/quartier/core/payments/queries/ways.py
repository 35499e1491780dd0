"""Which ways to pay there are for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.urls import reverse

from quartier.core.ledger.extension import Item
from quartier.core.payments.extension import PaymentMethod, payment_kinds, starts
from quartier.core.payments.models import PayPalAccount
from quartier.core.providers.policies import BillingPolicy
from quartier.core.providers.queries import policy
from quartier.kit.components.markup import Text


class Way(NamedTuple):
    """A way to pay at once: where it begins."""

    key: str
    label: Text
    address: str


def methods_on(on: date) -> frozenset[PaymentMethod]:
    """Return the ways to pay that the terms name and that work on a day."""
    rules = policy.in_force(BillingPolicy, on)
    return frozenset(one for one in rules.payment_methods if (kind := payment_kinds.get(one)) and kind.is_on(rules, on))


def ways_for(party_id: int, items: Sequence[Item], on: date) -> list[Way]:
    """Return the ways in which a customer can pay open claims of one company now, each with its address."""
    rules = policy.in_force(BillingPolicy, on)
    found: list[tuple[int, Way]] = []
    for key in payment_kinds.keys():  # noqa: SIM118
        kind, start = payment_kinds[key], starts.get(key)
        if start is not None and kind.is_on(rules, on) and (address := start(party_id, items)):
            found.append((kind.order, Way(key, kind.label, address)))
    return [way for _order, way in sorted(found, key=lambda pair: pair[0])]


def has_paypal(entity_id: int) -> bool:
    """Tell whether a company has set PayPal up and switched it on."""
    return PayPalAccount.objects.filter(entity_id=entity_id, is_on=True).exists()


def paypal_host() -> str:
    """Return the machine of PayPal that is asked from this portal, "" where it is not set up."""
    row = PayPalAccount.objects.filter(is_on=True).first()
    return "" if row is None else "api-m.paypal.com" if row.is_live else "api-m.sandbox.paypal.com"


def page_to_pay(subject: str) -> str:
    """Return where a customer pays what is open of a paper ("invoices.invoice:7"), "" where nothing is."""
    item = Item.objects.filter(subject=subject, open__gt=0).order_by("due_on", "pk").first()
    return reverse("payments:pay", args=[item.pk]) if item else ""
