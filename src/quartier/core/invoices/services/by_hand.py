"""Invoices that staff write, and credit notes over a sum."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps

from quartier.core.invoices.models import Invoice
from quartier.core.invoices.rules.bills import Bill, BillLine
from quartier.core.invoices.services.correcting import left_of
from quartier.core.invoices.services.refusals import MoreThanBilled, NoSuchCustomer
from quartier.core.parties import queries as parties
from quartier.values.money import split


def issuer_for(party: Any, staff: Any) -> Any:
    """Return the company that bills a customer: of their latest tie, or the principal in its stead (QX-01)."""
    entities = list(apps.get_model("providers.LegalEntity")._default_manager.all())
    ties = [row for row in parties.relationships_of(party) if staff.entity_id in (None, row.legal_entity_id)]
    if ties:
        return parties.invoice_issuer(ties[0], entities)
    at_home = staff.entity_id is None
    own = [one for one in entities if one.pk == staff.entity_id or (at_home and one.role == "principal")]
    if not own:
        raise NoSuchCustomer
    return own[0]


def by_hand(*, party: Any, entity: Any, on: date, given: Mapping[str, Any]) -> Bill:
    """Return what staff wrote as a bill; their own reference keeps a second click from a second invoice."""
    lines = [
        BillLine(title=title, quantity=quantity, unit_net=price, supply_to=given["supply_to"])
        for quantity, price, title in given["lines"]
    ]
    return Bill(
        entity_id=entity.pk, party_id=party.pk, key=f"hand:{party.pk}:{given['key']}", lines=lines, issued_on=on,
        title=given["title"],
    )  # fmt: skip


def spread_over(row: Invoice, net: Decimal) -> dict[int, Decimal]:
    """Return a net sum in parts over what is left of the lines. Raises MoreThanBilled."""
    left = {pk: rest for pk, rest in left_of(row).items() if rest > 0}
    if not left or net > sum(left.values()):
        raise MoreThanBilled
    parts = split(net, list(left.values()))
    return {pk: part for pk, part in zip(left, parts, strict=True) if part}
