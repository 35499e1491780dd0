"""Invoices, their lines and ways out, and what customers and companies have set for them."""

from quartier.core.invoices.models.delivery import Delivery
from quartier.core.invoices.models.extras import ExternalService, LaterChange, Shipment, Trip
from quartier.core.invoices.models.invoice import Invoice, InvoiceLine
from quartier.core.invoices.models.settings import InvoicePreference, InvoiceSettings

__all__ = [
    "Delivery",
    "ExternalService",
    "Invoice",
    "InvoiceLine",
    "InvoicePreference",
    "InvoiceSettings",
    "LaterChange",
    "Shipment",
    "Trip",
]
