"""Billing, correcting, delivering."""

from quartier.core.invoices.rules.bills import Bill, BillLine
from quartier.core.invoices.rules.words import Channel, DeliveryState, InvoiceKind
from quartier.core.invoices.services.billing import bill, bill_many

__all__ = ["Bill", "BillLine", "Channel", "DeliveryState", "InvoiceKind", "bill", "bill_many"]
