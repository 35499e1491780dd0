"""Reading invoices."""

from quartier.core.invoices.queries.finding import billed, invoice_numbered, invoice_of_item, invoices_of
from quartier.core.invoices.queries.keeping import kept_until, kept_with_invoice, past_due
from quartier.core.invoices.queries.ordered import (
    awaits_bill,
    bills_of_contract,
    bills_of_order,
    documents_of_order,
    paid_for_order,
)
from quartier.core.invoices.queries.paying import Transfer, transfer_for
from quartier.core.invoices.queries.trips import TripAhead, trip_ahead

__all__ = [
    "Transfer",
    "TripAhead",
    "awaits_bill",
    "billed",
    "bills_of_contract",
    "bills_of_order",
    "documents_of_order",
    "invoice_numbered",
    "invoice_of_item",
    "invoices_of",
    "kept_until",
    "kept_with_invoice",
    "paid_for_order",
    "past_due",
    "transfer_for",
    "trip_ahead",
]
