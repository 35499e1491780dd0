"""Reading invoices."""

from quartier.core.invoices.queries.finding import billed, invoice_numbered, invoice_of_item, invoices_of
from quartier.core.invoices.queries.keeping import kept_until, kept_with_invoice, past_due

__all__ = [
    "billed",
    "invoice_numbered",
    "invoice_of_item",
    "invoices_of",
    "kept_until",
    "kept_with_invoice",
    "past_due",
]
