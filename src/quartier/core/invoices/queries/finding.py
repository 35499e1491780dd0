"""Which invoices there are."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet

from quartier.core.invoices.models import Invoice, InvoiceLine
from quartier.core.invoices.rules.words import InvoiceKind

LABEL: Final = "invoices.invoice"
BILLS: Final = (InvoiceKind.INVOICE, InvoiceKind.PARTIAL, InvoiceKind.FINAL)


def invoice_numbered(invoice_id: int) -> Invoice | None:
    """Return one invoice."""
    rows = Invoice.objects.filter(pk=invoice_id).select_related("party", "entity", "contract", "order", "corrects")
    return rows.first()


def invoices_of(party_id: int) -> QuerySet[Invoice]:
    """Return a customer's invoices, credit notes and cancellations, the latest first."""
    return Invoice.objects.filter(party_id=party_id)


def invoice_of_item(item: Any) -> Invoice | None:
    """Return the invoice that an item of the ledger comes from."""
    label, _colon, key = item.subject.partition(":")
    return Invoice.objects.filter(pk=int(key)).first() if label == LABEL else None


def billed(source: str) -> bool:
    """Tell whether something stands on an invoice that was neither cancelled nor credited in that line."""
    rows = InvoiceLine.objects.filter(source=source, invoice__kind__in=BILLS, credited_by__isnull=True)
    return rows.exclude(invoice__corrections__kind=InvoiceKind.CANCELLATION).exists()
