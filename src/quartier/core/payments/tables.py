"""The office's lists of money that came in and goes back."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from quartier.core.payments.extension import payment_kinds
from quartier.core.payments.models import (
    Payment,
    PaymentState,
    PayPalOrder,
    PayPalState,
    Refund,
    RefundState,
    SetOff,
    SetOffState,
)
from quartier.kit.tables import Badge, Column, Pick, Table

WANTING = (RefundState.WAITING, RefundState.READY, RefundState.FAILED)


def _whose(row: Any) -> str:
    return str(row.party) if row.party else str(_("nobody's yet"))


def _payment_state(row: Payment) -> Any:
    if row.state == PaymentState.UNCLEAR:
        return Badge(row.get_state_display(), "warn")
    if row.twin_id is not None and row.twin_seen_at is None:
        return Badge(_("perhaps paid twice"), "warn")
    return row.get_state_display()


def _refund_state(row: Refund) -> Any:
    return Badge(row.get_state_display(), "warn") if row.state in WANTING else row.get_state_display()


def _set_off_state(row: SetOff) -> Any:
    return Badge(row.get_state_display(), "warn") if row.state == SetOffState.PENDING else row.get_state_display()


PAYMENTS = Table(
    key="payments",
    label=_("Payments"),
    columns=[
        Column("on", _("Received on"), "received_on", kind="date", sort="received_on"),
        Column(
            "party", _("Customer"), _whose, sort="party__sort_name",
            href=lambda row: reverse("payments:one", args=[row.pk]),
        ),
        Column("way", pgettext_lazy("payment", "Way"), lambda row: payment_kinds[row.kind].label, sort="kind"),
        Column("reference", pgettext_lazy("payment", "Reference"), "reference"),
        Column("amount", _("Amount"), kind="money", sort="amount"),
        Column("state", pgettext_lazy("payment", "State"), _payment_state, kind="badge"),
    ],
    filters=[Pick("stand", pgettext_lazy("payment", "State"), PaymentState.choices, "state")],
    search=("party__sort_name", "reference", "payer"),
    default_sort="-on",
    page_size=50,
    head="party",
    export="zahlungen",
    dense=True,
    of_people=True,
    empty_title=_("No payments yet"),
    empty_text=_("Here stands what has come in, from whom and how."),
)  # fmt: skip
REFUNDS = Table(
    key="refunds",
    label=pgettext_lazy("payment", "Refunds"),
    columns=[
        Column("due", _("Pay back by"), "due_on", kind="date", sort="due_on"),
        Column(
            "party", _("Customer"), _whose, sort="party__sort_name",
            href=lambda row: reverse("payments:refund", args=[row.pk]),
        ),
        Column("because", pgettext_lazy("refund", "What for"), "because"),
        Column("way", pgettext_lazy("payment", "Way"), lambda row: row.masked or row.get_way_display()),
        Column("amount", _("Amount"), kind="money", sort="amount"),
        Column("state", pgettext_lazy("payment", "State"), _refund_state, kind="badge"),
    ],
    filters=[Pick("stand", pgettext_lazy("payment", "State"), RefundState.choices, "state")],
    search=("party__sort_name", "because", "reference"),
    default_sort="due",
    page_size=50,
    head="party",
    export="rueckzahlungen",
    dense=True,
    of_people=True,
    empty_title=_("No refunds yet"),
    empty_text=_("Here stands what goes back to customers, by when and how far it is."),
)  # fmt: skip
SET_OFFS = Table(
    key="set_offs",
    label=_("Set-offs"),
    columns=[
        Column("declared", _("Declared"), "declared_at", kind="instant", sort="declared_at"),
        Column(
            "party", _("Customer"), _whose, sort="party__sort_name",
            href=lambda row: reverse("payments:set_off", args=[row.pk]),
        ),
        Column("amount", _("Amount"), kind="money", sort="amount"),
        Column("state", pgettext_lazy("payment", "State"), _set_off_state, kind="badge"),
    ],
    filters=[Pick("stand", pgettext_lazy("payment", "State"), SetOffState.choices, "state")],
    search=("party__sort_name", "words"),
    default_sort="-declared",
    page_size=50,
    head="party",
    export="aufrechnungen",
    dense=True,
    of_people=True,
    empty_title=_("No set-offs yet"),
    empty_text=_("Here stand claims that customers set off against what they owe."),
)  # fmt: skip
TRIES = Table(
    key="paypal",
    label=_("Payments by PayPal"),
    columns=[
        Column("begun", _("Begun"), "begun_at", kind="instant", sort="begun_at"),
        Column("party", _("Customer"), _whose, sort="party__sort_name"),
        Column("reference", pgettext_lazy("payment", "Reference"), "reference"),
        Column("order", _("Order at PayPal"), "order_id"),
        Column("amount", _("Amount"), kind="money", sort="amount"),
        Column("state", pgettext_lazy("payment", "State"), lambda row: row.get_state_display()),
        Column("reason", _("Reason"), "reason"),
    ],
    filters=[Pick("stand", pgettext_lazy("payment", "State"), PayPalState.choices, "state")],
    search=("party__sort_name", "reference", "order_id", "capture_id"),
    default_sort="-begun",
    page_size=50,
    head="party",
    export="paypal",
    dense=True,
    of_people=True,
    empty_title=_("No payments by PayPal yet"),
    empty_text=_("Here stands every try to pay by PayPal with what became of it."),
)


def tries() -> Any:
    """Return the rows of the journal of PayPal."""
    return PayPalOrder.objects.select_related("party", "entity")
