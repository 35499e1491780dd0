"""The office's list of withdrawals."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from quartier.core.withdrawal.models import RefundState, Withdrawal
from quartier.kit.tables import Badge, Column, Pick, Table


def _state(row: Withdrawal) -> Any:
    if row.refund_state in (RefundState.DUE, RefundState.WORK_OPEN):
        return Badge(row.get_refund_state_display(), "warn")
    return row.get_refund_state_display()


WITHDRAWALS = Table(
    key="withdrawals",
    label=_("Withdrawals"),
    columns=[
        Column("judged", _("Judged"), "judged_at", kind="instant", sort="judged_at"),
        Column(
            "party",
            _("Customer"),
            lambda row: str(row.party),
            sort="party__sort_name",
            href=lambda row: reverse("withdrawal:office_one", args=[row.pk]),
        ),
        Column("about", _("About"), lambda row: row.declaration.about),
        Column("in_time", _("In time"), lambda row: _("yes") if row.in_time else _("no"), sort="in_time"),
        Column("refund", _("To be paid back"), kind="money", sort="refund"),
        Column("due", _("Pay back by"), "refund_due_on", kind="date", sort="refund_due_on"),
        Column("state", _("Repayment"), _state, kind="badge"),
    ],
    filters=[Pick("rueckzahlung", _("Repayment"), RefundState.choices, "refund_state")],
    search=("party__sort_name", "declaration__about"),
    default_sort="-judged",
    page_size=50,
    head="party",
    export="widerrufe",
    dense=True,
    of_people=True,
    empty_title=_("No withdrawals yet"),
    empty_text=_("Here stand withdrawals that were judged, with what is paid back and until when."),
)
