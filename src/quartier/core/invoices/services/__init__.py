"""Billing, correcting, delivering."""

from quartier.core.invoices.rules.bills import Bill, BillLine
from quartier.core.invoices.rules.words import Channel, DeliveryState, InvoiceKind
from quartier.core.invoices.services.billing import bill, bill_many
from quartier.core.invoices.services.correcting import cancel, credit, left_of
from quartier.core.invoices.services.delivering import deliver, note_posted, note_receipt, press_and_send
from quartier.core.invoices.services.preferring import Details, Preference, prefer, set_details
from quartier.core.invoices.services.pressing import press
from quartier.core.invoices.services.refusals import (
    AlreadyCancelled,
    BeforeSending,
    MoreThanBilled,
    MoreThanPaid,
    NoAddress,
    NoSuchCustomer,
    NotCorrectable,
    NotFit,
    NothingToBill,
    NotYetSent,
    ReasonMissing,
)

__all__ = [
    "AlreadyCancelled",
    "BeforeSending",
    "Bill",
    "BillLine",
    "Channel",
    "DeliveryState",
    "Details",
    "InvoiceKind",
    "MoreThanBilled",
    "MoreThanPaid",
    "NoAddress",
    "NoSuchCustomer",
    "NotCorrectable",
    "NotFit",
    "NotYetSent",
    "NothingToBill",
    "Preference",
    "ReasonMissing",
    "bill",
    "bill_many",
    "cancel",
    "credit",
    "deliver",
    "left_of",
    "note_posted",
    "note_receipt",
    "prefer",
    "press",
    "press_and_send",
    "set_details",
]
