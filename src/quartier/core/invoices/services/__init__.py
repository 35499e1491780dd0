"""Billing, correcting, delivering."""

from quartier.core.invoices.rules.bills import Bill, BillLine
from quartier.core.invoices.rules.words import Channel, DeliveryState, InvoiceKind
from quartier.core.invoices.services.billing import bill, bill_many
from quartier.core.invoices.services.by_hand import by_hand, issuer_for, spread_over
from quartier.core.invoices.services.correcting import cancel, credit, left_of
from quartier.core.invoices.services.delivering import deliver, note_posted, note_receipt, press_and_send
from quartier.core.invoices.services.extras import (
    AgreementMissing,
    DayMissing,
    External,
    NoListPrice,
    NotAgreed,
    NotPaidYet,
    accept_change,
    classify_change,
    commission,
    engage,
    hand_over,
    note_trip,
)
from quartier.core.invoices.services.following import bill_usage, credit_unused, hear_ended, settle_refunds
from quartier.core.invoices.services.ordering import bill_order, hear_accepted, hear_finished, held
from quartier.core.invoices.services.preferring import Details, Preference, prefer, set_details
from quartier.core.invoices.services.pressing import paper_attached, press
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
    "AgreementMissing",
    "AlreadyCancelled",
    "BeforeSending",
    "Bill",
    "BillLine",
    "Channel",
    "DayMissing",
    "DeliveryState",
    "Details",
    "External",
    "InvoiceKind",
    "MoreThanBilled",
    "MoreThanPaid",
    "NoAddress",
    "NoListPrice",
    "NoSuchCustomer",
    "NotAgreed",
    "NotCorrectable",
    "NotFit",
    "NotPaidYet",
    "NotYetSent",
    "NothingToBill",
    "Preference",
    "ReasonMissing",
    "accept_change",
    "bill",
    "bill_many",
    "bill_order",
    "bill_usage",
    "by_hand",
    "cancel",
    "classify_change",
    "commission",
    "credit",
    "credit_unused",
    "deliver",
    "engage",
    "hand_over",
    "hear_accepted",
    "hear_ended",
    "hear_finished",
    "held",
    "issuer_for",
    "left_of",
    "note_posted",
    "note_receipt",
    "note_trip",
    "paper_attached",
    "prefer",
    "press",
    "press_and_send",
    "set_details",
    "settle_refunds",
    "spread_over",
]
