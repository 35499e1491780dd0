"""Mandates, runs and what is in them, in the office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from quartier.core.mandates.models import Mandate, Run
from quartier.core.mandates.rules import CollectionState, MandateState, PayoutState, RunState, Scheme
from quartier.kit.components.markup import Tone
from quartier.kit.tables import Badge, Column, Table

TONES: Final[Mapping[str, Tone]] = {
    MandateState.ACTIVE: "good", MandateState.BLOCKED: "bad", MandateState.DRAFT: "warn", RunState.WAITING: "warn",
    RunState.APPROVED: "warn", RunState.SENT: "good", CollectionState.RETURNED: "bad", CollectionState.REJECTED: "bad",
    CollectionState.SETTLED: "good", CollectionState.BOOKED: "good", PayoutState.PAID: "good",
    PayoutState.FAILED: "bad",
}  # fmt: skip


def badge(state: Any) -> Badge:
    """Return a state as it stands in tables."""
    return Badge(_(state.label), TONES.get(state, ""))


def _mandate(row: Mandate) -> str:
    return reverse("mandates:one", args=[row.pk])


def _run(row: Run) -> str:
    return reverse("mandates:run", args=[row.pk])


def _kind(row: Run) -> str:
    return _("Direct debits") if row.kind == "debit" else _("Transfers")


MANDATES = Table(
    key="mandates",
    label=_l("SEPA mandates"),
    columns=[
        Column("reference", _l("Mandate reference"), href=_mandate, sort="reference"),
        Column("party", _l("Customer"), lambda row: str(row.party), sort="party__sort_name"),
        Column("holder", _l("Account holder"), sort="holder"),
        Column("account", _l("Account"), lambda row: row.masked),
        Column("scheme", _l("Scheme"), lambda row: _(Scheme(row.scheme).label)),
        Column("signed_on", _l("Signed on"), kind="date", sort="signed_on"),
        Column("last_used_on", _l("Used last on"), kind="date", sort="last_used_on"),
        Column("state", _l("State"), lambda row: badge(MandateState(row.state)), "badge"),
    ],
    search=("reference", "holder", "ending", "party__sort_name"),
    default_sort="-signed_on",
    page_size=50,
    head="reference",
    dense=True,
    of_people=True,
    empty_title=_l("No mandates"),
    empty_text=_l("Here stand the mandates that customers have given in the portal or on paper."),
)
RUNS = Table(
    key="bank-runs",
    label=_l("Files for the bank"),
    columns=[
        Column("message_id", pgettext_lazy("bank", "Run"), href=_run, sort="message_id"),
        Column("kind", pgettext_lazy("bank run", "Kind"), _kind),
        Column("entity", _l("Company"), lambda row: row.entity.name),
        Column("prepared_at", _l("Prepared"), kind="date", sort="prepared_at"),
        Column("count", _l("Count"), kind="number"),
        Column("sum", _l("Sum"), kind="money"),
        Column("state", _l("State"), lambda row: badge(RunState(row.state)), "badge"),
    ],
    search=("message_id",),
    default_sort="-prepared_at",
    page_size=50,
    head="message_id",
    dense=True,
    empty_title=_l("No files yet"),
    empty_text=_l("Here stand the runs of direct debits and transfers with their files."),
)
COLLECTIONS = Table(
    key="collections",
    label=_l("Direct debits"),
    columns=[
        Column("party", _l("Customer"), lambda row: str(row.mandate.party), sort="mandate__party__sort_name"),
        Column("document", _l("Voucher"), lambda row: row.item.document or row.item.text),
        Column("mandate", _l("SEPA mandate"), lambda row: str(row.mandate), href=lambda row: _mandate(row.mandate)),
        Column("account", _l("Account"), lambda row: row.mandate.masked),
        Column("collect_on", _l("Collected on"), kind="date", sort="collect_on"),
        Column("amount", _l("Amount"), kind="money", sort="amount"),
        Column("state", _l("State"), lambda row: badge(CollectionState(row.state)), "badge"),
        Column("because", _l("Reason")),
    ],
    search=("mandate__reference", "mandate__party__sort_name", "item__document", "end_to_end_id"),
    default_sort="party",
    page_size=50,
    head="party",
    dense=True,
    of_people=True,
    empty_title=_l("Nothing in this run"),
    empty_text=_l("What it held is planned again."),
)
PAYOUTS = Table(
    key="payouts",
    label=_l("Transfers"),
    columns=[
        Column("party", _l("Customer"), lambda row: str(row.party), sort="party__sort_name"),
        Column("purpose", _l("What for")),
        Column("holder", _l("Account holder")),
        Column("account", _l("Account"), lambda row: f"{row.country}•• •••• {row.ending}"),
        Column("amount", _l("Amount"), kind="money", sort="amount"),
        Column("state", _l("State"), lambda row: badge(PayoutState(row.state)), "badge"),
        Column("because", _l("Reason")),
    ],
    search=("party__sort_name", "purpose", "end_to_end_id"),
    default_sort="party",
    page_size=50,
    head="party",
    dense=True,
    of_people=True,
    empty_title=_l("Nothing in this run"),
    empty_text=_l("What it held waits to be paid again."),
)
