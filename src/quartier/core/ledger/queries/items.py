"""What customers owe and are owed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum

from quartier.core.ledger.models import Item
from quartier.core.ledger.rules.books import NOTHING


def items_of(party_id: int) -> QuerySet[Item]:
    """Return everything on a customer's account, the newest first."""
    return Item.objects.filter(party_id=party_id).order_by("-booked_on", "-pk")


def open_items(party_id: int, entity_id: int | None = None) -> QuerySet[Item]:
    """Return what is open on a customer's account, claims and credits, the oldest due first."""
    rows = Item.objects.filter(party_id=party_id).exclude(open=0).order_by("due_on", "pk")
    return rows if entity_id is None else rows.filter(entity_id=entity_id)


def items_about(subject: str) -> QuerySet[Item]:
    """Return the items of one paper ("invoices.invoice:7"), the oldest first."""
    return Item.everything.filter(subject=subject).order_by("booked_on", "pk")


def item_numbered(item_id: int) -> Item | None:
    """Return one item."""
    return Item.objects.filter(pk=item_id).select_related("party", "entity", "contract").first()


def open_sum(subject: str) -> Decimal:
    """Return what is open of the claims of one paper."""
    return items_about(subject).filter(amount__gt=0).aggregate(sum=Sum("open"))["sum"] or NOTHING


def balance_of(party_id: int, entity_id: int | None = None) -> Decimal:
    """Return what a customer owes altogether: above zero arrears or not yet due, below zero a credit."""
    rows = Item.everything.filter(party_id=party_id)
    rows = rows if entity_id is None else rows.filter(entity_id=entity_id)
    return rows.aggregate(sum=Sum("open"))["sum"] or NOTHING


def balance_on(party_id: int, on: date, entity_id: int | None = None) -> Decimal:
    """Return what a customer owed at the end of a day: all that was booked through it."""
    rows = Item.everything.filter(party_id=party_id, booked_on__lte=on)
    rows = rows if entity_id is None else rows.filter(entity_id=entity_id)
    return rows.aggregate(sum=Sum("amount"))["sum"] or NOTHING


def overdue(on: date, entity_id: int | None = None) -> QuerySet[Item]:
    """Return open claims whose day has passed, the oldest first."""
    rows = Item.objects.filter(open__gt=0, due_on__lt=on).order_by("due_on", "pk")
    return rows if entity_id is None else rows.filter(entity_id=entity_id)
