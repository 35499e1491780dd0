"""What invoices are and how they travel."""

from __future__ import annotations

from quartier.values.choice import Choice
from quartier.values.sentences import mark as _


class InvoiceKind(Choice):
    """What a document is."""

    INVOICE = "invoice", _("Invoice")
    PARTIAL = "partial", _("Partial invoice")
    FINAL = "final", _("Final invoice")
    CREDIT_NOTE = "credit_note", _("Credit note")
    CANCELLATION = "cancellation", _("Cancellation of an invoice")


class Channel(Choice):
    """How a document goes to the customer."""

    PORTAL = "portal", _("Portal")
    EMAIL = "email", _("E-mail")
    POST = "post", _("Post")


class DeliveryState(Choice):
    """How far it has come on its way."""

    WAITING = "waiting", _("waits to be sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("came back")


class Remark(Choice):
    """What staff are told about an invoice."""

    RATES_DIFFER = "rates_differ", _("The day of supply and the day of the invoice carry different VAT rates.")
    AGAINST_LAW = "against_law", _("The VAT rate follows the day of the invoice; the law asks for the day of supply.")
    E_INVOICE = "e_invoice", _("The law asks for an e-invoice: send the PDF with its data, not a paper.")
