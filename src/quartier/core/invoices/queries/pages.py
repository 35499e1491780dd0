"""What the pages of invoices show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import CharField, DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat

from quartier.core.invoices.extension import (
    InvoiceAction,
    InvoiceSection,
    account_sections,
    invoice_actions,
    invoice_sections,
)
from quartier.core.invoices.models import Delivery, Invoice
from quartier.core.invoices.queries.finding import BILLS, LABEL
from quartier.core.invoices.rules.words import DeliveryState, InvoiceKind
from quartier.core.ledger.extension import Item
from quartier.core.parties import queries as parties

ZERO: Final = Value(Decimal("0.00"), output_field=DecimalField(max_digits=14, decimal_places=2))
# After so many days somebody asks whether an invoice arrived (CC-73).
ASKED_AFTER: Final = timedelta(days=3)


def with_open(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Add what is still open of each invoice (`left`) and whether it was cancelled, in the same statement."""
    mine = Item.everything.filter(subject=Concat(Value(f"{LABEL}:"), Cast(OuterRef("pk"), CharField())), amount__gt=0)
    left = mine.order_by().values("subject").annotate(sum=Sum("open")).values("sum")
    cancelled = Invoice.everything.filter(corrects=OuterRef("pk"), kind=InvoiceKind.CANCELLATION)
    found: QuerySet[Any] = rows.annotate(left=Coalesce(Subquery(left), ZERO), is_cancelled=Exists(cancelled))
    return found


def own_invoices(party_id: int) -> QuerySet[Any]:
    """Return a customer's documents with what is open of each, the latest first."""
    return with_open(Invoice.everything.filter(party_id=party_id))


def visible(staff: Any) -> QuerySet[Any]:
    """Return the invoices that a member of staff may see, with what is open of each."""
    rows = Invoice.objects.select_related("party", "entity")
    return with_open(rows if staff.entity_id is None else rows.filter(entity=staff.entity_id))


def visible_deliveries(staff: Any) -> QuerySet[Delivery]:
    """Return the ways of invoices that a member of staff may see."""
    rows = Delivery.objects.select_related("invoice__party").filter(invoice__restricted_at=None)
    return rows if staff.entity_id is None else rows.filter(invoice__entity=staff.entity_id)


def to_print(staff: Any) -> QuerySet[Delivery]:
    """Return what waits in the print queue (QX-32)."""
    return visible_deliveries(staff).filter(state=DeliveryState.WAITING)


def without_receipt(staff: Any, at: datetime) -> QuerySet[Delivery]:
    """Return sent invoices still open of which nobody knows when they arrived: default does not begin (CC-73)."""
    rows = visible_deliveries(staff).filter(received_on=None, sent_at__lt=at - ASKED_AFTER, invoice__kind__in=BILLS)
    known = Delivery.objects.filter(invoice=OuterRef("invoice"), received_on__isnull=False)
    claim = Item.everything.filter(
        subject=Concat(Value(f"{LABEL}:"), Cast(OuterRef("invoice_id"), CharField())), open__gt=0
    )
    return rows.filter(Exists(claim)).exclude(Exists(known))


def to_look_at(staff: Any) -> QuerySet[Invoice]:
    """Return invoices of which staff are told that two days carry different VAT rates (CC-05)."""
    rows = Invoice.objects.filter(Q(remarks__contains=["rates_differ"]) | Q(remarks__contains=["against_law"]))
    rows = rows.filter(kind__in=BILLS).exclude(corrections__isnull=False)
    return rows if staff.entity_id is None else rows.filter(entity=staff.entity_id)


def in_stage(rows: QuerySet[Any], stage: str, today: date) -> QuerySet[Any]:
    """Narrow invoices to a kind, or to what is open, overdue or to be looked at."""
    if stage == "open":
        return rows.filter(left__gt=0)
    if stage == "overdue":
        return rows.filter(left__gt=0, due_on__lt=today)
    if stage == "remarks":
        return rows.exclude(remarks=[])
    if stage == "paper":
        return rows.filter(document=None)
    return rows.filter(kind=stage)


def customers(staff: Any) -> QuerySet[Any]:
    """Return the customers that a member of staff may bill."""
    return parties.visible_parties(staff)


def actions_of(row: Invoice, staff: Any | None = None) -> Sequence[tuple[InvoiceAction, str]]:
    """Return the links that apps put on an invoice: the customer's, or the office's as far as somebody may."""
    chosen = sorted((one for one in invoice_actions if _for(one.needs, staff)), key=lambda one: one.order)
    return [(one, address) for one in chosen if (address := one.address(row))]


def sections_of(row: Invoice, at: datetime, staff: Any | None = None) -> Sequence[tuple[InvoiceSection, Any]]:
    """Return the parts that apps bring to an invoice's page, with what they are drawn from."""
    chosen = sorted((one for one in invoice_sections if _for(one.needs, staff)), key=lambda one: one.order)
    return [(one, context) for one in chosen if (context := one.context(row, at)) is not None]


def parts_of_account(party_id: int, at: datetime) -> Sequence[tuple[Any, Any]]:
    """Return the parts that apps bring to a customer's money page."""
    chosen = sorted((one for one in account_sections if not one.needs), key=lambda one: one.order)
    return [(one, context) for one in chosen if (context := one.context(party_id, at)) is not None]


def taxes_of(row: Invoice) -> Sequence[Any]:
    """Return net and VAT by rate, as the invoice shows them."""
    rows = row.lines.order_by("vat_rate").values("vat_rate", "vat_category")
    return list(rows.annotate(base=Sum(F("net")), tax=Sum(F("vat"))))


def _for(needs: str, staff: Any | None) -> bool:
    return needs == "" if staff is None else needs != "" and needs in staff.permissions
