"""Invoices as lists: the customer's and the office's."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from quartier.core.invoices.queries.pages import in_stage
from quartier.core.invoices.rules.words import Channel, InvoiceKind
from quartier.kit.clock import today
from quartier.kit.components.markup import Text
from quartier.kit.tables import Badge, Column, Pick, Table

STAGES: list[tuple[str, Text]] = [
    ("open", pgettext_lazy("invoices", "open")),
    ("overdue", _l("overdue")),
    ("remarks", _l("with a remark")),
    ("paper", _l("without a paper")),
    *((one.value, _l(one.label)) for one in InvoiceKind),
]


def state_of(row: Any) -> Any:
    """Return how far an invoice is paid, with a badge where somebody has to do something."""
    if row.is_credit:
        return _(InvoiceKind(row.kind).label)
    if row.is_cancelled:
        return _("cancelled")
    if not row.left:
        return _("paid")
    if row.due_on < today():
        return Badge(_("overdue"), "bad")
    return Badge(_("part paid"), "info") if row.left < row.gross else Badge(_("to be paid"), "warn")


def _signed(row: Any) -> Any:
    return -row.gross if row.is_credit else row.gross


def _kind(row: Any) -> str:
    return _(InvoiceKind(row.kind).label)


OWN = Table(
    key="own_invoices",
    label=_l("Invoices"),
    columns=[
        Column("number", _l("Number"), "number", href=lambda row: reverse("invoices:one", args=[row.pk]), meta="title"),
        Column("issued_on", pgettext_lazy("invoice", "Dated"), kind="date", sort="issued_on"),
        Column("due_on", _l("Due on"), kind="date", sort="due_on"),
        Column("gross", _l("Sum"), _signed, kind="money"),
        Column("state", _l("State"), state_of, "badge"),
    ],
    default_sort="-issued_on",
    page_size=12,
    head="number",
    empty_title=_l("No invoices yet"),
    empty_text=_l("Your invoices stand here as soon as there are any, with the day they are due."),
)

INVOICES = Table(
    key="invoices",
    label=_l("Invoices"),
    columns=[
        Column(
            "number", _l("Number"), "number", sort="number", meta="title",
            href=lambda row: reverse("invoices:office_one", args=[row.pk]),
        ),
        Column("party", _l("Customer"), lambda row: str(row.party), sort="party__sort_name"),
        Column("kind", pgettext_lazy("invoice", "Kind"), _kind),
        Column("issued_on", pgettext_lazy("invoice", "Dated"), kind="date", sort="issued_on"),
        Column("due_on", _l("Due on"), kind="date", sort="due_on"),
        Column("gross", _l("Sum"), _signed, kind="money", sort="gross"),
        Column("left", pgettext_lazy("invoices", "Open"), "left", kind="money"),
        Column("state", _l("State"), state_of, "badge"),
    ],
    filters=[Pick("stand", _l("State"), STAGES, apply=lambda rows, stage: in_stage(rows, stage, today()))],
    search=("number", "party__sort_name", "party__number", "title"),
    default_sort="-issued_on",
    page_size=50,
    head="number",
    export="rechnungen",
    dense=True,
    of_people=True,
    empty_title=_l("No invoices yet"),
    empty_text=_l("Here stands what was billed, with what is still open."),
)  # fmt: skip


def _channel(row: Any) -> str:
    return _(Channel(row.channel).label)


POST = Table(
    key="deliveries",
    label=_l("Invoices on their way"),
    columns=[
        Column(
            "number", _l("Number"), lambda row: row.invoice.number,
            href=lambda row: reverse("invoices:office_one", args=[row.invoice_id]),
        ),
        Column("party", _l("Customer"), lambda row: str(row.invoice.party), sort="invoice__party__sort_name"),
        Column("channel", _l("Sent by"), _channel),
        Column("sent_at", _l("Sent"), kind="instant", sort="sent_at"),
        Column("due_on", _l("Due on"), lambda row: row.invoice.due_on, kind="date", sort="invoice__due_on"),
    ],
    default_sort="sent_at",
    page_size=50,
    head="number",
    dense=True,
    of_people=True,
    empty_title=_l("Nothing waits"),
    empty_text=_l("Everything was sent, and of every open invoice it is known when it arrived."),
)  # fmt: skip
