"""What came in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet, Sum

from quartier.core.invoices.extension import Invoice
from quartier.core.ledger.extension import Item
from quartier.core.parties import queries as parties
from quartier.core.payments.models import Payment, PaymentState

# A payment of the same sum by the same customer within so many days may be the same one twice.
TWINS_WITHIN: Final = timedelta(days=14)


def subject_of(row: Payment) -> str:
    """Return how items and facts name a payment."""
    return f"payments.payment:{row.pk}"


def payment_numbered(payment_id: int) -> Payment | None:
    """Return one payment, None where there is none."""
    return Payment.objects.select_related("party", "entity", "item").filter(pk=payment_id).first()


def payments_of(party_id: int) -> QuerySet[Payment]:
    """Return what a customer has paid, the latest first."""
    return Payment.objects.filter(party_id=party_id).select_related("entity")


def visible(staff: Any) -> QuerySet[Payment]:
    """Return the payments that a member of staff may see; unclear ones are nobody's yet."""
    rows = Payment.objects.select_related("party", "entity")
    return rows if staff.entity_id is None else rows.filter(entity=staff.entity_id)


def unclear(staff: Any) -> QuerySet[Payment]:
    """Return money that is nobody's yet, the oldest first."""
    return visible(staff).filter(state=PaymentState.UNCLEAR).order_by("received_on", "pk")


def item_of(posting_id: int) -> Item:
    """Return the item of an entry that has one."""
    return Item.everything.get(line__posting=posting_id)


def entries_of(posting_ids: Sequence[int]) -> Mapping[int, int]:
    """Return the items of entries: the key of the item by that of the entry."""
    return dict(Item.everything.filter(line__posting__in=posting_ids).values_list("line__posting_id", "pk"))


def credits_open(party_id: int) -> QuerySet[Item]:
    """Return what stands to a customer's credit, the oldest first."""
    return Item.objects.filter(party_id=party_id, open__lt=0).select_related("entity").order_by("booked_on", "pk")


def credit_numbered(party_id: int, item_id: int) -> Item | None:
    """Return an open credit of a customer, None where they have none of that number."""
    return credits_open(party_id).filter(pk=item_id).first()


def twins_of(given: Sequence[Any]) -> Mapping[str, int]:
    """Return for payments that come in which earlier payment looks the same, by their origin."""
    parties_met = {one.party_id for one in given if one.party_id is not None}
    if not parties_met:
        return {}
    first = min(one.received_on for one in given) - TWINS_WITHIN
    rows = Payment.everything.filter(party__in=parties_met, received_on__gte=first, state=PaymentState.BOOKED)
    known: dict[tuple[int | None, Decimal, str], list[Payment]] = {}
    for row in rows.order_by("pk"):
        known.setdefault((row.party_id, row.amount, _bare(row.reference)), []).append(row)
    found = {}
    for one in given:
        same = known.get((one.party_id, one.amount, _bare(one.reference)), [])
        near = [row.pk for row in same if abs(row.received_on - one.received_on) <= TWINS_WITHIN]
        if near and one.reference:
            found[one.origin] = near[-1]
    return found


def _bare(reference: str) -> str:
    return "".join(reference.split()).casefold()


def received_for(subject: str) -> Decimal:
    """Return what payments have settled of the claims of one paper ("invoices.invoice:7")."""
    rows = Item.everything.filter(subject=subject, amount__gt=0, settled_by__credit__payment__isnull=False)
    return rows.aggregate(sum=Sum("settled_by__amount"))["sum"] or Decimal("0.00")


def may_see(staff: Any, row: Payment) -> bool:
    """Tell whether a member of staff may see a payment: whoever may see its customer."""
    if staff.entity_id is not None and staff.entity_id != row.entity_id:
        return False
    return row.party_id is None or parties.visible_parties(staff).filter(pk=row.party_id).exists()


def invoice_subjects(order_id: int) -> list[str]:
    """Return how items name the invoices of an order."""
    return [f"invoices.invoice:{row.pk}" for row in Invoice.objects.filter(order_id=order_id)]
